"""Strikes on a profile's ledger: add, annul, waive; and what the platform is told of the difference.

Source: domain.md sections 4 to 6 and 11.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.ledgers import Annulled, ProfileLedger, Residue
from enforcement.policy import CREATION, OPEN, VISIBILITY
from enforcement.records import (
    Amend,
    BlockCreation,
    Lift,
    RecordStrike,
    Remind,
    Restriction,
    RestrictService,
    RestrictVisibility,
    Standing,
    fact_id,
    short,
)
from enforcement.rules import ZERO_TOLERANCE, Rules, Strike, end

if TYPE_CHECKING:
    from enforcement.desk import Account, Desk

SERVICE = "service"
REPORTING = "reporting"
_VISIBILITY = frozenset(VISIBILITY)
_RESIDUES = 64
"""Dropped strikes that still restrict, at most; beyond, those go first whose ends others hold as well."""


# --- the ledger -------------------------------------------------------------------------------------------------------


def add(desk: Desk, account: Account, strike: Strike) -> None:
    """Count a new strike, and say what follows."""
    ledger, fold = account.ledger, account.fold
    make_room(desk, account, desk.policy_at(strike.at).max_strikes)
    strikes = ledger.strikes
    if not strikes or _order(strikes[-1]) < _order(strike):
        fold.derive(strike)
        fold.feed(strike)
        strikes.append(strike)
        _say_strike(desk, account, strike, None)
        return
    before = standing_causes(account, desk.now)
    later = _take_out(account, bisect_right(strikes, _order(strike), key=_order))
    fold.derive(strike)
    fold.feed(strike)
    strikes.append(strike)
    _put_back(desk, account, later)
    _say_strike(desk, account, strike, before)


def annul(desk: Desk, account: Account, violation_id: str, at_ms: int, reason: str, event_id: str) -> bool:
    """Let a strike be as if it had never been; False if the profile has no such strike."""
    return _undo(desk, account, violation_id, at_ms, reason, event_id, annuls=True)


def waive(desk: Desk, account: Account, violation_id: str, at_ms: int, event_id: str) -> bool:
    """Take a strike's consequence away; its points stay. False if the profile has no such strike."""
    return _undo(desk, account, violation_id, at_ms, "overturned", event_id, annuls=False)


def _undo(
    desk: Desk, account: Account, violation_id: str, at_ms: int, reason: str, event_id: str, *, annuls: bool
) -> bool:
    ledger = account.ledger
    forget_old(desk, account)
    before = standing_causes(account, desk.now)
    place = find(ledger, violation_id)
    if place is not None:
        strike = ledger.strikes[place]
        later = _take_out(account, place)[1:]
        if annuls:
            _remember_annulled(ledger, strike.violation_id, strike.at, strike.said, desk.policy_at(at_ms).max_strikes)
        else:
            strike.waived, strike.rung, strike.ends, strike.service_until = True, 0, {}, 0
            account.fold.feed(strike)
            ledger.strikes.append(strike)
        _put_back(desk, account, later)
    elif not _end_residue(desk, ledger, violation_id, at_ms, annuls=annuls):
        return False
    reconcile(desk, account, at_ms, reason, event_id, before, set())
    say_standing(desk, account)
    return True


def _end_residue(desk: Desk, ledger: ProfileLedger, cause: str, at_ms: int, *, annuls: bool) -> bool:
    residue = next((residue for residue in ledger.residues if residue.cause == cause), None)
    if residue is None:
        return False
    ledger.residues = [other for other in ledger.residues if other is not residue]
    if annuls:
        _remember_annulled(ledger, cause, residue.at, residue.said, desk.policy_at(at_ms).max_strikes)
    return True


def _remember_annulled(ledger: ProfileLedger, violation_id: str, at_ms: int, said: list[int], most: int) -> None:
    kept = sorted(ledger.annulled, key=_annulled_order)[-(most - 1) :] if most > 1 else []
    ledger.annulled = [*kept, Annulled(violation_id, at_ms, said)]


def remember_annulled(desk: Desk, account: Account, violation_id: str, at_ms: int) -> None:
    """A violation was annulled before it became a strike."""
    _remember_annulled(account.ledger, violation_id, at_ms, [], desk.policy_at(at_ms).max_strikes)
    desk.changed(account)


