"""The few that break rules: what they post, how it is found, and whether a warning keeps them from the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dataflows.simulate import rates, reports
from dataflows.simulate.dice import Mix
from dataflows.simulate.mixes import GROUNDS_OF_HATE, GUIDELINES, PLACES
from dataflows.simulate.redress import Decided

if TYPE_CHECKING:
    from dataflows.simulate.lines import Item
    from dataflows.simulate.world import World

_GUIDELINES: Final = Mix(GUIDELINES)
_PUBLIC: Final = Mix({place.surface: weight for place, weight in PLACES.items() if place.audience == "public"})
_HATE: Final = Mix(GROUNDS_OF_HATE)
_BURST: Final = (2, 7)
_PAUSE: Final = 40_000
_MEAN_FINDING: Final = 2 * rates.HOUR
_OLD: Final = (91, 400)


class Found(NamedTuple):
    """A violating post, and how it was found."""

    item: Item
    by_report: bool
    lost: bool


class Offender:
    """One of them, from the first offence to the end of the days."""

    def __init__(self, world: World, profile: int) -> None:
        """What is broken first, and where, is kept to mostly."""
        self._world, self._dice, self._profile = world, world.dice, profile
        self._guideline = self._dice.of(_GUIDELINES)
        self._surface = self._dice.of(_PUBLIC)
        self._warned_at: int | None = None
        self._plan = 0

    def begin(self, now: int) -> None:
        """The first offence."""
        self._offend(now)
        self._plan_next(now)

    def _plan_next(self, now: int) -> None:
        self._plan += 1
        plan = self._plan
        self._world.agenda.at(now + 1 + self._dice.wait(rates.DAY / rates.HAZARD), lambda at: self._next(at, plan))

    def _next(self, now: int, plan: int) -> None:
        if plan != self._plan:
            return  # a warning came between
        if not (self._freshly_warned(now) and self._dice.chance(rates.WARNING_EFFECT)):
            self._drift()
            self._offend(now)
        self._plan_next(now)

    def _freshly_warned(self, now: int) -> bool:
        return self._warned_at is not None and now - self._warned_at < rates.WARNING_DAYS * rates.DAY

    def _drift(self) -> None:
        if not self._dice.chance(rates.SAME_GUIDELINE):
            self._guideline = _another(self._world, _GUIDELINES, self._guideline)
        if not self._dice.chance(rates.SAME_SURFACE):
            self._surface = _another(self._world, _PUBLIC, self._surface)

    def _offend(self, now: int) -> None:
        burst = self._dice.chance(rates.BURSTS)
        times = [now]
        for _ in range(self._dice.between(*_BURST) - 1 if burst else 0):
            times.append(times[-1] + 1 + self._dice.below(_PAUSE))
        found = [self._publish(at) for at in times]
        decided_at = max(self._found_at(one) for one in found)
        incident = self._world.numbers.new("incident") if burst else None
        guideline = self._guideline
        self._world.agenda.at(decided_at, lambda at: self._decide(at, found, guideline, incident))

    def _publish(self, at: int) -> Found:
        lost = self._dice.chance(rates.LOST)
        item = self._world.new_post(self._profile, at, self._surface)
        self._world.publish(item, lost=lost)
        return Found(item, self._dice.chance(rates.FOUND_BY_REPORT), lost)

    def _found_at(self, one: Found) -> int:
        if one.by_report:
            return reports.of_violating(self._world, one.item, self._guideline)
        return one.item.at + 1 + self._dice.wait(_MEAN_FINDING)

    # --- the decision, and what it does -------------------------------------------------------------------------------

    def _decide(self, now: int, found: list[Found], guideline: str, incident: str | None) -> None:
        for one in found:
            self._violation(now, one, guideline, incident)
            if one.by_report:
                reports.of_innocents(self._world, now)
        if self._dice.chance(rates.OLD_POSTS):
            self._old_post(now, guideline)
        self._warn(now)

    def _violation(self, now: int, one: Found, guideline: str, incident: str | None) -> None:
        source = self._source(one)
        automated = source == "own_initiative" and self._dice.chance(rates.AUTOMATED)
        decider = "classifier-1" if automated else self._world.moderator()
        violation_id = self._world.say(
            "violation",
            now,
            post_id=one.item.post_id,
            guideline=guideline,
            decided_by=decider,
            automated=automated,
            incident_id=incident,
            grounds=[self._dice.of(_HATE)] if guideline == "hate_speech_discrimination" else None,
            source=source,
        )
        if not one.lost:
            Decided(self._world, violation_id, self._profile, decider).go_on(now)

    def _source(self, one: Found) -> str:
        if one.by_report:
            return "report"
        return "order" if self._dice.chance(rates.ORDERED) else "own_initiative"

    def _old_post(self, now: int, guideline: str) -> None:
        old = self._world.new_post(self._profile, now - self._dice.between(*_OLD) * rates.DAY, self._surface)
        self._world.say(
            "violation",
            now,
            post_id=old.post_id,
            guideline=guideline,
            decided_by=self._world.moderator(),
            source="own_initiative",
            post=old.embedded(),
        )

    def _warn(self, now: int) -> None:
        first = self._warned_at is None
        self._warned_at = now
        if not first:
            return
        if self._dice.chance(rates.DETERRED):
            self._plan += 1  # what was planned does not happen
        else:
            self._plan_next(now)


def _another(world: World, mix: Mix[str], but: str) -> str:
    while (found := world.dice.of(mix)) == but:
        pass
    return found
