"""When epochs end: those of several workers at the same moments, by the clock of the machine.

Bytewax ends a worker's epoch a span after the one before, and a worker reads nothing in a new one until all have ended
theirs: whoever began early would wait for the others in every epoch, and spins meanwhile.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

_MARGIN = 0.1  # of an epoch: for so long, at most, an end is put off to be at the common moment


class Epochs:
    """Epochs of `length_ms`; a worker alone ends them whenever they are over."""

    def __init__(self, length_ms: int, workers: int) -> None:
        self._length_s, self._together = length_ms / 1_000, workers > 1
        self._least_s = self._length_s * (1 - _MARGIN if self._together else 1)

    @property
    def interval(self) -> timedelta:
        """What Bytewax is told: after this span an epoch ends with the next return to it."""
        return timedelta(seconds=self._least_s)

    def waits(self, began_s: float) -> bool:
        """Whether an epoch that is over is not to end yet, and its worker is to read on.

        Whoever is far from the common moment ends at once, and is nearer to it the next time. Times are `monotonic`.
        """
        now_s = monotonic()
        if not self._together or now_s - began_s < self._least_s:
            return False
        return self._length_s - now_s % self._length_s <= self._length_s * _MARGIN
