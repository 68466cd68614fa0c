"""The join (domain.md section 3): events meet their post, or are parked until it comes."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING

from enforcement import claims, letters, lifetimes, redress, reporters, violations
from enforcement.events import Arrival, Claim, Dismissal, Origin, Post, Report, Violation, named_profiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.desk import Desk
    from enforcement.ledgers import Case

AboutPost = Report | Violation | Dismissal | Claim

_MEETS: dict[type, Callable[[Desk, Case, Post, Arrival], None]] = {
    Report: reporters.meet,
    Violation: violations.meet,
    Dismissal: violations.dismiss,
    Claim: claims.meet,
}


def post_arrives(desk: Desk, post: Post, origin: Origin, *, kept: bool) -> None:
    """A post that needs a look of its own: a repeated, late or awaited one. `kept`: the log has it already."""
    if desk.is_erased(post.profile_id, post.at):
        return
    # What is waited for is not known: whoever finds it in the log finds this very post.
    known = None if post.post_id in desk.awaited else desk.known_post(post.post_id)
    if known is not None and known.profile_id != post.profile_id:
        letters.conflict(desk, post, origin)
    elif known is not None:
        desk.tally["duplicates.post"] += bool(origin.source)  # live, what was waited for may be found once more
    else:
        _first_record(desk, post, kept=kept)


def _first_record(desk: Desk, post: Post, *, kept: bool) -> None:
    if not kept and desk.now <= post.at + desk.policy_at(post.at).keep_ms:
        displaced = desk.log.add(post, desk.turn if desk.embedding is None else desk.embedding)
        if desk.embedding is not None:
            desk.embedded.append(post)
        if displaced is not None and displaced not in desk.expected:
            insort(desk.expected, displaced)
    if desk.embedding is None:
        desk.turn += 1  # what waits for the post sees it
    _meet_parked(desk, post)


def _meet_parked(desk: Desk, post: Post) -> None:
    """Let what waits for a post meet it, in order of (at, id)."""
    if post.post_id not in desk.awaited:
        return
    case = desk.case(post.post_id)
    waiting = [arrival for arrival in case.parked if isinstance(arrival.event, AboutPost)]
    case.parked = [arrival for arrival in case.parked if not isinstance(arrival.event, AboutPost)]
    desk.awaited.discard(post.post_id)
    desk.changed_case(case)
    for arrival in sorted(waiting, key=redress.arrival_order):
        _meet(desk, desk.known_case(post.post_id), post, arrival)
        redress.wake_all(desk)
    if desk.embedding is None:  # else the event that brought the post meets it with them
        _leave(desk, post.post_id)


def _meet(desk: Desk, case: Case | None, post: Post, arrival: Arrival) -> None:
    if case is None:
        case = desk.new_case(post.post_id)
    if not case.forget_at:
        lifetimes.met(desk, case, post)
    _MEETS[type(arrival.event)](desk, case, post, arrival)


def _leave(desk: Desk, post_id: str) -> None:
    """What met a post that came too late to be kept met it together; of that, no ledger stays."""
    case = desk.known_case(post_id)
    if case is not None:
        lifetimes.forget(desk, case)


def arrive(desk: Desk, arrival: Arrival) -> None:
    """A report, violation, dismissal or claim arrives: it meets its post, or waits for it."""
    event: AboutPost = arrival.event  # type: ignore[assignment]  # the decider calls this with these
    embedded = None if type(event) is Dismissal else event.post  # type: ignore[union-attr]  # the other three have it
    _arrive(desk, event, embedded, arrival)
    if embedded is not None:  # a post that was found is not too late
        _leave(desk, event.post_id)


def _arrive(desk: Desk, event: AboutPost, embedded: Post | None, arrival: Arrival) -> None:
    post_id = event.post_id
    case = desk.known_case(post_id)
    post = case.post if case is not None and case.post is not None else desk.log.find(post_id, desk.turn, desk.now)
    if embedded is not None:
        if post is not None and post.profile_id != embedded.profile_id:
            letters.dead(desk, "post_conflict", f"{post_id} is known as another author's", arrival)
            return
        if post is None:
            _embed(desk, embedded)
            post, case = embedded, desk.known_case(post_id)
    if type(event) is Claim and claims.refuse_unevidenced(desk, event):
        return
    if post is not None:
        _meet(desk, case, post, arrival)
    else:
        _park(desk, event, arrival)


def _embed(desk: Desk, post: Post) -> None:
    """An embedded post is that post record, arriving just before its event."""
    desk.embedding = desk.turn - 1
    _first_record(desk, post, kept=False)
    desk.embedding = None


def _park(desk: Desk, event: AboutPost, arrival: Arrival) -> None:
    case = desk.known_case(event.post_id)
    policy = desk.policy_at(event.at)
    most = policy.reports.max_per_post
    if desk.has_waited(event):
        fail(desk, arrival)
        return
    if isinstance(event, Report):
        if case is not None and _reports(case) >= most:
            desk.tally["reports.over_limit"] += 1
            desk.ids.forget(event)
            return
    elif case is not None and claims.others(case) >= most:
        fail(desk, arrival)
        return
    case = desk.case(event.post_id)
    case.parked.append(arrival)
    desk.awaited.add(event.post_id)
    desk.agenda.add(desk.wait_end(event), "c:" + case.post_id)
    desk.tally["parked"] += 1
    for name in named_profiles(event):
        desk.appears(name, case.post_id)
    desk.changed_case(case)
    coming = desk.log.arrives(event.post_id, desk.turn)
    if coming is not None and coming not in desk.expected:
        insort(desk.expected, coming)


def _reports(case: Case) -> int:
    return len(case.reports) + sum(1 for arrival in case.parked if isinstance(arrival.event, Report))


def fail(desk: Desk, arrival: Arrival) -> None:
    """The post has not come in time."""
    event: AboutPost = arrival.event  # type: ignore[assignment]  # see arrive
    letters.dead(desk, "unmatched_post", f"no public post {event.post_id}", arrival)


def expire(desk: Desk, case: Case) -> None:
    """Let those fail that have waited too long by now, unless the post has come and only the word of it has not."""
    late = [a for a in case.parked if isinstance(a.event, AboutPost) and desk.has_waited(a.event)]
    if not late:
        return
    post = desk.known_post(case.post_id)
    if post is not None:
        _meet_parked(desk, post)
        return
    case.parked = [arrival for arrival in case.parked if arrival not in late]
    if not any(isinstance(arrival.event, AboutPost) for arrival in case.parked):
        desk.awaited.discard(case.post_id)
    desk.changed_case(case)
    for arrival in sorted(late, key=redress.arrival_order):
        fail(desk, arrival)
