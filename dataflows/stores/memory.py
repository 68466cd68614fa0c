"""The ledger store in memory: the working copy of a replay, a test, a demonstration."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enforcement.ports import Entry

Value = TypeVar("Value")

_SWEEP = 64  # appearances of one profile, at least, before those in forgotten cases are swept out


class MemoryStore:
    """Port `Store`; what is in it lives as long as the object."""

    def __init__(self) -> None:
        self._ledgers: dict[str, bytes] = {}
        self._due: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._ids_by_day: defaultdict[int, list[str]] = defaultdict(list)
        self._appearances: dict[str, list[str]] = {}
        self._sweep_at: dict[str, int] = {}
        self._erased: dict[str, int] = {}
        self._awaited: set[str] = set()
        self._waits: dict[str, str] = {}
        self._now = 0
        self._open: list[Entry] = []
        self._applied = 0

    def load(self, key: str) -> bytes | None:
        """See the port."""
        return self._ledgers.get(key)

    def profiles(self) -> Iterable[tuple[str, bytes]]:
        """Key and ledger of every profile."""
        return ((key, ledger) for key, ledger in self._ledgers.items() if key.startswith("p:"))

    def seen(self, event_keys: Sequence[str]) -> set[str]:
        """See the port."""
        return self._ids.keys() & event_keys

    def due(self, after_ms: int, until_ms: int) -> Iterable[tuple[int, str]]:
        """See the port."""
        return sorted((at_ms, key) for key, at_ms in self._due.items() if after_ms < at_ms <= until_ms)

    def awaited(self) -> Iterable[str]:
        """See the port."""
        return self._awaited

    def appearances(self, profile_id: str) -> Iterable[str]:
        """See the port."""
        return self._live(self._appearances.get(profile_id, []))

    def erased(self) -> Mapping[str, int]:
        """See the port."""
        return self._erased

    def waits(self) -> Mapping[str, str]:
        """See the port."""
        return self._waits

    def now(self) -> int:
        """See the port."""
        return self._now

    def journal(self, entry: Entry) -> None:
        """See the port."""
        self._open.append(entry)

    def open_entries(self) -> Sequence[Entry]:
        """See the port."""
        return self._open

    def apply(self) -> None:
        """See the port."""
        for entry in self._open[self._applied :]:
            self._apply(entry)
        self._applied = len(self._open)

    def clear(self, count: int) -> None:
        """See the port."""
        if count > self._applied:
            message = f"{count} entries to clear, but only {self._applied} were applied"
            raise ValueError(message)
        del self._open[:count]
        self._applied -= count

    def _apply(self, entry: Entry) -> None:
        _update(self._ledgers, entry.ledgers)
        _update(self._due, entry.due)
        self._apply_ids(entry)
        self._apply_appearances(entry)
        self._erased.update(entry.erased)
        self._awaited.difference_update(entry.awaited_drop)
        self._awaited.update(entry.awaited_add)
        for key, wait in entry.waits.items():
            if wait is None:
                self._waits.pop(key, None)
            else:
                self._waits[key] = wait
        self._now = entry.now

    def _apply_ids(self, entry: Entry) -> None:
        for key in entry.seen_drop:
            self._ids.pop(key, None)
        self._ids.update(entry.seen_add)
        for key, until in entry.seen_add.items():
            self._ids_by_day[until // DAY_MS].append(key)
        today = entry.now // DAY_MS
        for day in [day for day in self._ids_by_day if day < today]:
            for key in self._ids_by_day.pop(day):
                if self._ids.get(key, entry.now) < entry.now:
                    del self._ids[key]

    def _apply_appearances(self, entry: Entry) -> None:
        appearances = self._appearances
        for profile_id in entry.appears_drop:  # first: who was erased may begin anew in the same batch
            appearances.pop(profile_id, None)
            self._sweep_at.pop(profile_id, None)
        for profile_id, post_id in entry.appears:
            posts = appearances.get(profile_id)
            if posts is None:
                appearances[profile_id] = [post_id]
            else:
                posts.append(post_id)
                if len(posts) >= self._sweep_at.get(profile_id, _SWEEP):
                    appearances[profile_id] = live = self._live(posts)
                    self._sweep_at[profile_id] = max(_SWEEP, 2 * len(live))

    def _live(self, posts: list[str]) -> list[str]:
        """Those whose cases are still there."""
        return [post_id for post_id in dict.fromkeys(posts) if "c:" + post_id in self._ledgers]


def _update(kept: dict[str, Value], changes: Mapping[str, Value | None]) -> None:
    """Take over what changed; None deletes."""
    gone = [key for key, value in changes.items() if value is None]
    kept.update(changes)  # type: ignore[arg-type]  # what is None goes at once
    for key in gone:
        del kept[key]
