"""Crash after crash, seed after seed: nothing is lost, nothing is decided twice, nothing is said under a new id.

CRASH_SEEDS says how many seeds; a failing one is named with what happened in it.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from tests.crashes import oracle, streams
from tests.crashes.faults import Odds
from tests.crashes.world import Stream, World

_SEEDS = int(os.environ.get("CRASH_SEEDS", "48"))
_RUNS_A_STREAM = 8
_NEVER = Odds()


def odds(seed: int) -> Odds:
    """What happens how often under a seed."""
    rng = random.Random(seed)
    return Odds(crash=rng.choice((0.006, 0.025, 0.06)), repeat=rng.choice((0, 0.02)), others=rng.choice((0, 0.05, 0.2)))


def run(stream: Stream, seed: int, of: Odds) -> World:
    """One run, which ends well."""
    world = World(stream, seed, of, workers=1 + seed % 3)
    world.run()
    return world


def by_profile(world: World) -> dict[str, list[oracle.Row]]:
    """Profile -> its actions, whole, in order."""
    found: dict[str, list[oracle.Row]] = {}
    for row in oracle.rows(oracle.said(world, "actions")):
        found.setdefault(row["profile_id"], []).append(row)
    return found


def told(seed: int, world: World, what: str) -> str:
    """What to look at when a seed fails."""
    return f"seed {seed}: {what}; " + "; ".join(world.faults.trace)


def test_one_partition_says_what_it_would_have_said() -> None:
    """The same actions by id, in the same order, and the same standings."""
    for first in range(0, _SEEDS, _RUNS_A_STREAM):
        stream = streams.settled(first // _RUNS_A_STREAM)
        calm = run(stream, first, _NEVER)
        for seed in range(first, first + _RUNS_A_STREAM):
            world = run(stream, seed, odds(seed))
            assert not oracle.wrong(world), told(seed, world, oracle.wrong(world))
            assert oracle.actions(world) == oracle.actions(calm), told(seed, world, "other actions")
            assert oracle.standings(world) == oracle.standings(calm), told(seed, world, "other standings")


def test_several_partitions_come_to_the_end_of_a_legal_order() -> None:
    """Where every order comes to the same standings, crashes do; everywhere, what was said adds up."""
    compared = 0
    for first in range(0, _SEEDS, _RUNS_A_STREAM):
        stream = streams.mingled(first // _RUNS_A_STREAM)
        calm = [oracle.ends(run(stream, first + place, Odds(others=0.1))) for place in range(3)]
        for seed in range(first, first + _RUNS_A_STREAM):
            world = run(stream, seed, odds(seed))
            assert not oracle.wrong(world), told(seed, world, oracle.wrong(world))
            if calm.count(calm[0]) == len(calm):
                compared += 1
                assert oracle.ends(world) == calm[0], told(seed, world, "other standings")
    assert compared > _SEEDS // 3


def test_who_wakes_after_another_took_over_decides_nothing() -> None:
    """It may say again what was decided, but nothing else: its journal is fenced."""
    woken = 0
    for seed in range(_SEEDS // 2):
        world = run(streams.settled(seed // _RUNS_A_STREAM), seed, Odds(crash=0.006, others=0.05, sleep=0.012))
        woken += any(one.startswith("slept") for one in world.faults.trace)
        assert not oracle.wrong(world), told(seed, world, oracle.wrong(world))
    assert woken > _SEEDS // 4


def test_what_redis_loses_is_made_again() -> None:
    """Its last writes, or all of them, with everything that was on its way: as if nothing had happened."""
    for first in range(0, _SEEDS // 2, _RUNS_A_STREAM):
        stream = streams.settled(first // _RUNS_A_STREAM)
        calm = run(stream, first, _NEVER)
        for seed in range(first, first + _RUNS_A_STREAM):
            world = run(stream, seed, replace(odds(seed), lose=0.5))
            assert not oracle.wrong(world), told(seed, world, oracle.wrong(world))
            assert oracle.actions(world) == oracle.actions(calm), told(seed, world, "other actions")
            assert oracle.standings(world) == oracle.standings(calm), told(seed, world, "other standings")


def test_one_process_sees_exactly_the_posts_before_an_event() -> None:
    """The same actions to the letter, also after Redis has lost something: they say how many posts there were."""
    for first in range(0, _SEEDS // 2, _RUNS_A_STREAM):
        stream = streams.plain(first // _RUNS_A_STREAM)
        calm = World(stream, first, _NEVER)
        calm.run()
        for seed in range(first, first + _RUNS_A_STREAM):
            world = World(stream, seed, replace(odds(seed), lose=0.3))
            world.run()
            assert not oracle.wrong(world), told(seed, world, oracle.wrong(world))
            assert by_profile(world) == by_profile(calm), told(seed, world, "other actions")


@pytest.mark.parametrize("seed", range(3))
def test_a_seed_is_the_same_each_time(seed: int) -> None:
    """A failing seed can be looked at."""
    stream = streams.settled(seed)
    first, second = run(stream, seed, odds(seed)), run(stream, seed, odds(seed))
    assert first.topics == second.topics
    assert first.faults.trace == second.faults.trace
