"""Notices about appeals, rulings and reversals (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.teller import Teller

if TYPE_CHECKING:
    from enforcement.events import Appeal, Reversal, Ruling
    from enforcement.facts import Facts
    from enforcement.ledgers import Contest, ProfileLedger
    from enforcement.rules import Strike
    from enforcement.teller import Occasion


class RedressNotices(Teller):
    """What those learn who contest a decision, or whose decision the platform takes back."""

    def appeal_received(
        self,
        desk: Occasion,
        ledger: ProfileLedger,
        event: Appeal,
        contested: Strike | None,
        acknowledged_by: int,
        decide_by: int,
    ) -> None:
        """An appeal is acknowledged."""
        said: Facts = {
            "appeal_id": event.appeal_id,
            "target": event.target,
            "acknowledge_by": instants.text(acknowledged_by),
            "decide_by": instants.text(decide_by),
            **_contested(contested),
            "policy_version": desk.policy_at(event.at).version,
            "clause": "appeals.decide_within",
        }
        self.answer(desk, "appeal_received", ledger, instants.text(event.at), said)

    def appeal_refused(self, desk: Occasion, ledger: ProfileLedger, event: Appeal, reason: str) -> None:
        """An appeal is not taken."""
        said: Facts = {
            "appeal_id": event.appeal_id,
            "target": event.target,
            "reason": reason,
            "policy_version": desk.policy_at(event.at).version,
            "clause": "appeals.window" if reason == "too_late" else "appeals",
        }
        self.answer(desk, "appeal_refused", ledger, instants.text(event.at), said)

    def upheld(
        self, desk: Occasion, ledger: ProfileLedger, event: Ruling, contest: Contest, contested: Strike | None
    ) -> None:
        """An appeal was decided: nothing changes."""
        said = _ruling_facts(desk, event, contest, contested)
        said["external_redress"] = desk.policy_at(event.at).appeal_url
        self.answer(desk, "appeal_upheld", ledger, instants.text(event.at), said)

    def overturned(
        self,
        desk: Occasion,
        ledger: ProfileLedger,
        event: Ruling,
        contest: Contest,
        contested: Strike | None,
        before: dict[str, int],
    ) -> None:
        """An appeal was won."""
        said = _ruling_facts(desk, event, contest, contested)
        said["restored"] = sorted(before.keys() - ledger.told.keys())
        self.answer(desk, "appeal_overturned", ledger, instants.text(event.at), said)

    def reversed(
        self, desk: Occasion, ledger: ProfileLedger, event: Reversal, contested: Strike | None, before: dict[str, int]
    ) -> None:
        """The platform took a decision back."""
        said: Facts = {
            "reversal_id": event.reversal_id,
            "cause": event.violation_id,
            "reason": event.reason,
            "restored": sorted(before.keys() - ledger.told.keys()),
            **_contested(contested),
            "policy_version": desk.policy_at(event.at).version,
        }
        self.answer(desk, "decision_reversed", ledger, instants.text(event.at), said)


def _ruling_facts(desk: Occasion, event: Ruling, contest: Contest, contested: Strike | None) -> Facts:
    return {
        "appeal_id": event.appeal_id,
        "ruling_id": event.ruling_id,
        "cause": contest.cause,
        "reason": event.reason,
        **_contested(contested),
        "policy_version": desk.policy_at(event.at).version,
        "clause": "appeals",
    }


def _contested(strike: Strike | None) -> Facts:
    """What was decided; nothing is known of it where a strike was dropped, or reporting was suspended."""
    if strike is None:
        return {"post_id": None}
    return {"post_id": strike.post_id, "guideline": strike.guideline, "level": strike.level}
