"""The ledger store in memory: the working copy of a replay, a test, a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enforcement.ports import Entry


class MemoryStore:
    """Port `Store`; what is in it lives as long as the object."""

    def __init__(self) -> None:
        self._ledgers: dict[str, bytes] = {}
        self._due: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._ids_by_day: dict[int, list[str]] = {}
        self._appearances: dict[str, set[str]] = {}
        self._named_in: dict[str, list[str]] = {}
        self._erased: dict[str, int] = {}
        self._awaited: list[str] = []
        self._now = 0
        self._entry: Entry | None = None

    def load(self, keys: Sequence[str]) -> list[bytes | None]:
        """See the port."""
        return [self._ledgers.get(key) for key in keys]

    def seen(self, event_keys: Sequence[str]) -> set[str]:
        """See the port."""
        return {key for key in event_keys if key in self._ids}

    def due(self) -> Iterable[tuple[int, str]]:
        """See the port."""
        return sorted((at_ms, key) for key, at_ms in self._due.items())

    def awaited(self) -> Iterable[str]:
        """See the port."""
        return self._awaited

    def appearances(self, profile_id: str) -> Iterable[str]:
        """See the port."""
        return sorted(self._appearances.get(profile_id, ()))

    def erased(self) -> Mapping[str, int]:
        """See the port."""
        return self._erased

    def now(self) -> int:
        """See the port."""
        return self._now

    def journal(self, entry: Entry) -> None:
        """See the port."""
        if self._entry is not None:
            message = "an entry is open: apply, deliver and clear it before the next is journaled"
            raise RuntimeError(message)
        self._entry = entry

    def open_entry(self) -> Entry | None:
        """See the port."""
        return self._entry

    def apply(self) -> None:
        """See the port."""
        entry = self._entry
        if entry is None:
            return
        for key, ledger in entry.ledgers.items():
            if ledger is None:
                self._ledgers.pop(key, None)
                self._unname(key)
            else:
                self._ledgers[key] = ledger
        self._apply_due(entry)
        self._apply_ids(entry)
        self._apply_appearances(entry)
        self._erased.update(entry.erased)
        self._awaited = entry.awaited
        self._now = entry.now

    def clear(self) -> None:
        """See the port."""
        self._entry = None

    def _apply_due(self, entry: Entry) -> None:
        for key, at_ms in entry.due.items():
            if at_ms is None:
                self._due.pop(key, None)
            else:
                self._due[key] = at_ms

    def _apply_ids(self, entry: Entry) -> None:
        for key in entry.seen_drop:
            self._ids.pop(key, None)
        for key, until in entry.seen_add.items():
            self._ids[key] = until
            self._ids_by_day.setdefault(until // DAY_MS, []).append(key)
        today = entry.now // DAY_MS
        for day in [day for day in self._ids_by_day if day < today]:
            for key in self._ids_by_day.pop(day):
                if self._ids.get(key, entry.now) < entry.now:
                    del self._ids[key]

    def _apply_appearances(self, entry: Entry) -> None:
        for profile_id, post_id in entry.appears:
            if "c:" + post_id in self._ledgers:
                self._appearances.setdefault(profile_id, set()).add(post_id)
                self._named_in.setdefault(post_id, []).append(profile_id)
        for profile_id in entry.appears_drop:
            self._appearances.pop(profile_id, None)

    def _unname(self, key: str) -> None:
        """A case is gone: nobody appears in it any more."""
        post_id = key[2:]
        for profile_id in self._named_in.pop(post_id, ()) if key[0] == "c" else ():
            posts = self._appearances.get(profile_id)
            if posts is not None:
                posts.discard(post_id)
                if not posts:
                    del self._appearances[profile_id]