def find(ledger: ProfileLedger, violation_id: str) -> int | None:
    """Where a strike is in the ledger."""
    return next((place for place, strike in enumerate(ledger.strikes) if strike.violation_id == violation_id), None)


def _annulled_order(annulled: Annulled) -> tuple[int, str]:
    return annulled.at, annulled.violation_id


def _order(strike: Strike) -> tuple[int, str]:
    return strike.at, strike.violation_id


def _take_out(account: Account, place: int) -> list[Strike]:
    """Take the strikes from a place on out of ledger and fold."""
    strikes = account.ledger.strikes
    if place == len(strikes):
        return []
    taken = strikes[place:]
    del strikes[place:]
    for strike in reversed(taken):
        account.fold.unfeed(strike)
    return taken


def _put_back(desk: Desk, account: Account, taken: list[Strike]) -> None:
    """Put later strikes back, derived anew unless they are settled (section 11)."""
    settled = desk.now - desk.policies.forget_ms
    for strike in taken:
        if strike.at >= settled:
            account.fold.derive(strike)
        account.fold.feed(strike)
        account.ledger.strikes.append(strike)


def make_room(desk: Desk, account: Account, most: int) -> None:
    """Drop what is too old, and the oldest while the ledger is full."""
    forget_old(desk, account)
    while len(account.ledger.strikes) >= most:
        _drop_first(desk, account)


def forget_old(desk: Desk, account: Account) -> None:
    """Drop strikes older than twice the longest window, and what else is as old."""
    oldest = desk.now - 2 * desk.policies.forget_ms
    ledger = account.ledger
    while ledger.strikes and ledger.strikes[0].at < oldest:
        _drop_first(desk, account)
    if ledger.annulled and min(annulled.at for annulled in ledger.annulled) < oldest:
        ledger.annulled = [annulled for annulled in ledger.annulled if annulled.at >= oldest]
    if ledger.residues:
        ledger.residues = [residue for residue in ledger.residues if max(residue.ends.values()) > desk.now]


def _drop_first(desk: Desk, account: Account) -> None:
    strike = account.ledger.strikes.pop(0)
    account.fold.drop(strike)
    ends = {name: until for name, until in all_ends(strike).items() if until > desk.now}
    if ends:
        residues = account.ledger.residues
        residues.append(Residue(strike.violation_id, strike.at, ends, strike.decided_by, strike.said))
        if len(residues) > _RESIDUES:
            _forget_residue(account)


def _forget_residue(account: Account) -> None:
    """Forget the oldest residue that no end depends on, so that no input makes a ledger grow without bound."""
    residues, told = account.ledger.residues, account.ledger.told
    sanctions = [sanction for _, sanction in reversed(_sanctions(account))]
    for place, residue in enumerate(residues):
        if all(_holds(sanctions, residue, name, told.get(name)) for name in residue.ends):
            del residues[place]
            return


def _holds(sanctions: list[dict[str, int]], residue: Residue, name: str, until: int | None) -> bool:
    """Whether a capability's end is also that of another sanction."""
    return any(sanction.get(name) == until for sanction in sanctions if sanction is not residue.ends)


# --- what holds -------------------------------------------------------------------------------------------------------


def all_ends(strike: Strike) -> dict[str, int]:
    """What a strike restricts -> its end, with the suspension from service."""
    return {**strike.ends, SERVICE: strike.service_until} if strike.service_until else strike.ends


def standing_ends(account: Account, now: int) -> dict[str, int]:
    """What is restricted at a time -> its end (domain.md section 5)."""
    ends: dict[str, int] = {}
    for _, sanction in _sanctions(account):
        for capability, until in sanction.items():
            if until > now and until > ends.get(capability, 0):
                ends[capability] = until
    return ends


def standing_causes(account: Account, now: int) -> dict[str, list[str]]:
    """What is restricted at a time -> all sanctions that cover it then."""
    causes: defaultdict[str, list[str]] = defaultdict(list)
    for cause, sanction in _sanctions(account):
        for capability, until in sanction.items():
            if until > now:
                causes[capability].append(cause)
    return causes


