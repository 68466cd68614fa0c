"""When epochs end: those of several workers at common moments, by the clock of the machine.

Bytewax begins a worker's epoch with the turn that ended the last one, ends it with the first turn that begins a span
later, and lets nobody read in a new epoch before all have ended the last. So whoever began early waits for the others
in every epoch, for as long as it was early, and spins meanwhile; and whoever is early by almost an epoch finds each one
over as soon as it may read in it, and reads one turn of each. A turn that reads on is all that can be done about it.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

_MARGIN = 0.1  # of an epoch: how far its end may be from where it should be
_EARLY = 0.4  # of an epoch: whoever waited so long for the others is too early


class Epochs:
    """How long epochs are: `length_ms`, and whether several workers have them in common."""

    def __init__(self, length_ms: int, workers: int) -> None:
        self.length_s, self.in_common = length_ms / 1_000, workers > 1
        self.least_s = self.length_s * (1 - _MARGIN if self.in_common else 1)

    @property
    def interval(self) -> timedelta:
        """The span that Bytewax is told."""
        return timedelta(seconds=self.least_s)


class Epoch:
    """The epoch of one part, turn after turn."""

    def __init__(self, epochs: Epochs) -> None:
        self._epochs = epochs
        self._began_s = self._turned_s = self._closed_s = monotonic()
        self._first, self._waited = True, False

    def turn(self) -> None:
        """A turn begins."""
        now_s = monotonic()
        self._waited = self._first and now_s - self._closed_s >= _EARLY * self._epochs.length_s
        self._turned_s, self._first = now_s, False

    def reads_on(self) -> bool:
        """Whether the turn is not over yet: the next one is to begin, and to end the epoch, at a common moment.

        Whoever is far from one ends between them, and is nearer to one the next time. Whoever is too early reads on
        past one, so that the others wait once; then it is early by less than an epoch, and reads up to one.
        """
        if not self._epochs.in_common:
            return False
        length_s, least_s, now_s = self._epochs.length_s, self._epochs.least_s, monotonic()
        before_s = self._turned_s - self._began_s
        if self._waited and before_s >= length_s / 2:
            past_s = 1.5 * _MARGIN * length_s if before_s >= least_s else 0.0
            return now_s < (self._turned_s // length_s + 1) * length_s + past_s
        if before_s >= least_s:
            return False
        near_s = 2 * _MARGIN * length_s
        return now_s - self._began_s >= length_s - near_s and length_s - now_s % length_s <= near_s

    def ends(self) -> float:
        """It ends with this turn; returns how long it was, in seconds."""
        lasted_s = self._turned_s - self._began_s
        self._began_s, self._closed_s, self._first = self._turned_s, monotonic(), True
        return lasted_s
