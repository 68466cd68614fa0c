"""Rights claims: what is claimed, whether the author objects, and how it is ruled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataflows.simulate import names, rates
from dataflows.simulate.dice import Mix
from dataflows.simulate.mixes import CLAIMABLE, GROUNDS_OF_CLAIMS, OUTCOMES, OUTCOMES_OF_INFRINGERS

if TYPE_CHECKING:
    from dataflows.simulate.lines import Item
    from dataflows.simulate.world import World

_GROUNDS: Final = Mix(GROUNDS_OF_CLAIMS)
_OUTCOMES: Final = Mix(OUTCOMES)
_OUTCOMES_OF_INFRINGERS: Final = Mix(OUTCOMES_OF_INFRINGERS)
_HOLDERS: Final = 500  # one claimant for so many profiles
_MEAN_CLAIM: Final = rates.DAY
_LAST_CLAIM: Final = 7 * rates.DAY  # posts are known for 30 days
_MEAN_ANSWER: Final = 6 * rates.DAY
_FIRST_ANSWER, _LAST_ANSWER = rates.DAY, 25 * rates.DAY  # while the block of 30 days holds


def claim(world: World, now: int) -> None:
    """Start a case: a claim, and what follows it."""
    infringing = world.dice.chance(rates.AGAINST_INFRINGERS)
    item = _infringer_posts(world, now) if infringing else _target(world)
    if item is not None:
        at = max(now, item.at + 1 + min(world.dice.wait(_MEAN_CLAIM), _LAST_CLAIM))
        world.agenda.at(at, lambda then: _claimed(world, then, item, infringing=infringing))


def _infringer_posts(world: World, now: int) -> Item:
    item = world.new_post(world.dice.one(world.people.infringers), now, world.dice.one(CLAIMABLE))
    world.publish(item)
    return item


def _target(world: World) -> Item | None:
    return world.taken(world.recent if world.dice.chance(rates.MISDIRECTED) else world.claimable)


def _claimed(world: World, now: int, item: Item, *, infringing: bool) -> None:
    dice = world.dice
    evidence = [] if dice.chance(rates.NO_EVIDENCE) else [f"document-{dice.below(1_000_000):06}"]
    claim_id = _say(world, now, item, evidence)
    if not evidence or item.surface not in CLAIMABLE:
        return
    if dice.chance(rates.SECOND_CLAIMANT):
        _say(world, now + 1 + dice.below(rates.HOUR), item, evidence)
    if dice.chance(rates.COUNTERED):
        world.agenda.at(_answer(world, now), lambda at: _counter(world, at, item, claim_id))
    if dice.chance(rates.CLAIM_RULED):
        world.agenda.at(_answer(world, now), lambda at: _rule(world, at, item, claim_id, infringing=infringing))


def _say(world: World, at: int, item: Item, evidence: list[str]) -> str:
    claimant = f"claimant-{world.dice.below(world.people.size // _HOLDERS + 2):05}"
    ground = world.dice.of(_GROUNDS)
    return world.say("claim", at, claimant_id=claimant, post_id=item.post_id, ground=ground, evidence=evidence)


def _answer(world: World, now: int) -> int:
    return now + min(_FIRST_ANSWER + world.dice.wait(_MEAN_ANSWER), _LAST_ANSWER)


def _counter(world: World, now: int, item: Item, claim_id: str) -> None:
    author = names.profile(item.profile)
    world.say("counter_claim", now, claim_id=claim_id, post_id=item.post_id, profile_id=author)


def _rule(world: World, now: int, item: Item, claim_id: str, *, infringing: bool) -> None:
    outcome = world.dice.of(_OUTCOMES_OF_INFRINGERS if infringing else _OUTCOMES)
    world.say(
        "claim_ruling",
        now,
        event_id=world.numbers.new("claim-ruling"),
        claim_id=claim_id,
        post_id=item.post_id,
        outcome=outcome,
        decided_by=world.moderator(),
        manifestly_unfounded=outcome == "unfounded" and world.dice.chance(rates.CLAIM_ABUSE),
    )