def _sanctions(account: Account) -> list[tuple[str, dict[str, int]]]:
    ledger = account.ledger
    found = [(residue.cause, residue.ends) for residue in ledger.residues] if ledger.residues else []
    found += [(strike.violation_id, all_ends(strike)) for strike in account.fold.active]
    if ledger.reporter is not None:
        found += [(s.cause, {REPORTING: s.until}) for s in ledger.reporter.suspensions if not s.waived]
    return found


# --- what is said -----------------------------------------------------------------------------------------------------


def _say_strike(desk: Desk, account: Account, strike: Strike, before: dict[str, list[str]] | None) -> None:
    """Say a new strike; `before` is what held before it, where it came between others and so may have changed them."""
    ledger, now = account.ledger, desk.now
    told = ledger.told
    own = {name: until for name, until in strike.ends.items() if until > now} if strike.ends else {}
    service = {SERVICE: strike.service_until} if strike.service_until > now else {}
    if before is not None:
        ends = standing_ends(account, now)
    elif own or service:
        ends = dict(told)
        for name, until in (*own.items(), *service.items()):
            if until > ends.get(name, 0):
                ends[name] = until
    else:
        ends = told
    rules = desk.rulebook.at(strike.at)
    if own:
        actions = _restrict(desk, ledger, strike, rules, own, ends)
    elif strike.rung > 0 and not strike.ends:
        actions = _remind(desk, ledger, strike, rules)
    else:
        actions = _record(desk, ledger, strike, rules)
    if service:
        actions.append(_suspend(desk, ledger, strike, rules, ends[SERVICE]))
    strike.said = [short(action_id) for action_id in actions]
    named = {*own, *service}
    for name in named:
        told[name] = ends[name]
    if before is not None:
        reconcile(desk, account, strike.at, "corrected", strike.violation_id, before, named, ends)
    say_standing(desk, account)


def _remind(desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules) -> list[str]:
    policy = rules.policy
    final = strike.rung == rules.last_reminder
    action_id = fact_id("remind", ledger.profile_id, strike.violation_id, strike.at, strike.rung, strike.score)
    action = Remind(
        action_id,
        instants.text(strike.at),
        policy.version,
        ledger.profile_id,
        strike.violation_id,
        strike.guideline,
        strike.level,
        strike.post_id,
        strike.points,
        strike.score,
        strike.rung,
        final,
        rules.next_rung(strike.score),
    )
    desk.say("actions", action)
    desk.tally["actions.remind"] += 1
    desk.voice.reminded(desk, ledger, strike, action)
    return [action_id]


def _record(desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules) -> list[str]:
    why = "stale" if not strike.base else "past" if strike.points else "same_incident"
    action_id = fact_id("record_strike", ledger.profile_id, strike.violation_id, strike.at, why)
    action = RecordStrike(
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
        why,
    )
    desk.say("actions", action)
    desk.tally["actions.record_strike"] += 1
    desk.voice.recorded(desk, ledger, strike, action)
    return [action_id]


def until_text(until: int) -> str | None:
    """The end of a restriction as text; null when only a human ends it."""
    return None if until >= OPEN else instants.text(until)


def by_end(ends: dict[str, int], names: set[str] | frozenset[str]) -> list[tuple[int, list[str]]]:
    """Capabilities that share an end, together."""
    groups: dict[int, list[str]] = {}
    for name in sorted(names):
        groups.setdefault(ends[name], []).append(name)
    return list(groups.items())


def _restrict(
    desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules, own: dict[str, int], ends: dict[str, int]
) -> list[str]:
    said: list[tuple[str, list[str], int]] = []
    for until, names in by_end(ends, own.keys() & _VISIBILITY):
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
    until_said = until_text(until)
    action = kind(
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
        "zero_tolerance" if zero else strike.rung,
        rules.next_rung(strike.score),
        names,
        until_said,
        until_said if sanction_until == until else until_text(sanction_until),
        strike.posts_observed,
        _confirm_by(strike, rules) if zero and strike.automated else None,
    )
    desk.say("actions", action)
    desk.tally["actions." + name] += 1
    return action_id


