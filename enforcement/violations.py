"""A violation meets its public post and becomes a strike (domain.md section 4); a dismissal only settles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import letters, redress, reporters, strikes
from enforcement.rules import Strike

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Arrival, Dismissal, Post, Violation
    from enforcement.ledgers import Case


def meet(desk: Desk, case: Case, post: Post, arrival: Arrival) -> None:
    """A violation meets its post: it settles the reports, and counts."""
    violation: Violation = arrival.event  # type: ignore[assignment]  # the join calls this with violations only
    if is_too_late(desk, violation.at):
        too_late(desk, arrival)
        return
    policy = desk.policy_at(violation.at)
    if violation.guideline not in policy.guidelines:  # it was there when the violation began to wait
        letters.dead(desk, "unknown_guideline", f"policy {policy.version} has no such guideline any more", arrival)
        return
    if not case.outcome:
        reporters.settle(desk, case, reporters.UPHELD, violation.at, violation.violation_id, violation.decided_by)
    desk.changed_case(case)
    count(desk, post, violation, from_claim=False)


def is_too_late(desk: Desk, at_ms: int) -> bool:
    """Whether everything that a decision of this time could rest on may be forgotten (section 11)."""
    return desk.now > at_ms + desk.forget_ms


def too_late(desk: Desk, arrival: Arrival) -> None:
    """A violation came too late to count."""
    letters.dead(desk, "too_late", "older than the longest window of any policy", arrival)


def count(desk: Desk, post: Post, violation: Violation, *, from_claim: bool) -> None:
    """Make a strike of a violation on a post, and say what follows."""
    account = desk.account(post.profile_id)
    if violation.violation_id in account.fold.ids:
        desk.tally["strikes.same_id"] += 1  # a claim ruling and a violation may bear one id: it counts once
        return
    if account.ledger.parked and redress.reversed_before(desk, account, violation.violation_id):
        strikes.remember_annulled(desk, account, violation.violation_id, violation.at)
        desk.woken.append(account)
        return
    at = violation.at
    policy = desk.policy_at(at)
    observed: int | None = None
    if desk.now <= at + policy.keep_ms:
        observed = desk.log.observed(post.profile_id, at - policy.fairness.share_window_ms, at, desk.turn)
    incident = violation.incident_id
    strike = Strike(
        violation.violation_id,
        at,
        violation.guideline,
        policy.guidelines[violation.guideline].level,
        post.post_id,
        post.at,
        post.surface,
        f"i:{incident}" if incident is not None else f"p:{post.post_id}",
        violation.decided_by,
        observed,
        violation.automated,
        from_claim,
        source=violation.source,
    )
    if post.language is not None:
        account.ledger.post_language = post.language
    desk.tally["strikes"] += 1
    strikes.add(desk, account, strike)
    if account.ledger.parked:
        desk.woken.append(account)


def dismiss(desk: Desk, case: Case, post: Post, arrival: Arrival) -> None:
    """A dismissal meets its post: it settles the reports."""
    del post
    dismissal: Dismissal = arrival.event  # type: ignore[assignment]  # the join calls this with dismissals only
    outcome = reporters.UNFOUNDED if dismissal.manifestly_unfounded else reporters.DISMISSED
    reporters.settle(desk, case, outcome, dismissal.at, dismissal.dismissal_id, dismissal.decided_by)
    desk.changed_case(case)
