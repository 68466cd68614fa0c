"""A few rounds of real crashes; `python -m tests.chaos N` plays as many as there is time for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.faults import BROKER, FAULTS, SLOW
from tests.chaos.rounds import play
from tests.servers.fixtures import Kafka

WITHOUT_BROKER = sorted(FAULTS.keys() - BROKER - SLOW)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_and_nothing_is_said_twice(seed: int, kafka: Kafka, redis_program: str, tmp_path: Path) -> None:
    one = play(seed, kafka, redis_program, tmp_path / "round", WITHOUT_BROKER)
    assert not one.failed, [one, one.trouble, *one.verdict.lines()]


def test_the_broker_is_killed(own_kafka: Kafka, redis_program: str, tmp_path: Path) -> None:
    one = play(2, own_kafka, redis_program, tmp_path / "round", ["broker_killed", "worker_killed", "supervisor_killed"])
    assert not one.failed, [one, one.trouble, *one.verdict.lines()]
