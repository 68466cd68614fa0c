"""The steps of design.md section 1 as plain objects; Bytewax drives them, and so can a test.

No decision, ordering or write lives in operator code: `enforce.wire` only says which step follows which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from dataflows import instants
from enforcement.decider import Decider
from enforcement.intake import admit

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.batch import Batch
    from enforcement.desk import Desk
    from enforcement.policy import Policies
    from enforcement.ports import Store

Outputs = dict[str, list[bytes]]
"""Stream -> records to deliver, in order."""


class RawBatch(msgspec.Struct, gc=False):
    """Records of one file or partition in order, the first at `first`; None is one that was too long to be kept."""

    source: str
    first: int
    records: list[bytes | None]
    partition: int | None = None


Mail_contra = TypeVar("Mail_contra", contravariant=True)


class Deciding(Protocol[Mail_contra]):
    """What the dataflow's one deciding operator drives."""

    def __call__(self, mail: Mail_contra, /) -> list[Outputs]:
        """Decide what came; what is returned is journaled and may be delivered."""

    def epoch_ends(self) -> None:
        """Everything of this epoch was handed on; what was handed on in the one before is safe."""


class ReadsAhead(Protocol):
    """Reads from a store, at once, what the events of a batch name."""

    def ledgers(self, batch: Batch) -> None:
        """Before the batch is laid out."""

    def posts(self, batch: Batch) -> None:
        """Once it is."""


class Decode:
    """Bytes -> events, or refusals; private content falls out here."""

    def __init__(self, policies: Policies, latest_ms: Callable[[], int] | None = None) -> None:
        self._policies, self._latest_ms = policies, latest_ms
        """The latest time that an event may have now; any, where there is no clock."""

    def __call__(self, raw: RawBatch) -> Batch:
        """Decode one batch of raw records."""
        latest_ms = None if self._latest_ms is None else self._latest_ms()
        return admit(
            raw.records,
            self._policies,
            raw.source,
            raw.first,
            raw.partition,
            latest_ms=latest_ms,
            read_times=instants.read_times,
        )


class Decide:
    """Decide, journal, apply: one batch after the other (design.md section 3)."""

    def __init__(self, desk: Desk, store: Store, prefetch: ReadsAhead | None = None) -> None:
        self.desk, self._store, self._decider, self._prefetch = desk, store, Decider(desk), prefetch

    def __call__(self, batch: Batch) -> list[Outputs]:
        """Decide a batch; what it returns is journaled and may be delivered."""
        desk = self.desk
        if self._prefetch is not None:
            self._prefetch.ledgers(batch)
        latest_ms = max(desk.now, batch.latest_ms)
        base, left_out = desk.log.append(batch.posts, latest_ms, desk.now)
        if self._prefetch is not None:
            self._prefetch.posts(batch)
        entry = self._decider.decide(batch, base, left_out)
        self._store.journal(entry)
        self._store.apply()
        desk.log.keep()
        desk.trim()
        return [entry.outputs]

    def delivered(self) -> None:
        """The outputs of the oldest open entry are safe: clear it."""
        self._store.clear(1)

    def epoch_ends(self) -> None:
        """See `Deciding`: whoever delivers says so by itself."""
