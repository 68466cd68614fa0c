"""The worker processes as the supervisor has them."""

from __future__ import annotations

import shutil
import sys
import time

import pytest

from dataflows.live.partitions import Partitions
from dataflows.live.policies import PolicyFiles
from dataflows.live.settings import RunSettings
from dataflows.live.workers import Workers


def test_workers_that_die_before_they_have_their_orders_are_seen_to_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The supervisor must outlive them, or nobody starts them again."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    options = {"too long": "for a pipe" * 100_000}
    settings = RunSettings(kafka="", redis="", secret="", recovery="", workers=2, kafka_options=options)
    workers = Workers(settings, Partitions({}), 1, PolicyFiles([]), {})
    deadline_s = time.monotonic() + 5
    while workers.ended() is None and time.monotonic() < deadline_s:
        time.sleep(0.01)
    assert workers.ended() == 1
    workers.end()
