"""Strikes on a profile's ledger: add, annul, waive, drop, end (domain.md sections 4, 6, 7 and 11)."""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import TYPE_CHECKING

from enforcement import actions, standing
from enforcement.events import Ruling
from enforcement.ledgers import Annulled, ProfileLedger, Residue
from enforcement.policy import OPEN

if TYPE_CHECKING:
    from enforcement.accounts import Account
    from enforcement.desk import Desk
    from enforcement.events import Reversal
    from enforcement.rules import Strike

_RESIDUES = 64
"""Dropped strikes that still restrict, at most; beyond, those go first whose ends others hold as well."""


def add(desk: Desk, account: Account, strike: Strike) -> None:
    """Count a new strike, and say what follows."""
    ledger, fold = account.ledger, account.fold
    make_room(desk, account, desk.policy_at(strike.at).max_strikes)
    strikes = ledger.strikes
    if not strikes or strikes[-1].at < strike.at or _order(strikes[-1]) < _order(strike):
        fold.derive(strike)
        _put(account, strike, desk.now)
        actions.say_strike(desk, account, strike, None)
        return
    before = _causes_before(account, desk.now)
    later = _take_out(account, bisect_right(strikes, _order(strike), key=_order), desk.now)
    fold.derive(strike)
    _put(account, strike, desk.now)
    _put_back(desk, account, later)
    actions.say_strike(desk, account, strike, before)


def _causes_before(account: Account, now: int) -> dict[str, list[str]]:
    """What holds before strikes change otherwise than by one more at the end."""
    return {name: causes.copy() for name, causes in standing.held_at(account, now).causes.items()}


def annul(desk: Desk, account: Account, violation_id: str, event: Reversal | Ruling) -> bool:
    """Let a strike be as if it had never been; False if the profile has no such strike."""
    return _undo(desk, account, violation_id, event, annuls=True)


def waive(desk: Desk, account: Account, violation_id: str, event: Ruling) -> bool:
    """Take a strike's consequence away; its points stay. False if the profile has no such strike."""
    return _undo(desk, account, violation_id, event, annuls=False)


def _undo(desk: Desk, account: Account, violation_id: str, event: Reversal | Ruling, *, annuls: bool) -> bool:
    ledger = account.ledger
    forget_old(desk, account)
    before = _causes_before(account, desk.now)
    place = find(ledger, violation_id)
    if place is not None:
        strike = ledger.strikes[place]
        later = _take_out(account, place, desk.now)[1:]
        if annuls:
            _remember(desk, account, _annulled(violation_id, strike.at, strike.said, event), event.at)
        else:
            strike.waived, strike.rung, strike.ends, strike.service_until = True, 0, {}, 0
            _put(account, strike, desk.now)
        _put_back(desk, account, later)
    elif not _end_residue(desk, account, violation_id, event, annuls=annuls):
        return False
    reason = "overturned" if isinstance(event, Ruling) else "reversed"
    actions.reconcile(desk, account, event.at, reason, event.event_id, before, set())
    desk.say_standing(account)
    return True


def _end_residue(desk: Desk, account: Account, cause: str, event: Reversal | Ruling, *, annuls: bool) -> bool:
    ledger = account.ledger
    residue = next((residue for residue in ledger.residues if residue.cause == cause), None)
    if residue is None:
        return False
    ledger.residues = [other for other in ledger.residues if other is not residue]
    account.held = None
    if annuls:
        _remember(desk, account, _annulled(cause, residue.at, residue.said, event), event.at)
    return True


def _annulled(violation_id: str, at_ms: int, said: list[int], event: Reversal | Ruling) -> Annulled:
    return Annulled(violation_id, at_ms, said, event.at, event.decided_by, isinstance(event, Ruling))


def _remember(desk: Desk, account: Account, one: Annulled, now_ms: int) -> None:
    annulled = account.ledger.annulled
    while len(annulled) >= desk.policy_at(now_ms).max_strikes:
        annulled.pop(0)  # the oldest goes before one is added, as with strikes
    insort(annulled, one, key=_annulled_order)


def remember_annulled(desk: Desk, account: Account, violation_id: str, at_ms: int) -> None:
    """A violation was annulled before it became a strike."""
    _remember(desk, account, Annulled(violation_id, at_ms, []), at_ms)
    desk.changed(account)


