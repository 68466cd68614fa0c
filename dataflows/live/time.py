"""Stream time, live (domain.md section 3.5): the greatest time seen, never ahead of the clock; the clock when idle."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dataflows.mail import Tick

_IDLE_MS = 1_000


def wall_ms() -> int:
    """The clock: milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class StreamClock:
    """What the parts of the source have said; `wall` is the clock, for tests that have their own."""

    def __init__(self, parts: Iterable[str], wall: Callable[[], int] = wall_ms) -> None:
        self.wall_ms = wall
        self._latest = dict.fromkeys(parts, 0)
        self._at_end_since: dict[str, int | None] = dict.fromkeys(self._latest)

    def hear(self, tick: Tick) -> None:
        """Take over how far a part is."""
        self._latest[tick.part] = max(self._latest.get(tick.part, 0), tick.latest_ms)
        if not tick.at_end:
            self._at_end_since[tick.part] = None
        elif self._at_end_since.get(tick.part) is None:
            self._at_end_since[tick.part] = self.wall_ms()

    def heard_ms(self, part: str) -> int:
        """The greatest time of an event that a part has passed on; 0 before the first."""
        return self._latest.get(part, 0)

    @property
    def at_end(self) -> bool:
        """Whether every partition is read to its end, as far as is known."""
        return all(since is not None for since in self._at_end_since.values())

    def now_ms(self, before_ms: int) -> int:
        """Stream time now; it never goes back behind `before_ms`."""
        wall = self.wall_ms()
        since = [since for since in self._at_end_since.values() if since is not None]
        if len(since) == len(self._at_end_since) and wall - max(since, default=wall) >= _IDLE_MS:
            return max(before_ms, wall)
        return max(before_ms, min(wall, max(self._latest.values(), default=0)))
