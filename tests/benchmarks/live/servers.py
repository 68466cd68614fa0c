"""A broker and a Redis of the benchmark's own, and `enforce run` between them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from confluent_kafka import Consumer, TopicPartition

from dataflows.embedded.redis import find_redis_server
from tests.benchmarks.live.posts import PARTITIONS
from tests.benchmarks.live.usage import children, cpu_s
from tests.servers.kafka import KafkaBroker, libraries
from tests.servers.redis import RedisServer

HERE = Path(__file__).resolve().parents[3]
_PATIENCE_S = 120.0


class Servers:
    """A real broker and a real Redis (append-only file synced every second, not rewritten meanwhile)."""

    def __init__(self, base: Path, stack: ExitStack) -> None:
        self.base = base
        for name in ("kafka", "redis"):
            (base / name).mkdir()
        self.kafka = stack.enter_context(KafkaBroker(base / "kafka", libraries()))
        options = {"auto-aof-rewrite-percentage": "0"}
        program = str(find_redis_server())
        self.redis = stack.enter_context(RedisServer(base / "redis", options=options, program=program))

    def topic(self, name: str) -> str:
        """A topic of four partitions that forgets nothing."""
        return self.kafka.create_topic(name, partitions=PARTITIONS, config={"retention.ms": "-1"})

    def committed(self, consumer: Consumer, topic: str) -> int:
        """How many records of a topic are behind the group of a consumer."""
        found = consumer.committed([TopicPartition(topic, number) for number in range(PARTITIONS)], timeout=10)
        return sum(max(0, one.offset) for one in found)


class Running:
    """An `enforce run` of its own topics; the store is emptied before."""

    def __init__(self, servers: Servers, name: str, process: subprocess.Popen[bytes]) -> None:
        self.servers, self.name, self._process = servers, name, process
        self.group = Consumer({"bootstrap.servers": servers.kafka.address, "group.id": name + "enforce"})

    def cpu(self) -> dict[str, float]:
        """Seconds of CPU so far, by who used them."""
        if self._process.poll() is not None:
            raise RuntimeError(f"enforce run ended with {self._process.returncode}: {self.log()}")
        workers = sum(map(cpu_s, children(self._process.pid)))
        servers = self.servers
        return {"client": workers, "redis": cpu_s(servers.redis.pid), "broker": cpu_s(servers.kafka.pid)}

    def log(self) -> str:
        """What it said last."""
        return (self.servers.base / f"{self.name}log").read_text()[-2000:]

    def wait_for(self, topic: str, posts: int) -> Iterator[tuple[int, float, dict[str, float]]]:
        """(posts whose offsets are durable, time, CPU) ten times a second until all are."""
        deadline = time.monotonic() + _PATIENCE_S
        done = 0
        while done < posts:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{done} of {posts} posts after {_PATIENCE_S:.0f} s: {self.log()}")
            time.sleep(0.1)
            done = self.servers.committed(self.group, topic)
            yield done, time.perf_counter(), self.cpu()


@contextmanager
def running(
    servers: Servers, name: str, inputs: list[str], *, workers: int = 1, code: Path = HERE, empty: bool = True
) -> Iterator[Running]:
    """`enforce run`, of the code in a directory, until the block ends; on an empty store, if not told otherwise.

    Another checkout needs a .venv of its own: workers are isolated, and take what is installed there.
    """
    if empty:
        servers.redis.client().flushall()
    python = sys.executable if code == HERE else str(code / ".venv" / "bin" / "python")
    command = [python, "-m", "dataflows", "run", "--create-topics", "--workers", str(workers)]
    command += ["--kafka", servers.kafka.address, "--redis", servers.redis.url, "--topic-prefix", name]
    command += ["--recovery", str(servers.base / f"{name}recovery"), "--inputs", ",".join(inputs)]
    environment = {**os.environ, "ENFORCE_SECRET": "a secret of the benchmark alone"}
    with (servers.base / f"{name}log").open("wb") as log:
        process = subprocess.Popen(command, cwd=code, env=environment, stdout=log, stderr=log)
        try:
            yield Running(servers, name, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
