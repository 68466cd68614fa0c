"""The batch in hand, as the post log in memory looks at it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Block:
    """The rows of the batch in hand, by author: what a look from the middle of it must not count."""

    def __init__(self, start: int, base: int, authors: NDArray[np.int32]) -> None:
        self.start, self.base, self._authors = start, base, authors.copy()
        self._sorted: list[int] = []
        self._order: list[int] = []

    def rows_of(self, code: int, turn: int) -> list[int]:
        """Rows of an author with turns >= `turn`."""
        if not self._order:
            order = np.argsort(self._authors, kind="stable")
            self._order, self._sorted = order.tolist(), self._authors[order].tolist()
        low = bisect_left(self._sorted, code)
        high = bisect_left(self._sorted, code + 1, low)
        low = bisect_left(self._order, turn - self.base, low, high)
        return [self.start + place for place in self._order[low:high]]

    def rename(self, old: int, new: int) -> None:
        """An author's code has changed."""
        self._authors[self._authors == old] = new
        self._order, self._sorted = [], []
