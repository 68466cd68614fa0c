"""What people wait for: parked events, and appeals that nobody has decided, by the ledger that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import KeysView, Mapping

    from enforcement.ledgers import Case, ProfileLedger


class _Wait(msgspec.Struct, array_like=True, gc=False):
    parked: list[int]
    """The times of parked events."""
    open: list[int]
    """The deadlines of appeals that are not decided."""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Wait).decode


class Waits:
    """Of every ledger in which something waits, since when; `known` is what a store has kept of it."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._waits = {key: _decode(text) for key, text in known.items()}
        self._changed: dict[str, str | None] = {}

    def look(self, changed: KeysView[str], waiting: Mapping[str, ProfileLedger | Case]) -> None:
        """Ledgers have changed, or are gone; in all but some of them nothing is parked or contested."""
        for key in self._waits.keys() & changed:
            del self._waits[key]
            self._changed[key] = None
        for key, ledger in waiting.items():
            contests = getattr(ledger, "contests", ())
            parked = [arrival.event.at for arrival in ledger.parked]
            wait = _Wait(parked, [contest.decide_by for contest in contests if not contest.decided])
            if wait.parked or wait.open:
                self._waits[key], self._changed[key] = wait, _encode(wait).decode()

    def changes(self) -> dict[str, str | None]:
        """Of the ledgers that have changed since the last call: what waits in them; None: nothing does any more."""
        changed, self._changed = self._changed, {}
        return changed

    def parked(self) -> tuple[int, int | None]:
        """How many events are parked, and the time of the oldest."""
        oldest = min((min(wait.parked) for wait in self._waits.values() if wait.parked), default=None)
        return sum(len(wait.parked) for wait in self._waits.values()), oldest

    def overdue(self, now_ms: int) -> int:
        """How many appeals should have been decided by now."""
        return sum(deadline <= now_ms for wait in self._waits.values() for deadline in wait.open)
