"""domain.md 6: what is against what was said; the difference becomes actions, and the standing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import choices, decisions, when
from .fold import Strike, score
from .ledger import Held, Profile, standing
from .policy import Until, later

if TYPE_CHECKING:
    from .model import Model

VISIBILITY = ("comments", "feed_search", "notifications")
Before = dict[str, Held]


def stamp(end: Until) -> str | None:
    return None if end is None else when.text(end)


def emit(m: Model, kind: str, at: int, **fields: Any) -> None:
    action = {"kind": kind, "at": when.text(at), "policy_version": m.policies.at(at).version, **fields}
    action["action_id"] = m.action_id(action)
    m.actions.append(action)
    if "cause" in fields:
        of = "suspension" if kind == "restrict_reporting" else "consequence"
        m.causes[action["action_id"]] = (fields["profile_id"], fields["cause"], of)


def write_standing(m: Model, p: Profile) -> None:
    """The current standing, as of the stream time."""
    p.version += 1
    rungs = [s.rung for s in p.strikes if s.kind != "none"]
    held = standing(p, m.now)
    m.standings.append(
        {
            "profile_id": p.profile_id,
            "version": p.version,
            "at": when.text(m.now),
            "restrictions": {c: {"until": stamp(h.until), "causes": sorted(h.causes)} for c, h in sorted(held.items())},
            "score": score(m.now, p.strikes, m.policies),
            "strikes": len(p.strikes),
            "last_rung": rungs[-1] if rungs else None,
            "policy_version": m.policies.at(m.now).version,
        }
    )


def next_end(m: Model, p: Profile) -> int | None:
    return min((h.until for h in standing(p, m.now).values() if h.until is not None), default=None)


def expired(m: Model, p: Profile) -> None:
    """Capabilities that end at one instant share one lift; its causes are those of the standing just before."""
    before = {c: h for c, h in standing(p, m.now - 1).items() if h.until == m.now}
    lift(m, p, m.now, before, "expired")
    write_standing(m, decisions.prune(m, p))


def lift(m: Model, p: Profile, at: int, ended: Before, reason: str) -> None:
    causes = frozenset[str]().union(*(h.causes for h in ended.values()))
    emit(
        m,
        "lift",
        at,
        profile_id=p.profile_id,
        capabilities=sorted(ended),
        reason=reason,
        causes=sorted(causes),
    )


def changed(m: Model, p: Profile, at: int, reason: str, before: Before, named: frozenset[str] = frozenset()) -> None:
    """Capabilities whose restriction became shorter, longer, new or vanished because the past changed."""
    after = standing(p, m.now)
    ended = {c: h for c, h in before.items() if c not in after and c not in named}
    if ended:
        lift(m, p, at, ended, reason)
    moved = {c: h.until for c, h in after.items() if c not in named and (c not in before or before[c].until != h.until)}
    for end in sorted(set(moved.values()), key=lambda e: (e is None, e or 0)):
        emit(
            m,
            "amend",
            at,
            profile_id=p.profile_id,
            capabilities=sorted(c for c in moved if moved[c] == end),
            until=stamp(end),
            reason=reason,
        )


def new_strike(m: Model, p: Profile, s: Strike, before: Before) -> None:
    """A new strike always says something: what its own sanction still restricts, a reminder, or that it is recorded."""
    after = standing(p, m.now)
    own = {c: end for c, end in s.ends.items() if end is None or end > m.now}
    facts = {
        "profile_id": p.profile_id,
        "cause": s.violation_id,
        "guideline": s.guideline,
        "level": m.policies.at(s.at).level(s.guideline),
        "post_id": s.post_id,
        "points": s.points,
        "score": s.score,
    }
    if s.kind == "remind":
        emit(m, "remind", s.at, **facts, rung=s.rung, **reminder(m, s))
    elif not own:
        emit(m, "record_strike", s.at, **facts, why=choices.why(s))
    for kind, kinds in (("restrict_visibility", VISIBILITY), ("block_creation", ("creation",))):
        mine = [c for c in own if c in kinds]
        for end in sorted({after[c].until for c in mine}, key=lambda e: (e is None, e or 0)):
            capabilities = sorted(c for c in mine if after[c].until == end)
            asked: Until = 0
            for c in capabilities:
                asked = later(asked, own[c])
            extra = (
                {"confirm_by": when.text(s.at + m.policies.at(s.at).time("zero_tolerance", "confirm_within"))}
                if s.rung == "zero_tolerance" and s.automated
                else {}
            )
            emit(
                m,
                kind,
                s.at,
                **facts,
                rung=s.rung,
                capabilities=capabilities,
                until=stamp(end),
                sanction_until=stamp(asked),
                posts_observed=s.posts_observed,
                next_rung=next_rung(m, s),
                **extra,
            )
    named = frozenset(own)
    if s.service_end is None or s.service_end > m.now:
        emit(
            m,
            "restrict_service",
            s.at,
            profile_id=p.profile_id,
            cause=s.violation_id,
            capabilities=["service"],
            until=stamp(after["service"].until),
            scope="open_chat" if s.surface.startswith("open_") else "messenger",
        )
        named |= {"service"}
    changed(m, p, s.at, "corrected", before, named)


def reminder(m: Model, s: Strike) -> dict[str, Any]:
    last = [r["points"] for r in m.policies.at(s.at)["ladder"] if r["action"] == "remind"][-1]
    return {"final": s.rung == last, "next_rung": next_rung(m, s)}


def next_rung(m: Model, s: Strike) -> dict[str, Any] | None:
    above = [r for r in m.policies.at(s.at)["ladder"] if r["points"] > s.score]
    return {"points": above[0]["points"], "capabilities": above[0].get("capabilities", [])} if above else None
