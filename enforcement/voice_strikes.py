"""Notices about strikes: reminders, restrictions and what takes the service away (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import facts, instants, standing
from enforcement.rules import ZERO_TOLERANCE, Rules, Strike, end
from enforcement.teller import Teller

if TYPE_CHECKING:
    from enforcement.facts import Facts
    from enforcement.ledgers import ProfileLedger
    from enforcement.records import RecordStrike, Remind, RestrictService
    from enforcement.teller import Occasion


class StrikeNotices(Teller):
    """What authors are told about their strikes."""

    def reminded(
        self, desk: Occasion, ledger: ProfileLedger, strike: Strike, action: Remind, restricted: dict[str, int]
    ) -> None:
        """The author is reminded; what is restricted all the same stays so."""
        said = facts.strike_facts(strike, desk.policy_at(strike.at))
        said["score"] = strike.score
        said["next_rung"] = action.next_rung
        said["still_works"] = facts.still_works(restricted)
        template = "last_reminder" if action.final else "reminder"
        self.answer(desk, template, ledger, action.at, said, action.action_id)

    def recorded(self, desk: Occasion, ledger: ProfileLedger, strike: Strike, action: RecordStrike) -> None:
        """A strike was recorded that has no consequence now."""
        said = facts.strike_facts(strike, desk.policy_at(strike.at))
        said["why"] = action.why
        said["score"] = strike.score
        self.answer(desk, "strike_recorded", ledger, action.at, said, action.action_id)

    def restricted(
        self,
        desk: Occasion,
        ledger: ProfileLedger,
        strike: Strike,
        rules: Rules,
        parts: list[tuple[str, list[str], int]],
        ends: dict[str, int],
    ) -> None:
        """The author is restricted: one notice for the whole sanction, whose actions are the parts."""
        at = instants.text(strike.at)
        said = facts.strike_facts(strike, rules.policy)
        said["from"] = at
        capabilities = said["capabilities"] = {}
        for _, names, until in parts:
            capabilities.update(dict.fromkeys(names, standing.until_text(until)))
        said["still_works"] = facts.still_works(ends)
        _say_grounds(said, desk, ledger, strike, rules)
        if len(parts) > 1:
            said["action_ids"] = [action_id for action_id, _, _ in parts]
        self.answer(desk, "restricted", ledger, at, said, parts[0][0])

    def service_restricted(
        self, desk: Occasion, ledger: ProfileLedger, strike: Strike, action: RestrictService, ends: dict[str, int]
    ) -> None:
        """Repeated infringement took the service away."""
        policy = desk.policy_at(strike.at)
        said = facts.strike_facts(strike, policy)
        said["clause"] = "claims.repeat"
        said["scope"] = action.scope
        said["from"] = action.at
        said["until"] = action.until
        said["still_works"] = facts.still_works(ends)
        said |= facts.rulings(ledger, strike, policy.claims.repeat.window_ms)
        self.answer(desk, "service_restricted", ledger, action.at, said, action.action_id)


def _say_grounds(said: Facts, desk: Occasion, ledger: ProfileLedger, strike: Strike, rules: Rules) -> None:
    """Say what a restriction rests on."""
    policy = rules.policy
    said["score"] = strike.score
    said["rung"] = "zero_tolerance" if strike.rung == ZERO_TOLERANCE else strike.rung
    said["next_rung"] = rules.next_rung(strike.score)
    said["earlier_strikes"] = facts.earlier_strikes(ledger, strike, desk.rulebook)
    said["earlier_strikes_count"] = strike.pointed - (strike.points > 0)
    said["posts_observed"] = strike.posts_observed
    said["share"] = _share(strike)
    said["share_window_days"] = facts.days(policy.fairness.share_window_ms)
    if strike.rung == ZERO_TOLERANCE and strike.automated:
        said["confirm_by"] = instants.text(end(strike.at, policy.zero_tolerance.confirm_within_ms))


def _share(strike: Strike) -> float | None:
    """Strikes with points in the share window, per post observed in it."""
    return None if strike.posts_observed is None else round(strike.pointed / max(1, strike.posts_observed), 6)
