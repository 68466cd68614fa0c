"""When the epochs of several workers end: at about the same moment, or they wait for each other most of the time.

Bytewax begins a worker's epoch with the turn that ended the last one, ends it with the first turn that begins a span
later, and lets nobody read in a new one before all have ended the last. So whoever began early waits for the others in
every epoch, for as long as it was early, and spins meanwhile; and whoever is early by a whole epoch finds each one over
as soon as it may read in it, and reads one turn of each. The only thing a source can do about it is not to return.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

_LITTLE_S = 0.02  # a wait that is nothing to speak of
_SHARE = 0.5  # of a wait that an epoch is made longer by: more, and two workers put each other off in turns
_MOST, _NEAR = 0.2, 0.2  # of an epoch: by how much it is made longer, at most, and from when on
_FAR = 0.4  # of an epoch: whoever waited so long, and finds its epoch over, is a whole one ahead
_PATIENCE = 8  # epochs between two attempts to fall back by one


class Epochs:
    """Those of one worker, which all its parts share: how long they are, and how long it waited for others."""

    def __init__(self, length_ms: int, workers: int) -> None:
        self.length_s, self.in_common = length_ms / 1_000, workers > 1
        self.left_s = self.opened_s = monotonic()
        """When a turn of any of its parts was over, and when one was the first of an epoch."""
        self.waited_s, self.period_s = 0.0, self.length_s
        self.number, self.fell_back = -1, 0

    @property
    def interval(self) -> timedelta:
        """The span that Bytewax is told."""
        return timedelta(seconds=self.length_s)

    def opens(self, number: int, now_s: float) -> None:
        """A part may read in an epoch; whichever is the first had to wait for the other workers until now."""
        if number > self.number:
            self.number = number
            self.waited_s, self.period_s = now_s - self.left_s, min(now_s - self.opened_s, 1.5 * self.length_s)
            self.opened_s = now_s

    def is_ahead(self, before_s: float) -> bool:
        """Whether the worker is a whole epoch ahead, and it is time to do something about it."""
        waited = self.number > 0 and self.waited_s >= _FAR * self.length_s
        return waited and before_s >= self.length_s and self.number - self.fell_back >= _PATIENCE


class Epoch:
    """The epoch of one part, turn after turn; the parts of a worker have their turns one after another."""

    def __init__(self, epochs: Epochs) -> None:
        self._epochs = epochs
        self._began_s = self._turned_s = monotonic()
        self._until_s, self._number, self._first = 0.0, 0, True

    def turn(self) -> None:
        """A turn begins."""
        epochs, now_s = self._epochs, monotonic()
        self._turned_s, self._until_s = now_s, 0.0
        if self._first:
            self._first = False
            epochs.opens(self._number, now_s)
            if epochs.in_common and epochs.is_ahead(now_s - self._began_s):
                epochs.fell_back = self._number
                self._until_s = now_s + epochs.period_s + _MOST * epochs.length_s  # the others wait, once

    def reads_on(self) -> bool:
        """Whether the turn is not over: it goes past the end of the epoch, as far as the worker is too early."""
        self._epochs.left_s = now_s = monotonic()
        return self._epochs.in_common and now_s < (self._until_s or self._later_s(now_s))

    def _later_s(self, now_s: float) -> float:
        """Until when a turn reads on that is the last to begin in time: half of what was waited past the end."""
        epochs, end_s = self._epochs, self._began_s + self._epochs.length_s
        if self._turned_s >= end_s or now_s < end_s - _NEAR * epochs.length_s or epochs.waited_s <= _LITTLE_S:
            return 0.0
        return end_s + min(_SHARE * epochs.waited_s, _MOST * epochs.length_s)

    def ends(self) -> float:
        """It ends with this turn; returns how long it was, in seconds."""
        lasted_s = self._turned_s - self._began_s
        self._began_s, self._number, self._first = self._turned_s, self._number + 1, True
        return lasted_s
