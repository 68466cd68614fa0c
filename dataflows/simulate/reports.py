"""Reports: honest ones that are right, honest ones that are wrong, and some in bad faith; and their dismissals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataflows.simulate import names, rates
from dataflows.simulate.dice import Mix
from dataflows.simulate.mixes import GUIDELINES, PLACES

if TYPE_CHECKING:
    from dataflows.simulate.lines import Item
    from dataflows.simulate.world import World

INNOCENT_PER_UPHELD: Final = (1 - rates.REPORTED_UPHELD) / rates.REPORTED_UPHELD

_GUIDELINES: Final = Mix(GUIDELINES)
_PRIVATE: Final = Mix({place: weight for place, weight in PLACES.items() if place.audience != "public"})
_MEAN_WAIT: Final = 2 * rates.HOUR
_MEAN_REVIEW: Final = 6 * rates.HOUR
_FURTHER: Final = 0.5  # each reporter is followed by another in half of cases: two on average
_BRIGADE: Final = (3, 9)
_FLAGGERS: Final = 12


def of_violating(world: World, item: Item, guideline: str) -> int:
    """Say reports of a post that broke a rule; returns when a moderator has looked at it."""
    dice = world.dice
    first = at = item.at + 1 + dice.wait(_MEAN_WAIT)
    _report(world, item, at, guideline)
    while dice.chance(_FURTHER):
        at += 1 + dice.wait(_MEAN_WAIT)
        _report(world, item, at, guideline)
    return first + 1 + dice.wait(_MEAN_REVIEW)


def _report(world: World, item: Item, at: int, guideline: str) -> None:
    dice = world.dice
    trusted = dice.chance(rates.TRUSTED)
    named = guideline if trusted or dice.chance(rates.NAMED_RIGHT) else None
    reporter = f"flagger-{dice.below(_FLAGGERS):02}" if trusted else _somebody(world, item.profile)
    world.say("report", at, post_id=item.post_id, reporter_id=reporter, guideline=named, trusted=trusted)


def _somebody(world: World, but: int) -> str:
    """A profile, or a visitor without one."""
    profile = world.anybody(but)
    return world.numbers.new("visitor") if profile is None else names.profile(profile)


def of_innocents(world: World, now: int) -> None:
    """Start the cases about innocent posts that go with one reported post that broke a rule."""
    for _ in range(world.dice.about(INNOCENT_PER_UPHELD)):
        world.agenda.at(now + world.dice.below(rates.DAY), lambda at: _of_innocent(world, at))


def _of_innocent(world: World, now: int) -> None:
    dice = world.dice
    if dice.chance(rates.PRIVATE_REPORTS):
        _of_private(world, now)
    if dice.chance(rates.UNSEEN):
        _report(world, world.new_post(dice.below(world.people.size), now, "comment"), now, dice.of(_GUIDELINES))
    item = world.taken(world.recent)
    if item is None:
        return
    if dice.chance(rates.MALICIOUS):
        _brigade(world, item, now)
    else:
        _mistake(world, item, now)


def _of_private(world: World, now: int) -> None:
    dice = world.dice
    place = dice.of(_PRIVATE)
    item = world.new_post(dice.below(world.people.size), now, place.surface, place.audience)
    reporter = _somebody(world, item.profile)
    world.say("report", now, post_id=item.post_id, reporter_id=reporter, post=item.embedded())


def _mistake(world: World, item: Item, now: int) -> None:
    guideline = world.dice.of(_GUIDELINES)
    at = now
    _report(world, item, at, guideline)
    while world.dice.chance(_FURTHER):
        at += 1 + world.dice.wait(_MEAN_WAIT)
        _report(world, item, at, guideline)
    _dismiss(world, item, at, rates.CARELESS)


def _brigade(world: World, item: Item, now: int) -> None:
    dice, guideline = world.dice, world.dice.of(_GUIDELINES)
    several = {dice.one(world.people.brigadiers) for _ in range(dice.between(*_BRIGADE))}
    at = now
    for profile in sorted(several - {item.profile}):
        at = now + dice.below(rates.HOUR)
        reporter = names.profile(profile)
        world.say("report", at, post_id=item.post_id, reporter_id=reporter, guideline=guideline)
    _dismiss(world, item, now + rates.HOUR, rates.SEEN_THROUGH)


def _dismiss(world: World, item: Item, after: int, in_bad_faith: float) -> None:
    dice = world.dice
    at = after + 1 + dice.wait(_MEAN_REVIEW)
    unfounded = dice.chance(in_bad_faith)
    decider = world.moderator()
    world.say("dismissal", at, post_id=item.post_id, decided_by=decider, manifestly_unfounded=unfounded)
