"""Crash after crash, seed after seed: nothing is lost, nothing is decided twice, nothing is said under a new id.

CRASH_SEEDS says how many seeds; a failing one is named with what happened in it. Many are played by
`python -m tests.crashes`.
"""

from __future__ import annotations

import os

import pytest

from tests.crashes.plays import KINDS, Played, play, run

_SEEDS = int(os.environ.get("CRASH_SEEDS", "240"))


def played(kind: str) -> list[Played]:
    """The seeds of a kind, which end well."""
    first = [one.name for one in KINDS].index(kind)
    found = []
    for seed in range(first, _SEEDS, len(KINDS)):
        found.append(play(seed))
        assert not found[-1].wrong, f"python -m tests.crashes 1 --seed {seed}: {found[-1]}"
    return found


def test_one_partition_says_what_it_would_have_said() -> None:
    """The same actions by id, in the same order, and the same standings."""
    assert all(one.compared for one in played("one partition"))


def test_several_partitions_come_to_the_end_of_a_legal_order() -> None:
    """Where every order comes to the same standings, crashes do; everywhere, what was said adds up."""
    found = played("several partitions")
    assert sum(one.compared for one in found) > len(found) // 3


def test_who_wakes_after_another_took_over_decides_nothing() -> None:
    """It may say again what was decided, but nothing else: its journal is fenced."""
    found = played("a sleeper wakes")
    assert sum(any(told.startswith("slept") for told in one.trace) for one in found) > len(found) // 2


def test_what_redis_loses_is_made_again() -> None:
    """Its last writes, or all of them, with everything that was on its way: as if nothing had happened."""
    assert all(one.compared for one in played("Redis loses"))


def test_one_process_sees_exactly_the_posts_before_an_event() -> None:
    """The same actions to the letter, also after Redis has lost something: they say how many posts there were."""
    assert all(one.compared for one in played("one process"))


@pytest.mark.parametrize("seed", range(len(KINDS)))
def test_a_seed_is_the_same_each_time(seed: int) -> None:
    """A failing seed can be looked at."""
    first, second = run(seed), run(seed)
    assert first.topics == second.topics
    assert first.faults.trace == second.faults.trace
