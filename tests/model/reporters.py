"""domain.md 8: reports, reviews, and the record of those who report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from . import choices, decisions, reconcile, when
from .door import Event
from .ledger import Case, Post, Profile, Report, Residue, Settled, standing

if TYPE_CHECKING:
    from .model import Model

MILLION = 1_000_000


def report(m: Model, event: Event, post: Post) -> None:
    """A report meets its post. It counts once per (reporter, post)."""
    policy, case = m.policies.at(event.at), m.case(post.post_id)
    if any(r.reporter == event["reporter_id"] for r in case.reports):
        return
    if len(case.reports) >= policy["reports"]["max_per_post"]:
        m.seen.discard((event.kind, event.id))
        return
    guideline = event["guideline"]
    level = policy.level(guideline) if guideline is not None else policy.mildest()
    kept = Report(
        event["reporter_id"],
        event.at,
        weight(m, event, guideline is not None and level == 1),
        guideline,
        level,
    )
    case.reports.append(kept)
    if case.outcome is None:
        review(m, event, post, case)
    else:
        late = "upheld" if case.outcome == "upheld" else "dismissed"  # a later report is never unfounded
        record(m, kept.reporter, Settled(choices.settled_at_once(event), late, event.at))


def weight(m: Model, event: Event, gravest: bool) -> int:
    """Fixed when it meets its post, in millionths."""
    if event["trusted"]:
        return MILLION
    p = m.profile(event["reporter_id"])
    if not gravest and any(s.at <= event.at < (s.ends["reporting"] or 0) for s in p.suspensions):
        return 0
    prior = m.policies.at(event.at)["reports"]["prior"]
    a, b = Fraction(str(prior["a"])) + p.upheld, Fraction(str(prior["b"])) + p.unfounded
    return round(a / (a + b) * MILLION)


def review(m: Model, event: Event, post: Post, case: Case) -> None:
    total, level = sum(r.weight for r in case.reports), min(r.level for r in case.reports)
    triage = m.policies.at(event.at)["reports"]["triage"]
    known = sorted(map(int, triage))  # a level that only another version has: as the next graver of this one
    threshold = triage[str(max([k for k in known if k <= level], default=known[0]))]
    if case.reviewed is None:
        due = total >= Fraction(str(threshold)) * MILLION
    else:
        due = total >= 2 * case.reviewed[0] or level < case.reviewed[1]
    if due:
        case.reviewed = (total, level)
        m.reviews.append(
            {
                "post_id": post.post_id,
                "profile_id": post.author,
                "at": when.text(event.at),
                "priority": total / MILLION / threshold,
                "weight": total / MILLION,
                "reporters": len(case.reports),
                "level": level,
                "guidelines": sorted({r.guideline for r in case.reports if r.guideline is not None}),
            }
        )


def decide(m: Model, case: Case, outcome: str, event: Event) -> None:
    """The first decision that meets the post settles for good."""
    if case.outcome is not None:
        return
    case.outcome = outcome
    for r in case.reports:
        if r.reporter:
            settle(m, r.reporter, r.at, outcome, event)


def record(m: Model, reporter: str, settled: Settled) -> Profile:
    p = m.profile(reporter)
    p.upheld += settled.outcome == "upheld"
    p.unfounded += settled.outcome == "unfounded"
    p.settled.append(settled)
    return p


def settle(m: Model, reporter: str, reported_at: int, outcome: str, event: Event) -> None:
    """One report settled by a decision, and the reporter judged once, as the decision arrives."""
    p = record(m, reporter, Settled(event.at, outcome, reported_at))
    if not (choices.judged(outcome) and condition(m, p, event.at)):
        return
    fairness = m.policies.at(event.at).time("fairness", "warning_window")
    if p.last_step is None or choices.starts_over(p.last_step, event.at, fairness):
        p.warned_at, p.last_step, p.steps = event.at, event.at, 0
    elif outcome == "unfounded" and p.warned_at is not None and reported_at > p.warned_at:
        suspend(m, p, event)


def condition(m: Model, p: Profile, at: int) -> bool:
    """Enough unfounded reports in (T - window, T], and enough of all settled there; on the newest max_strikes."""
    policy = m.policies.at(at)
    rules = policy["reporters"]
    newest = p.settled[-policy["history"]["max_strikes"] :]
    recent = [
        s for s in newest if at - when.duration(rules["window"]) < choices.settled_time(s.at, s.reported_at) <= at
    ]
    unfounded = sum(s.outcome == "unfounded" for s in recent)
    return unfounded >= rules["unfounded_min"] and unfounded >= Fraction(str(rules["share"])) * len(recent)


def suspend(m: Model, p: Profile, event: Event) -> None:
    lengths = m.policies.at(event.at)["reporters"]["suspensions"]
    end = event.at + when.duration(lengths[min(p.steps, len(lengths) - 1)])
    p.steps, p.last_step = p.steps + 1, max(event.at, p.last_step or event.at)
    before = standing(decisions.prune(m, p), m.now)
    p.suspensions.append(Residue(event.id, event.at, {"reporting": end}, event["decided_by"]))
    if end > m.now:
        held = standing(p, m.now)["reporting"]
        reconcile.emit(
            m,
            "restrict_reporting",
            event.at,
            profile_id=p.profile_id,
            cause=event.id,
            capabilities=["reporting"],
            until=reconcile.stamp(held.until),
        )
    reconcile.changed(m, p, event.at, "corrected", before, frozenset({"reporting"}))
    reconcile.write_standing(m, p)
