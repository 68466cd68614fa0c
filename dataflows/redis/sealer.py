"""Sealing: a day that is over becomes keys that are sorted, free of repeats and of growth reserve, a few at a time.

A writer notes the day of what it appended in `days`, after the append. The sealer moves a closed day from there to
`sealing`, passes all its buckets, then removes it: what was appended meanwhile has noted the day again, so nothing
stays open for good, and a crash leaves the day where the next start finds it. Readers see the same before and after.
"""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dataflows.redis import keys, scripts
from dataflows.redis.hashes import BUCKET_BITS, author_field, bucket, written_field
from dataflows.redis.records import AUTHOR_BYTES, POST_BYTES
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import redis
    from numpy.typing import NDArray

    from enforcement.policy import Policies

_AT_ONCE = 16  # buckets a step: some milliseconds
_BUCKETS = 1 << BUCKET_BITS
_LOOK_MS, _AGAIN_MS = 60_000, 3_600_000  # of stream time
_ID_BYTES = 6


class Conflict(NamedTuple):
    """A record that named another author for a post than an earlier one of its day; it counts no more."""

    day: int
    post: int
    """The post's hash without its last 4 bits, which no record has."""
    author: int
    other: int
    """Whom the dropped record named."""

    def packed(self) -> bytes:
        """As `conflicts` has it."""
        return b"".join(part.to_bytes(8, "big") for part in self[1:])


class Sealer:
    """Seals the days that closed `join.wait` after their end; several at a time do no harm, one is enough."""

    def __init__(self, client: redis.Redis, policies: Policies) -> None:
        self._client = client
        self._wait_ms = max(policy.wait_ms for policy in policies.versions)
        self._script = client.register_script(scripts.SEAL)
        self._day: int | None = None
        self._next = 0
        self._again = False
        self._look_ms = 0
        self._passed: dict[int, int] = {}
        self._dropped: dict[int, set[bytes]] = {}
        self.conflicts: list[Conflict] = []
        """Found by the last step, to be journaled before the next; after a crash they may come again."""

    def step(self, now_ms: int) -> bool:
        """Seal a few buckets of a day that is closed at this stream time; False when there was nothing to seal."""
        self.conflicts = []
        if self._day is None and not self._begin(now_ms):
            return False
        assert self._day is not None  # noqa: S101  begun above
        first = self._next
        self._next += _AT_ONCE
        if first < _BUCKETS:
            self._seal_posts(self._day, range(first, first + _AT_ONCE))
        else:
            self._seal_authors(self._day, range(first - _BUCKETS, first - _BUCKETS + _AT_ONCE))
        if self._next == 2 * _BUCKETS:
            self._end(self._day, now_ms)
        return True

    # --- days -----------------------------------------------------------------------------------------------------

    def _begin(self, now_ms: int) -> bool:
        if now_ms < self._look_ms:
            return False
        begun = sorted(map(int, self._client.smembers(keys.SEALING)))
        closed = begun or [day for day in map(int, self._client.smembers(keys.OPEN_DAYS)) if self._due(day, now_ms)]
        if not closed:
            self._look_ms = now_ms + _LOOK_MS
            return False
        self._day, self._next, self._again = min(closed), 0, False
        if not begun:
            self._client.smove(keys.OPEN_DAYS, keys.SEALING, str(self._day))
        self._dropped = {}
        for member in self._client.smembers(keys.conflicts(self._day)):
            self._drop(_conflict(self._day, member))
        return True

    def _due(self, day: int, now_ms: int) -> bool:
        return max((day + 1) * DAY_MS + self._wait_ms, self._passed.get(day, 0) + _AGAIN_MS) <= now_ms

    def _end(self, day: int, now_ms: int) -> None:
        if self._again:
            self._client.sadd(keys.OPEN_DAYS, day)
        self._client.srem(keys.SEALING, day)
        self._client.delete(keys.conflicts(day))
        self._passed = {other: at for other, at in self._passed.items() if at + _AGAIN_MS > now_ms} | {day: now_ms}
        self._day = None

    # --- buckets --------------------------------------------------------------------------------------------------

    def _seal_posts(self, day: int, buckets: range) -> None:
        opened, sealed = self._read(day, buckets, keys.posts, ())
        merged, found = {}, []
        for number, raw in opened.items():
            merged[number], conflicts = merge_posts(day, number, sealed[number] + raw)
            found += conflicts
        if found:  # first: whoever goes on after a crash must know what to drop from the authors' days
            self._client.sadd(keys.conflicts(day), *(conflict.packed() for conflict in found))
        for conflict in found:
            self._drop(conflict)
        self._seal(day, keys.posts, opened, sealed, merged)

    def _drop(self, conflict: Conflict) -> None:
        self.conflicts.append(conflict)
        record = author_field(conflict.other) + written_field(conflict.post)
        self._dropped.setdefault(bucket(conflict.other), set()).add(record)

    def _seal_authors(self, day: int, buckets: range) -> None:
        opened, sealed = self._read(day, buckets, keys.authors, self._dropped)
        merged = {
            number: merge_authors(sealed[number] + raw, self._dropped.get(number, ())) for number, raw in opened.items()
        }
        self._seal(day, keys.authors, opened, sealed, merged)

    def _read(
        self, day: int, buckets: range, key_of: Callable[[int, int], str], also: Collection[int]
    ) -> tuple[dict[int, bytes], dict[int, bytes]]:
        """What there is open of these buckets, and of those (and of `also`) what is sealed."""
        pipe = self._client.pipeline(transaction=False)
        for number in buckets:
            pipe.get(key_of(day, number))
        found = dict(zip(buckets, pipe.execute()))  # noqa: B905  one answer each
        opened = {number: raw or b"" for number, raw in found.items() if raw or number in also}
        for number in opened:
            pipe.get(key_of(day, number) + keys.SEALED)
        return opened, {number: raw or b"" for number, raw in zip(opened, pipe.execute())}  # noqa: B905  the same

    def _seal(
        self,
        day: int,
        key_of: Callable[[int, int], str],
        opened: dict[int, bytes],
        sealed: dict[int, bytes],
        merged: dict[int, bytes],
    ) -> None:
        pipe = self._client.pipeline(transaction=False)
        for number, records in merged.items():
            key = key_of(day, number)
            seen = [sha1(opened[number]).hexdigest(), len(sealed[number])]  # noqa: S324  what Redis' scripts have
            self._script(keys=[key, key + keys.SEALED], args=[*seen, records], client=pipe)
        self._again = self._again or not all(pipe.execute())


