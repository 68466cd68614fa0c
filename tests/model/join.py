"""domain.md 3: the join. Posts, what waits for them, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import choices, claims, decisions, reporters, when
from .door import Event
from .ledger import Post

if TYPE_CHECKING:
    from .model import Model, Parked

UNMATCHED = {
    "report": "unmatched_post",
    "violation": "unmatched_post",
    "dismissal": "unmatched_post",
    "claim": "unmatched_post",
    "reversal": "unmatched_violation",
    "ruling": "unmatched_appeal",
    "counter_claim": "unmatched_claim",
    "claim_ruling": "unmatched_claim",
}


def fresh(m: Model, post: Post) -> bool:
    return m.now <= post.at + m.policies.at(post.at).time("join", "keep")


def known(m: Model, post_id: str) -> Post | None:
    """The kept record of a post; it is forgotten once stream time > its time + keep, unless a claim on it was accepted."""
    post = m.posts.get(post_id)
    if post and post_id not in m.for_good and not fresh(m, post):
        post = None
        del m.posts[post_id]
    if post is None and not choices.LEDGER_OUTLIVES_POST:
        m.cases.pop(post_id, None)
    return post


def post_record(m: Model, event: Event) -> None:
    post = Post(event["post_id"], event["profile_id"], event.at, event["surface"])
    kept = known(m, post.post_id)
    if kept is None:
        post_arrives(m, post)
    elif kept.author != post.author:
        m.dead(event, "post_conflict")


def post_arrives(m: Model, post: Post) -> None:
    """Keep and count it, unless it is too old for that; what waits for it meets it in order of (at, id)."""
    if fresh(m, post):
        m.posts[post.post_id] = post
        m.days.setdefault(post.author, set()).add((post.at // when.DAY, post.post_id))
    for parked in waiting(m, ("post", post.post_id)):
        m.parked.remove(parked)
        meet(m, parked.event, post)


def waiting(m: Model, on: tuple[str, str]) -> list[Parked]:
    return sorted((p for p in m.parked if p.on == on), key=lambda p: (p.event.at, p.event.id.encode(), p.event.kind))


def arrives(m: Model, event: Event) -> None:
    """A report, violation, dismissal or claim."""
    post_id, embedded = event["post_id"], event["post"]
    post = known(m, post_id)
    if embedded is not None:
        if post is not None and post.author != embedded["profile_id"]:
            return m.dead(event, "post_conflict")
        if post is None:
            at = when.parse(embedded["at"])
            assert at is not None
            post = Post(post_id, embedded["profile_id"], at, embedded["surface"])
            post_arrives(m, post)
    if event.kind == "claim" and not event["evidence"]:
        return m.refuse(event, "evidence_required")
    if post is None:
        return park(m, event, ("post", post_id))
    meet(m, event, post)


def meet(m: Model, event: Event, post: Post) -> None:
    {
        "report": reporters.report,
        "violation": decisions.violation,
        "dismissal": decisions.dismissal,
        "claim": claims.claim,
    }[event.kind](m, event, post)


def park(m: Model, event: Event, on: tuple[str, str]) -> None:
    """Wait for what the event names; further ones than the limits allow fail at once (domain.md 3.3 and 3.6)."""
    policy = m.policies.at(event.at)
    due = event.at + policy.time("join", "wait") + 1
    most = policy["reports"]["max_per_post"]
    if event.kind == "report":
        if sum(p.on == on and p.event.kind == "report" for p in m.parked) >= most:
            m.seen.discard((event.kind, event.id))
            return None
    elif (
        sum(p.event.kind != "report" and choices.limited_by(p.event) == choices.limited_by(event) for p in m.parked)
        >= most
    ):
        return fail(m, event)
    if m.now >= due:
        return fail(m, event)
    from .model import Parked

    m.parked.append(Parked(event, on, due))


def wait_over(m: Model, parked: Parked) -> None:
    m.parked.remove(parked)
    fail(m, parked.event)


def fail(m: Model, event: Event) -> None:
    if event.kind == "appeal":
        m.refuse(event, "unknown_target")
    else:
        m.dead(event, UNMATCHED[event.kind])


def release(m: Model, on: tuple[str, str]) -> None:
    """What was parked on this meets it, in order of (at, id)."""
    from .model import HANDLERS

    for parked in waiting(m, on):
        if parked in m.parked:
            m.parked.remove(parked)
            HANDLERS[parked.event.kind](m, parked.event)
