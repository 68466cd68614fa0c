"""Redress (domain.md section 7): appeals, rulings, reversals; each waits for what it names if it comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import letters, reporters, strikes, targets
from enforcement.events import Appeal, Arrival, Reversal, Ruling
from enforcement.ledgers import Contest

if TYPE_CHECKING:
    from enforcement.accounts import Account
    from enforcement.desk import Desk
    from enforcement.ledgers import ProfileLedger
    from enforcement.targets import Target

_CONTESTS = 1024  # kept at least: a later ruling on one must find that it was decided


def arrive(desk: Desk, arrival: Arrival) -> None:
    """An appeal, ruling or reversal arrives: it meets what it names, or waits for it."""
    event = arrival.event
    account = desk.account(event.profile_id)  # type: ignore[union-attr]  # the three kinds have a profile
    if _met(desk, account, arrival):
        return
    ledger = account.ledger
    most = desk.policy_at(event.at).reports.max_per_post
    if desk.has_waited(event) or len(ledger.parked) >= most:
        fail(desk, account, arrival)
        return
    ledger.parked.append(arrival)
    desk.tally["parked"] += 1
    desk.changed(account)


def wake_all(desk: Desk) -> None:
    """Let what waits in profiles go on, as far as something new is known of them."""
    while desk.woken:
        wake(desk, desk.woken.pop(0))


def wake(desk: Desk, account: Account) -> None:
    """Something new is known of a profile: let what waits for it go on, in order of (at, id)."""
    while _wake_one(desk, account):
        pass


def _wake_one(desk: Desk, account: Account) -> bool:
    if not account.ledger.parked:
        return False
    strikes.forget_old(desk, account)
    known = targets.known(account.ledger)  # a thousand may wait: none is held against each strike
    for arrival in sorted(account.ledger.parked, key=arrival_order):
        if not known.isdisjoint(targets.named(arrival.event)) and _met(desk, account, arrival):
            _unpark(desk, account, arrival)
            return True
    return False


def arrival_order(arrival: Arrival) -> tuple[int, str]:
    """By (at, id)."""
    event = arrival.event
    return event.at, event.event_id  # type: ignore[union-attr]  # whatever waits has an id


def _unpark(desk: Desk, account: Account, arrival: Arrival) -> None:
    account.ledger.parked = [other for other in account.ledger.parked if other is not arrival]
    desk.changed(account)


def expire(desk: Desk, account: Account) -> None:
    """Let those fail that have waited too long by now, and count appeals that should have been decided."""
    ledger = account.ledger
    for arrival in sorted(ledger.parked, key=arrival_order):
        if desk.has_waited(arrival.event):
            _unpark(desk, account, arrival)
            fail(desk, account, arrival)
    for contest in ledger.contests:
        if not contest.decided and contest.decide_by == desk.now:
            desk.tally["appeals.overdue"] += 1


def fail(desk: Desk, account: Account, arrival: Arrival) -> None:
    """What an event names has not come in time."""
    event = arrival.event
    if isinstance(event, Appeal):
        desk.ids.forget(event)
        _refuse(desk, account, event, "unknown_target")
    elif isinstance(event, Ruling):
        letters.dead(desk, "unmatched_appeal", f"no appeal {event.appeal_id} of {event.profile_id}", arrival)
    elif isinstance(event, Reversal):
        letters.dead(desk, "unmatched_violation", f"no violation {event.violation_id} of {event.profile_id}", arrival)


def reversed_before(desk: Desk, account: Account, violation_id: str) -> bool:
    """Take the reversal that waits for a violation, if one does: such a violation never counts."""
    for arrival in sorted(account.ledger.parked, key=arrival_order):
        event = arrival.event
        if isinstance(event, Reversal) and event.violation_id == violation_id:
            _unpark(desk, account, arrival)
            return True
    return False


def _met(desk: Desk, account: Account, arrival: Arrival) -> bool:
    event = arrival.event
    strikes.forget_old(desk, account)
    if isinstance(event, Reversal):
        return _reverse(desk, account, event)
    if isinstance(event, Appeal):
        return _appeal(desk, account, event)
    if isinstance(event, Ruling):
        return _rule(desk, account, event, arrival)
    raise TypeError(event)


# --- reversals --------------------------------------------------------------------------------------------------------


def _reverse(desk: Desk, account: Account, event: Reversal) -> bool:
    if any(annulled.violation_id == event.violation_id for annulled in account.ledger.annulled):
        return True  # it counts no more already
    before, contested = dict(account.ledger.told), strikes.of(account.ledger, event.violation_id)
    if not strikes.annul(desk, account, event.violation_id, event):
        return False
    desk.voice.reversed(desk, account.ledger, event, contested, before)
    return True


# --- appeals ----------------------------------------------------------------------------------------------------------


def _appeal(desk: Desk, account: Account, event: Appeal) -> bool:
    """Acknowledge or refuse an appeal; False while its target is unknown."""
    ledger = account.ledger
    target = targets.find(ledger, event.target)
    if target is None and not targets.is_annulled(ledger, event.target):
        return False
    reason = "unknown_target" if target is None else _objection(desk, ledger, event, target)
    if target is None or reason:
        desk.ids.forget(event)
        _refuse(desk, account, event, reason)
        return True
    policy = desk.policy_at(event.at)
    decide_by = event.at + policy.appeals.decide_within_ms
    contest = Contest(
        event.appeal_id,
        target.cause,
        target.contests_strike,
        event.at,
        target.decided_by,
        decide_by,
        contests_suspension=target.contests_suspension,
    )
    ledger.contests = [*ledger.contests, contest][-max(_CONTESTS, 4 * policy.max_strikes) :]
    ledger.contests.sort(key=_contest_order)
    desk.tally["appeals.received"] += 1
    if decide_by <= desk.now:
        desk.tally["appeals.overdue"] += 1
    acknowledged_by = event.at + policy.appeals.acknowledge_within_ms
    desk.voice.appeal_received(desk, ledger, event, targets.contested(ledger, contest), acknowledged_by, decide_by)
    desk.changed(account)
    desk.woken.append(account)
    return True


def _contest_order(contest: Contest) -> int:
    return contest.at


def _objection(desk: Desk, ledger: ProfileLedger, event: Appeal, target: Target) -> str:
    if event.at > target.at + desk.policy_at(event.at).appeals.window_ms:
        return "too_late"
    same = [contest for contest in ledger.contests if target.is_of(contest)]
    if not same:
        return ""
    return "already_decided" if any(contest.decided for contest in same) else "already_open"


def _refuse(desk: Desk, account: Account, event: Appeal, reason: str) -> None:
    desk.tally["appeals.refused"] += 1
    desk.voice.appeal_refused(desk, account.ledger, event, reason)


# --- rulings ----------------------------------------------------------------------------------------------------------


def _rule(desk: Desk, account: Account, event: Ruling, arrival: Arrival) -> bool:
    """Decide an appeal, or die as a dead letter; False while the appeal is unknown."""
    ledger = account.ledger
    contest = next((contest for contest in ledger.contests if contest.appeal_id == event.appeal_id), None)
    if contest is None:
        return False
    if event.decided_by == contest.decided_by:
        letters.dead(desk, "same_reviewer", f"{event.decided_by} decided what is contested", arrival)
        return True
    if contest.decided:
        letters.dead(desk, "already_decided", f"appeal {event.appeal_id} was decided before", arrival)
        return True
    contest.decided = True
    desk.changed(account)
    before, contested = dict(ledger.told), targets.contested(ledger, contest)
    if event.outcome == "overturned":
        _overturn(desk, account, contest, event)
        desk.voice.overturned(desk, ledger, event, contest, contested, before)
    else:
        desk.voice.upheld(desk, ledger, event, contest, contested)
    desk.tally["rulings." + event.outcome] += 1
    return True


def _overturn(desk: Desk, account: Account, contest: Contest, event: Ruling) -> None:
    if contest.contests_suspension:
        reporters.waive(desk, account, contest.cause, event.at, event.ruling_id)
    elif contest.contests_strike:
        strikes.annul(desk, account, contest.cause, event)
    elif not strikes.waive(desk, account, contest.cause, event):  # an older ledger does not tell suspensions
        reporters.waive(desk, account, contest.cause, event.at, event.ruling_id)
