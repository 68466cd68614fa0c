"""Live says what a replay says: the same ids, the same bytes, in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import stream
from tests.live.conftest import MakePipeline
from tests.live.replays import a_year, compare, delivered, patient, replayed


def test_real_events_are_decided_as_in_a_replay(pipeline: MakePipeline, real_year: Path, tmp_path: Path) -> None:
    lines = a_year(real_year, 6_000)
    live = pipeline()
    live.feed(lines)
    with live:
        live.wait()
        assert live.stop() == 0
    compare(delivered(live), replayed(lines, tmp_path))


@pytest.mark.parametrize("seed", [1, 11, 18])
def test_hostile_events_are_decided_as_in_a_replay(pipeline: MakePipeline, seed: int, tmp_path: Path) -> None:
    """Late, repeated, conflicting, private and broken records, seven at a time."""
    lines, texts = stream(seed)
    policies = patient(texts, tmp_path)
    live = pipeline(policy=str(policies))
    offsets = live.feed_apart(lines, 7)
    with live:
        live.wait()
        assert live.stop() == 0
    compare(delivered(live, offsets), replayed(lines, tmp_path, [policies]))
