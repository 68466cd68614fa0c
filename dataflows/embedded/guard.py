"""What keeps an embedded broker from dropping records unseen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from confluent_kafka import Consumer, TopicPartition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from confluent_kafka import KafkaError, Message

# A partition keeps 5 MiB and 100,000 batches, then drops its oldest records without a word (rdkafka_mock.c, 2.16).
SAFE_BYTES = 4 * 2**20
IN_FLIGHT_KIB = 512
# A batch header of 61 bytes and a record's own lengths and offsets: counted for each record, as if each came alone.
OVERHEAD_BYTES = 80
ANSWER_S = 10.0


class Guard:
    """Watches how full the partitions are that a producer made with `settings` writes to; one guard for each producer.

    `partitions` are those of each topic. Sizes are counted before compression, so never too low.
    """

    def __init__(self, bootstrap: str, partitions: Mapping[str, int]) -> None:
        self._bootstrap = bootstrap
        self._partitions = dict(partitions)
        self._bytes: Counter[tuple[str | None, int | None]] = Counter()

    @property
    def settings(self) -> dict[str, object]:
        """Settings of the producer: each delivery is counted, and what is on its way is less than the margin."""
        return {
            "bootstrap.servers": self._bootstrap,
            "queue.buffering.max.kbytes": IN_FLIGHT_KIB,
            "on_delivery": self._count,
        }

    def _count(self, error: KafkaError | None, message: Message) -> None:
        if error is None:
            size = len(message.value() or b"") + len(message.key() or b"") + OVERHEAD_BYTES
            self._bytes[message.topic(), message.partition()] += size

    def room_bytes(self, topic: str) -> int:
        """What the fullest partition of the topic still takes before 4 MiB; 0 says: send no more to this topic."""
        fullest = max(self._bytes[topic, number] for number in range(self._partitions[topic]))
        return max(SAFE_BYTES - fullest, 0)

    def dropped(self) -> Mapping[tuple[str, int], int]:
        """How many records each (topic, partition) has dropped so far, whoever wrote them; asks the broker."""
        return {where: first for where, first in self._firsts() if first > 0}

    def _firsts(self) -> Iterator[tuple[tuple[str, int], int]]:
        consumer = Consumer({"bootstrap.servers": self._bootstrap, "group.id": "guard"})
        try:
            for topic, count in self._partitions.items():
                for number in range(count):
                    place = TopicPartition(topic, number)
                    yield (topic, number), consumer.get_watermark_offsets(place, timeout=ANSWER_S)[0]
        finally:
            consumer.close()
