"""The fixed-width records of the post log, many at a time as columns, one at a time as bytes.

`posts:<day>:{bucket}`   post hash 6 B | author hash 8 B | milliseconds of the day << 5 + surface 4 B | language 1 B
`authors:<day>:{bucket}` author hash 5 B | post hash 5 B

All big end first, so that records sort as their hashes do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dataflows.redis import keys
from dataflows.redis.hashes import BUCKET_BITS
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POST_BYTES, AUTHOR_BYTES = 19, 10
_SHIFT = np.uint64(64 - BUCKET_BITS)


class Columns(msgspec.Struct, gc=False):
    """Posts as the log holds them; times in milliseconds, surface and language as codes."""

    posts: NDArray[np.uint64]
    authors: NDArray[np.uint64]
    ats: NDArray[np.int64]
    surfaces: NDArray[np.uint8]
    languages: NDArray[np.uint8]


class Stored(NamedTuple):
    """One post as the log holds it."""

    author: int
    at: int
    surface: int
    language: int


class Append(NamedTuple):
    """Records to be appended to a key of one day."""

    day: int
    bucket: int
    key: str
    records: bytes


def joined(parts: list[Columns]) -> Columns:
    """Several batches as one."""
    if len(parts) == 1:
        return parts[0]
    return Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in Columns.__struct_fields__))


def appends(columns: Columns) -> Iterator[Append]:
    """What is to be appended where: posts by their bucket, and who wrote them by the author's bucket."""
    days = columns.ats // DAY_MS
    for day in np.unique(days).tolist():
        chosen = slice(None) if days[0] == day and bool((days == day).all()) else days == day
        posts, authors, ats = columns.posts[chosen], columns.authors[chosen], columns.ats[chosen]
        surfaces, languages = columns.surfaces[chosen], columns.languages[chosen]
        yield from _grouped(
            day, posts, _post_records(posts, authors, ats - day * DAY_MS, surfaces, languages), keys.posts
        )
        yield from _grouped(day, authors, _author_records(authors, posts), keys.authors)


def _post_records(
    posts: NDArray[np.uint64],
    authors: NDArray[np.uint64],
    times: NDArray[np.int64],
    surfaces: NDArray[np.uint8],
    languages: NDArray[np.uint8],
) -> NDArray[np.uint8]:
    records = np.empty((len(posts), POST_BYTES), np.uint8)
    records[:, 0:6] = _bytes(posts << np.uint64(BUCKET_BITS))[:, 0:6]
    records[:, 6:14] = _bytes(authors)
    packed = (times.astype(np.uint32) << np.uint32(5)) | surfaces
    records[:, 14:18] = packed.astype(">u4").view(np.uint8).reshape(-1, 4)
    records[:, 18] = languages
    return records


def _author_records(authors: NDArray[np.uint64], posts: NDArray[np.uint64]) -> NDArray[np.uint8]:
    records = np.empty((len(posts), AUTHOR_BYTES), np.uint8)
    records[:, 0:5] = _bytes(authors << np.uint64(BUCKET_BITS))[:, 0:5]
    records[:, 5:10] = _bytes(posts)[:, 0:5]
    return records


def _bytes(hashes: NDArray[np.uint64]) -> NDArray[np.uint8]:
    return hashes.astype(">u8").view(np.uint8).reshape(-1, 8)


def _grouped(
    day: int, hashes: NDArray[np.uint64], records: NDArray[np.uint8], key_of: Callable[[int, int], str]
) -> Iterator[Append]:
    buckets = (hashes >> _SHIFT).astype(np.uint16)
    order = np.argsort(buckets, kind="stable")
    ordered = buckets[order]
    blob = records[order].tobytes()
    width = records.shape[1]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
    ends = np.append(starts[1:], len(ordered))
    for bucket, start, end in zip(ordered[starts].tolist(), (starts * width).tolist(), (ends * width).tolist()):  # noqa: B905  one each
        yield Append(day, bucket, key_of(day, bucket), blob[start:end])


def stored(record: bytes, day: int) -> Stored:
    """A post's record of a day, read back."""
    packed = int.from_bytes(record[14:18], "big")
    return Stored(int.from_bytes(record[6:14], "big"), day * DAY_MS + (packed >> 5), packed & 31, record[18])
