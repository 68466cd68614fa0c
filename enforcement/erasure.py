"""Erasure (domain.md section 11): nothing of a profile stays but a keyed hash and a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import actions, instants, join, lifetimes, standing
from enforcement.events import named_profiles
from enforcement.records import Standing

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Arrival, Erasure, Profile, Waiting
    from enforcement.ledgers import Case


def names_erased(desk: Desk, event: Waiting | Profile | Erasure) -> bool:
    """Whether an event names a profile that was erased at its time or later, itself or in its embedded post.

    An embedded post has a time of its own: the earlier of the two decides, so that nothing decided before an erasure
    holds after it.
    """
    if any(desk.is_erased(name, event.at) for name in named_profiles(event)):
        return True
    post = getattr(event, "post", None)
    return post is not None and desk.is_erased(post.profile_id, min(event.at, post.at))


def erase(desk: Desk, event: Erasure) -> None:
    """Lift what was restricted, and remove every key of a profile."""
    profile_id = event.profile_id
    account = desk.account(profile_id)
    ledger = account.ledger
    version, language = ledger.version, desk.voice.language(desk, ledger, None)
    if ledger.told:
        causes = standing.held_at(account, desk.now).causes
        names = sorted(ledger.told)
        everything = sorted({cause for name in names for cause in causes[name]})
        actions.say_lift(desk, ledger, event.at, names, "erased", everything, event.erasure_id)
    for post_id in desk.appearances(profile_id):
        case = desk.known_case(post_id)
        if case is not None:
            _forget_in(desk, case, profile_id)
    desk.log.erase(profile_id, event.at, desk.turn)
    desk.entomb(profile_id, event.at)
    desk.remove_account(profile_id)
    now = instants.text(desk.now)
    policy = desk.policy_at(desk.now)
    desk.say("standings", Standing(profile_id, version + 1, now, {}, 0, 0, None, policy.version, erased=True))
    desk.voice.erased(desk, profile_id, language, event)
    desk.tally["erasures"] += 1


def _forget_in(desk: Desk, case: Case, profile_id: str) -> None:
    """Forget a case on the profile's own post; take its name, and what it sent, out of another's."""
    case.parked = [arrival for arrival in case.parked if not _is_of(arrival, profile_id)]
    if not any(isinstance(arrival.event, join.AboutPost) for arrival in case.parked):
        desk.awaited.discard(case.post_id)
    post = desk.known_post(case.post_id)
    if post is not None and post.profile_id == profile_id:
        lifetimes.reset(desk, case)
        return
    for kept in case.reports:
        if kept.reporter_id == profile_id:
            kept.reporter_id = ""
    for claim in case.claims:
        if claim.claimant_id == profile_id:
            claim.claimant_id = ""
    desk.changed_case(case)
    lifetimes.forget(desk, case)


def _is_of(arrival: Arrival, profile_id: str) -> bool:
    return profile_id in named_profiles(arrival.event)
