"""What redress names: the strike, sanction or suspension that an appeal contests, and what a parked event waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import strikes
from enforcement.events import Appeal, Reversal, Ruling
from enforcement.records import short

if TYPE_CHECKING:
    from enforcement.ledgers import Contest, ProfileLedger
    from enforcement.rules import Strike

_HEX_DIGITS = 24


class Target:
    """What an appeal contests."""

    __slots__ = ("at", "cause", "contests_strike", "contests_suspension", "decided_by")

    def __init__(
        self, cause: str, at: int, decided_by: str, *, contests_strike: bool = False, contests_suspension: bool = False
    ) -> None:
        self.cause, self.at, self.decided_by = cause, at, decided_by
        self.contests_strike, self.contests_suspension = contests_strike, contests_suspension

    def is_of(self, contest: Contest) -> bool:
        """Whether an appeal contests the same: a strike and a suspension may have causes of one name."""
        return (contest.cause, contest.contests_strike, contest.contests_suspension) == (
            self.cause,
            self.contests_strike,
            self.contests_suspension,
        )


def find(ledger: ProfileLedger, target: str) -> Target | None:
    """What an appeal names, by the id of a violation or of an action; None where this profile has no such."""
    for strike in ledger.strikes:
        if strike.violation_id == target or _said(target, strike.said):
            by_id = strike.violation_id == target
            return Target(strike.violation_id, strike.at, strike.decided_by, contests_strike=by_id)
    for residue in ledger.residues:
        if residue.cause == target or _said(target, residue.said):
            return Target(residue.cause, residue.at, residue.decided_by, contests_strike=residue.cause == target)
    for suspension in ledger.reporter.suspensions if ledger.reporter is not None else ():
        if _said(target, suspension.said):
            return Target(suspension.cause, suspension.at, suspension.decided_by, contests_suspension=True)
    return None


def contested(ledger: ProfileLedger, contest: Contest) -> Strike | None:
    """The strike that is contested, itself or by its consequence; None where it is a suspension, or was dropped."""
    return None if contest.contests_suspension else strikes.of(ledger, contest.cause)


def _said(target: str, said: list[int]) -> bool:
    return _action(target) in said


def _action(target: str) -> int | None:
    """The action that an appeal names, as ledgers remember it; None where what it names is none."""
    try:
        return short(target) if len(target) == _HEX_DIGITS else None
    except ValueError:
        return None


def is_annulled(ledger: ProfileLedger, target: str) -> bool:
    """Whether what an appeal names counts no more."""
    return any(annulled.violation_id == target or _said(target, annulled.said) for annulled in ledger.annulled)


def known(ledger: ProfileLedger) -> set[str | int]:
    """All that a parked event may name: violations, appeals, suspensions; and actions, as ledgers remember them."""
    found: set[str | int] = {contest.appeal_id for contest in ledger.contests}
    for strike in ledger.strikes:
        found.update((strike.violation_id, *strike.said))
    for annulled in ledger.annulled:
        found.update((annulled.violation_id, *annulled.said))
    for residue in ledger.residues:
        found.update((residue.cause, *residue.said))
    for suspension in ledger.reporter.suspensions if ledger.reporter is not None else ():
        found.update((suspension.cause, *suspension.said))
    return found


def named(event: object) -> tuple[str | int, ...]:
    """What a parked event names."""
    if isinstance(event, Ruling):
        return (event.appeal_id,)
    if isinstance(event, Reversal):
        return (event.violation_id,)
    if isinstance(event, Appeal):
        action = _action(event.target)
        return (event.target,) if action is None else (event.target, action)
    raise TypeError(event)
