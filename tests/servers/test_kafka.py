"""The broker the tests rely on."""

from __future__ import annotations

import time

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from tests.servers.fixtures import Kafka


def test_what_is_produced_is_consumed(kafka: Kafka) -> None:
    topic = kafka.topic(partitions=4)
    produce(kafka, topic, [(f"k{n}", f"v{n}") for n in range(1000)])
    assert sorted(consume(kafka, topic, 1000, partitions=4)) == sorted((f"k{n}", f"v{n}") for n in range(1000))


def test_topics_have_their_own_names(kafka: Kafka) -> None:
    assert kafka.topic("posts") != kafka.topic("posts")


def test_a_broker_that_comes_back_has_its_records(own_kafka: Kafka) -> None:
    server, topic = own_kafka.server, own_kafka.topic()
    port, pid = server.port, server.pid
    produce(own_kafka, topic, [(str(n), "first") for n in range(100)])
    server.kill()
    assert not server.ready()
    server.start()
    produce(own_kafka, topic, [(str(n), "after kill") for n in range(100)])
    server.restart()
    assert [value for _, value in consume(own_kafka, topic, 200)] == ["first"] * 100 + ["after kill"] * 100
    assert server.port == port
    assert server.pid != pid


def test_a_compacted_topic_keeps_the_last_record_of_a_key(kafka: Kafka) -> None:
    config = {
        "cleanup.policy": "compact",
        "segment.ms": "200",
        "min.cleanable.dirty.ratio": "0.01",
        "max.compaction.lag.ms": "500",
        "delete.retention.ms": "100",
    }
    topic = kafka.topic(config=config)
    produce(kafka, topic, [(f"k{n % 5}", str(n)) for n in range(2000)])
    kept = roll_until_compacted(kafka, topic)
    assert {f"k{n % 5}": str(n) for n in range(2000)}.items() <= dict(kept).items()


def roll_until_compacted(kafka: Kafka, topic: str) -> list[tuple[str, str]]:
    """The records of the topic once they are few; records go on coming, as the last segment is never compacted."""
    for number in range(60):
        produce(kafka, topic, [("roll", str(number))])
        kept = consume(kafka, topic, None)
        if len(kept) < 100:
            return kept
        time.sleep(0.2)
    pytest.fail("not compacted")


def produce(kafka: Kafka, topic: str, records: list[tuple[str, str]]) -> None:
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "acks": "all", "log_level": 0})
    for key, value in records:
        producer.produce(topic, key=key, value=value)
    assert producer.flush(30) == 0


def consume(kafka: Kafka, topic: str, count: int | None, *, partitions: int = 1) -> list[tuple[str, str]]:
    """So many records, or all there are."""
    consumer = Consumer(
        {"bootstrap.servers": kafka.bootstrap, "group.id": "test", "enable.partition.eof": True, "log_level": 0}
    )
    consumer.assign([TopicPartition(topic, number, 0) for number in range(partitions)])
    found: list[tuple[str, str]] = []
    ended = 0
    while (ended < partitions) if count is None else (len(found) < count):
        message = consumer.poll(30)
        assert message is not None, f"only {len(found)} of {count}"
        if message.error():
            ended += 1
        else:
            found.append(((message.key() or b"").decode(), (message.value() or b"").decode()))
    consumer.close()
    return found
