"""What a seed plays: of which kind its run is, over which stream, what happens in it, and what must come of it.

Seeds go round the kinds; those of one kind share a stream by the eight, and what comes of it without crashes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from tests.crashes import oracle, streams
from tests.crashes.faults import Odds
from tests.crashes.world import Stream, World

_RUNS_A_STREAM = 8
_NEVER = Odds()


@dataclass(frozen=True)
class Inputs:
    """Over which streams runs go, and what of each must be as it always is without crashes, if it is."""

    stream: Callable[[int], Stream]
    told: Callable[[World], Any]
    calm: Odds = _NEVER
    """What happens in the runs without crashes."""
    runs: int = 1
    """How many of them there are; one, where all are the same."""
    most_workers: int = 3

    def run(self, number: int, seed: int, odds: Odds) -> World:
        """One run over a stream, which ends well."""
        world = World(self.stream(number), seed, odds, workers=1 + seed % self.most_workers)
        world.run()
        return world


class Kind(NamedTuple):
    """A kind of run, and what happens in it under a seed."""

    name: str
    inputs: Inputs
    odds: Callable[[int], Odds]


class Played(NamedTuple):
    """What came of a seed."""

    trace: list[str]
    """What happened in it."""
    compared: bool
    """Whether runs without crashes all end alike, so that this one must, too."""
    wrong: str
    """What it ended wrongly with; empty if it ended well."""


def _often(seed: int) -> Odds:
    rng = random.Random(seed)
    return Odds(crash=rng.choice((0.006, 0.025, 0.06)), repeat=rng.choice((0, 0.02)), others=rng.choice((0, 0.05, 0.2)))


def _losing(share: float) -> Callable[[int], Odds]:
    return lambda seed: replace(_often(seed), lose=share)


def _woken(seed: int) -> Odds:
    del seed
    return Odds(crash=0.01, others=0.05, sleep=0.012)


def _said(world: World) -> Any:
    return oracle.actions(world), oracle.standings(world)


_SETTLED, _PLAIN = Inputs(streams.settled, _said), Inputs(streams.plain, oracle.by_profile, most_workers=1)
_MINGLED = Inputs(streams.mingled, oracle.ends, Odds(others=0.1), runs=3)
_IN_DOUBT = 100
"""So many runs without crashes say whether a stream has more than one legal end, when a run has met another."""
KINDS = (
    Kind("one partition", _SETTLED, _often),
    Kind("several partitions", _MINGLED, _often),
    Kind("a sleeper wakes", _SETTLED, _woken),
    Kind("Redis loses", _SETTLED, _losing(0.5)),
    Kind("one process", _PLAIN, _losing(0.3)),
)
BLOCK = _RUNS_A_STREAM * len(KINDS)
"""So many seeds after one another have streams of their own."""


def kind_of(seed: int) -> Kind:
    """What kind of run a seed plays."""
    return KINDS[seed % len(KINDS)]


def run(seed: int) -> World:
    """The run of a seed; it is the same each time."""
    _, inputs, odds = kind_of(seed)
    return inputs.run(seed // BLOCK, seed, odds(seed))


def play(seed: int) -> Played:
    """Play a seed, and look at how it ended."""
    inputs, number = kind_of(seed).inputs, seed // BLOCK
    expected, world = _expected(inputs, number, inputs.runs), run(seed)
    wrong = oracle.wrong(world)
    if not wrong and expected is not None and inputs.told(world) != expected:
        expected = _expected(inputs, number, _IN_DOUBT) if inputs.runs > 1 else expected
        wrong = "" if expected is None else "it ends otherwise than without crashes"
    return Played(world.faults.trace, expected is not None, wrong)


@lru_cache(maxsize=len(KINDS))
def _expected(inputs: Inputs, number: int, runs: int) -> Any:
    found = [inputs.told(inputs.run(number, place, inputs.calm)) for place in range(runs)]
    return found[0] if found.count(found[0]) == len(found) else None
