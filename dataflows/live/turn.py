"""Whose turn it is, in one process: while a batch with events is undecided, its partition is read no further.

So that an event sees exactly the posts before it in its partition of its topic; nothing else has an order with it, and
goes on. What was read with it, and a batch with a post that an event waits for, goes to the decider too.
Where the decider is in another process nobody can say so in time, and posts that come right after an event may be seen
by it (docs/decisions/0006-live.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from enforcement.batch import Batch


class Turn:
    """Counts, by partition and topic, batches that were sent to the decider and are not decided."""

    def __init__(self, *, one_process: bool) -> None:
        self._counts = one_process
        self._undecided: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
        self._awaited: AbstractSet[str] = frozenset()

    def sent(self, batch: Batch) -> None:
        """A batch with events went to the decider."""
        self._count(batch, 1)

    def decided(self, batch: Batch) -> None:
        """It is decided, and its posts are findable."""
        self._count(batch, -1)

    def _count(self, batch: Batch, more: int) -> None:
        if self._counts:
            self._undecided[batch.partition][batch.source] += more

    def waits(self, awaited: AbstractSet[str]) -> None:
        """The decider's posts that are waited for, as they are from now on."""
        if self._counts:
            self._awaited = awaited

    def concerns(self, batch: Batch) -> bool:
        """Whether posts must go to the decider: an event waits for one, or one before them is not decided."""
        if self._undecided[batch.partition][batch.source]:
            return bool(batch.posts.ids)
        return bool(self._awaited) and not self._awaited.isdisjoint(batch.posts.ids)

    def is_open(self, partition: int | None) -> bool:
        """Whether a partition index may be read on, in any topic: one consumer reads them all."""
        return not any(self._undecided[partition].values())
