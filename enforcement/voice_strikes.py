"""Notices about strikes: reminders, restrictions, their changes and ends (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.policy import CREATION, OPEN, VISIBILITY
from enforcement.rules import Rules, Strike, end
from enforcement.teller import Facts, Teller

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.ledgers import ProfileLedger
    from enforcement.policy import Policy
    from enforcement.records import Amend, Lift, RecordStrike, Remind, RestrictService

CAPABILITIES = (*VISIBILITY, CREATION, "reporting", "service")
_LISTED = 10
"""Earlier strikes that a notice lists, the newest; how many count in the share window is given in full."""


class StrikeNotices(Teller):
    """What authors are told about their strikes."""

    def reminded(self, desk: Desk, ledger: ProfileLedger, strike: Strike, action: Remind) -> None:
        """The author is reminded."""
        policy = desk.policy_at(strike.at)
        facts = _strike_facts(strike, policy)
        facts["score"] = strike.score
        facts["next_rung"] = action.next_rung
        facts["still_works"] = _still_works(ledger.told)
        template = "last_reminder" if action.final else "reminder"
        self.tell(
            desk,
            template,
            ledger.profile_id,
            self.language(desk, ledger, None),
            action.at,
            facts,
            action.action_id,
        )

    def recorded(self, desk: Desk, ledger: ProfileLedger, strike: Strike, action: RecordStrike) -> None:
        """A strike was recorded that has no consequence now."""
        facts = _strike_facts(strike, desk.policy_at(strike.at))
        facts["why"] = action.why
        facts["score"] = strike.score
        language = self.language(desk, ledger, None)
        self.tell(desk, "strike_recorded", ledger.profile_id, language, action.at, facts, action.action_id)

    def restricted(
        self,
        desk: Desk,
        ledger: ProfileLedger,
        strike: Strike,
        rules: Rules,
        said: list[tuple[str, list[str], int]],
        ends: dict[str, int],
    ) -> None:
        """The author is restricted: one notice for the whole sanction."""
        policy = rules.policy
        facts = _strike_facts(strike, policy)
        facts["score"] = strike.score
        facts["rung"] = "zero_tolerance" if strike.rung < 0 else strike.rung
        facts["next_rung"] = rules.next_rung(strike.score)
        facts["capabilities"] = {name: _until(until) for _, names, until in said for name in names}
        facts["still_works"] = _still_works(ends)
        facts["earlier_strikes"] = _earlier(ledger, strike)
        facts["earlier_strikes_count"] = strike.pointed - (strike.points > 0)
        facts["posts_observed"] = strike.posts_observed
        facts["share"] = _share(strike)
        if strike.rung < 0 and strike.automated:
            facts["confirm_by"] = instants.text(end(strike.at, policy.zero_tolerance.confirm_within_ms))
        if len(said) > 1:
            facts["action_ids"] = [action_id for action_id, _, _ in said]
        language = self.language(desk, ledger, None)
        self.tell(desk, "restricted", ledger.profile_id, language, instants.text(strike.at), facts, said[0][0])

    def service_restricted(self, desk: Desk, ledger: ProfileLedger, action: RestrictService) -> None:
        """Repeated infringement took the service away."""
        policy = desk.policy_at(desk.now)
        facts: Facts = {
            "cause": action.cause,
            "scope": action.scope,
            "until": action.until,
            "rulings": sum(1 for strike in ledger.strikes if strike.from_claim and not strike.waived),
            "policy_version": action.policy_version,
            "clause": "claims.repeat",
            "appeal_url": policy.appeal_url,
        }
        language = self.language(desk, ledger, None)
        self.tell(desk, "service_restricted", ledger.profile_id, language, action.at, facts, action.action_id)

    def lifted(self, desk: Desk, ledger: ProfileLedger, action: Lift) -> None:
        """Something works again."""
        facts: Facts = {
            "capabilities": action.capabilities,
            "reason": action.reason,
            "policy_version": action.policy_version,
        }
        language = self.language(desk, ledger, None)
        self.tell(desk, "lifted", ledger.profile_id, language, action.at, facts, action.action_id)

    def amended(self, desk: Desk, ledger: ProfileLedger, action: Amend) -> None:
        """A restriction ends at another time."""
        facts: Facts = {
            "capabilities": action.capabilities,
            "until": action.until,
            "reason": action.reason,
            "policy_version": action.policy_version,
        }
        language = self.language(desk, ledger, None)
        self.tell(desk, "changed", ledger.profile_id, language, action.at, facts, action.action_id)


def _strike_facts(strike: Strike, policy: Policy) -> Facts:
    return {
        "cause": strike.violation_id,
        "post_id": strike.post_id,
        "surface": strike.surface,
        "guideline": strike.guideline,
        "level": strike.level,
        "policy_version": policy.version,
        "clause": "guidelines." + strike.guideline,
        "points": strike.points,
        "automated": strike.automated,
        "appeal_until": instants.text(end(strike.at, policy.appeals.window_ms)),
        "appeal_url": policy.appeal_url,
    }


def _share(strike: Strike) -> float | None:
    """Strikes with points in the share window, per post observed in it."""
    return None if strike.posts_observed is None else round(strike.pointed / max(1, strike.posts_observed), 6)


def _earlier(ledger: ProfileLedger, strike: Strike) -> list[dict[str, str]]:
    """The newest strikes with points before this one, oldest first."""
    found: list[dict[str, str]] = []
    place = (strike.at, strike.violation_id)
    for other in reversed(ledger.strikes):
        if len(found) == _LISTED:
            break
        if other.points and (other.at, other.violation_id) < place:
            found.append({"at": instants.text(other.at), "post_id": other.post_id})
    return found[::-1]


def _still_works(restricted: dict[str, int]) -> list[str]:
    return [name for name in CAPABILITIES if name not in restricted]


def _until(until: int) -> str | None:
    return None if until >= OPEN else instants.text(until)
