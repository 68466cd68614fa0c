"""How soon a violation has its action on the wire while posts come at half of the peak."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from statistics import quantiles

import numpy as np
from confluent_kafka import Consumer, Producer, TopicPartition

from enforcement import instants
from tests.benchmarks.live.posts import is_private, is_repeated, post_id
from tests.benchmarks.live.servers import HERE, Running, Servers, running
from tests.benchmarks.live.speed import aim
from tests.benchmarks.live.usage import cpu_s

MOST_P50_MS, MOST_P99_MS = 100, 250
_BEGIN_S, _END_S = 8.0, 2.0  # all profiles were met once before the first violation; actions come after the last
_OLD_S = 3.0  # posts that violations are about are that old: certainly findable
_SHARE = 1_000  # posts to a violation


def latency(servers: Servers, rate: int, seconds: int) -> bool:
    """Print the quantiles; whether what was aimed at is reached."""
    posts, violations = servers.topic("posts.fed"), servers.topic("violations.fed")
    with running(servers, "late.", [posts, violations]) as pipeline:
        time.sleep(_OLD_S)  # it starts
        command = [sys.executable, "-m", "tests.benchmarks.live.feed", servers.kafka.address, posts]
        command += [str(rate), str(seconds)]
        with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True) as feeder:
            assert feeder.stdout
            feeder.stdout.readline()
            before = _cpu(pipeline, feeder.pid)
            found = _Violations(servers, violations, "late.").run(rate, seconds)
            used = {who: (cpu - before[who]) / seconds for who, cpu in _cpu(pipeline, feeder.pid).items()}
            told = feeder.stdout.read().strip()
    took = [arrived for arrived in found if arrived is not None]
    cuts = quantiles(took, n=100)
    busy = ", ".join(f"{who} {share:.0%}" for who, share in used.items())
    print(f"violation to action at {rate:,} posts/s ({told}), a violation to {_SHARE:,} posts; CPU {busy}")
    print(f"{len(found):,} violations, {len(found) - len(took)} without an action")
    print(f"p50 {cuts[49]:.0f} ms, p90 {cuts[89]:.0f}, p99 {cuts[98]:.0f}, at most {max(took):.0f}")
    reached = aim(cuts[49] <= MOST_P50_MS and len(took) == len(found), f"p50 at most {MOST_P50_MS} ms, none without")
    return aim(cuts[98] <= MOST_P99_MS, f"p99 at most {MOST_P99_MS} ms") and reached


def _cpu(pipeline: Running, feeder: int) -> dict[str, float]:
    """Seconds of CPU so far: of the pipeline, and of what measures it on the same cores."""
    return {**pipeline.cpu(), "feeder": cpu_s(feeder), "this process": time.process_time()}


class _Violations:
    """Sends violations, and sees when each has its action."""

    def __init__(self, servers: Servers, topic: str, prefix: str) -> None:
        address = {"bootstrap.servers": servers.kafka.address}
        self._topic = topic
        self._producer = Producer({**address, "linger.ms": 0})
        self._consumer = Consumer({**address, "group.id": "actions", "fetch.wait.max.ms": 10})
        self._consumer.assign([TopicPartition(prefix + "enforcement.actions", 0, 0)])
        self._sent: dict[str, float] = {}
        self._took: dict[str, float] = {}

    def run(self, rate: int, seconds: int) -> list[float | None]:
        """Milliseconds of each; None for one that had no action."""
        chosen = random.Random(1)
        began_s = now_s = time.perf_counter()
        while now_s < began_s + seconds + _END_S:
            since_s = now_s - began_s
            if since_s < seconds and len(self._sent) < (since_s - _BEGIN_S) * rate / _SHARE:
                self._send(chosen.randrange(int((since_s - _OLD_S) * rate)))
            self._hear()
            now_s = time.perf_counter()
        self._producer.flush()
        self._consumer.close()
        return [self._took.get(name) for name in self._sent]

    def _send(self, number: int) -> None:
        if is_private(number) or is_repeated(np.array([number])).any():
            return
        name = f"v{number}"
        at = instants.text(int(time.time() * 1_000))
        event = {"kind": "violation", "violation_id": name, "post_id": post_id(number), "guideline": "spam", "at": at}
        self._sent.setdefault(name, time.perf_counter())
        self._producer.produce(self._topic, json.dumps({**event, "decided_by": "m"}).encode(), post_id(number))
        self._producer.poll(0)

    def _hear(self) -> None:
        for message in self._consumer.consume(100, 0.001):
            action = json.loads(message.value() or b"{}")
            cause = action.get("cause")
            if cause in self._sent:
                self._took.setdefault(cause, (time.perf_counter() - self._sent[cause]) * 1e3)
