"""Whose turn it is, in one process: while a batch with events is undecided, its source reads no further.

So that an event sees exactly the posts before it. Where the decider is in another process nobody can say so in time,
and posts that come right after an event may be seen by it (docs/decisions/0006-live.md).
"""

from __future__ import annotations


class Turn:
    """Counts batches that were sent to the decider and those that it has decided."""

    def __init__(self, *, one_process: bool) -> None:
        self._counts = one_process
        self._undecided = 0

    def sent(self, batches: int) -> None:
        """So many batches with events went to the decider."""
        if self._counts:
            self._undecided += batches

    def decided(self) -> None:
        """One of them is decided, and its posts are findable."""
        if self._counts:
            self._undecided -= 1

    @property
    def is_open(self) -> bool:
        """Whether the source may read on."""
        return not self._undecided
