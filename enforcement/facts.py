"""Facts that several notices give: what broke which rule, what still works, until when to contest it (domain.md 10)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from enforcement import instants
from enforcement.policy import CREATION, VISIBILITY
from enforcement.rules import end

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enforcement.ledgers import ProfileLedger
    from enforcement.policy import Policy
    from enforcement.rules import Rulebook, Strike

Facts = dict[str, Any]
CAPABILITIES = (*VISIBILITY, CREATION, "reporting", "service")
_LISTED = 10
"""Earlier strikes that a notice lists, the newest; how many count is given in full."""


def strike_facts(strike: Strike, policy: Policy) -> Facts:
    """What every notice about a strike says."""
    return {
        "cause": strike.violation_id,
        "post_id": strike.post_id,
        "surface": strike.surface,
        "guideline": strike.guideline,
        "level": strike.level,
        "policy_version": policy.version,
        "clause": "guidelines." + strike.guideline,
        "points": strike.points,
        "source": strike.source,
        "automated": strike.automated,
        "appeal_until": instants.text(end(strike.at, policy.appeals.window_ms)),
        "appeal_url": policy.appeal_url,
    }


def appeal_facts(policy: Policy, at_ms: int) -> Facts:
    """Where, and until when, to contest what was decided at a time."""
    return {"appeal_until": instants.text(end(at_ms, policy.appeals.window_ms)), "appeal_url": policy.appeal_url}


def still_works(restricted: Iterable[str]) -> list[str]:
    """The capabilities that are not restricted."""
    return _all_but(frozenset(restricted))


@lru_cache
def _all_but(restricted: frozenset[str]) -> list[str]:
    return [name for name in CAPABILITIES if name not in restricted]


def days(for_ms: int) -> float:
    """A duration in days."""
    return for_ms / instants.DAY_MS


def earlier_strikes(ledger: ProfileLedger, strike: Strike, rulebook: Rulebook) -> list[Facts]:
    """The newest strikes before this one whose points still count at its time, oldest first."""
    found: list[Facts] = []
    at, text = strike.at, instants.text
    for other in reversed(_before(ledger.strikes, strike)):
        if len(found) == _LISTED or other.at <= at - rulebook.longest_ms:
            break
        if other.points and other.at > at - rulebook.at(other.at).levels[other.level].window_ms:
            found.append({"at": text(other.at), "post_id": other.post_id, "points": other.points})
    found.reverse()
    return found


def _before(strikes: list[Strike], strike: Strike) -> list[Strike]:
    """The strikes before one of them, which mostly is the last."""
    return strikes[: -1 if strikes[-1] is strike else strikes.index(strike)]


def rulings(ledger: ProfileLedger, strike: Strike, window_ms: int) -> Facts:
    """The infringing rulings that count up to this one: how many, and the newest before it, oldest first."""
    place = (strike.at, strike.violation_id)
    counted = [
        other
        for other in ledger.strikes
        if other.from_claim
        and not other.waived
        and other.at > strike.at - window_ms
        and (other.at, other.violation_id) <= place
    ]
    earlier = [{"at": instants.text(other.at), "post_id": other.post_id} for other in counted[:-1][-_LISTED:]]
    return {"rulings": len(counted), "earlier_rulings": earlier, "window_days": days(window_ms)}
