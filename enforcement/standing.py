"""Standing: what is restricted now, until when, because of what (domain.md section 5); always derived."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.policy import OPEN
from enforcement.records import Restriction, Standing
from enforcement.rules import ZERO_TOLERANCE, Strike

if TYPE_CHECKING:
    from enforcement.accounts import Account
    from enforcement.desk import Desk

SERVICE = "service"
REPORTING = "reporting"


def all_ends(strike: Strike) -> dict[str, int]:
    """What a strike restricts -> its end, with the suspension from service."""
    return {**strike.ends, SERVICE: strike.service_until} if strike.service_until else strike.ends


def ends_at(account: Account, now: int) -> dict[str, int]:
    """What is restricted at a time -> its end (domain.md section 5)."""
    ends: dict[str, int] = {}
    for _, sanction in sanctions_of(account):
        for capability, until in sanction.items():
            if until > now and until > ends.get(capability, 0):
                ends[capability] = until
    return ends


def causes_at(account: Account, now: int) -> dict[str, list[str]]:
    """What is restricted at a time -> all sanctions that cover it then."""
    causes: defaultdict[str, list[str]] = defaultdict(list)
    for cause, sanction in sanctions_of(account):
        for capability, until in sanction.items():
            if until > now:
                causes[capability].append(cause)
    return causes


def sanctions_of(account: Account) -> list[tuple[str, dict[str, int]]]:
    """Cause and ends of everything that may restrict a profile."""
    ledger = account.ledger
    found = [(residue.cause, residue.ends) for residue in ledger.residues] if ledger.residues else []
    found += [(strike.violation_id, all_ends(strike)) for strike in account.fold.active]
    if ledger.reporter is not None:
        found += [(s.cause, {REPORTING: s.until}) for s in ledger.reporter.suspensions if not s.waived]
    return found


def until_text(until: int) -> str | None:
    """The end of a restriction as text; null when only a human ends it."""
    return None if until >= OPEN else instants.text(until)


def by_end(ends: dict[str, int], names: set[str] | frozenset[str]) -> list[tuple[int, list[str]]]:
    """Capabilities that share an end, together."""
    groups: dict[int, list[str]] = {}
    for name in sorted(names):
        groups.setdefault(ends[name], []).append(name)
    return list(groups.items())


def _last_rung(strikes: list[Strike]) -> int | None:
    return next((strike.rung for strike in reversed(strikes) if strike.rung), None)


def say(desk: Desk, account: Account) -> None:
    """Write what holds of a profile now, and its ledger."""
    ledger, now = account.ledger, desk.now
    ledger.version += 1
    restrictions: dict[str, Restriction] = {}
    if ledger.told:
        causes = causes_at(account, now)
        restrictions = {name: Restriction(until_text(ledger.told[name]), causes[name]) for name in sorted(causes)}
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
