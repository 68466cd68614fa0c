"""Notices about appeals, rulings, reversals and reports (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.teller import Facts, Teller

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Appeal, Reversal, Ruling
    from enforcement.ledgers import Contest, ProfileLedger
    from enforcement.records import RestrictReporting


class RedressNotices(Teller):
    """What appellants and reporters are told."""

    def appeal_received(
        self, desk: Desk, ledger: ProfileLedger, event: Appeal, acknowledged_by: int, decide_by: int
    ) -> None:
        """An appeal is acknowledged."""
        facts: Facts = {
            "appeal_id": event.appeal_id,
            "target": event.target,
            "acknowledge_by": instants.text(acknowledged_by),
            "decide_by": instants.text(decide_by),
        }
        self.answer(desk, "appeal_received", ledger, event.at, facts)

    def appeal_refused(self, desk: Desk, ledger: ProfileLedger, event: Appeal, reason: str) -> None:
        """An appeal is not taken."""
        facts: Facts = {"appeal_id": event.appeal_id, "target": event.target, "reason": reason}
        self.answer(desk, "appeal_refused", ledger, event.at, facts)

    def upheld(self, desk: Desk, ledger: ProfileLedger, event: Ruling, contest: Contest) -> None:
        """An appeal was decided: nothing changes."""
        facts: Facts = {
            "appeal_id": event.appeal_id,
            "ruling_id": event.ruling_id,
            "cause": contest.cause,
            "reason": event.reason,
            "external_redress": desk.policy_at(event.at).appeal_url,
        }
        self.answer(desk, "appeal_upheld", ledger, event.at, facts)

    def overturned(
        self, desk: Desk, ledger: ProfileLedger, event: Ruling, contest: Contest, before: dict[str, int]
    ) -> None:
        """An appeal was won."""
        facts: Facts = {
            "appeal_id": event.appeal_id,
            "ruling_id": event.ruling_id,
            "cause": contest.cause,
            "reason": event.reason,
            "restored": sorted(before.keys() - ledger.told.keys()),
        }
        self.answer(desk, "appeal_overturned", ledger, event.at, facts)

    def reversed(self, desk: Desk, ledger: ProfileLedger, event: Reversal, before: dict[str, int]) -> None:
        """The platform took a decision back."""
        facts: Facts = {
            "reversal_id": event.reversal_id,
            "cause": event.violation_id,
            "reason": event.reason,
            "restored": sorted(before.keys() - ledger.told.keys()),
        }
        self.answer(desk, "decision_reversed", ledger, event.at, facts)

    def report_settled(
        self, desk: Desk, ledger: ProfileLedger, report_id: str, post_id: str, outcome: str, at_ms: int
    ) -> None:
        """A reporter learns what came of a report."""
        facts: Facts = {"report_id": report_id, "post_id": post_id, "outcome": outcome}
        self.answer(desk, "report_outcome", ledger, at_ms, facts)

    def reporter_warned(
        self, desk: Desk, ledger: ProfileLedger, unfounded: int, settled: int, at_ms: int, cause: str
    ) -> None:
        """A reporter is warned of what further unfounded reports lead to."""
        window_days = desk.policy_at(at_ms).reporters.window_ms / instants.DAY_MS
        facts: Facts = {
            "cause": cause,
            "unfounded": unfounded,
            "settled": settled,
            "window_days": window_days,
        }
        self.answer(desk, "reporter_warned", ledger, at_ms, facts)

    def reporter_suspended(self, desk: Desk, ledger: ProfileLedger, action: RestrictReporting) -> None:
        """A reporter's reports weigh nothing for a while."""
        facts: Facts = {
            "cause": action.cause,
            "until": action.until,
            "policy_version": action.policy_version,
            "appeal_url": desk.policy_at(desk.now).appeal_url,
        }
        language = self.language(desk, ledger, None)
        self.tell(desk, "reporter_suspended", ledger.profile_id, language, action.at, facts, action.action_id)
