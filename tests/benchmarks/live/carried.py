"""The peak where everything shares the machine: the most posts a second that are read as fast as they are fed."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.benchmarks.live.servers import HERE, Servers, running

_FIRST, _STEP, _SECONDS = 160_000, 40_000, 12
_BEHIND_S = 1.5  # an epoch and a half: positions are durable that much later


def carried(servers: Servers) -> int:
    """Feed more and more, each for some seconds; print and give the last rate that was kept up with, 0 if none."""
    most, rate = 0, _FIRST
    while (behind_s := _behind_s(servers, rate)) <= _BEHIND_S:
        most, rate = rate, rate + _STEP
    print(
        f"feeder, broker, Redis and pipeline on one machine carry {most:,} posts/s ({behind_s:.1f} s late at {rate:,})"
    )
    return most


def _behind_s(servers: Servers, rate: int) -> float:
    """How long after the last post should have been fed all were read."""
    topic = servers.topic(f"posts.{rate}")
    command = [sys.executable, "-m", "tests.benchmarks.live.feed", servers.kafka.address, topic]
    with running(servers, f"at{rate}.", [topic]) as pipeline:
        with subprocess.Popen(
            [*command, str(rate), str(_SECONDS)], cwd=HERE, stdout=subprocess.PIPE, text=True
        ) as feeder:
            assert feeder.stdout
            feeder.stdout.readline()
            ends_s = time.monotonic() + _SECONDS
            total = int(feeder.stdout.read().split()[1])
        for _ in pipeline.wait_for(topic, total):
            pass
        return time.monotonic() - ends_s
