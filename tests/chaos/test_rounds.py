"""A few rounds of real crashes; `python -m tests.chaos N` plays as many as there is time for."""

from __future__ import annotations

from pathlib import Path

import pytest

from enforcement.policy_file import shipped_text
from tests.chaos.faults import BROKER, FAULTS, SLOW
from tests.chaos.rounds import agreed, play, write_policies
from tests.chaos.streams import Stream
from tests.running import encode
from tests.servers.fixtures import Kafka

ANY = {"at": "2026-03-01T00:00:00Z", "surface": "feed_post", "audience": "public"}
WITHOUT_BROKER = sorted(FAULTS.keys() - BROKER - SLOW)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_and_nothing_is_said_twice(seed: int, kafka: Kafka, redis_program: str, tmp_path: Path) -> None:
    one = play(seed, kafka, redis_program, tmp_path / "round", WITHOUT_BROKER)
    assert not one.failed, [one, one.trouble, *one.verdict.lines()]


def test_the_broker_is_killed(own_kafka: Kafka, redis_program: str, tmp_path: Path) -> None:
    one = play(2, own_kafka, redis_program, tmp_path / "round", ["broker_killed", "worker_killed", "supervisor_killed"])
    assert not one.failed, [one, one.trouble, *one.verdict.lines()]


def test_a_post_of_two_authors_is_fed_once(tmp_path: Path) -> None:
    """Which of them it counts for is left open live; an event that brings a second author is refused in any case."""
    posts = [{"kind": "post", "post_id": "p", "profile_id": name, **ANY} for name in "uvu"]
    event = {"kind": "violation", "violation_id": "v", "post_id": "p", "guideline": "spam", "decided_by": "m", **ANY}
    lines = encode([*posts, {**event, "post": {"profile_id": "v", **ANY}}])
    stream = Stream(lines, [0] * 4, [shipped_text()], 0.0, ends=False)
    assert agreed(stream, write_policies(stream, tmp_path), tmp_path).lines == [lines[0], *lines[2:]]
