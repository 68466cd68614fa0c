"""domain.md 9: rights claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import choices, decisions, join, reconcile, reporters, when
from .door import Event
from .ledger import Claim, Post

if TYPE_CHECKING:
    from .model import Model


def of_item(m: Model, post_id: str) -> list[Claim]:
    """The accepted claims on an item."""
    return [c for c in m.claims.values() if c.post.post_id == post_id]


def refusal(m: Model, event: Event, post: Post, end: int) -> str | None:
    rules, accepted = m.policies.at(event.at)["claims"], of_item(m, post.post_id)
    if post.surface not in rules["surfaces"]:
        return "out_of_scope"
    if m.case(post.post_id).removed:
        return "already_removed"
    if any((c.claimant, c.ground) == (event["claimant_id"], event["ground"]) for c in accepted):
        return "already_claimed"
    if len(accepted) >= rules["max_per_item"]:
        return "too_many"
    return "too_late" if end <= m.now else None


def claim(m: Model, event: Event, post: Post) -> None:
    policy = m.policies.at(event.at)
    end = event.at + policy.time("claims", "block_for")
    reason = refusal(m, event, post, end)
    if reason:
        return m.refuse(event, reason)
    c = Claim(event.id, post, event["claimant_id"], event["ground"], event.at, end, policy["claims"]["on_expiry"])
    m.claims[event.id] = c
    m.posts.setdefault(post.post_id, post)
    m.for_good.add(post.post_id)
    say(m, "block_content", event.at, c, until=when.text(end))
    join.release(m, ("claim", event.id))


def say(m: Model, kind: str, at: int, c: Claim, **more: str) -> None:
    reconcile.emit(
        m,
        kind,
        at,
        post_id=c.post.post_id,
        profile_id=c.post.author,
        claim_id=c.claim_id,
        ground=c.ground,
        **more,
    )


def release(m: Model, at: int, c: Claim) -> None:
    """An item blocked by several claims stays blocked until the last ends."""
    if not any(other.open for other in of_item(m, c.post.post_id)):
        say(m, "release_content", at, c)


def remove(m: Model, at: int, c: Claim) -> None:
    """A removed item has no open claims."""
    m.case(c.post.post_id).removed = True
    for other in of_item(m, c.post.post_id):
        other.open = False
    say(m, "remove_content", at, c)


def ends(m: Model, c: Claim) -> None:
    c.open = False
    if c.countered or c.mode == "release":
        release(m, c.end, c)
    else:
        c.removed = True
        remove(m, c.end, c)


def named(m: Model, event: Event) -> Claim | None:
    c = m.claims.get(event["claim_id"])
    return c if c and c.post.post_id == event["post_id"] else None


def counter_claim(m: Model, event: Event) -> None:
    c = named(m, event)
    if c is None:
        return join.park(m, event, ("claim", event["claim_id"]))
    if event["profile_id"] != c.post.author:
        return m.dead(event, "not_the_author")
    if c.open:
        c.countered = True
    elif choices.COUNTER_CLAIM_AFTER_THE_END is not None:
        m.dead(event, choices.COUNTER_CLAIM_AFTER_THE_END)


def ruling(m: Model, event: Event) -> None:
    c = named(m, event)
    if c is None:
        return join.park(m, event, ("claim", event["claim_id"]))
    if c.ruled:
        return m.dead(event, "already_decided")
    if event["outcome"] in choices.LATE_RULINGS and m.now > event.at + m.policies.forget:
        return m.dead(event, "too_late")
    c.ruled = True
    if event["outcome"] == "infringing":
        infringing(m, event, c)
    else:
        unfounded(m, event, c)
    outcome = {
        "infringing": "upheld",
        "unfounded": "unfounded" if event["manifestly_unfounded"] else "dismissed",
    }.get(event["outcome"])
    if outcome and c.claimant:
        reporters.settle(m, c.claimant, c.at, outcome, event)


def infringing(m: Model, event: Event, c: Claim) -> None:
    """remove_content (once) and a strike of the mapped guideline whose violation_id is the ruling_id."""
    if not m.case(c.post.post_id).removed:
        remove(m, event.at, c)
    guideline = m.policies.at(event.at)["claims"]["guideline"][c.ground]
    waiting = [
        p
        for p in join.waiting(m, ("violation", event.id))
        if p.event.kind == "reversal" and p.event["profile_id"] == c.post.author
    ]
    if waiting:
        m.parked = [p for p in m.parked if p not in waiting]
        decisions.remember_annulled(m, m.profile(c.post.author), event.at, event.id)
    else:
        decisions.add(m, event, c.post, guideline, None, automated=False, ruling=True)
    join.release(m, ("violation", event.id))


def unfounded(m: Model, event: Event, c: Claim) -> None:
    """release_content if the claim still blocks or its end removed the item."""
    if c.open:
        c.open = False
        release(m, event.at, c)
    elif c.removed:
        c.removed = m.case(c.post.post_id).removed = False
        say(m, "release_content", event.at, c)
