"""How many posts an author has on which day: a chain of (day, count) per author, the newest first, in columns.

Eight bytes for each author and day, since there are as many of them as posts: day and count share four, the way to
the one before takes four.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dataflows.stores.columns import zeros
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NONE = -1
_FIRST_CAPACITY = 1 << 15
_BITS = 16
_MOST = (1 << _BITS) - 1
"""What one row can count; more of a day are in another. A day has sixteen bits as well, which last until 2149."""


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
        for start in range(0, authors.size, _MOST):
            self._count(authors[start : start + _MOST], days[start : start + _MOST])

    def _count(self, authors: NDArray[np.int32], days: NDArray[np.int64]) -> None:
        keys, counts = np.unique((authors.astype(np.int64) << _BITS) | days, return_counts=True)
        codes, days = keys >> _BITS, keys & _MOST
        self._room(len(codes))  # first, since making room moves rows
        heads = self._heads[codes]
        at_head = self._rows[heads]  # of an author without any: of some other, which does not matter
        known = (heads >= 0) & (at_head >> _BITS == days) & ((at_head & _MOST) + counts <= _MOST)
        self._rows[heads[known]] += counts[known].astype(np.uint32)
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
        self._rows[rows] = (days[new] << _BITS) | counts[new]
        self._before[rows] = heads[new]
        self._heads[codes[new]] = np.arange(start, start + added, dtype=np.int32)
        self._size += added

    def count_one(self, author: int, day: int, posts: int) -> None:
        """Count `posts` (at most 65,535; -1 takes one away that was counted) for an author and a day."""
        rows, row = self._rows_view, self._heads_view[author]
        while row >= 0 and not (rows[row] >> _BITS == day and 0 <= (rows[row] & _MOST) + posts <= _MOST):
            row = self._before_view[row]
        if row < 0:
            row, rows = self._room(1), self._rows_view
            self._size += 1
            rows[row] = day << _BITS
            self._before[row] = self._heads[author]
            self._heads[author] = row
        rows[row] += posts

    def between(self, author: int, first: int, last: int) -> int:
        """Posts on the days first..last, both included."""
        total = 0
        row = self._heads_view[author]
        rows, before = self._rows_view, self._before_view
        least, most = first << _BITS, (last << _BITS) | _MOST
        while row >= 0:
            found = rows[row]
            if least <= found <= most:
                total += found & _MOST
            row = before[row]
        return total

    def forget(self, author: int) -> None:
        """An author has no posts."""
        self._heads[author] = _NONE

    def forget_before(self, today: int) -> None:
        """Drop the days that no window reaches any more."""
        self._cutoff = today - self._memory_days

    def authors(self) -> NDArray[np.int64]:
        """The codes that have a count."""
        return np.flatnonzero(self._heads >= 0)

    def renumber(self, new_codes: NDArray[np.int32], authors: int) -> None:
        """Authors have new codes; `authors` is how many of them have one."""
        used = self.authors()
        heads = np.full(max(_FIRST_CAPACITY, 2 * authors), _NONE, np.int32)
        heads[new_codes[used]] = self._heads[used]
        self._heads, self._heads_view = heads, heads.data

    def _room(self, added: int) -> int:
        if self._size + added > len(self._rows):
            self._compact(added)
        return self._size

    def _compact(self, added: int) -> None:
        authors, rows = self._kept()
        self._size = len(rows)
        self._allocate(max(_FIRST_CAPACITY, (self._size + added) * 3 // 2))
        self._rows[: self._size] = rows
        self._heads[:] = _NONE
        self._link(authors)

    def _kept(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Author and row of what is still asked for, the newest of each author first."""
        authors = self.authors()
        at = self._heads[authors]
        all_authors, all_rows = [authors[:0]], [self._rows[:0]]
        while authors.size:  # one step of all chains after the other
            rows = self._rows[at]
            kept = (rows >> _BITS >= self._cutoff) & (rows & _MOST > 0)
            all_authors.append(authors[kept])
            all_rows.append(rows[kept])
            at = self._before[at]
            authors, at = authors[at >= 0], at[at >= 0]
        return np.concatenate(all_authors), np.concatenate(all_rows)

    def _link(self, authors: NDArray[np.int64]) -> None:
        """Chain each author's rows, of which the first is the head."""
        if not authors.size:
            return
        order = np.argsort(authors, kind="stable").astype(np.int32)
        ordered = authors[order]
        same = ordered[1:] == ordered[:-1]
        self._before[order[-1]] = _NONE
        self._before[order[:-1]] = np.where(same, order[1:], _NONE)
        first = np.append(True, ~same)
        self._heads[ordered[first]] = order[first]

    def _allocate(self, capacity: int) -> None:
        self._rows: NDArray[np.uint32] = zeros(capacity, np.uint32)
        self._before: NDArray[np.int32] = zeros(capacity, np.int32)
        self._rows_view, self._before_view = self._rows.data, self._before.data

    _cutoff = 0
