"""Appeals and what they changed, what can still be contested, what counts no more (domain.md sections 7 and 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from enforcement import instants
from enforcement.explain_facts import Change, Consequence, Past, Redress
from enforcement.fold import Fold
from enforcement.rules import ZERO_TOLERANCE
from enforcement.standing import all_ends, until_text

if TYPE_CHECKING:
    from enforcement.ledgers import Annulled, Contest, ProfileLedger
    from enforcement.policy import Policies
    from enforcement.rules import Rulebook, Strike

STRIKE, CONSEQUENCE = "strike", "consequence"


def sanction(rung: int, ends: dict[str, int]) -> Consequence:
    """A sanction as it is told."""
    told = "zero_tolerance" if rung == ZERO_TOLERANCE else rung or None
    return Consequence(told, {name: until_text(ends[name]) for name in sorted(ends)})


def appeals(ledger: ProfileLedger, rulebook: Rulebook, settled_before: int) -> list[Redress]:
    """Every appeal that was acknowledged and is remembered, in order of time."""
    return [_appeal(ledger, contest, rulebook, settled_before) for contest in ledger.contests]


def _appeal(ledger: ProfileLedger, contest: Contest, rulebook: Rulebook, settled_before: int) -> Redress:
    outcome = _outcome(ledger, contest)
    return Redress(
        contest.appeal_id,
        contest.cause,
        STRIKE if contest.contests_strike else CONSEQUENCE,
        instants.text(contest.at),
        outcome,
        None if contest.decided else instants.text(contest.decide_by),
        _changed(ledger.strikes, contest.cause, rulebook, settled_before) if outcome == "waived" else [],
    )


def _outcome(ledger: ProfileLedger, contest: Contest) -> str:
    """What came of it, as far as what is kept can tell."""
    if not contest.decided:
        return "open"
    if contest.contests_suspension:
        return _of_suspension(ledger, contest)
    if any(annulled.violation_id == contest.cause for annulled in ledger.annulled):
        return "annulled"
    strike = next((strike for strike in ledger.strikes if strike.violation_id == contest.cause), None)
    if strike is not None:
        return "waived" if strike.waived and not contest.contests_strike else "upheld"
    if any(residue.cause == contest.cause for residue in ledger.residues):
        return "upheld"
    return _of_suspension(ledger, contest)


def _of_suspension(ledger: ProfileLedger, contest: Contest) -> str:
    suspensions = ledger.reporter.suspensions if ledger.reporter is not None else []
    suspension = next((found for found in suspensions if found.cause == contest.cause), None)
    if suspension is None:
        return "forgotten"
    return "waived" if suspension.waived else "upheld"


def _changed(strikes: list[Strike], cause: str, rulebook: Rulebook, settled_before: int) -> list[Change]:
    """What each strike would have led to had this one not been waived, where that differs."""
    was = _refolded(strikes, cause, rulebook, settled_before)
    pairs = zip(was, strikes)  # noqa: B905  one each
    return [
        Change(now.violation_id, sanction(then.rung, all_ends(then)), sanction(now.rung, all_ends(now)))
        for then, now in pairs
        if (then.rung, all_ends(then)) != (now.rung, all_ends(now))
    ]


def _refolded(strikes: list[Strike], cause: str, rulebook: Rulebook, settled_before: int) -> list[Strike]:
    fold, found = Fold(rulebook), False
    again = [msgspec.structs.replace(strike) for strike in strikes]
    for strike in again:
        if strike.violation_id == cause:
            strike.waived, found = False, True
            fold.derive(strike)
        elif found and strike.at >= settled_before:
            fold.derive(strike)
        fold.feed(strike)
    return again


def contestable(ledger: ProfileLedger, strike: Strike, policies: Policies, now: int) -> tuple[str | None, list[str]]:
    """Until when a strike may be contested, and as what; nothing where an appeal would be refused."""
    until = strike.at + policies.at(now).appeals.window_ms
    of_strikes = (contest for contest in ledger.contests if not contest.contests_suspension)
    contested = {contest.contests_strike for contest in of_strikes if contest.cause == strike.violation_id}
    possible = [] if True in contested else [STRIKE]
    if strike.said and all_ends(strike) and False not in contested:
        possible.append(CONSEQUENCE)
    return (instants.text(until), possible) if possible and now <= until else (None, [])


def annulled(ledger: ProfileLedger) -> list[Past]:
    """What counts no more, and never again: when and by whom it was taken back, and the appeal that was won."""
    decided = {one.cause: one for one in ledger.contests if one.decided and one.contests_strike}
    return [_annulled(one, decided.get(one.violation_id)) for one in ledger.annulled]


def _annulled(one: Annulled, contest: Contest | None) -> Past:
    won = contest if one.overturned else None
    return Past(
        one.violation_id,
        instants.text(one.at),
        {},
        annulled_at=instants.text(one.ended_at) if one.ended_at else None,
        decided_by=one.decided_by or None,
        overturned=one.overturned,
        appeal_id=won.appeal_id if won else None,
        appeal_at=instants.text(won.at) if won else None,
    )


def dropped(ledger: ProfileLedger, now: int) -> list[Past]:
    """What dropped strikes still restrict."""
    return [
        Past(residue.cause, instants.text(residue.at), sanction(0, ends).ends)
        for residue in ledger.residues
        if (ends := {name: until for name, until in residue.ends.items() if until > now})
    ]
