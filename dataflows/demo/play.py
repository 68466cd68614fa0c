"""The demo itself: feed the pipeline at a steady pace, read what it says as any consumer would, show both."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from confluent_kafka import Consumer, Producer, TopicPartition

from dataflows.demo.seen import Seen
from dataflows.live.settings import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from confluent_kafka import KafkaError, Message

    from dataflows.demo.pipeline import Pipeline
    from dataflows.demo.traffic import Record
    from dataflows.live.settings import RunSettings

_TICK_S: Final = 0.1  # between two bursts: records that trickle evenly let a pipeline think that it is behind
_LOOK_S: Final = 0.5  # between two looks at the counters of the pipeline
_PATIENCE_S: Final = 30.0  # without any sign of life: a machine may have much else to do
_QUIET_S: Final = 1.0  # longer than from one look at the counters to the next
_FLUSH_S: Final = 5.0
_DEALT_WITH: Final = ("enforce_events", "enforce_private_dropped", "enforce_dead_letters")
"""Every record is one of the three in the end, later than it is read."""
_MOVING: Final = (*_DEALT_WITH, "enforce_parked_events")


class Play:
    """One run; `seen`, `sent` and `counted` say how far it is."""

    def __init__(
        self,
        settings: RunSettings,
        pipeline: Pipeline,
        records: Sequence[Record],
        seconds: float,
        ended: Callable[[Seen], bool],
    ) -> None:
        """`records` are sent within `seconds`; `ended` says whether the last decision was seen that must be."""
        self.records, self.seconds, self._ended = records, seconds, ended
        self.sent: Counter[str] = Counter()
        """How many events of each kind were sent."""
        self.counted: Counter[str] = Counter()
        """The counters of the pipeline, as it showed them last."""
        self.sent_s: dict[str, float] = {}
        self.seen = Seen(self.sent_s)
        self.complete = False
        """Whether everything was decided before it ended."""
        self._settings, self._pipeline = settings, pipeline
        self._streams = {topic: stream for stream, topic in settings.outputs().items()}
        self._inputs = dict(zip(INPUTS, settings.inputs, strict=True))
        self._looked_s = self._heard_s = self._alive_s = self._began_s = time.monotonic()

    @property
    def elapsed_s(self) -> float:
        """Since the first event."""
        return time.monotonic() - self._began_s

    def run(self, show: Callable[[Play], None]) -> None:
        """Send everything, and wait for what comes of it; `show` is called every now and then."""
        self._producer = Producer({**self._settings.kafka_config(), "linger.ms": 1, "on_delivery": _delivered})
        consumer = Consumer({**self._settings.kafka_config(), "group.id": f"{self._settings.topic_prefix}demo"})
        try:
            consumer.assign(self._places(consumer))
            self._began_s = time.monotonic()
            while not self._done():
                self._send()
                self._read(consumer, time.monotonic() + _TICK_S)
                self._look()
                show(self)
        finally:
            self._producer.flush(_FLUSH_S)
            consumer.close()

    def _places(self, consumer: Consumer) -> list[TopicPartition]:
        known = consumer.list_topics(timeout=_FLUSH_S).topics
        return [TopicPartition(topic, part, 0) for topic in self._streams for part in known[topic].partitions]

    def _send(self) -> None:
        """Send what is due by now."""
        due = min(len(self.records), int(len(self.records) * self.elapsed_s / self.seconds))
        for record in self.records[self.sent.total() : due]:
            topic = self._inputs[record.topic]
            self.sent_s.setdefault(record.event_id, time.time())
            self._producer.produce(topic, record.value, record.key)
            self.sent[record.kind] += 1
        self._producer.poll(0)

    def _read(self, consumer: Consumer, until_s: float) -> None:
        """Take in what comes until then."""
        while (left_s := until_s - time.monotonic()) > 0:
            message = consumer.poll(left_s)
            if message is not None and message.error() is None:
                self._heard_s = self._alive_s = time.monotonic()
                self.seen.take(self._streams[message.topic() or ""], message.key(), message.value(), time.time())

    def _look(self) -> None:
        if time.monotonic() - self._looked_s >= _LOOK_S:
            self._looked_s = time.monotonic()
            self._pipeline.check()
            counted = self._pipeline.counted()
            if any(counted[name] != self.counted[name] for name in _MOVING):
                self._heard_s = self._alive_s = time.monotonic()
            self.counted = counted or self.counted

    def _done(self) -> bool:
        """Whether all was sent, read, decided, and nothing more is said; or there was no sign of life for too long."""
        now_s = time.monotonic()
        if self.sent.total() < len(self.records):
            self._alive_s = now_s
            return False
        self.complete = self._decided() and now_s - self._heard_s > _QUIET_S
        return self.complete or now_s - self._alive_s > _PATIENCE_S

    def _decided(self) -> bool:
        """Whether the pipeline says that it dealt with everything, and the last of it that matters is here."""
        dealt_with = sum(self.counted[name] for name in _DEALT_WITH)
        return dealt_with >= len(self.records) and self._ended(self.seen)


def _delivered(error: KafkaError | None, message: Message) -> None:
    if error is not None:
        raise ConnectionError(f"{message.topic()}: {error.str()}")
