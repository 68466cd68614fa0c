"""Kafka as far as the pipeline uses it, in memory: what is in a log survives, consumers and producers do not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from confluent_kafka import KafkaError, TopicPartition

Port = Callable[[str, Callable[[], Any]], Any]
_EOF = KafkaError._PARTITION_EOF  # noqa: SLF001  librdkafka's own names are spelled so


class Said(NamedTuple):
    """A record of an output topic."""

    topic: str
    key: bytes | None
    value: bytes | None


class End:
    """That a partition is read to its end, as librdkafka tells it."""

    def code(self) -> int:
        """See confluent-kafka."""
        return int(_EOF)


class Message:
    """One record, or that there is none left."""

    def __init__(self, topic: str, offset: int, value: bytes | None, error: End | None = None) -> None:
        self._topic, self._offset, self._value, self._error = topic, offset, value, error

    def topic(self) -> str:
        """See confluent-kafka."""
        return self._topic

    def offset(self) -> int:
        """See confluent-kafka."""
        return self._offset

    def value(self) -> bytes | None:
        """See confluent-kafka."""
        return self._value

    def error(self) -> End | None:
        """See confluent-kafka."""
        return self._error


class Consumer:
    """Reads one partition of one topic, in bites of any size."""

    def __init__(self, lines: Sequence[Sequence[bytes]], rng: random.Random, bites: Sequence[int]) -> None:
        self._logs, self._rng, self._bites = lines, rng, bites
        self._at, self._told_end = 0, False

    def assign(self, partitions: list[TopicPartition]) -> None:
        """See confluent-kafka."""
        [one] = partitions
        self._topic, self._at, self._lines = one.topic, one.offset, self._logs[one.partition]

    def consume(self, most: int, timeout: float) -> list[Message]:
        """See confluent-kafka; the end of the log is told once."""
        del timeout
        count = min(most, self._rng.choice(self._bites))
        found = [Message(self._topic, self._at + n, x) for n, x in enumerate(self._lines[self._at : self._at + count])]
        self._at += len(found)
        if self._at == len(self._lines) and count and not self._told_end:
            self._told_end = True
            found.append(Message(self._topic, self._at, None, End()))
        return found

    def get_watermark_offsets(self, partition: TopicPartition, **_: object) -> tuple[int, int]:
        """See confluent-kafka."""
        return 0, len(self._logs[partition.partition])

    def commit(self, **_: object) -> None:
        """See confluent-kafka: only lag tools read it."""


class Producer:
    """Sends in order; what was produced may be on its way for long, or arrive only after its process has ended."""

    def __init__(self, topics: list[Said], port: Port, rng: random.Random) -> None:
        self._topics, self._port, self._rng = topics, port, rng
        self._queue: list[tuple[Said, Callable[[Any, Any], None]]] = []

    def produce(
        self, topic: str, value: bytes | None, key: bytes | None, on_delivery: Callable[[Any, Any], None]
    ) -> None:
        """See confluent-kafka."""
        self._queue.append((Said(topic, key, value), on_delivery))

    def __len__(self) -> int:
        """See confluent-kafka."""
        return len(self._queue)

    def list_topics(self, timeout: float) -> None:
        """See confluent-kafka."""

    def poll(self, timeout: float) -> int:
        """See confluent-kafka."""
        del timeout
        self.land(self._rng.randint(0, len(self._queue)))
        return 0

    def flush(self, timeout: float) -> int:
        """See confluent-kafka."""
        del timeout
        while self._queue:
            self._port("deliver", lambda: None)
            self.land(self._rng.randint(1, len(self._queue)))
        return 0

    def land(self, count: int) -> None:
        """So many records arrive, and that is reported."""
        landed, self._queue = self._queue[:count], self._queue[count:]
        self._topics.extend(said for said, _ in landed)
        for said, reported in landed:
            reported(None, Message(said.topic, 0, None))

    def land_some(self) -> None:
        """A crash: what was produced may still arrive in part, of each topic the first records."""
        by_topic: dict[str, list[Said]] = {}
        for said, _ in self._queue:
            by_topic.setdefault(said.topic, []).append(said)
        for found in by_topic.values():
            self._topics.extend(found[: self._rng.randint(0, len(found))])
        self._queue = []


class Changelogs:
    """As `dataflows.live.restore.Changelogs`: the changelogs among the topics, all at once."""

    def __init__(self, topics: Sequence[Said], names: Sequence[str]) -> None:
        self._left = [[Record(one) for one in topics if one.topic in names]]
        self.total = len(self._left[0])

    def read(self) -> list[Record] | None:
        """See there."""
        return self._left.pop() if self._left else None


class Record:
    """A record of a changelog as a message."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def topic(self) -> str:
        """See confluent-kafka."""
        return self._said.topic

    def key(self) -> bytes | None:
        """See confluent-kafka."""
        return self._said.key

    def value(self) -> bytes | None:
        """See confluent-kafka."""
        return self._said.value
