"""What changes in the decider's own state, as its scripts take it: by an entry, or by a batch of the changelogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dataflows.redis import keys, remembered
from dataflows.redis.appearances import bucket_of, by_bucket, hashed, range_of
from dataflows.redis.buckets import due_bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

pack = msgspec.msgpack.Encoder().encode


class State:
    """Collects changes; `packed` is the argument of the scripts."""

    def __init__(self, now: int) -> None:
        self.now = now
        self._due: dict[str, list[object]] = {}
        self._done: dict[str, list[str]] = {}
        self._named: dict[str, list[object]] = {}
        self._seen: dict[str, list[str]] = {}
        self.forget: list[str] = []
        self.past: list[int] = []
        self.unnamed: list[tuple[str, str, str]] = []
        self.lists: dict[str, list[object]] = {
            name: [] for name in ("erased", "generations", "decided", "waits", "waited", "met", "awaited")
        }
        """Fields and values of hashes, one after the other; members of sets."""

    @property
    def periods(self) -> Iterable[int]:
        """Those in which ids are forgotten that came."""
        return map(int, self._seen)

    def due(self, found: Mapping[str, int | None]) -> None:
        """When ledgers want to be looked at; None: not at all."""
        for key, at_ms in found.items():
            bucket = f"{due_bucket(key):x}"
            if at_ms is None:
                self._done.setdefault(bucket, []).append(key)
            else:
                self._due.setdefault(bucket, []).extend((at_ms, key))

    def waits(self, found: Mapping[str, str | None]) -> None:
        """What waits in ledgers; None: nothing any more."""
        for key, wait in found.items():
            if wait is None:
                self.lists["waited"].append(key)
            else:
                self.lists["waits"] += (key, wait)

    def seen(self, place: tuple[int, int], until_ms: int) -> None:
        """An event id counts, until a time."""
        self._seen.setdefault(str(remembered.period(until_ms)), []).extend(remembered.flat([place]))

    def named(self, appearances: Iterable[tuple[str, str]]) -> None:
        """Profiles that the ledgers of posts name."""
        for bucket, pairs in by_bucket(hashed(profile_id) + post_id for profile_id, post_id in appearances).items():
            self._named.setdefault(f"{bucket:x}", []).extend(part for pair in pairs for part in (0, pair))

    def forget_profile(self, profile_id: str) -> None:
        """Nothing names a profile any more."""
        profile = hashed(profile_id)
        self.unnamed.append((f"{bucket_of(profile):x}", *range_of(profile)))

    def pairs(self, name: str, found: Mapping[str, object]) -> None:
        """Fields of a hash."""
        self.lists[name] += [part for pair in found.items() for part in pair]

    def packed(self) -> bytes:
        """All of it."""
        changes: dict[str, Any] = {"due": self._due, "done": self._done, "seen": self._seen, "named": self._named}
        changes |= {"forget": self.forget, "past": self.past, "unnamed": self.unnamed, **self.lists}
        return pack({**changes, "buckets": keys.SEEN_BUCKETS, "now": self.now})
