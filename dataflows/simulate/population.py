"""Who takes part: how much each writes, in which language, and the few that make trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dataflows.simulate import rates
from dataflows.simulate.dice import Columns, below, spread
from dataflows.simulate.mixes import LANGUAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STREAM: Final = 1
_SCALE: Final = 1 << 27  # weights add up to less than 2**31 for as many profiles as ids have room for


class Population:
    """Profiles are numbers 0 .. size - 1; memory grows with their number alone."""

    def __init__(self, size: int, seed: int) -> None:
        """The same seed, the same people."""
        bits = Columns(seed, _STREAM)
        self.size = size
        self._bounds = np.cumsum(_SCALE // (np.arange(size) + 10 + size // 1000))
        self._by_rank = np.argsort(bits.words(size), kind="stable")
        self.languages: NDArray[np.uint8] = spread(list(LANGUAGES.values()))[below(bits.words(size), 1 << 12)]
        self.gone = np.zeros(size, np.bool_)
        self.named = np.zeros(size, np.bool_)
        self._cast(np.argsort(bits.words(size), kind="stable"))

    def _cast(self, drawn: NDArray[np.int64]) -> None:
        offenders, brigadiers, infringers = (
            _share(self.size, rate) for rate in (rates.OFFENDERS, rates.BRIGADIERS, rates.INFRINGERS)
        )
        second, third = offenders + brigadiers, offenders + brigadiers + infringers
        self.offenders: list[int] = drawn[:offenders].tolist()
        self.brigadiers: list[int] = drawn[offenders:second].tolist()
        self.infringers: list[int] = drawn[second:third].tolist()
        self.named[drawn[:third]] = True

    def authors(self, words: NDArray[np.uint64]) -> NDArray[np.int64]:
        """One author for each random word: few write most."""
        total = int(self._bounds[-1])
        return self._by_rank[np.searchsorted(self._bounds, below(words, total), side="right")]

    def language(self, profile: int) -> int:
        """The code of what a profile writes in."""
        return int(self.languages[profile])

    def free(self, profile: int) -> bool:
        """Whether no event but its posts names a profile: nothing is left open if it is erased."""
        return not (self.named[profile] or self.gone[profile])


def _share(size: int, rate: float) -> int:
    return max(1, int(size * rate + 0.5))
