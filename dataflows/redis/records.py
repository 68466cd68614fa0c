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

_POST = np.dtype([("post", "V6"), ("author", ">u8"), ("packed", ">u4"), ("language", "u1")])
_AUTHOR = np.dtype([("author", "V5"), ("post", "V5")])
POST_BYTES, AUTHOR_BYTES = _POST.itemsize, _AUTHOR.itemsize
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
    first, last = int(columns.ats.min()) // DAY_MS, int(columns.ats.max()) // DAY_MS
    days = columns.ats // DAY_MS if first < last else None
    for day in range(first, last + 1) if days is None else np.unique(days).tolist():
        chosen = slice(None) if days is None else days == day
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
) -> NDArray[np.void]:
    records = np.empty(len(posts), _POST)
    records["post"] = _upper(posts << np.uint64(BUCKET_BITS), 6)
    records["author"] = authors
    records["packed"] = (times << 5) | surfaces
    records["language"] = languages
    return records


def _author_records(authors: NDArray[np.uint64], posts: NDArray[np.uint64]) -> NDArray[np.void]:
    records = np.empty(len(posts), _AUTHOR)
    records["author"] = _upper(authors << np.uint64(BUCKET_BITS), 5)
    records["post"] = _upper(posts, 5)
    return records


def _upper(hashes: NDArray[np.uint64], width: int) -> NDArray[np.void]:
    """The upper bytes of each."""
    found: NDArray[np.void] = np.ndarray(len(hashes), f"V{width}", hashes.astype(">u8"), 0, (8,))
    return found


def grouped(hashes: NDArray[np.uint64], records: NDArray[np.generic]) -> Grouped:
    """Records by the bucket of their hash, in each as they came."""
    buckets = (hashes >> _SHIFT).astype(np.uint16)
    order = np.argsort(buckets, kind="stable")
    ordered = buckets[order]
    blob = records.take(order).tobytes()  # a quarter of what indexing takes
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))
    places = [*(starts * records.itemsize).tolist(), len(blob)]
    return Grouped(ordered[starts].tolist(), [blob[start:end] for start, end in pairwise(places)])


def stored(record: bytes, day: int) -> Stored:
    """A post's record of a day, read back."""
    packed = int.from_bytes(record[14:18], "big")
    return Stored(int.from_bytes(record[6:14], "big"), day * DAY_MS + (packed >> 5), packed & 31, record[18])
