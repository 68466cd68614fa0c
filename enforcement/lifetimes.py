"""How long a post's ledger lives: as long as its post is known, and whatever waits in it (domain.md section 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.events import named_profiles

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Post
    from enforcement.ledgers import Case


def due(desk: Desk, case: Case) -> int | None:
    """When a case wants to be looked at next: a wait or a block ends, or it may be forgotten."""
    if not case.parked and not case.claims:
        return case.forget_at + 1 if case.forget_at else None
    times = [desk.wait_end(arrival.event) for arrival in case.parked]
    times += [claim.until for claim in case.claims if claim.blocks]
    if case.post is None and case.forget_at:
        times.append(case.forget_at + 1)
    return min(times, default=None)


def met(desk: Desk, case: Case, post: Post) -> None:
    """A case has met its post, and lives as long as that is known."""
    case.forget_at, case.author = post.at + desk.policy_at(post.at).keep_ms, post.profile_id
    desk.agenda.add(case.forget_at + 1, "c:" + case.post_id)
    desk.appears(post.profile_id, case.post_id)


def names(case: Case) -> set[str]:
    """The profiles that a case names, and whose erasure must find it."""
    found = {case.author, *(kept.reporter_id for kept in case.reports), *(claim.claimant_id for claim in case.claims)}
    found.update(name for arrival in case.parked for name in named_profiles(arrival.event))
    return found - {""}


def forget(desk: Desk, case: Case) -> None:
    """Forget a case whose post is known no more, but for what waits in it."""
    if case.post is None and case.forget_at and desk.now > case.forget_at:
        reset(desk, case)


def reset(desk: Desk, case: Case) -> None:
    """Forget everything of a case but what waits in it."""
    desk.remove_case(case.post_id)
    if case.parked:
        fresh = desk.new_case(case.post_id)
        fresh.parked = case.parked
        desk.changed_case(fresh)
