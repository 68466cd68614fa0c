"""Actions: the difference between what is and what was said, for the platform to follow (domain.md section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants, standing
from enforcement.policy import CREATION, VISIBILITY
from enforcement.records import (
    Amend,
    BlockCreation,
    Lift,
    RecordStrike,
    Remind,
    RestrictService,
    RestrictVisibility,
    fact_id,
    short,
)
from enforcement.rules import ZERO_TOLERANCE, Rules, Strike, end

if TYPE_CHECKING:
    from enforcement.accounts import Account
    from enforcement.desk import Desk
    from enforcement.ledgers import ProfileLedger

_VISIBILITY = frozenset(VISIBILITY)


def say_strike(desk: Desk, account: Account, strike: Strike, before: dict[str, list[str]] | None) -> None:
    """Say a new strike; `before` is what held before it, where it came between others and so may have changed them."""
    ledger, now = account.ledger, desk.now
    told = ledger.told
    own = {name: until for name, until in strike.ends.items() if until > now} if strike.ends else {}
    service = {standing.SERVICE: strike.service_until} if strike.service_until > now else {}
    ends = standing.held_at(account, now).ends if own or service or before is not None else told
    rules = desk.rulebook.at(strike.at)
    if own:
        actions = _restrict(desk, ledger, strike, rules, own, ends)
    elif strike.rung > 0 and not strike.ends:
        actions = _remind(desk, ledger, strike, rules, ends)
    else:
        actions = _record(desk, ledger, strike, rules)
    if service:
        actions.append(_suspend(desk, ledger, strike, rules, ends))
    strike.said = [short(action_id) for action_id in actions]
    named = {*own, *service}
    for name in named:
        told[name] = ends[name]
    if before is not None:
        reconcile(desk, account, strike.at, "corrected", strike.violation_id, before, named, ends)
    desk.say_standing(account)


def _remind(desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules, ends: dict[str, int]) -> list[str]:
    final = strike.rung == rules.last_reminder
    action_id = fact_id("remind", ledger.profile_id, strike.violation_id, strike.at, strike.rung, strike.score)
    about = _about(action_id, ledger, strike, rules)
    action = Remind(*about, strike.rung, final, rules.next_rung(strike.score))
    desk.say("actions", action)
    desk.tally["actions.remind"] += 1
    desk.voice.reminded(desk, ledger, strike, action, ends)
    return [action_id]


def _record(desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules) -> list[str]:
    why = "stale" if not strike.base else "past" if strike.points else "same_incident"
    action_id = fact_id("record_strike", ledger.profile_id, strike.violation_id, strike.at, why)
    action = RecordStrike(*_about(action_id, ledger, strike, rules), why)
    desk.say("actions", action)
    desk.tally["actions.record_strike"] += 1
    desk.voice.recorded(desk, ledger, strike, action)
    return [action_id]


def _restrict(
    desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules, own: dict[str, int], ends: dict[str, int]
) -> list[str]:
    said: list[tuple[str, list[str], int]] = []
    for until, names in standing.by_end(ends, own.keys() & _VISIBILITY):
        said.append((_restrict_one(desk, ledger, strike, rules, RestrictVisibility, names, until), names, until))
    if CREATION in own:
        until, names = ends[CREATION], [CREATION]
        said.append((_restrict_one(desk, ledger, strike, rules, BlockCreation, names, until), names, until))
    desk.voice.restricted(desk, ledger, strike, rules, said, ends)
    return [action_id for action_id, _, _ in said]


def _restrict_one(
    desk: Desk,
    ledger: ProfileLedger,
    strike: Strike,
    rules: Rules,
    kind: type[RestrictVisibility | BlockCreation],
    names: list[str],
    until: int,
) -> str:
    name = "restrict_visibility" if kind is RestrictVisibility else "block_creation"
    own = strike.ends
    sanction_until = own[names[0]] if len(names) == 1 else max([own[capability] for capability in names])
    zero = strike.rung == ZERO_TOLERANCE
    action_id = fact_id(name, ledger.profile_id, strike.violation_id, strike.at, *names, until, strike.score)
    until_said = standing.until_text(until)
    action = kind(
        *_about(action_id, ledger, strike, rules),
        "zero_tolerance" if zero else strike.rung,
        rules.next_rung(strike.score),
        names,
        until_said,
        until_said if sanction_until == until else standing.until_text(sanction_until),
        strike.posts_observed,
        _confirm_by(strike, rules) if zero and strike.automated else None,
    )
    desk.say("actions", action)
    desk.tally["actions." + name] += 1
    return action_id


def _about(
    action_id: str, ledger: ProfileLedger, strike: Strike, rules: Rules
) -> tuple[str, str, str, str, str, str, int, str, int, int]:
    """What every action on a strike begins with."""
    return (
        action_id,
        instants.text(strike.at),
        rules.policy.version,
        ledger.profile_id,
        strike.violation_id,
        strike.guideline,
        strike.level,
        strike.post_id,
        strike.points,
        strike.score,
    )


def _confirm_by(strike: Strike, rules: Rules) -> str:
    return instants.text(end(strike.at, rules.policy.zero_tolerance.confirm_within_ms))


def _suspend(desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules, ends: dict[str, int]) -> str:
    until = ends[standing.SERVICE]
    scope = "open_chat" if strike.surface.startswith("open_") else "messenger"
    action_id = fact_id("restrict_service", ledger.profile_id, strike.violation_id, strike.at, until)
    action = RestrictService(
        action_id,
        instants.text(strike.at),
        rules.policy.version,
        ledger.profile_id,
        strike.violation_id,
        [standing.SERVICE],
        standing.until_text(until),
        scope,
    )
    desk.say("actions", action)
    desk.tally["actions.restrict_service"] += 1
    desk.voice.service_restricted(desk, ledger, strike, action, ends)
    return action_id


def reconcile(
    desk: Desk,
    account: Account,
    at_ms: int,
    reason: str,
    event_id: str,
    before: dict[str, list[str]],
    named: set[str],
    ends: dict[str, int] | None = None,
) -> None:
    """Say what the past's change did to capabilities that no action of the event itself named."""
    told = account.ledger.told
    ends = standing.held_at(account, desk.now).ends if ends is None else ends
    lifted = sorted(name for name in told if name not in ends and name not in named)
    amended = {name for name, until in ends.items() if name not in named and told.get(name) != until}
    if lifted:
        causes = sorted({cause for name in lifted for cause in before.get(name, ())})
        say_lift(desk, account.ledger, at_ms, lifted, reason, causes, event_id)
        for name in lifted:
            del told[name]
    for until, names in standing.by_end(ends, amended):
        _say_amend(desk, account, at_ms, names, until, reason, event_id)
        for name in names:
            told[name] = until


