"""The commands of a flush, packed for Redis; what is the same in each of a day's flushes is packed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.redis.hashes import BUCKET_BITS
from dataflows.redis.pipe import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dataflows.redis.records import Grouped

_BUCKETS = 1 << BUCKET_BITS


class DayKeys:
    """The keys of one day, of posts or of authors."""

    def __init__(self, key_of: Callable[[int, int], str], day: int) -> None:
        self._keys = [key_of(day, bucket).encode() for bucket in range(_BUCKETS)]
        self._begun = [_begun(b"APPEND", key) for key in self._keys]
        self._expiring = bytearray(_BUCKETS)

    def append(self, grouped: Grouped, lives_ms: int, *, always: bool) -> list[bytes]:
        """Append records; keys that are met for the first time, or `always` all, get so long to live."""
        found = [
            b"%b%d\r\n%b\r\n" % (self._begun[bucket], len(records), records)
            for bucket, records in zip(grouped.buckets, grouped.records)  # noqa: B905  one each
        ]
        new = grouped.buckets if always else [bucket for bucket in grouped.buckets if not self._expiring[bucket]]
        for bucket in new:
            self._expiring[bucket] = 1
        return found + [packed(b"PEXPIRE", self._keys[bucket], b"%d" % lives_ms) for bucket in new]


def naming(key: bytes, named: Iterable[tuple[bytes, str]]) -> bytes:
    """Write the names of authors of one bucket down, by their hashes of 8 bytes."""
    fields = [b"$8\r\n%b\r\n$%d\r\n%b\r\n" % (hashed, len(name), name.encode()) for hashed, name in named]
    return b"*%d\r\n$4\r\nHSET\r\n$%d\r\n%b\r\n%b" % (2 + 2 * len(fields), len(key), key, b"".join(fields))


def _begun(command: bytes, key: bytes) -> bytes:
    """A command of a key and one more argument, up to the length of that."""
    return b"*3\r\n$%d\r\n%b\r\n$%d\r\n%b\r\n$" % (len(command), command, len(key), key)
