"""The embedded broker, through the clients that the pipeline uses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from dataflows.embedded import librdkafka
from dataflows.embedded.broker import EmbeddedBroker
from dataflows.embedded.guard import SAFE_BYTES, Guard
from dataflows.settings import Refused

READER = """
import sys
from confluent_kafka import Consumer
consumer = Consumer({"bootstrap.servers": sys.argv[1], "group.id": "other", "auto.offset.reset": "earliest"})
consumer.subscribe(["posts"])
print(sorted(int(consumer.poll(20).value()) for _ in range(1000)) == list(range(1000)))
consumer.commit(asynchronous=False)
consumer.close()
"""


@pytest.fixture
def broker() -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker({"posts": 3, "actions": 1}) as started:
        yield started


def test_topics_have_the_partitions_asked_for(broker: EmbeddedBroker) -> None:
    broker.create_topic("reports", 5)
    topics = Producer({"bootstrap.servers": broker.bootstrap}).list_topics(timeout=10).topics
    assert {name: len(topic.partitions) for name, topic in topics.items()} == {"posts": 3, "actions": 1, "reports": 5}
    assert broker.partitions == {"posts": 3, "actions": 1, "reports": 5}


def test_what_is_produced_here_is_consumed_by_another_process(broker: EmbeddedBroker) -> None:
    producer = Producer({"bootstrap.servers": broker.bootstrap, "enable.idempotence": True})
    for number in range(1000):
        producer.produce("posts", key=str(number), value=str(number))
    assert producer.flush(10) == 0
    command = [sys.executable, "-c", READER, broker.bootstrap]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout == "True\n"


def test_offsets_committed_to_a_group_are_kept(broker: EmbeddedBroker) -> None:
    consumer = Consumer({"bootstrap.servers": broker.bootstrap, "group.id": "g"})
    consumer.commit(offsets=[TopicPartition("posts", 1, 42)], asynchronous=False)
    assert [place.offset for place in consumer.committed([TopicPartition("posts", 1)], timeout=10)] == [42]
    consumer.close()


def test_two_brokers_know_nothing_of_each_other(broker: EmbeddedBroker) -> None:
    with EmbeddedBroker({"other": 1}) as second:
        topics = Producer({"bootstrap.servers": second.bootstrap}).list_topics(timeout=10).topics
        assert set(topics) == {"other"}
        assert second.bootstrap != broker.bootstrap


def test_an_ended_broker_answers_no_more() -> None:
    with EmbeddedBroker() as ended:
        producer = Producer({"bootstrap.servers": ended.bootstrap, "log_level": 0})
        producer.list_topics(timeout=10)
    with pytest.raises(KafkaException):
        producer.list_topics(timeout=0.5)


@pytest.mark.parametrize(("name", "partitions"), [("posts", 3), ("new", 0), ("new", -1), ("", 1), ("a b", 1)])
def test_a_topic_that_cannot_be_is_refused_in_one_line(broker: EmbeddedBroker, name: str, partitions: int) -> None:
    with pytest.raises(Refused, match=f"embedded broker: topic '{name}' with {partitions} partitions: .+"):
        broker.create_topic(name, partitions)


def test_before_its_start_and_after_its_end_it_has_no_address(broker: EmbeddedBroker) -> None:
    ended = EmbeddedBroker()
    with pytest.raises(RuntimeError):
        _ = ended.bootstrap
    with ended:
        assert ended.bootstrap != broker.bootstrap
    with pytest.raises(RuntimeError):
        _ = ended.bootstrap


def test_a_librdkafka_without_mock_cluster_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(librdkafka._SIGNATURES, "rd_kafka_mock_gone", (None, []))  # noqa: SLF001 - as of another version
    with pytest.raises(Refused, match=r"rd_kafka_mock_gone.*--kafka"):
        EmbeddedBroker()


def test_a_producer_that_heeds_the_guard_loses_nothing(broker: EmbeddedBroker) -> None:
    guard = Guard(broker.bootstrap, broker.partitions)
    producer = Producer(guard.settings)
    sent = 0
    while guard.room_bytes("actions"):
        fill(producer, 1)
        sent += 1
    producer.flush(10)
    assert sent * 1000 > 0.9 * SAFE_BYTES
    assert guard.dropped() == {}


def test_a_partition_that_overran_is_seen(broker: EmbeddedBroker) -> None:
    guard = Guard(broker.bootstrap, broker.partitions)
    fill(Producer({"bootstrap.servers": broker.bootstrap}), 8_000)
    ((where, count),) = guard.dropped().items()
    assert where == ("actions", 0)
    assert 2_000 < count < 4_000


def fill(producer: Producer, count: int) -> None:
    """Records of 1,000 bytes, not compressed."""
    for _ in range(count):
        try:
            producer.produce("actions", value=bytes(1000))
        except BufferError:
            producer.flush(10)
            producer.produce("actions", value=bytes(1000))
        producer.poll(0)
    if count > 1:
        producer.flush(10)
