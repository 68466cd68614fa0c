"""The steps of design.md section 1 as plain objects; Bytewax drives them, and so can a test.

No decision, ordering or write lives in operator code: `enforce.wire` only says which step follows which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from enforcement.batch import Batch
from enforcement.decider import Decider
from enforcement.intake import admit

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataflows.sources.files import RawBatch
    from enforcement.desk import Desk
    from enforcement.policy import Policies
    from enforcement.ports import PostLog, Store

Outputs = dict[str, list[bytes]]
"""Stream -> records to deliver, in order."""


class Indexed(msgspec.Struct, gc=False):
    """A batch whose posts are findable from turn `base` on, but for the rows left out."""

    batch: Batch
    base: int
    left_out: list[int]


class Decode:
    """Bytes -> events, or refusals; private content falls out here."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    def __call__(self, raw: RawBatch) -> Batch:
        """Decode one batch of raw records."""
        return admit(raw.lines, self._policies, raw.file, raw.first_line)


class Index:
    """Posts become findable."""

    def __init__(self, log: PostLog, now_ms: Callable[[], int] | None = None) -> None:
        self._log, self._latest_ms = log, 0
        self._now_ms = now_ms
        """Stream time, as the decider has it: what it drops does not move it."""

    def __call__(self, batch: Batch) -> Indexed:
        """Append a batch's posts to the post log."""
        times = [rare.arrival.event.at for rare in batch.rare]
        now_ms = self._now_ms() if self._now_ms is not None else None
        before = self._latest_ms if now_ms is None else now_ms
        self._latest_ms = max(before, max(times, default=0), max(batch.posts.ats, default=0))
        base, left_out = self._log.append(batch.posts, self._latest_ms, now_ms)
        return Indexed(batch, base, left_out)


class Decide:
    """Decide, journal, apply: one batch after the other (design.md section 3)."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self.desk, self._store, self._decider = desk, store, Decider(desk)

    def __call__(self, indexed: Indexed) -> Outputs:
        """Decide a batch; what it returns is journaled and may be delivered."""
        entry = self._decider.decide(indexed.batch, indexed.base, indexed.left_out)
        self._store.journal(entry)
        self.desk.log.keep()
        self._store.apply()
        self.desk.trim()
        return entry.outputs

    def delivered(self) -> None:
        """The outputs of the open entry are safe: clear it."""
        self._store.clear(1)
