"""Chance that falls the same on any machine: raw bits, comparisons and exact arithmetic, no library's logarithm."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import numpy as np
from numpy.random import PCG64

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

T = TypeVar("T")
BITS: Final = 12
"""A mix is spread over so many bits."""


class Mix(Generic[T]):
    """Weighted things."""

    def __init__(self, weights: Mapping[T, int]) -> None:
        """Weights are whole numbers."""
        self._things = list(weights)
        self._bounds = list(accumulate(weights.values()))

    def at(self, share: float) -> T:
        """The thing at this share of the whole, 0 <= share < 1."""
        return self._things[bisect_right(self._bounds, int(share * self._bounds[-1]))]


class Dice:
    """One event after the other."""

    def __init__(self, seed: int) -> None:
        """The same seed, the same falls."""
        self._next = Random(f"enforce simulate {seed}").random  # noqa: S311  traffic is no secret

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self._next() < share

    def below(self, bound: int) -> int:
        """One of 0 .. bound - 1."""
        return int(self._next() * bound)

    def between(self, low: int, high: int) -> int:
        """One of low .. high - 1."""
        return low + self.below(high - low)

    def of(self, mix: Mix[T]) -> T:
        """One thing, by weight."""
        return mix.at(self._next())

    def one(self, things: Sequence[T]) -> T:
        """One of them, all alike."""
        return things[self.below(len(things))]

    def about(self, number: float) -> int:
        """A whole number that is `number` on average."""
        return int(number + self._next())

    def wait(self, mean: float) -> int:
        """An exponential waiting time; von Neumann's way, which only compares and is therefore exact."""
        whole = 0
        while True:
            first = last = self._next()
            rising = False
            while (draw := self._next()) < last:
                last, rising = draw, not rising
            if not rising:
                return int((whole + first) * mean)
            whole += 1

    def soon(self, longest: int) -> int:
        """A delay below `longest`, mostly much shorter."""
        draw = self._next()
        return int(draw * draw * draw * longest)


class Columns:
    """Many at once."""

    def __init__(self, seed: int, stream: int) -> None:
        """Streams of one seed have nothing in common."""
        self._bits = PCG64([seed, stream])

    def words(self, count: int) -> NDArray[np.uint64]:
        """Random words of 64 bits."""
        return np.asarray(self._bits.random_raw(count), np.uint64)


def below(words: NDArray[np.uint64], bound: int) -> NDArray[np.int64]:
    """The upper halves of words as numbers in 0 .. bound - 1; bound at most 2**31."""
    scaled: NDArray[np.uint64] = (words >> np.uint64(32)) * np.uint64(bound)
    numbers: NDArray[np.int64] = (scaled >> np.uint64(32)).astype(np.int64)
    return numbers


def spread(weights: Sequence[int]) -> NDArray[np.uint8]:
    """Which of the weighted things each value of `BITS` bits stands for."""
    bounds = list(accumulate(weights))
    size = 1 << BITS
    return np.array([bisect_right(bounds, value * bounds[-1] // size) for value in range(size)], np.uint8)
