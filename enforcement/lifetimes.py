"""How long a post's ledger lives: as long as its post is known, and whatever waits in it (domain.md section 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.events import named_profiles
from enforcement.next_look import next_look

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Post
    from enforcement.ledgers import Case


def look_again(desk: Desk, post_id: str) -> None:
    """A case was looked at: what of it ends later is on the agenda of whoever wrote it, but not after a restart."""
    key, case = "c:" + post_id, desk.known_case(post_id)
    later = None if case is None else next_look(case, desk.wait_end, desk.now)
    if later is None:
        desk.chained.pop(key, None)
    elif desk.chained.get(key, 0) <= desk.now:
        desk.chained[key] = later
        desk.agenda.add(later, key)


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


def forget(desk: Desk, case: Case) -> bool:
    """Forget a case whose post is known no more, or never came, but for what waits in it; whether nothing is left."""
    if case.post is not None or desk.now <= case.forget_at or (case.parked and not case.forget_at):
        return False
    reset(desk, case)
    return not case.parked


def reset(desk: Desk, case: Case) -> None:
    """Forget everything of a case but what waits in it."""
    desk.remove_case(case.post_id)
    if case.parked:
        fresh = desk.new_case(case.post_id)
        fresh.parked = case.parked
        desk.changed_case(fresh)
