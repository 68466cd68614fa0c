"""Where a round plays: servers, a pipeline, a feeder; and what can be seen of them from outside."""

from __future__ import annotations

import copy
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from confluent_kafka import Consumer, KafkaException, TopicPartition

from tests.chaos.feeder import Feeder
from tests.chaos.streams import Stream
from tests.live.pipeline import Pipeline
from tests.servers.fixtures import Kafka
from tests.servers.redis import RedisServer

LEASE_S = 2.0
PATIENCE_S = 120.0
_QUICK = {"topic.metadata.refresh.interval.ms": 1000, "reconnect.backoff.max.ms": 500, "log_level": 0}


class Stuck(Exception):
    """Something that should have come about did not; what the pipeline said."""


class Stage:
    """One round's servers and pipeline; `expected` is how many actions a replay of the stream has."""

    def __init__(
        self, kafka: Kafka, redis: RedisServer, home: Path, stream: Stream, r: random.Random, expected: int
    ) -> None:
        self.kafka, self.redis, self.home, self.stream, self.r, self._expected = kafka, redis, home, stream, r, expected
        self.workers = min(r.choice([1, 1, 2]), stream.partitions)  # more are not started
        (home / "first").mkdir()
        self.pipeline = Pipeline(
            kafka,
            redis.url,
            home / "first",
            partitions=stream.partitions,
            policy=str(home / "policies"),
            workers=str(self.workers),
            lease=f"{LEASE_S:.0f}s",
        )
        self.pipeline.patience_s = PATIENCE_S
        self.feeder = Feeder(kafka.bootstrap, self.pipeline.input, stream)
        self._watching: Consumer | None = None
        self.started: list[float] = []
        """When `enforce run` was started, each time, by the clock."""
        self.paused: list[int] = []
        self.more: list[Pipeline] = []

    # --- the pipeline ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """`enforce run`."""
        self.started.append(time.time())
        self.pipeline.start()

    def another(self) -> Pipeline:
        """A second pipeline with the same topics and store, on another machine so to speak."""
        home = self.home / f"another-{len(list(self.home.glob('another-*')))}"
        home.mkdir()
        other = copy.copy(self.pipeline)
        other.home, other.stderr = home, home / "stderr"
        other.settings = self.pipeline.settings | {"recovery": str(home / "recovery")}
        self.more.append(self.pipeline)
        return other

    def running_workers(self) -> list[int]:
        """The worker processes, as soon as all are there."""
        self.until(lambda: len(self.workers_now()) == self.workers, "the workers run")
        return self.workers_now()

    def _runs(self) -> bool:
        """True; raises Stuck where the pipeline has ended by itself."""
        code = self.pipeline.process.poll()
        if code is not None:
            raise Stuck(f"enforce run ended by itself with {code}")
        return True

    def workers_now(self) -> list[int]:
        """The worker processes there are."""
        try:
            return [
                pid for pid in self.pipeline.workers() if b"live.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
            ]
        except OSError:
            return []

    def signal(self, pids: list[int], number: int) -> None:
        """Send a signal to whoever is still there."""
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def empty_redis(self) -> None:
        """Take away what a stopped Redis has on disk."""
        for log in self._redis_logs():
            log.unlink()

    def roll_redis_back(self, most: int) -> None:
        """Cut so many bytes, at most a third, off the log of a stopped Redis: it takes a log that a crash has cut."""
        [log] = [path for path in self._redis_logs() if path.name.endswith((".incr.aof", "only.aof"))]
        size = log.stat().st_size
        os.truncate(log, size - min(most, size // 3))

    def _redis_logs(self) -> list[Path]:
        """Its append-only files: from 7.0 on in a directory of their own, before that a single one."""
        return [*self.redis.directory.glob("appendonly.aof"), *self.redis.directory.glob("appendonlydir/*")]

    # --- what can be seen -----------------------------------------------------------------------------------------

    def until(self, holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until something holds; raises Stuck."""
        deadline_s = time.monotonic() + patience_s
        while not (self._runs() and holds()):
            if time.monotonic() > deadline_s:
                raise Stuck(f"it never came to this: {what}")
            time.sleep(0.02)

    def progress(self) -> float:
        """How far it is, from 0 to 1: of what is to be said, or fed."""
        if self.stream.fed_s:
            return self.feeder.fed / len(self.stream.lines)
        return self.said() / max(1, self._expected)

    def said(self) -> int:
        """How many actions were delivered, repeats included."""
        if self._watching is None:
            self._watching = Consumer({"bootstrap.servers": self.kafka.bootstrap, "group.id": "watching", **_QUICK})
        place = TopicPartition(self.pipeline.topic("actions"), 0)
        try:
            return int(self._watching.get_watermark_offsets(place, timeout=2)[1])
        except KafkaException:
            return 0

    def until_behind(self) -> None:
        """Wait until all that was fed is read, decided, delivered and durable; it must not end meanwhile."""
        self.until(lambda: not self.feeder.is_alive(), "everything is fed")
        group = Consumer(
            {"bootstrap.servers": self.kafka.bootstrap, "group.id": self.pipeline.prefix + "enforce", **_QUICK}
        )
        try:
            self.until(lambda: self._is_behind(group), "all of the input is behind it")
        finally:
            group.close()

    def _is_behind(self, group: Consumer) -> bool:
        wanted = [TopicPartition(self.pipeline.input, place) for place in self.feeder.ends]
        try:
            known = group.committed(wanted, timeout=2)
        except KafkaException:
            return False
        return all(place.offset >= self.feeder.ends[place.partition] for place in known)

    # --- the end --------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End whatever still runs."""
        self.signal(self.paused, signal.SIGCONT)
        for pipeline in (self.pipeline, *self.more):
            pipeline.__exit__()
        if self._watching is not None:
            self._watching.close()

    def forget(self) -> None:
        """Take the round's topics away."""
        admin = self.kafka.server.admin()
        names = [name for name in admin.list_topics(timeout=10).topics if self.pipeline.input in name]
        for done in admin.delete_topics(names).values():
            done.result(30)