def find(ledger: ProfileLedger, violation_id: str) -> int | None:
    """Where a strike is in the ledger."""
    return next((place for place, strike in enumerate(ledger.strikes) if strike.violation_id == violation_id), None)


def of(ledger: ProfileLedger, violation_id: str) -> Strike | None:
    """The strike of a violation, if the ledger has it."""
    place = find(ledger, violation_id)
    return None if place is None else ledger.strikes[place]


def _annulled_order(annulled: Annulled) -> tuple[int, str]:
    return annulled.at, annulled.violation_id


def _order(strike: Strike) -> tuple[int, str]:
    return strike.at, strike.violation_id


def _take_out(account: Account, place: int, now: int) -> list[Strike]:
    """Take the strikes from a place on out of ledger, fold and what is known to hold."""
    strikes = account.ledger.strikes
    taken = strikes[place:]
    del strikes[place:]
    held = standing.held_at(account, now)
    for strike in reversed(taken):
        account.fold.unfeed(strike)
        held.take_last(standing.all_ends(strike), now)
    return taken


def _put(account: Account, strike: Strike, now: int) -> None:
    """Put a derived strike after all others; what holds is known."""
    account.fold.feed(strike)
    account.ledger.strikes.append(strike)
    if account.held is not None:
        account.held.add(strike.violation_id, standing.all_ends(strike), now)


def _put_back(desk: Desk, account: Account, taken: list[Strike]) -> None:
    """Put later strikes back, derived anew unless they are settled (section 11)."""
    settled = desk.now - desk.forget_ms
    for strike in taken:
        if strike.at >= settled:
            account.fold.derive(strike)
        _put(account, strike, desk.now)


def make_room(desk: Desk, account: Account, most: int) -> None:
    """Drop what is too old, and the oldest while the ledger is full."""
    forget_old(desk, account)
    while len(account.ledger.strikes) >= most:
        _drop_first(desk, account)


def forget_old(desk: Desk, account: Account) -> None:
    """Drop strikes older than twice the longest window, and what else is as old."""
    oldest = desk.now - 2 * desk.forget_ms
    ledger = account.ledger
    while ledger.strikes and ledger.strikes[0].at < oldest:
        _drop_first(desk, account)
    if ledger.annulled and ledger.annulled[0].at < oldest:
        ledger.annulled = [annulled for annulled in ledger.annulled if annulled.at >= oldest]
    if account.residue_until <= desk.now:
        ledger.residues = [residue for residue in ledger.residues if residue.until > desk.now]
        account.residue_until = min((residue.until for residue in ledger.residues), default=OPEN)


def _drop_first(desk: Desk, account: Account) -> None:
    strike = account.ledger.strikes.pop(0)
    account.fold.drop(strike)
    ends = {name: until for name, until in standing.all_ends(strike).items() if until > desk.now}
    if ends:
        residues = account.ledger.residues
        residues.append(Residue(strike.violation_id, strike.at, ends, strike.decided_by, strike.said))
        account.residue_until = min(account.residue_until, residues[-1].until)
        if len(residues) > _RESIDUES:
            _forget_residue(account)


def _forget_residue(account: Account) -> None:
    """Forget the oldest residue that no end depends on, so that no input makes a ledger grow without bound."""
    residues, told = account.ledger.residues, account.ledger.told
    for place, residue in enumerate(residues):
        if all(_is_held(account, residue, name, told.get(name)) for name in residue.ends):
            del residues[place]
            if account.held is not None:
                account.held.remove(residue.cause, residue.ends)
            return


def _is_held(account: Account, residue: Residue, name: str, until: int | None) -> bool:
    """Whether a capability's end is also that of another sanction."""
    sanctions = standing.newest_first(account)
    return any(sanction.get(name) == until for sanction in sanctions if sanction is not residue.ends)


def expire(desk: Desk, account: Account) -> None:
    """Lift what has come to its end by now; now is that end."""
    ledger, now = account.ledger, desk.now
    names = sorted(name for name, until in ledger.told.items() if until <= now)
    if not names:
        return
    causes = sorted(
        {
            cause
            for cause, sanction in standing.sanctions_of(account)
            for name in names
            if sanction.get(name) == ledger.told[name]
        }
    )
    actions.say_lift(desk, ledger, now, names, "expired", causes, "")
    for name in names:
        del ledger.told[name]
    forget_old(desk, account)
    desk.say_standing(account)
