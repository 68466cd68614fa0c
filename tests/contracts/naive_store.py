"""The ledger store as one would write it without a thought for size: nothing in it is ever swept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from enforcement.ports import Entry

V = TypeVar("V")


class NaiveStore:
    """What a store must say, and what it may, after each entry applied."""

    def __init__(self) -> None:
        self.ledgers: dict[str, bytes] = {}
        self.due: dict[str, int] = {}
        self.awaited: set[str] = set()
        self.waits: dict[str, str] = {}
        self.erased: dict[str, int] = {}
        self.now = 0
        self._ids: dict[str, int] = {}
        self._appearances: set[tuple[str, str]] = set()
        self._forgotten: set[tuple[str, str]] = set()

    def apply(self, entry: Entry) -> None:
        """Take over an entry."""
        self.ledgers = _changed(self.ledgers, entry.ledgers)
        self.due = _changed(self.due, entry.due)
        self.waits = _changed(self.waits, entry.waits)
        self._ids = {key: until for key, until in self._ids.items() if key not in entry.seen_drop} | entry.seen_add
        self._apply_appearances(entry)
        self.erased = self.erased | entry.erased
        self.awaited = (self.awaited - set(entry.awaited_drop)) | set(entry.awaited_add)
        self.now = entry.now

    def _apply_appearances(self, entry: Entry) -> None:
        dropped = set(entry.appears_drop)
        self._forgotten = {one for one in self._forgotten if one[0] not in dropped}
        found = {one for one in self._appearances if one[0] not in dropped} | set(entry.appears)
        self._appearances = {one for one in found if "c:" + one[1] in self.ledgers}
        self._forgotten |= found - self._appearances

    def must_have_seen(self) -> set[str]:
        """Return the ids whose time is not over."""
        return {key for key, until in self._ids.items() if until >= self.now}

    def may_have_seen(self) -> set[str]:
        """Return these and the ids that nobody had to forget yet."""
        return set(self._ids)

    def must_appear(self, profile_id: str) -> set[str]:
        """Return the posts whose cases are there and name a profile."""
        return {post_id for name, post_id in self._appearances if name == profile_id}

    def may_appear(self, profile_id: str) -> set[str]:
        """Return these and the posts whose cases were forgotten."""
        return {post_id for name, post_id in self._appearances | self._forgotten if name == profile_id}


def _changed(old: dict[str, V], changes: dict[str, V | None]) -> dict[str, V]:
    kept = {key: value for key, value in old.items() if key not in changes}
    return kept | {key: value for key, value in changes.items() if value is not None}
