"""Stopped or killed at any moment, and started again: nothing is lost, nothing is new."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.conftest import MakePipeline
from tests.live.pipeline import Pipeline
from tests.live.replays import a_year, compare, delivered, once, replayed

End = Callable[[Pipeline], None]


def stop(live: Pipeline) -> None:
    """SIGTERM, and a start."""
    assert live.stop() == 0
    started = live.said().count("run_started")
    live.start()
    live.until(lambda: live.said().count("run_started") > started, "it listens to signals")


def kill_a_worker(live: Pipeline) -> None:
    """SIGKILL; the supervisor starts all of them again."""
    os.kill(live.workers()[0], signal.SIGKILL)


def kill_the_supervisor(live: Pipeline) -> None:
    """SIGKILL; its workers end by themselves, and a new one takes over."""
    left = live.kill()
    live.start()
    live.until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left), "the old workers are gone")


@pytest.mark.parametrize("end", [stop, kill_a_worker, kill_the_supervisor])
def test_nothing_is_lost_and_nothing_is_new(pipeline: MakePipeline, real_year: Path, tmp_path: Path, end: End) -> None:
    """In the middle of the work, twice; whoever drops repeated records sees what a replay says."""
    lines = a_year(real_year, 6_000)
    live = pipeline()
    live.feed(lines[:2_000])
    with live:
        live.until(lambda: bool(live.read("actions")), "it decides")
        live.feed(lines[2_000:4_000])
        end(live)
        count = len(live.read("actions"))
        live.feed(lines[4_000:5_000])
        live.until(lambda: len(live.read("actions")) > count, "it goes on")
        live.feed(lines[5_000:])
        end(live)
        live.wait()
        assert live.stop() == 0
    said = delivered(live)
    if end is stop:
        assert once(said) == said  # nothing was said twice
    compare(once(said), replayed(lines, tmp_path))
