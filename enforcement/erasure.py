"""Erasure (domain.md section 11): nothing of a profile stays but a keyed hash and a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants, strikes
from enforcement.records import Standing
from enforcement.events import Arrival, Erasure, Profile, Waiting

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.ledgers import Case

_NAMES = ("profile_id", "reporter_id", "claimant_id")


def names_erased(desk: Desk, event: Waiting | Profile | Erasure) -> bool:
    """Whether an event names a profile that was erased at its time or later, itself or in its embedded post."""
    if any(desk.is_erased(name, event.at) for name in _names(event)):
        return True
    post = getattr(event, "post", None)
    return post is not None and desk.is_erased(post.profile_id, post.at)


def _names(event: Waiting | Profile | Erasure) -> list[str]:
    return [getattr(event, field) for field in _NAMES if hasattr(event, field)]


def erase(desk: Desk, event: Erasure) -> None:
    """Lift what was restricted, and remove every key of a profile."""
    profile_id = event.profile_id
    account = desk.account(profile_id)
    ledger = account.ledger
    version, language = ledger.version, desk.voice.language(desk, ledger, None)
    if ledger.told:
        causes = strikes.standing_causes(account, desk.now)
        names = sorted(ledger.told)
        everything = sorted({cause for name in names for cause in causes[name]})
        strikes.say_lift(desk, ledger, event.at, names, "erased", everything, event.erasure_id)
    for post_id in desk.appearances(profile_id):
        _forget_in(desk, desk.known_case(post_id), profile_id)
    desk.log.erase(profile_id, event.at, desk.turn)
    for post_id in sorted(desk.awaited):
        _forget_parked(desk, desk.known_case(post_id), profile_id)
    desk.entomb(profile_id, event.at)
    desk.remove_account(profile_id)
    now = instants.text(desk.now)
    policy = desk.policies.at(desk.now)
    desk.say("standings", Standing(profile_id, version + 1, now, {}, 0, 0, None, policy.version, erased=True))
    desk.voice.erased(desk, profile_id, language, event)
    desk.tally["erasures"] += 1


def _forget_in(desk: Desk, case: Case | None, profile_id: str) -> None:
    """Remove a case on the profile's own post; take its name out of another's."""
    if case is None:
        return
    author = case.post.profile_id if case.post is not None else None
    known = desk.known_post(case.post_id)
    if profile_id in (author, known.profile_id if known is not None else None):
        desk.remove_case(case.post_id)
        return
    for kept in case.reports:
        if kept.reporter_id == profile_id:
            kept.reporter_id = ""
    for claim in case.claims:
        if claim.claimant_id == profile_id:
            claim.claimant_id = ""
    desk.changed_case(case)


def _forget_parked(desk: Desk, case: Case | None, profile_id: str) -> None:
    """Take what the profile sent, or what is about a post of it, out of what is parked."""
    if case is None:
        return
    kept = [arrival for arrival in case.parked if not _is_of(arrival, profile_id)]
    if len(kept) != len(case.parked):
        for arrival in case.parked:
            if _is_of(arrival, profile_id):
                desk.forget_id(f"{arrival.event.kind}:{arrival.event.event_id}")  # type: ignore[union-attr]
        case.parked = kept
        desk.changed_case(case)
    if not kept:
        desk.awaited.pop(case.post_id, None)


def _is_of(arrival: Arrival, profile_id: str) -> bool:
    return profile_id in _names(arrival.event)
