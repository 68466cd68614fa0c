"""Days are closed in passing: a few buckets of the post log at a time, and who was named twice is told."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from dataflows.redis.sealer import Sealer

if TYPE_CHECKING:
    import redis

    from dataflows.redis.reader import PostReader
    from dataflows.redis.sealer import Conflict
    from enforcement.policy import Policies

_SLICE_S = 0.02


class Named(NamedTuple):
    """A post whose second record named another author; the post is known by its hash only."""

    day: int
    post: int
    first: str
    other: str


class Closing:
    """Seals days that are over; one of a pipeline is enough."""

    def __init__(self, client: redis.Redis, policies: Policies, reader: PostReader) -> None:
        self._sealer, self._reader = Sealer(client, policies), reader

    def step(self, now_ms: int) -> list[Named]:
        """Seal for some milliseconds, or until a conflict is found; those whose authors were erased are not told."""
        until_s = monotonic() + _SLICE_S
        while self._sealer.step(now_ms) and monotonic() < until_s:
            if self._sealer.conflicts:
                break
        return [named for conflict in self._sealer.conflicts if (named := self._named(conflict, now_ms)) is not None]

    def _named(self, conflict: Conflict, now_ms: int) -> Named | None:
        first, other = self._reader.names([conflict.author, conflict.other], now_ms)
        return None if first is None or other is None else Named(conflict.day, conflict.post, first, other)
