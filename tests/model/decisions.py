"""Violations and dismissals that meet their post (domain.md 3 to 5, 8, 11), and a profile's strikes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import choices, join, reconcile, reporters
from .door import Event
from .fold import Strike, derive
from .ledger import Post, Profile, Residue, standing
from .when import DAY

if TYPE_CHECKING:
    from .model import Model


def dismissal(m: Model, event: Event, post: Post) -> None:
    outcome = "unfounded" if event["manifestly_unfounded"] else "dismissed"
    reporters.decide(m, m.case(post.post_id), outcome, event)


def violation(m: Model, event: Event, post: Post) -> None:
    if m.now > event.at + m.policies.forget:
        return m.dead(event, "too_late")
    reversals = [
        p
        for p in join.waiting(m, ("violation", event.id))
        if p.event.kind == "reversal" and p.event["profile_id"] == post.author
    ]
    if not reversals or choices.REVERSED_BEFORE_SETTLES:
        reporters.decide(m, m.case(post.post_id), "upheld", event)
    if reversals:
        m.parked = [p for p in m.parked if p not in reversals]
        remember_annulled(m, m.profile(post.author), event.at, event.id)
    else:
        add(m, event, post, event["guideline"], event["incident_id"], bool(event["automated"]))
    join.release(m, ("violation", event.id))


def posts_observed(m: Model, at: int, author: str) -> int | None:
    """Distinct public posts of the author on the UTC days that begin in (at - share_window, at]; unknown where forgotten."""
    policy = m.policies.at(at)
    if m.now > at + policy.time("join", "keep"):
        return None
    start = at - policy.time("fairness", "share_window")
    return len({post for day, post in m.days.get(author, set()) if start < day * DAY <= at})


def add(
    m: Model,
    event: Event,
    post: Post,
    guideline: str,
    incident: str | None,
    automated: bool,
    ruling: bool = False,
) -> None:
    """A strike of the post's author: fold it where it belongs, say what follows."""
    p = prune(m, m.profile(post.author))
    before = standing(p, m.now)
    s = Strike(
        event.id,
        event.at,
        guideline,
        post.post_id,
        post.at,
        post.surface,
        incident,
        posts_observed(m, event.at, post.author),
        automated,
        event["decided_by"],
        ruling,
    )
    while len(p.strikes) >= m.policies.at(event.at)["history"]["max_strikes"]:
        drop(m, p)
    p.strikes = sorted([*p.strikes, s], key=lambda j: j.order)
    rederive(m, p, p.strikes.index(s), s)
    reconcile.new_strike(m, p, s, before)
    reconcile.write_standing(m, p)


def rederive(m: Model, p: Profile, start: int, new: Strike | None = None) -> None:
    """Derived when it is added, and again when one before it is added, annulled or waived; not once it is settled."""
    for i, s in enumerate(p.strikes[start:], start):
        if s is new or m.now <= s.at + m.policies.forget:
            derive(s, p.strikes[:i], m.policies)


def drop(m: Model, p: Profile) -> None:
    """The oldest in fold order goes; what it still restricts stays until its end."""
    s = p.strikes.pop(0)
    ends = dict(s.ends) | ({"service": s.service_end} if s.service_end != 0 else {})
    p.dropped.append(Residue(s.violation_id, s.at, ends, s.decided_by))


def prune(m: Model, p: Profile) -> Profile:
    """A strike older than 2A is dropped; annulled ids are kept as long; residues until their end."""
    while p.strikes and m.now > p.strikes[0].at + 2 * m.policies.forget:
        drop(m, p)
    p.annulled = [a for a in p.annulled if m.now <= a[0] + 2 * m.policies.forget]
    p.dropped = [r for r in p.dropped if any(end is None or end > m.now for end in r.ends.values())]
    return p


def remember_annulled(m: Model, p: Profile, at: int, violation_id: str) -> None:
    """ "Annulled ids are kept as long and as many" as strikes: the oldest goes before one is added."""
    room = m.policies.at(at)["history"]["max_strikes"] - 1
    over = max(0, len(p.annulled) - room)
    p.annulled = sorted([*p.annulled[over:], (at, violation_id)])


def undo_strike(m: Model, p: Profile, cause: str, annul: bool) -> None:
    gone = [r for r in p.dropped if r.cause == cause]
    p.dropped = [r for r in p.dropped if r.cause != cause]
    for r in gone if annul else []:
        remember_annulled(m, p, r.at, cause)
    for i, s in enumerate(p.strikes):
        if s.violation_id == cause and annul:
            del p.strikes[i]
            remember_annulled(m, p, s.at, cause)
            rederive(m, p, i)
            break
        if s.violation_id == cause:
            s.waived, s.kind, s.rung, s.ends, s.service_end = True, "none", None, {}, 0
            rederive(m, p, i + 1)
            break


def undo(m: Model, p: Profile, cause: str, at: int, reason: str, of: str) -> None:
    """Annul a strike as if it had never been, or waive its consequence or a suspension; then fold what is left."""
    before = standing(p, m.now)
    if of == "suspension":
        p.suspensions = [r for r in p.suspensions if r.cause != cause]
    else:
        undo_strike(m, p, cause, annul=of == "strike")
    reconcile.changed(m, p, at, reason, before)
    reconcile.write_standing(m, p)
