"""Which events have counted, by kind and id: whatever comes again changes nothing (domain.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enforcement.events import Erasure, Profile, Waiting
    from enforcement.policy import Policies

_REMEMBERED_MS = 366 * DAY_MS  # at least: a producer may send old events again


class EventIds:
    """The ids that counted in the batch at hand, over those of the store."""

    def __init__(self, policies: Policies, seen: Callable[[Sequence[str]], set[str]]) -> None:
        self._seen = seen
        self._lives_ms = max(policy.keep_ms for policy in policies.versions)
        self._lives_ms += max(2 * policies.forget_ms, _REMEMBERED_MS)
        self._known: set[str] = set()
        self._added: dict[str, int] = {}
        self._dropped: list[str] = []

    def look_up(self, keys: list[str]) -> None:
        """Ask the store once which of a batch's have counted."""
        self._known = self._seen(keys)

    def add(self, key: str, now: int) -> bool:
        """Remember one of the batch at hand, while its post and what it made may be kept; False: it has counted."""
        if key in self._known or key in self._added:
            return False
        self._added[key] = now + self._lives_ms
        return True

    def forget(self, event: Waiting | Erasure | Profile) -> None:
        """An event came to nothing: its id may come again."""
        key = event_key(event)
        self._known.discard(key)
        if self._added.pop(key, None) is None:
            self._dropped.append(key)

    def changes(self) -> tuple[dict[str, int], list[str]]:
        """Those added, each with the time until which it is remembered, and those dropped, since the last call."""
        changes, self._added, self._dropped = (self._added, self._dropped), {}, []
        return changes


def event_key(event: Waiting | Erasure | Profile) -> str:
    """What makes an event one that came before: its kind and its id, which is its first field."""
    return f"{event.kind}:{getattr(event, event.__struct_fields__[0])}"
