"""Whose turn it is, in one process: while a batch with events is undecided, its partition is read no further.

So that an event sees exactly the posts before it in its partition; other partitions have no order with it, and go on.
What was read with it, and a batch with a post that an event waits for, goes to the decider too.
Where the decider is in another process nobody can say so in time, and posts that come right after an event may be seen
by it (docs/decisions/0006-live.md).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from enforcement.batch import Batch


class Turn:
    """Counts, by partition, batches that were sent to the decider and are not decided."""

    def __init__(self, *, one_process: bool) -> None:
        self._counts = one_process
        self._undecided: Counter[int | None] = Counter()
        self._awaited: AbstractSet[str] = frozenset()

    def sent(self, batch: Batch) -> None:
        """A batch with events went to the decider."""
        if self._counts:
            self._undecided[batch.partition] += 1

    def decided(self, batch: Batch) -> None:
        """It is decided, and its posts are findable."""
        if self._counts:
            self._undecided[batch.partition] -= 1

    def waits(self, awaited: AbstractSet[str]) -> None:
        """The decider's posts that are waited for, as they are from now on."""
        if self._counts:
            self._awaited = awaited

    def concerns(self, batch: Batch) -> bool:
        """Whether posts must go to the decider: an event waits for one, or one before them is not decided."""
        ids = batch.posts.ids
        return bool(ids) and (self._undecided[batch.partition] > 0 or not self._awaited.isdisjoint(ids))

    def is_open(self, partition: int | None) -> bool:
        """Whether a partition may be read on."""
        return not self._undecided[partition]