def _confirm_by(strike: Strike, rules: Rules) -> str:
    return instants.text(end(strike.at, rules.policy.zero_tolerance.confirm_within_ms))


def _suspend(desk: Desk, ledger: ProfileLedger, strike: Strike, rules: Rules, until: int) -> str:
    scope = "open_chat" if strike.surface.startswith("open_") else "messenger"
    action_id = fact_id("restrict_service", ledger.profile_id, strike.violation_id, strike.at, until)
    action = RestrictService(
        action_id,
        instants.text(strike.at),
        rules.policy.version,
        ledger.profile_id,
        strike.violation_id,
        [SERVICE],
        until_text(until),
        scope,
    )
    desk.say("actions", action)
    desk.tally["actions.restrict_service"] += 1
    desk.voice.service_restricted(desk, ledger, action)
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
    ends = standing_ends(account, desk.now) if ends is None else ends
    lifted = sorted(name for name in told if name not in ends and name not in named)
    amended = {name for name, until in ends.items() if name not in named and told.get(name) != until}
    if lifted:
        causes = sorted({cause for name in lifted for cause in before.get(name, ())})
        say_lift(desk, account.ledger, at_ms, lifted, reason, causes, event_id)
        for name in lifted:
            del told[name]
    for until, names in by_end(ends, amended):
        _say_amend(desk, account.ledger, at_ms, names, until, reason, event_id)
        for name in names:
            told[name] = until


def say_lift(
    desk: Desk, ledger: ProfileLedger, at_ms: int, names: list[str], reason: str, causes: list[str], event_id: str
) -> None:
    """Give capabilities back, and tell the profile."""
    action_id = fact_id("lift", ledger.profile_id, at_ms, *names, reason, event_id)
    action = Lift(
        action_id, instants.text(at_ms), desk.policy_at(at_ms).version, ledger.profile_id, names, reason, causes
    )
    desk.say("actions", action)
    desk.tally["actions.lift"] += 1
    desk.voice.lifted(desk, ledger, action)


def _say_amend(
    desk: Desk, ledger: ProfileLedger, at_ms: int, names: list[str], until: int, reason: str, event_id: str
) -> None:
    action_id = fact_id("amend", ledger.profile_id, at_ms, *names, until, reason, event_id)
    action = Amend(
        action_id,
        instants.text(at_ms),
        desk.policy_at(at_ms).version,
        ledger.profile_id,
        names,
        until_text(until),
        reason,
    )
    desk.say("actions", action)
    desk.tally["actions.amend"] += 1
    desk.voice.amended(desk, ledger, action)


def expire(desk: Desk, account: Account) -> None:
    """Lift what has come to its end by now; now is that end."""
    ledger, now = account.ledger, desk.now
    names = sorted(name for name, until in ledger.told.items() if until <= now)
    if not names:
        return
    causes = sorted(
        {cause for cause, sanction in _sanctions(account) for name in names if sanction.get(name) == ledger.told[name]}
    )
    say_lift(desk, ledger, now, names, "expired", causes, "")
    for name in names:
        del ledger.told[name]
    forget_old(desk, account)
    say_standing(desk, account)


def _last_rung(strikes: list[Strike]) -> int | None:
    return next((strike.rung for strike in reversed(strikes) if strike.rung), None)


def say_standing(desk: Desk, account: Account) -> None:
    """Write what holds of a profile now, and its ledger."""
    ledger, now = account.ledger, desk.now
    ledger.version += 1
    restrictions: dict[str, Restriction] = {}
    if ledger.told:
        causes = standing_causes(account, now)
        restrictions = {
            name: Restriction(until_text(ledger.told[name]), causes[name]) for name in sorted(causes)
        }
    strikes = ledger.strikes
    last = strikes[-1].rung if strikes and strikes[-1].rung else _last_rung(strikes)
    standing = Standing(
        ledger.profile_id,
        ledger.version,
        instants.text(now),
        restrictions,
        account.fold.score(now),
        len(strikes),
        "zero_tolerance" if last == ZERO_TOLERANCE else last,
        desk.policy_at(now).version,
    )
    desk.say("standings", standing)
    desk.changed(account)
