"""The sentences of an explanation: one fact each, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.policy_words import CAPABILITIES, OPEN_END, counted, ordinal, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enforcement.explain_facts import Ahead, Consequence, Counted, Gate, Past, Redress, Reporter, Step
    from enforcement.records import NextRung

_NAMES = {**CAPABILITIES, "reporting": "reports by this profile", "service": "the service"}
_NAMED = 3
"""So many strikes of a sum are named; more are only counted."""


def moment(at: str) -> str:
    """An instant in UTC, to the second; its seconds only where there are any."""
    day, _, clock = at.rstrip("Z").partition("T")
    return f"{day} {clock[:8].removesuffix(':00')}"


def until(end: str | None) -> str:
    """When something ends."""
    return OPEN_END if end is None else f"until {moment(end)}"


def ends(restricted: Mapping[str, str | None]) -> str:
    """What is restricted until when; what ends together is told together."""
    together: dict[str | None, list[str]] = {}
    for name, word in _NAMES.items():
        if name in restricted:
            together.setdefault(restricted[name], []).append(word)
    return "; ".join(f"{', '.join(names)} {until(end)}" for end, names in together.items())


def title(step: Step) -> str:
    """Which strike it is."""
    by = f"{'automatically ' if step.automated else ''}by {step.decided_by}"
    return f"{step.violation_id}  {moment(step.at)}  {step.guideline}, level {step.level}, {by}"


def post(step: Step) -> str:
    """What it was about."""
    return f"{step.post_id} ({step.surface}) of {moment(step.post_at)}"


def points(step: Step) -> str:
    """What a strike weighs, why where that is not just its level, and the score it leads to."""
    return f"{step.points}{_reasons(step)}; score {score(step.score, step.counting)}"


def _reasons(step: Step) -> str:
    weight = step.weight
    if weight is None:
        return " (as derived while the strikes it rests on were kept)"
    if weight.stale:
        return " (the post was too old when it was decided)"
    reasons = []
    if weight.same_incident is not None:
        reasons.append(f"{weight.base - weight.own} less, same incident as {weight.same_incident}")
    if weight.repeat:
        reasons.append(f"{weight.repeat} more, the {ordinal(weight.nth)} of {step.guideline}")
    return f" ({weight.base} of level {step.level}; {'; '.join(reasons)})" if reasons else ""


def score(total: int, counting: list[Counted]) -> str:
    """A score and the strikes that make it."""
    if len(counting) <= 1:
        return str(total)
    if len(counting) <= _NAMED:
        return f"{total} = {' + '.join(f'{one.points} ({one.violation_id})' for one in counting)}"
    return f"{total} from {counted(len(counting), 'strike')} since {moment(counting[0].at)}"


def gate(found: Gate, step: Step) -> str:
    """Whether a condition held, and its evidence."""
    return f"{'held' if found.held else 'failed'}: {_evidence(found, step)}"


def _evidence(found: Gate, step: Step) -> str:
    by, at = found.violation_id, moment(found.at) if found.at is not None else ""
    post_at = moment(step.post_at)
    sentences = {
        "not_required": "this policy asks for no warning",
        "warned": f"warned by {by} on {at}, before the post of {post_at}",
        "never_warned": "no warning came before",
        "warned_after_post": f"the warning by {by} on {at} came after the post of {post_at}",
        "warned_long_ago": f"the last warning, by {by} on {at}, is too long ago",
        "exempt_level": f"level {step.level} needs no warning",
    }
    return _share(found) if found.name == "share" else sentences[found.why]


def _share(found: Gate) -> str:
    strikes, posts, least = counted(found.strikes or 0, "strike"), found.posts_observed, percent(found.min_share or 0)
    if found.why == "exempt_level":
        return f"{found.violation_id} is of a level that needs no share of posts"
    if posts is None:
        return f"how many posts there were is not known, and {least} of them are needed"
    if found.why == "few_posts":
        return f"{counted(posts, 'post')}: under {found.min_posts or 0}, no share is needed"
    share = f"{100 * (found.strikes or 0) / max(1, posts):.3g}%"
    return f"{strikes} in {counted(posts, 'post')}: {share}, {least} needed"


def led_to(step: Step) -> str:
    """What a strike's sanction is, and whether it is the last word."""
    told = [consequence(step.sanction)]
    if step.waived:
        would = step.without_waiver
        told = ["nothing: its consequence was waived" + (f"; it was {consequence(would)}" if would else "")]
    elif step.sanction.rung is None:
        told = ["nothing: it is on record, without points"]
    if step.service_until is not None:
        told.append(f"the service {until(step.service_until)}, for repeated infringement of rights")
    if step.settled:
        told.append("settled, nothing changes it")
    if step.appeal_until is not None:
        told.append(f"appeal until {moment(step.appeal_until)}")
    return "; ".join(told)


def consequence(sanction: Consequence) -> str:
    """A rung and what it restricts."""
    if sanction.rung is None:
        return "nothing"
    if sanction.rung == "zero_tolerance":
        return f"zero tolerance: {ends(sanction.ends)}"
    return f"rung {sanction.rung}: {ends(sanction.ends) or 'a reminder'}"


def next_rung(rung: NextRung | None, total: int) -> str:
    """The distance to the next rung."""
    if rung is None:
        return "no rung above"
    names = ", ".join(word for name, word in _NAMES.items() if name in rung.capabilities)
    return f"next rung at {counted(rung.points, 'point')}, {rung.points - total} from here: {names or 'a reminder'}"


def ahead(cost: Ahead) -> str:
    """What one more strike would cost, as the highest rung within its score says."""
    return f"+{counted(cost.points, 'point')}, score {cost.score}: rung {cost.rung}, {ends(cost.ends) or 'a reminder'}"


def redress(appeal: Redress) -> str:
    """An appeal and what came of it."""
    outcomes = {
        "open": f"open, to be decided by {moment(appeal.decide_by or '')}",
        "upheld": "decided: nothing changes",
        "waived": "won: the consequence is gone, the points stay",
        "annulled": "the strike is as if it had never been",
        "forgotten": "decided; too long ago to say how",
    }
    contested = "strike" if appeal.contests == "strike" else "consequence of"
    return f"{moment(appeal.at)}, against the {contested} {appeal.violation_id}: {outcomes[appeal.outcome]}"


def annulled(past: Past) -> str:
    """A strike that counts no more: when, by whom and why it was taken back."""
    when = f" on {moment(past.annulled_at)} by {past.decided_by}" if past.annulled_at else ""
    why = "after an appeal" if past.overturned else "by the platform itself"
    if past.appeal_id is not None:
        why = f"after the appeal {past.appeal_id} of {moment(past.appeal_at or '')}"
    return f"{moment(past.at)}: taken back{when}, {why}; counts as if it had never been"


def reporter(record: Reporter) -> str:
    """The record of a reporter."""
    weight = f"a report weighs {record.reliability:.2f}"
    warned = f"; warned on {moment(record.warned_at)}" if record.warned_at is not None else ""
    return f"{record.upheld} upheld, {record.unfounded} unfounded: {weight}{warned}"
