"""Notices about restrictions that change or end (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import facts
from enforcement.teller import Teller

if TYPE_CHECKING:
    from enforcement.facts import Facts
    from enforcement.ledgers import ProfileLedger
    from enforcement.records import Amend, Lift
    from enforcement.teller import Occasion


class ChangeNotices(Teller):
    """What profiles are told when a restriction is not any more what it was."""

    def lifted(self, desk: Occasion, ledger: ProfileLedger, action: Lift) -> None:
        """Something works again."""
        said: Facts = {
            "capabilities": action.capabilities,
            "reason": action.reason,
            "causes": action.causes,
            "policy_version": action.policy_version,
        }
        self.answer(desk, "lifted", ledger, action.at, said, action.action_id)

    def amended(
        self, desk: Occasion, ledger: ProfileLedger, action: Amend, ends: dict[str, int], causes: list[str]
    ) -> None:
        """A restriction ends at another time; what is restricted now, and what this one rests on."""
        said: Facts = {
            "capabilities": action.capabilities,
            "until": action.until,
            "reason": action.reason,
            "causes": causes,
            "still_works": facts.still_works(ends),
            "policy_version": action.policy_version,
        }
        said |= _appeal_facts(desk, ledger, set(causes))
        self.answer(desk, "changed", ledger, action.at, said, action.action_id)


def _appeal_facts(desk: Occasion, ledger: ProfileLedger, causes: set[str]) -> Facts:
    """Until when the newest of several decisions can be contested, if it can be named by its id."""
    times = [strike.at for strike in ledger.strikes if strike.violation_id in causes]
    times += [residue.at for residue in ledger.residues if residue.cause in causes]
    if not times:
        return {"appeal_until": None, "appeal_url": desk.policy_at(desk.now).appeal_url}
    newest = max(times)
    return facts.appeal_facts(desk.policy_at(newest), newest)
