"""The batch in hand, as the post log in memory looks at it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Block:
    """The rows of the batch in hand, by author: what a look from the middle of it must not count."""

    def __init__(self, start: int, base: int, authors: NDArray[np.int32]) -> None:
        self.start, self.base, self._authors = start, base, authors.copy()
        self._places: defaultdict[int, list[int]] = defaultdict(list)

    def rows_of(self, code: int, turn: int) -> list[int]:
        """Rows of an author with turns >= `turn`."""
        if not self._places:
            for place, author in enumerate(self._authors.tolist()):
                self._places[author].append(place)
        places = self._places[code]
        return [self.start + place for place in places[bisect_left(places, turn - self.base) :]]

    def rename(self, old: int, new: int) -> None:
        """An author's code has changed."""
        self._authors[self._authors == old] = new
        self._places.clear()
