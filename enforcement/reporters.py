"""Reports and those who make them (domain.md section 8): weight, review, settling, warning, suspension."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from enforcement import actions, instants, standing, strikes
from enforcement.ledgers import KeptReport, ReporterRecord, Settled, Suspension
from enforcement.records import RestrictReporting, Review, fact_id, short
from enforcement.rules import end

if TYPE_CHECKING:
    from enforcement.accounts import Account
    from enforcement.desk import Desk
    from enforcement.events import Arrival, Post, Report
    from enforcement.ledgers import Case
    from enforcement.policy import Policy

MILLION = 1_000_000
_SUSPENSIONS = 256  # kept at least: some still restrict, others are asked about by late reports
UPHELD, DISMISSED, UNFOUNDED = "upheld", "dismissed", "unfounded"


def meet(desk: Desk, case: Case, post: Post, arrival: Arrival) -> None:
    """A report meets its post: it weighs in, or is settled at once where the post is decided."""
    report: Report = arrival.event  # type: ignore[assignment]  # the join calls this with reports only
    if case.reports and any(kept.reporter_id == report.reporter_id for kept in case.reports):
        desk.tally["reports.repeated"] += 1
        return
    policy = desk.policy_at(report.at)
    if len(case.reports) >= policy.reports.max_per_post:
        desk.tally["reports.over_limit"] += 1
        desk.ids.forget(report)  # it changes nothing: its id may come again
        return
    case.reports.append(KeptReport(report.reporter_id, report.report_id, report.at, report.guideline))
    desk.appears(report.reporter_id, case.post_id)
    if case.outcome:
        _settle_report(desk, case.reports[-1], case.post_id, case.outcome, None)
    else:
        _weigh(desk, case, post, report, policy)
    desk.changed_case(case)


def _weigh(desk: Desk, case: Case, post: Post, report: Report, policy: Policy) -> None:
    level = _level(report.guideline, policy)
    case.weight += _weight(desk, report, level, policy)
    graver = not case.level or level < case.level
    if graver:
        case.level = level
    threshold = desk.rulebook.at(report.at).triage[case.level]
    if case.reviewed_level:
        due = level < case.reviewed_level or case.weight >= 2 * case.reviewed_weight > 0
    else:
        due = case.weight >= round(threshold * MILLION)
    if due:
        case.reviewed_level, case.reviewed_weight = case.level, case.weight
        _say_review(desk, case, post, report, threshold)


def _level(guideline: str | None, policy: Policy) -> int:
    """A report without a guideline, or with one the policy no longer has, counts as the mildest."""
    found = policy.guidelines.get(guideline) if guideline is not None else None
    return max(policy.levels) if found is None else found.level


def _weight(desk: Desk, report: Report, level: int, policy: Policy) -> int:
    if report.trusted:
        return MILLION
    account = desk.known_account(report.reporter_id)
    record = account.ledger.reporter if account is not None else None
    upheld, unfounded = (record.upheld, record.unfounded) if record is not None else (0, 0)
    if record is not None and level != 1 and _is_suspended(record, report.at):
        return 0
    return _reliability(policy.reports.prior_a + upheld, policy.reports.prior_b + unfounded)


@lru_cache(4096)
def _reliability(a: float, b: float) -> int:
    """The mean of Beta(a, b) in millionths."""
    return round(round(a / (a + b), 6) * MILLION)


def _is_suspended(record: ReporterRecord, at_ms: int) -> bool:
    return any(s.at <= at_ms < s.until and not s.waived for s in record.suspensions)


def _say_review(desk: Desk, case: Case, post: Post, report: Report, threshold: float) -> None:
    weight = case.weight / MILLION
    review = Review(
        fact_id("review", case.post_id, report.report_id, case.weight, case.level),
        case.post_id,
        post.profile_id,
        instants.text(report.at),
        round(weight / threshold, 6),
        weight,
        len(case.reports),
        sorted({kept.guideline for kept in case.reports if kept.guideline is not None}),
        case.level,
    )
    desk.say("reviews", review)
    desk.tally["reviews"] += 1


# --- settling ---------------------------------------------------------------------------------------------------------


def settle(desk: Desk, case: Case, outcome: str, at_ms: int, cause: str, decided_by: str) -> None:
    """The first decision on a post settles its reports, for good."""
    if case.outcome:
        return
    case.outcome = UPHELD if outcome == UPHELD else DISMISSED
    for kept in case.reports:
        if kept.reporter_id:
            decision = (at_ms, cause, decided_by)
            _settle_report(desk, kept, case.post_id, outcome, decision)


def _settle_report(
    desk: Desk, kept: KeptReport, post_id: str, outcome: str, decision: tuple[int, str, str] | None
) -> None:
    at_ms = decision[0] if decision is not None else kept.at
    ledger = desk.account(kept.reporter_id).ledger
    desk.voice.report_settled(desk, ledger, kept.report_id, post_id, outcome, at_ms)
    settle_one(desk, kept.reporter_id, kept.at, outcome, decision)


def settle_one(desk: Desk, reporter_id: str, made_at: int, outcome: str, decision: tuple[int, str, str] | None) -> None:
    """Settle one report (or claim) of a reporter; without a decision it only joins one that was made before it."""
    account = desk.account(reporter_id)
    ledger = account.ledger
    record = ledger.reporter
    if record is None:
        record = ledger.reporter = ReporterRecord()
    at_ms, cause, decided_by = decision if decision is not None else (made_at, "", "")
    record.upheld += outcome == UPHELD
    record.unfounded += outcome == UNFOUNDED
    record.settled.append(Settled(at_ms, outcome == UNFOUNDED))
    if len(record.settled) > desk.most_strikes:
        del record.settled[: -desk.most_strikes]
    desk.tally["reports." + outcome] += 1
    if decision is not None:
        _judge(desk, account, record, made_at, outcome, at_ms, cause, decided_by)
    desk.changed(account)


def _judge(
    desk: Desk,
    account: Account,
    record: ReporterRecord,
    made_at: int,
    outcome: str,
    at_ms: int,
    cause: str,
    decided_by: str,
) -> None:
    """Warn a reporter of mostly unfounded reports; suspend one who goes on."""
    policy = desk.policy_at(at_ms)
    rules = policy.reporters
    window = [s.unfounded for s in record.settled[-policy.max_strikes :] if at_ms - rules.window_ms < s.at <= at_ms]
    unfounded = sum(window)
    if unfounded < rules.unfounded_min or unfounded / len(window) < rules.share:
        return
    if record.warned_at is None or at_ms - record.last_at > policy.fairness.warning_window_ms:
        record.warned_at, record.last_at, record.step = at_ms, at_ms, 0
        desk.voice.reporter_warned(desk, account.ledger, (unfounded, len(window)), at_ms, cause)
    elif outcome == UNFOUNDED and made_at > record.warned_at:
        until = end(at_ms, rules.suspensions_ms[min(record.step, len(rules.suspensions_ms) - 1)])
        record.last_at, record.step = max(at_ms, record.last_at), record.step + 1
        _suspend(desk, account, record, Suspension(cause, at_ms, until, decided_by, []), (unfounded, len(window)))


def _suspend(
    desk: Desk, account: Account, record: ReporterRecord, suspension: Suspension, counts: tuple[int, int]
) -> None:
    strikes.forget_old(desk, account)  # the standing that follows counts none of them
    ledger, now = account.ledger, desk.now
    most = max(_SUSPENSIONS, desk.policy_at(suspension.at).max_strikes)
    record.suspensions = [*record.suspensions, suspension][-most:]
    account.held = None
    if suspension.until <= now:  # nobody is restricted in the past
        desk.say_standing(account)
        return
    until = max(suspension.until, ledger.told.get(standing.REPORTING, 0))
    action_id = fact_id("restrict_reporting", ledger.profile_id, suspension.cause, suspension.at, until)
    action = RestrictReporting(
        action_id,
        instants.text(suspension.at),
        desk.policy_at(suspension.at).version,
        ledger.profile_id,
        suspension.cause,
        [standing.REPORTING],
        standing.until_text(until),
    )
    desk.say("actions", action)
    desk.tally["actions.restrict_reporting"] += 1
    suspension.said = [short(action_id)]
    ledger.told[standing.REPORTING] = until
    desk.voice.reporter_suspended(desk, ledger, suspension, action, counts)
    desk.say_standing(account)
    desk.woken.append(account)


def waive(desk: Desk, account: Account, cause: str, at_ms: int, event_id: str) -> bool:
    """Take a suspension from reporting back; False if there is none of this cause."""
    record = account.ledger.reporter
    found = next((s for s in record.suspensions if s.cause == cause), None) if record is not None else None
    if found is None:
        return False
    before = standing.held_at(account, desk.now).causes
    account.held = None
    found.waived = True
    actions.reconcile(desk, account, at_ms, "overturned", event_id, before, set())
    desk.say_standing(account)
    return True
