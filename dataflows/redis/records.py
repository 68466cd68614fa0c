"""The fixed-width records of the post log, many at a time as columns, one at a time as bytes.

`posts:<day>:{bucket}`   post hash 6 B | author hash 8 B | milliseconds of the day << 5 + surface 4 B | language 1 B
`authors:<day>:{bucket}` author hash 5 B | post hash 5 B

All big end first, so that records sort as their hashes do.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from dataflows.redis.hashes import BUCKET_BITS
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class Grouped(NamedTuple):
    """Records by bucket, as bytes; the buckets grow."""

    buckets: list[int]
    records: list[bytes]


class OfDay(NamedTuple):
    """What is to be appended on one day: posts by their bucket, and who wrote them by the author's bucket."""

    day: int
    posts: Grouped
    authors: Grouped


def joined(parts: list[Columns]) -> Columns:
    """Several batches as one."""
    if len(parts) == 1:
        return parts[0]
    return Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in Columns.__struct_fields__))


def by_day(columns: Columns) -> Iterator[OfDay]:
    """What is to be appended where."""
    days = columns.ats // DAY_MS
    for day in np.unique(days).tolist():
        chosen = slice(None) if days[0] == day and bool((days == day).all()) else days == day
        posts, authors, ats = columns.posts[chosen], columns.authors[chosen], columns.ats[chosen]
        surfaces, languages = columns.surfaces[chosen], columns.languages[chosen]
        records = _post_records(posts, authors, ats - day * DAY_MS, surfaces, languages)
        yield OfDay(day, grouped(posts, records), grouped(authors, _author_records(authors, posts)))


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


def grouped(hashes: NDArray[np.uint64], records: NDArray[np.uint8]) -> Grouped:
    """Records by the bucket of their hash, in each as they came."""
    buckets = (hashes >> _SHIFT).astype(np.uint16)
    order = np.argsort(buckets, kind="stable")
    ordered = buckets[order]
    blob, width = records[order].tobytes(), records.shape[1]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
    places = [*(starts * width).tolist(), len(blob)]
    return Grouped(ordered[starts].tolist(), [blob[start:end] for start, end in pairwise(places)])


def stored(record: bytes, day: int) -> Stored:
    """A post's record of a day, read back."""
    packed = int.from_bytes(record[14:18], "big")
    return Stored(int.from_bytes(record[6:14], "big"), day * DAY_MS + (packed >> 5), packed & 31, record[18])
