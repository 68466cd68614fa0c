"""Workers that began apart come to end their epochs together; a model of how Bytewax gives turns stands for it.

It was held against the real Bytewax 0.21: parts of a worker have their turns one after another, all with the time at
which the first began; none has one in an epoch before every part of every worker has ended the last.
"""

from __future__ import annotations

import itertools
import random
from typing import NamedTuple

import pytest

from dataflows.live import epochs
from dataflows.live.epochs import Epoch, Epochs

LENGTH_MS = 500
LENGTH_S = LENGTH_MS / 1_000


class Stall(NamedTuple):
    """A worker gets no turn for a while."""

    at_s: float
    worker: int
    for_s: float


class Part:
    """One part: when its epoch began and which it is, when it ended those before, and its turns."""

    def __init__(self, lengths: Epochs, now_s: float) -> None:
        self.epoch, self.began_s, self.number = Epoch(lengths), now_s, 0
        self.ended: list[float] = []
        self.turns: list[tuple[float, float]] = []


class Model:
    """Workers with turns of 6 to 18 ms; an idle one has nothing to read, and a turn each 5 ms."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, begin_s: list[float], parts: int, seed: int, idle: tuple[int, ...] = ()
    ) -> None:
        self.now_s, self.rng, self.idle = 0.0, random.Random(seed), idle
        monkeypatch.setattr(epochs, "monotonic", lambda: self.now_s)
        self.workers: list[list[Part]] = []
        self.next_s: list[float] = []
        for at_s in begin_s:
            self.now_s = at_s
            lengths = Epochs(LENGTH_MS, len(begin_s))
            self.workers.append([self.built(lengths, at_s) for _ in range(parts)])
            self.next_s.append(self.now_s)

    def built(self, lengths: Epochs, began_s: float) -> Part:
        """A part, which takes some time to build."""
        self.now_s += self.rng.uniform(0.0, 0.15)
        part = Part(lengths, began_s)
        part.began_s = began_s
        return part

    def run(self, until_s: float, stalls: list[Stall] | None = None) -> None:
        """Give whoever is next its turns."""
        stalls = list(stalls or [])
        while min(self.next_s) < until_s:
            worker = self.next_s.index(min(self.next_s))
            if stalls and stalls[0].worker == worker and stalls[0].at_s <= self.next_s[worker]:
                self.next_s[worker] += stalls.pop(0).for_s
            else:
                self.activate(worker)

    def activate(self, worker: int) -> None:
        """Each part that may read has a turn; an epoch that was over when the first began is over now."""
        self.now_s = start_s = self.next_s[worker]
        parts = [part for part in self.workers[worker] if self.is_open(part)]
        for part in parts:
            part.turns.append(self.turn(part, idle=worker in self.idle))
            if start_s - part.began_s >= LENGTH_S:
                part.epoch.ends()
                part.ended.append(self.now_s)
                part.began_s, part.number = start_s, part.number + 1
        pause_s = 0.001 if not parts else 0.005 if worker in self.idle else 0.0
        self.next_s[worker] = self.now_s + pause_s

    def is_open(self, part: Part) -> bool:
        """Whether all have ended the epoch before the part's."""
        before, everyone = part.number - 1, [one for parts in self.workers for one in parts]
        return before < 0 or all(len(one.ended) > before and one.ended[before] <= self.now_s for one in everyone)

    def turn(self, part: Part, *, idle: bool) -> tuple[float, float]:
        """When it began and ended."""
        begun_s = self.now_s
        part.epoch.turn()
        self.now_s += 0.0005 if idle else self.rng.uniform(0.006, 0.018)
        while part.epoch.reads_on():
            self.now_s += 0.005 if idle else self.rng.uniform(0.006, 0.018)
        return begun_s, self.now_s

    def longest_wait_s(self, since_s: float) -> float:
        """The longest time between two turns of any part."""
        found = [part.turns for parts in self.workers for part in parts]
        return max(
            after[0] - before[1] for turns in found for before, after in itertools.pairwise(turns) if after[0] > since_s
        )


@pytest.mark.parametrize("idle", [(), (1,), (0, 1)])
@pytest.mark.parametrize("parts", [1, 2, 4])
def test_who_began_apart_soon_waits_for_nobody(
    monkeypatch: pytest.MonkeyPatch, parts: int, idle: tuple[int, ...]
) -> None:
    """Without it, whoever began 400 ms earlier than another waits 400 ms in every epoch."""
    for seed in range(6):
        rng = random.Random(seed)
        model = Model(monkeypatch, [0.0, rng.uniform(0.0, 1.2)], parts, seed, idle)
        model.run(30.0, [Stall(8.0, rng.randrange(2), rng.uniform(0.1, 1.2))])
        assert model.longest_wait_s(since_s=22.0) < 0.25, seed


@pytest.mark.parametrize("workers", [3, 4])
def test_many_workers_read_nearly_all_of_the_time(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    rng = random.Random(workers)
    model = Model(monkeypatch, [rng.uniform(0.0, 1.2) for _ in range(workers)], parts=2, seed=1)
    model.run(40.0)
    for parts in model.workers:
        read_s = sum(end_s - begin_s for part in parts for begin_s, end_s in part.turns if begin_s > 10.0)
        assert read_s > 0.8 * 30.0


def test_no_turn_is_long_once_all_are_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a turn has read waits for its end, an event too."""
    model = Model(monkeypatch, [0.0, 0.7], parts=2, seed=2)
    model.run(30.0)
    turns = [turn for parts in model.workers for part in parts for turn in part.turns if turn[0] > 15.0]
    assert max(end_s - begin_s for begin_s, end_s in turns) < 0.25


def test_who_is_alone_reads_on_never(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(monkeypatch, [0.123], parts=4, seed=1)
    model.run(10.0, [Stall(3.0, 0, 1.0)])
    assert max(end_s - begin_s for part in model.workers[0] for begin_s, end_s in part.turns) < 0.02
    assert len(model.workers[0][0].ended) >= 15


def test_an_epoch_says_how_long_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = [1.0]
    monkeypatch.setattr(epochs, "monotonic", lambda: now_s[0])
    epoch = Epoch(Epochs(LENGTH_MS, 1))
    now_s[0] = 1.7
    epoch.turn()
    assert epoch.ends() == pytest.approx(0.7)
