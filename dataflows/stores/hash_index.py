"""Hash -> row, open addressing in one numpy column; many at a time, or one by one through a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dataflows.stores.columns import zeros

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EMPTY = -1


class HashIndex:
    """The rows of a hash column, findable by hash; the column is the caller's and passed in."""

    def __init__(self, capacity: int) -> None:
        size = 1 << max(10, (2 * capacity - 1).bit_length())
        self._mask = size - 1
        self._table: NDArray[np.int32] = zeros(size, np.int32)
        self._table.fill(_EMPTY)
        self._view = self._table.data

    def find(self, wanted: int, hashes: memoryview) -> int:
        """The row with this hash, or -1; takes a view of the column."""
        view, mask = self._view, self._mask
        slot = wanted & mask
        while (row := view[slot]) >= 0:
            if hashes[row] == wanted:
                return int(row)
            slot = (slot + 1) & mask
        return _EMPTY

    def put(self, wanted: int, row: int, hashes: memoryview) -> None:
        """Let this hash lead to a row, whatever it led to before; takes a view of the column."""
        view, mask = self._view, self._mask
        slot = wanted & mask
        while (other := view[slot]) >= 0 and hashes[other] != wanted:
            slot = (slot + 1) & mask
        view[slot] = row

    def insert(self, hashes: NDArray[np.int64], rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """Make rows findable; returns those rows, and rows found before, that share a hash (only one is findable)."""
        table, mask = self._table, self._mask
        wanted = hashes[rows]
        slots = wanted & mask
        repeated: list[NDArray[np.int64]] = []
        while rows.size:
            found = table[slots]
            empty = found == _EMPTY
            table[slots[empty]] = rows[empty]  # of several that want one slot, one wins
            found = table[slots]
            same = hashes[found] == wanted
            won = found == rows
            twice = same & ~won
            if twice.any():
                repeated += [rows[twice].astype(np.int64), found[twice].astype(np.int64)]
            again = ~same
            rows, wanted, slots = rows[again], wanted[again], (slots[again] + 1) & mask
        if not repeated:
            return np.empty(0, np.int64)
        return np.unique(np.concatenate(repeated))
