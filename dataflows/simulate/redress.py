"""What follows a violation: appeals and rulings, bodies outside, and mistakes the platform finds itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataflows.simulate import names, rates

if TYPE_CHECKING:
    from dataflows.simulate.agenda import Step
    from dataflows.simulate.world import World

_MEAN_APPEAL: Final = 2 * rates.DAY
_LAST_APPEAL: Final = 60 * rates.DAY  # far within the six months there are
_MEAN_RULING: Final = 2 * rates.DAY
_LAST_RULING: Final = 7 * rates.DAY
_MEAN_BODY: Final = 60 * rates.DAY  # 90 days are typical for it


class Decided:
    """A violation that may be contested."""

    def __init__(self, world: World, violation_id: str, profile: int, decider: str) -> None:
        """By whom it was decided matters: somebody else rules."""
        self._world, self._dice = world, world.dice
        self._violation_id, self._profile_id, self._decider = violation_id, names.profile(profile), decider

    def go_on(self, now: int) -> None:
        """Put down what comes of it."""
        if self._dice.chance(rates.APPEALED):
            self._in(min(1 + self._dice.wait(_MEAN_APPEAL), _LAST_APPEAL), now, self._appeal)
        elif self._dice.chance(rates.SELF_FOUND):
            self._in(1 + self._dice.wait(_MEAN_APPEAL), now, lambda at: self._reverse(at, "found by the platform"))

    def _in(self, delay: int, now: int, step: Step) -> None:
        self._world.agenda.at(now + delay, step)

    def _appeal(self, now: int) -> None:
        appeal_id = self._world.say("appeal", now, profile_id=self._profile_id, target=self._violation_id)
        self._in(min(1 + self._dice.wait(_MEAN_RULING), _LAST_RULING), now, lambda at: self._rule(at, appeal_id))

    def _rule(self, now: int, appeal_id: str) -> None:
        overturned = self._dice.chance(rates.OVERTURNED)
        self._world.say(
            "ruling",
            now,
            appeal_id=appeal_id,
            profile_id=self._profile_id,
            outcome="overturned" if overturned else "upheld",
            decided_by=self._world.moderator(but=self._decider),
        )
        if not overturned and self._dice.chance(rates.TAKEN_OUT) and self._dice.chance(rates.TAKEN_OUT_WON):
            self._in(1 + self._dice.wait(_MEAN_BODY), now, lambda at: self._reverse(at, "out-of-court decision"))

    def _reverse(self, now: int, reason: str) -> None:
        self._world.say(
            "reversal",
            now,
            violation_id=self._violation_id,
            profile_id=self._profile_id,
            decided_by=self._world.moderator(but=self._decider),
            reason=reason,
        )