def say_lift(
    desk: Desk,
    ledger: ProfileLedger,
    at_ms: int,
    names: list[str],
    reason: str,
    causes: list[str],
    event_id: str,
) -> None:
    """Give capabilities back, and tell the profile."""
    action_id = fact_id("lift", ledger.profile_id, at_ms, *names, reason, event_id)
    action = Lift(
        action_id,
        instants.text(at_ms),
        desk.policy_at(at_ms).version,
        ledger.profile_id,
        names,
        reason,
        causes,
    )
    desk.say("actions", action)
    desk.tally["actions.lift"] += 1
    desk.voice.lifted(desk, ledger, action)


def _say_amend(
    desk: Desk, account: Account, at_ms: int, names: list[str], until: int, reason: str, event_id: str
) -> None:
    ledger = account.ledger
    action_id = fact_id("amend", ledger.profile_id, at_ms, *names, until, reason, event_id)
    action = Amend(
        action_id,
        instants.text(at_ms),
        desk.policy_at(at_ms).version,
        ledger.profile_id,
        names,
        standing.until_text(until),
        reason,
    )
    desk.say("actions", action)
    desk.tally["actions.amend"] += 1
    held = standing.held_at(account, desk.now)
    causes = sorted({cause for name in names for cause in held.causes[name]})
    desk.voice.amended(desk, ledger, action, held.ends, causes)
