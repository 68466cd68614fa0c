"""domain.md 7: reversals, appeals, rulings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import choices, decisions, join
from .door import Event
from .ledger import Profile

if TYPE_CHECKING:
    from .model import Model


@dataclass
class Appeal:
    appeal_id: str
    profile_id: str
    cause: str  # the violation_id, or the cause of the action
    of: str  # it contests the "strike", its "consequence" only, or the "suspension" from reporting of that cause
    decider: str
    decided: bool = False


def contested(p: Profile, cause: str, of: str) -> tuple[int, str] | None:
    """When and by whom it was decided: a live strike, what a dropped one left, or (an action's cause) a suspension."""
    if of == "suspension":
        return next(((r.at, r.decided_by) for r in p.suspensions if r.cause == cause), None)
    found = [(s.at, s.decided_by) for s in p.strikes if s.violation_id == cause]
    found += [(r.at, r.decided_by) for r in p.dropped if r.cause == cause]
    return found[0] if found else None


def annulled(p: Profile, violation_id: str) -> bool:
    return any(a[1] == violation_id for a in p.annulled)


def known_elsewhere(m: Model, target: str) -> bool:
    return target in m.causes or any(contested(p, target, "strike") or annulled(p, target) for p in m.profiles.values())


def reversal(m: Model, event: Event) -> None:
    p = decisions.prune(m, m.profile(event["profile_id"]))
    if contested(p, event["violation_id"], "strike"):
        decisions.undo(m, p, event["violation_id"], event.at, "reversed", of="strike")
    elif not annulled(p, event["violation_id"]):
        join.park(m, event, ("violation", event["violation_id"]))


def appeal(m: Model, event: Event) -> None:
    p = decisions.prune(m, m.profile(event["profile_id"]))
    owner, cause, of = m.causes.get(event["target"], (event["profile_id"], event["target"], "strike"))
    found = contested(p, cause, of) if owner == event["profile_id"] else None
    same = [a for a in m.appeals.values() if (a.profile_id, a.cause, a.of) == (p.profile_id, cause, of)]
    if found is None:
        if known_elsewhere(m, event["target"]):
            return m.refuse(event, "unknown_target")
        return join.park(m, event, ("violation", event["target"]))
    if event.at > found[0] + m.policies.at(event.at).time("appeals", "window"):
        return m.refuse(event, "too_late")
    if same:
        return m.refuse(event, "already_decided" if same[0].decided else "already_open")
    m.appeals[event.id] = Appeal(event.id, p.profile_id, cause, of, found[1])
    join.release(m, ("appeal", event.id))


def ruling(m: Model, event: Event) -> None:
    a = m.appeals.get(event["appeal_id"])
    if a is None or a.profile_id != event["profile_id"]:
        return join.park(m, event, ("appeal", event["appeal_id"]))
    own, late = event["decided_by"] == a.decider, a.decided
    if own and (choices.SAME_REVIEWER_FIRST or not late):
        return m.dead(event, "same_reviewer")
    if late:
        return m.dead(event, "already_decided")
    a.decided = True
    p = decisions.prune(m, m.profile(a.profile_id))
    if event["outcome"] == "overturned" and contested(p, a.cause, a.of):
        decisions.undo(m, p, a.cause, event.at, "overturned", of=a.of)


def appeals_on_actions(m: Model) -> None:
    """Appeals that were parked because they came before the action they name, in order of (at, id)."""
    found = [p for p in m.parked if p.event.kind == "appeal" and p.event["target"] in m.causes]
    for parked in sorted(found, key=lambda p: (p.event.at, p.event.id.encode())):
        join.release(m, parked.on)
