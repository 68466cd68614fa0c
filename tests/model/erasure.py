"""domain.md 11: erasure of a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import choices, reconcile, when
from .door import Event
from .ledger import standing

if TYPE_CHECKING:
    from .model import Model

NAMES = ("profile_id", "reporter_id", "claimant_id")


def names_an_erased_profile(m: Model, event: Event) -> bool:
    """It names the profile, itself or in an embedded post, with a time <= the erasure's: its own, or that post's."""
    named = [(event[name], event.at) for name in NAMES]
    if event["post"]:
        named.append((event["post"]["profile_id"], min(event.at, when.parse(event["post"]["at"]) or 0)))
    return any(who in m.erased and at <= m.erased[who] for who, at in named)


def erase(m: Model, event: Event) -> None:
    who = event["profile_id"]
    p = m.profiles.pop(who, None)
    held = standing(p, m.now) if p else {}
    if p and held:
        reconcile.lift(m, p, event.at, held, "erased")
    m.erased[who] = max(event.at, m.erased.get(who, 0))
    m.standings.append({"profile_id": who, "at": when.text(m.now), "restrictions": {}, "erased": True})
    forget_posts(m, who)
    forget_names(m, who)


def forget_posts(m: Model, who: str) -> None:
    """Its posts with their ledgers."""
    mine = {post.post_id for post in m.posts.values() if post.author == who}
    m.claims = {c.claim_id: c for c in m.claims.values() if c.post.author != who}
    m.posts = {post_id: post for post_id, post in m.posts.items() if post_id not in mine}
    m.cases = {post_id: case for post_id, case in m.cases.items() if post_id not in mine}
    m.for_good -= mine
    m.days.pop(who, None)


def forget_names(m: Model, who: str) -> None:
    """What waits and names it, its appeals, its ids as reporter and claimant."""
    m.parked = [p for p in m.parked if not any(p.event[name] == who for name in NAMES)]
    m.appeals = {a.appeal_id: a for a in m.appeals.values() if a.profile_id != who}
    for case in m.cases.values():
        for r in case.reports:
            r.reporter = choices.NAMELESS if r.reporter == who else r.reporter
    for c in m.claims.values():
        c.claimant = choices.NAMELESS if c.claimant == who else c.claimant
