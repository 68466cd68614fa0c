"""How many posts an author has on which day: an append-only chain of (day, count) per author, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NONE = -1
_FIRST_CAPACITY = 1 << 15


class AuthorDays:
    """Counts by (author code, UTC day); days older than the memory (milliseconds) may be forgotten."""

    def __init__(self, memory_ms: int) -> None:
        self._memory_days = memory_ms // DAY_MS + 2
        self._size = 0
        self._heads: NDArray[np.int32] = np.full(_FIRST_CAPACITY, _NONE, np.int32)
        self._heads_view = self._heads.data
        self._allocate(_FIRST_CAPACITY)

    def reserve(self, author: int) -> None:
        """Have room for an author of this code."""
        while author >= len(self._heads):
            self._heads = np.concatenate([self._heads, np.full(len(self._heads), _NONE, np.int32)])
            self._heads_view = self._heads.data

    def count(self, authors: NDArray[np.int32], days: NDArray[np.int64]) -> None:
        """Count one post for each (author, day)."""
        if not authors.size:
            return
        keys, counts = np.unique((authors.astype(np.int64) << 16) | days, return_counts=True)
        codes, days = keys >> 16, keys & 0xFFFF
        self._room(len(codes))  # first, since making room moves rows
        heads = self._heads[codes]
        known = (heads >= 0) & (self._days[heads] == days)
        self._counts[heads[known]] += counts[known]
        first = np.ones(len(codes), dtype=bool)
        first[1:] = codes[1:] != codes[:-1]
        self._chain(codes, days, counts, heads, first & ~known)
        for place in np.flatnonzero(~first & ~known).tolist():  # an author with two new days in one batch
            self.count_one(int(codes[place]), int(days[place]), int(counts[place]))

    def _chain(
        self,
        codes: NDArray[np.int64],
        days: NDArray[np.int64],
        counts: NDArray[np.int64],
        heads: NDArray[np.int32],
        new: NDArray[np.bool_],
    ) -> None:
        added = int(np.count_nonzero(new))
        start = self._room(added)
        rows = slice(start, start + added)
        self._authors[rows], self._days[rows], self._counts[rows] = codes[new], days[new], counts[new]
        self._before[rows] = heads[new]
        self._heads[codes[new]] = np.arange(start, start + added, dtype=np.int32)
        self._size += added

    def count_one(self, author: int, day: int, posts: int) -> None:
        """Count `posts` (which may be negative) for an author and a day."""
        row = self._heads[author]
        while row >= 0 and self._days[row] != day:
            row = self._before[row]
        if row < 0:
            row = self._room(1)
            self._size += 1
            self._authors[row], self._days[row], self._counts[row] = author, day, 0
            self._before[row] = self._heads[author]
            self._heads[author] = row
        self._counts[row] += posts

    def between(self, author: int, first: int, last: int) -> int:
        """Posts on the days first..last, both included."""
        total = 0
        row = self._heads_view[author]
        days, counts, before = self._days_view, self._counts_view, self._before_view
        while row >= 0:
            if first <= days[row] <= last:
                total += counts[row]
            row = before[row]
        return int(total)

    def forget(self, author: int) -> None:
        """An author has no posts."""
        row = self._heads[author]
        while row >= 0:
            self._counts[row] = 0
            row = self._before[row]
        self._heads[author] = _NONE

    def forget_before(self, today: int) -> None:
        """Drop the days that no window reaches any more."""
        self._cutoff = today - self._memory_days

    def authors(self) -> NDArray[np.int32]:
        """The codes that have a count, once for each day."""
        return self._authors[: self._size]

    def renumber(self, new_codes: NDArray[np.int32], authors: int) -> None:
        """Authors have new codes."""
        self._authors[: self._size] = new_codes[self._authors[: self._size]]
        self._heads = np.full(max(_FIRST_CAPACITY, 2 * authors), _NONE, np.int32)
        self._heads_view = self._heads.data
        self._link()

    def _room(self, added: int) -> int:
        if self._size + added > len(self._days):
            self._compact(added)
        return self._size

    def _compact(self, added: int) -> None:
        size = self._size
        kept = (self._days[:size] >= self._cutoff) & (self._counts[:size] != 0)
        columns = [column[:size][kept] for column in (self._authors, self._days, self._counts)]
        self._size = len(columns[0])
        self._allocate(max(_FIRST_CAPACITY, 2 * (self._size + added)))
        self._authors[: self._size], self._days[: self._size], self._counts[: self._size] = columns
        self._heads[:] = _NONE
        self._link()

    def _link(self) -> None:
        """Chain each author's rows, oldest first."""
        authors = self._authors[: self._size]
        order = np.argsort(authors, kind="stable").astype(np.int32)
        if not order.size:
            return
        ordered = authors[order]
        same = ordered[1:] == ordered[:-1]
        self._before[order[0]] = _NONE
        self._before[order[1:]] = np.where(same, order[:-1], _NONE)
        last = np.append(~same, True)
        self._heads[ordered[last]] = order[last]

    def _allocate(self, capacity: int) -> None:
        self._authors: NDArray[np.int32] = np.zeros(capacity, np.int32)
        self._days: NDArray[np.int32] = np.zeros(capacity, np.int32)
        self._counts: NDArray[np.int32] = np.zeros(capacity, np.int32)
        self._before: NDArray[np.int32] = np.full(capacity, _NONE, np.int32)
        self._days_view, self._counts_view = self._days.data, self._counts.data
        self._before_view = self._before.data

    _cutoff = 0
