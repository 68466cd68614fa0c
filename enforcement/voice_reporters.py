"""Notices about reports and those who make them (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import facts, instants
from enforcement.teller import Teller

if TYPE_CHECKING:
    from enforcement.facts import Facts
    from enforcement.ledgers import ProfileLedger, Suspension
    from enforcement.records import RestrictReporting
    from enforcement.teller import Occasion


class ReporterNotices(Teller):
    """What reporters are told."""

    def report_settled(
        self, desk: Occasion, ledger: ProfileLedger, report_id: str, post_id: str, outcome: str, at_ms: int
    ) -> None:
        """A reporter learns what came of a report."""
        said: Facts = {
            "report_id": report_id,
            "post_id": post_id,
            "outcome": outcome,
            "policy_version": desk.policy_at(at_ms).version,
        }
        self.answer(desk, "report_outcome", ledger, instants.text(at_ms), said)

    def reporter_warned(
        self, desk: Occasion, ledger: ProfileLedger, counts: tuple[int, int], at_ms: int, cause: str
    ) -> None:
        """A reporter is warned of what further unfounded reports lead to; counts: unfounded, settled in the window."""
        said: Facts = {"cause": cause, **_conduct(desk, counts, at_ms), "clause": "reporters"}
        self.answer(desk, "reporter_warned", ledger, instants.text(at_ms), said)

    def reporter_suspended(
        self,
        desk: Occasion,
        ledger: ProfileLedger,
        suspension: Suspension,
        action: RestrictReporting,
        counts: tuple[int, int],
    ) -> None:
        """A reporter's reports weigh nothing for a while; whoever contests it names the action."""
        said: Facts = {
            "cause": action.cause,
            "action_id": action.action_id,
            "from": action.at,
            "until": action.until,
            "still_works": facts.still_works(ledger.told),
            **_conduct(desk, counts, suspension.at),
            "clause": "reporters.suspensions",
            **facts.appeal_facts(desk.policy_at(suspension.at), suspension.at),
        }
        self.answer(desk, "reporter_suspended", ledger, action.at, said, action.action_id)


def _conduct(desk: Occasion, counts: tuple[int, int], at_ms: int) -> Facts:
    """What is held against a reporter."""
    policy = desk.policy_at(at_ms)
    unfounded, settled = counts
    return {
        "unfounded": unfounded,
        "settled": settled,
        "window_days": facts.days(policy.reporters.window_ms),
        "policy_version": policy.version,
    }
