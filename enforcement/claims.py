"""Rights claims (domain.md section 9): blocks that end, counter-claims, rulings, and what they do to the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants, letters, redress, reporters, violations
from enforcement.events import Arrival, Claim, ClaimRuling, CounterClaim, Violation, named_profiles
from enforcement.ledgers import Case, KeptClaim
from enforcement.records import BlockContent, ReleaseContent, RemoveContent, fact_id
from enforcement.voice_claims import EXPIRED

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Post


def refuse_unevidenced(desk: Desk, claim: Claim) -> bool:
    """Refuse a claim without evidence on arrival."""
    if claim.evidence:
        return False
    _refuse(desk, claim, "evidence_required")
    return True


def _refuse(desk: Desk, claim: Claim, reason: str) -> None:
    desk.ids.forget(claim)
    desk.tally["claims.refused"] += 1
    desk.voice.claim_refused(desk, claim, reason)


def meet(desk: Desk, case: Case, post: Post, arrival: Arrival) -> None:
    """A claim meets its post: its item is blocked, or it is refused."""
    claim: Claim = arrival.event  # type: ignore[assignment]  # the join calls this with claims only
    policy = desk.policy_at(claim.at)
    until = claim.at + policy.claims.block_for_ms
    reason = _objection(desk, case, post, claim, until)
    if reason:
        _refuse(desk, claim, reason)
        return
    case.post = post
    desk.log.pin(post.post_id)
    kept = KeptClaim(
        claim.claim_id, claim.claimant_id, claim.ground, claim.at, until, policy.claims.on_expiry == "delete"
    )
    case.claims.append(kept)
    desk.appears(claim.claimant_id, case.post_id)
    desk.agenda.add(until, "c:" + case.post_id)
    desk.changed_case(case)
    _say_block(desk, post, kept)
    wake(desk, case)


def _objection(desk: Desk, case: Case, post: Post, claim: Claim, until: int) -> str:
    policy = desk.policy_at(claim.at).claims
    same = (claim.claimant_id, claim.ground)
    if post.surface not in policy.surfaces:
        return "out_of_scope"
    if case.removed:
        return "already_removed"
    if any((kept.claimant_id, kept.ground) == same for kept in case.claims):
        return "already_claimed"
    if len(case.claims) >= policy.max_per_item:
        return "too_many"
    return "too_late" if until <= desk.now else ""


# --- what follows a claim ---------------------------------------------------------------------------------------------


def arrive(desk: Desk, arrival: Arrival) -> None:
    """A counter-claim or a claim ruling arrives: it meets its claim, or waits for it."""
    event: CounterClaim | ClaimRuling = arrival.event  # type: ignore[assignment]  # the decider calls this with these
    case = desk.known_case(event.post_id)
    if case is not None and _met(desk, case, arrival):
        return
    most = desk.policy_at(event.at).reports.max_per_post
    if desk.has_waited(event) or (case is not None and others(case) >= most):
        fail(desk, arrival)
        return
    case = desk.case(event.post_id)
    case.parked.append(arrival)
    desk.agenda.add(desk.wait_end(event), "c:" + case.post_id)
    desk.tally["parked"] += 1
    for name in named_profiles(event):
        desk.appears(name, case.post_id)
    desk.changed_case(case)


def others(case: Case) -> int:
    """How many events that are not reports are parked on a post."""
    return sum(1 for arrival in case.parked if arrival.event.kind != "report")


def fail(desk: Desk, arrival: Arrival) -> None:
    """The claim has not come in time."""
    event: CounterClaim | ClaimRuling = arrival.event  # type: ignore[assignment]  # see arrive
    letters.dead(desk, "unmatched_claim", f"no claim {event.claim_id} on {event.post_id}", arrival)


def wake(desk: Desk, case: Case) -> None:
    """A claim was accepted: let what waits for it go on, in order of (at, id)."""
    for arrival in sorted(case.parked, key=redress.arrival_order):
        if isinstance(arrival.event, (CounterClaim, ClaimRuling)) and _met(desk, case, arrival):
            case.parked = [other for other in case.parked if other is not arrival]
            desk.changed_case(case)


def _met(desk: Desk, case: Case, arrival: Arrival) -> bool:
    event: CounterClaim | ClaimRuling = arrival.event  # type: ignore[assignment]  # see arrive
    claim = next((claim for claim in case.claims if claim.claim_id == event.claim_id), None)
    if claim is None or case.post is None:
        return False
    if isinstance(event, ClaimRuling):
        _rule(desk, case, case.post, claim, event, arrival)
    elif event.profile_id != case.post.profile_id:
        letters.dead(desk, "not_the_author", f"{event.profile_id} did not post {case.post_id}", arrival)
    else:
        claim.countered = claim.countered or claim.blocks
        desk.voice.countered(desk, case.post, claim, event)
        desk.changed_case(case)
    return True


def _rule(desk: Desk, case: Case, post: Post, claim: KeptClaim, ruling: ClaimRuling, arrival: Arrival) -> None:
    if claim.ruled:
        letters.dead(desk, "already_decided", f"claim {claim.claim_id} was decided before", arrival)
        return
    if ruling.outcome == "infringing" and violations.is_too_late(desk, ruling.at):
        violations.too_late(desk, arrival)
        return
    claim.ruled = True
    desk.changed_case(case)
    blocked, removed_item = claim.blocks, claim.removed_item
    claim.blocks = claim.removed_item = False
    if ruling.outcome == "infringing":
        if not case.removed:
            _remove(desk, case, post, claim, ruling)
    elif removed_item:
        case.removed = False
        _say_end(desk, ReleaseContent, post, claim, ruling)
    elif blocked and not any(other.blocks for other in case.claims):
        _say_end(desk, ReleaseContent, post, claim, ruling)
    desk.tally["claim_rulings." + ruling.outcome] += 1
    manifestly = ruling.outcome == "unfounded" and ruling.manifestly_unfounded
    desk.voice.claim_decided(desk, claim, post, ruling.outcome, ruling.at, manifestly=manifestly)
    _settle(desk, claim, ruling)
    if ruling.outcome == "infringing":
        _strike(desk, case, post, claim, ruling)


def _settle(desk: Desk, claim: KeptClaim, ruling: ClaimRuling) -> None:
    if ruling.outcome == "withdrawn" or not claim.claimant_id:
        return
    outcome = reporters.UPHELD if ruling.outcome == "infringing" else reporters.DISMISSED
    if outcome == reporters.DISMISSED and ruling.manifestly_unfounded:
        outcome = reporters.UNFOUNDED
    decision = (ruling.at, ruling.ruling_id, ruling.decided_by)
    reporters.settle_one(desk, claim.claimant_id, claim.at, outcome, decision)


def _strike(desk: Desk, case: Case, post: Post, claim: KeptClaim, ruling: ClaimRuling) -> None:
    guideline = desk.policy_at(ruling.at).claims.guideline[claim.ground]
    violation = Violation(ruling.ruling_id, case.post_id, guideline, ruling.at, ruling.decided_by, source="claim")
    violations.count(desk, post, violation, from_claim=True)
    desk.tally["strikes.from_claims"] += 1


# --- the item ---------------------------------------------------------------------------------------------------------


def expire(desk: Desk, case: Case) -> None:
    """End the blocks whose time is over by now, and let those fail that have waited too long."""
    for arrival in sorted(case.parked, key=redress.arrival_order):
        if isinstance(arrival.event, (CounterClaim, ClaimRuling)) and desk.has_waited(arrival.event):
            case.parked = [other for other in case.parked if other is not arrival]
            fail(desk, arrival)
            desk.changed_case(case)
    for claim in case.claims:
        if claim.blocks and claim.until <= desk.now and case.post is not None:
            _end_block(desk, case, case.post, claim)


def _end_block(desk: Desk, case: Case, post: Post, claim: KeptClaim) -> None:
    claim.blocks = False
    if claim.deletes and not claim.countered:
        claim.removed_item = True
        _remove(desk, case, post, claim, None)
        outcome = "removed"
    else:
        outcome = "released"
        if not any(other.blocks for other in case.claims):
            _say_end(desk, ReleaseContent, post, claim, None)
    desk.voice.claim_decided(desk, claim, post, outcome, claim.until)
    desk.changed_case(case)


def _remove(desk: Desk, case: Case, post: Post, claim: KeptClaim, ruling: ClaimRuling | None) -> None:
    """Remove the item, by a ruling or because a block ended; a removed item has no open claims."""
    case.removed = True
    ended = [other for other in case.claims if other.blocks]
    for other in ended:
        other.blocks = False
    at_ms = _say_end(desk, RemoveContent, post, claim, ruling)
    for other in ended:
        desk.voice.claim_decided(desk, other, post, "already_removed", at_ms)


def _say_block(desk: Desk, post: Post, claim: KeptClaim) -> None:
    action_id = fact_id("block_content", post.post_id, claim.claim_id, claim.at, claim.until)
    action = BlockContent(*_about(desk, action_id, post, claim, claim.at), instants.text(claim.until))
    desk.say("actions", action)
    desk.tally["actions.block_content"] += 1
    desk.voice.claim_accepted(desk, claim, post, action)


def _say_end(
    desk: Desk,
    kind: type[RemoveContent | ReleaseContent],
    post: Post,
    claim: KeptClaim,
    ruling: ClaimRuling | None,
) -> int:
    """Say what becomes of an item, and tell its author; returns when."""
    name = "remove_content" if kind is RemoveContent else "release_content"
    at_ms, event_id, outcome = claim.until, "", EXPIRED
    if ruling is not None:
        at_ms, event_id, outcome = ruling.at, ruling.ruling_id, ruling.outcome
    action_id = fact_id(name, post.post_id, claim.claim_id, at_ms, event_id)
    action = kind(*_about(desk, action_id, post, claim, at_ms))
    desk.say("actions", action)
    desk.tally["actions." + name] += 1
    desk.voice.content_ended(desk, claim, post, action, outcome, at_ms)
    return at_ms


def _about(
    desk: Desk, action_id: str, post: Post, claim: KeptClaim, at_ms: int
) -> tuple[str, str, str, str, str, str, str]:
    """What every action on an item begins with."""
    version = desk.policy_at(at_ms).version
    return action_id, instants.text(at_ms), version, post.post_id, post.profile_id, claim.claim_id, claim.ground
