"""Standing: what is restricted now, until when, because of what (domain.md section 5); always derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.accounts import Held
from enforcement.policy import OPEN
from enforcement.records import Restriction, Standing
from enforcement.rules import ZERO_TOLERANCE, Strike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enforcement.accounts import Account
    from enforcement.ledgers import ProfileLedger
    from enforcement.policy import Policies

SERVICE = "service"
REPORTING = "reporting"


def all_ends(strike: Strike) -> dict[str, int]:
    """What a strike restricts -> its end, with the suspension from service."""
    return {**strike.ends, SERVICE: strike.service_until} if strike.service_until else strike.ends


def held_at(account: Account, now: int) -> Held:
    """What is restricted at a time: all sanctions that cover it then, and the latest end (domain.md section 5).

    It is kept until one of them ends: a profile with hundreds of open sanctions gets one more at a time.
    """
    held = account.held
    if held is None or now >= held.until:
        held = account.held = Held()
        for cause, sanction in sanctions_of(account):
            held.add(cause, sanction, now)
    if held.loosened:
        _find_ends(account, held)
    return held


def _find_ends(account: Account, held: Held) -> None:
    """Find the ends anew that a sanction taken out may have held."""
    for capability in held.loosened:
        held.ends[capability] = 0
        for sanction in newest_first(account):
            held.ends[capability] = max(held.ends[capability], sanction.get(capability, 0))
            if held.ends[capability] >= OPEN:
                break  # nothing ends later
        if not held.causes[capability]:
            del held.causes[capability], held.ends[capability]
    held.loosened.clear()


def sanctions_of(account: Account) -> Iterator[tuple[str, dict[str, int]]]:
    """Cause and ends of everything that may restrict a profile."""
    for residue in account.ledger.residues:
        yield residue.cause, residue.ends
    for strike in account.fold.active:
        yield strike.violation_id, all_ends(strike)
    yield from _suspensions(account.ledger)


def newest_first(account: Account) -> Iterator[dict[str, int]]:
    """The ends of everything that may restrict a profile; who looks for the latest seldom looks far."""
    yield from (ends for _, ends in _suspensions(account.ledger))
    yield from map(all_ends, reversed(account.fold.active))
    yield from (residue.ends for residue in reversed(account.ledger.residues))


def _suspensions(ledger: ProfileLedger) -> Iterator[tuple[str, dict[str, int]]]:
    if ledger.reporter is not None:
        yield from ((one.cause, {REPORTING: one.until}) for one in ledger.reporter.suspensions if not one.waived)


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


def standing_at(account: Account, policies: Policies, now: int) -> Standing:
    """What holds of a profile at stream time, as it has been told."""
    ledger = account.ledger
    restrictions: dict[str, Restriction] = {}
    if ledger.told:
        causes, told = held_at(account, now).causes, ledger.told
        restrictions = {name: Restriction(until_text(told[name]), causes[name]) for name in sorted(causes)}
    strikes = ledger.strikes
    last = strikes[-1].rung if strikes and strikes[-1].rung else _last_rung(strikes)
    return Standing(
        ledger.profile_id,
        ledger.version,
        instants.text(now),
        restrictions,
        account.fold.score(now),
        len(strikes),
        "zero_tolerance" if last == ZERO_TOLERANCE else last,
        policies.at(now).version,
    )
