"""Workers that began apart come to end their epochs together; a model of how Bytewax lets them read stands for it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from dataflows.live import epochs
from dataflows.live.epochs import Epoch, Epochs

LENGTH_MS = 500
SOME_S = 20.0


@dataclass
class Worker:
    """A worker of one part: when it is at its next turn, when its epochs ended, and for how long it read."""

    at_s: float
    epoch: Epoch
    began_s: float
    ended: list[float] = field(default_factory=list)
    read_s: float = 0.0


class Model:
    """Workers in turns of about 20 ms, which read in an epoch once all have ended the last (`epochs.py` says how)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, begin_s: list[float], seed: int) -> None:
        self.now_s, self.rng = 0.0, random.Random(seed)
        monkeypatch.setattr(epochs, "monotonic", lambda: self.now_s)
        self.lengths = Epochs(LENGTH_MS, len(begin_s))
        self.workers = [self.begin(at_s) for at_s in begin_s]

    def begin(self, at_s: float) -> Worker:
        """A worker's first epoch begins."""
        self.now_s = at_s
        return Worker(at_s, Epoch(self.lengths), at_s)

    def run(self, until_s: float) -> None:
        """Give whoever is next its turn."""
        while (worker := min(self.workers, key=lambda one: one.at_s)).at_s < until_s:
            number = len(worker.ended)
            behind = [one for one in self.workers if len(one.ended) < number]
            if behind:
                worker.at_s = min(one.at_s for one in behind) + 0.001
            else:
                opened_s = max([one.ended[number - 1] for one in self.workers]) if number else 0.0
                self.turn(worker, max(worker.at_s, opened_s))

    def turn(self, worker: Worker, at_s: float) -> None:
        """One turn, as long as it reads on."""
        self.now_s = at_s
        worker.epoch.turn()
        self.now_s += self.rng.uniform(0.012, 0.035)
        while worker.epoch.reads_on():
            self.now_s += self.rng.uniform(0.005, 0.015)
        worker.read_s += self.now_s - at_s
        if at_s - worker.began_s >= self.lengths.interval.total_seconds():
            worker.epoch.ends()
            worker.ended.append(self.now_s)
            worker.began_s = at_s
        worker.at_s = self.now_s


@pytest.mark.parametrize("workers", [2, 3])
@pytest.mark.parametrize("apart_ms", range(0, 1_300, 50))
def test_who_began_apart_soon_reads_nearly_all_of_the_time(
    monkeypatch: pytest.MonkeyPatch, apart_ms: int, workers: int
) -> None:
    """Without it, whoever began 400 ms earlier than another reads for 100 ms of 500."""
    begin_s = [0.0, apart_ms / 1_000, 0.2][:workers]
    model = Model(monkeypatch, begin_s, seed=apart_ms)
    model.run(SOME_S)
    before_s = [worker.read_s for worker in model.workers]
    model.run(3 * SOME_S)
    read_s = [worker.read_s - before for worker, before in zip(model.workers, before_s, strict=True)]
    assert min(read_s) > 0.8 * 2 * SOME_S


def test_who_was_held_up_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(monkeypatch, [0.0, 0.0], seed=1)
    model.run(SOME_S)
    model.workers[0].at_s += 0.7
    model.run(2 * SOME_S)
    before_s = model.workers[1].read_s
    model.run(3 * SOME_S)
    assert model.workers[1].read_s - before_s > 0.8 * SOME_S


def test_who_is_alone_ends_an_epoch_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(monkeypatch, [0.123], seed=1)
    model.run(SOME_S)
    assert len(model.workers[0].ended) > SOME_S / 0.5 - 3
    assert Epochs(LENGTH_MS, 1).interval.total_seconds() == 0.5


def test_an_epoch_says_how_long_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(monkeypatch, [0.0], seed=1)
    epoch = model.workers[0].epoch
    model.now_s = 0.7
    epoch.turn()
    assert epoch.ends() == pytest.approx(0.7)