def merge_posts(day: int, number: int, records: bytes) -> tuple[bytes, list[Conflict]]:
    """Records of a bucket in the order they came: sorted, the first of each post, and those that contradict it."""
    rows = np.frombuffer(records, np.uint8).reshape(-1, POST_BYTES)
    posts = _numbers(rows[:, :_ID_BYTES])
    authors = _numbers(rows[:, _ID_BYTES : _ID_BYTES + 8])
    _, first, which = np.unique(posts, return_index=True, return_inverse=True)
    kept = authors[first]
    contradicting = np.flatnonzero(authors != kept[which])
    conflicts = {
        Conflict(day, number << 52 | int(posts[row]) << 4, int(kept[which[row]]), int(authors[row])): None
        for row in contradicting.tolist()
    }
    return rows[first].tobytes(), list(conflicts)


def merge_authors(records: bytes, dropped: Collection[bytes]) -> bytes:
    """Records of a bucket: sorted, each once, without those dropped."""
    found: NDArray[np.bytes_] = np.unique(np.frombuffer(records, f"S{AUTHOR_BYTES}"))
    if dropped:
        found = found[~np.isin(found, np.array(list(dropped), f"S{AUTHOR_BYTES}"))]
    return found.tobytes()


def _numbers(fields: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Fields of up to 8 bytes, big end first."""
    wide = np.zeros((len(fields), 8), np.uint8)
    wide[:, 8 - fields.shape[1] :] = fields
    return wide.view(">u8").astype(np.uint64).ravel()


def _conflict(day: int, member: bytes) -> Conflict:
    post, author, other = (int.from_bytes(member[at : at + 8], "big") for at in range(0, 24, 8))
    return Conflict(day, post, author, other)
