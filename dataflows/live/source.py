"""Kafka in: one part per partition index over all input topics, so that workers share topics evenly.

Positions are kept by Bytewax's recovery store; they are also committed to the consumer group, one epoch later, for
those who watch lag there. Facts: librdkafka goes to the end of a log where it cannot find an offset, unless told
otherwise, and pauses a partition for a second once its queue is full.
"""

from __future__ import annotations

from collections import Counter, deque
from datetime import datetime, timedelta, timezone
from time import monotonic, sleep, time
from typing import TYPE_CHECKING, Any, NamedTuple

from bytewax.inputs import FixedPartitionedSource, StatefulSourcePartition
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, Message, TopicPartition

from dataflows.live.epochs import Epoch
from dataflows.live.partitions import (
    NO_TOPIC,
    Limits,
    Offsets,
    Partitions,
    SourceError,
    by_topic,
    failed,
    goes_on_at,
    readable,
    resolved,
    unbroken,
)
from dataflows.mail import Tick
from dataflows.steps import RawBatch
from enforcement.batch import Batch, columns_of
from enforcement.door import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dataflows.live.epochs import Epochs
    from dataflows.live.index import Index
    from dataflows.mail import Mail
    from dataflows.steps import Decode
    from metrics.meters import Meters

_POLL = 5_000  # records at a time
_CHUNK = 2_000  # decoded at a time: more are slower, since they leave the cache
_EPOCH = 400_000  # records an epoch, so that its end is never far
_IDLE = timedelta(milliseconds=5)
_TICK_S = 0.1
_JUDGED = 1_000  # records, at least, before a share of dead letters means anything
_FIXED = {
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "auto.offset.reset": "error",
    "fetch.queue.backoff.ms": 10,
    "reconnect.backoff.max.ms": 1000,
    "enable.partition.eof": True,
}


class Conditions(NamedTuple):
    """What every part reads under; `meanwhile` is called in each of its turns, at most some milliseconds apart."""

    stopping: Callable[[], bool]
    meters: Meters
    limits: Limits
    epochs: Epochs
    meanwhile: Callable[[], None]


class KafkaSource(FixedPartitionedSource["Mail", "Offsets"]):
    """Reads, decodes and indexes where the records are; what it emits is mail for the decider."""

    def __init__(
        self,
        config: Mapping[str, Any],
        partitions: Partitions,
        start: Callable[[], tuple[Decode, Index]],
        conditions: Conditions,
    ) -> None:
        self._config, self._partitions, self._start, self._conditions = config, partitions, start, conditions

    def list_parts(self) -> list[str]:
        """See Bytewax: a part is a partition index."""
        return [str(index) for index in self._partitions.indexes()]

    def build_part(self, step_id: str, for_part: str, resume_state: Offsets | None) -> _Part:
        """See Bytewax."""
        del step_id
        decode, index = self._start()
        topics = self._partitions.of(int(for_part))
        goes_on = goes_on_at(index, for_part, resume_state or {})
        index.latest_ms = max(index.latest_ms, goes_on.get(NO_TOPIC, 0))  # stream time does not go back in a crash
        offsets = {topic: goes_on.get(topic, OFFSET_BEGINNING) for topic in topics}
        consumer = Consumer({**self._config, **_FIXED})
        return _Part(for_part, consumer, offsets, decode, index, self._conditions)


class _Part(StatefulSourcePartition["Mail", "Offsets"]):
    def __init__(
        self,
        part: str,
        consumer: Consumer,
        offsets: Offsets,
        decode: Decode,
        index: Index,
        conditions: Conditions,
    ) -> None:
        self._part, self._partition, self._consumer = part, int(part), consumer
        self._decode, self._index = decode, index
        self._stopping, self._meters, self._limits, epochs, self._meanwhile = conditions
        self._judged = self._refused = 0
        self._epoch = Epoch(epochs)
        self._offsets = resolved(consumer, offsets, self._partition)
        self._flying: deque[tuple[int, Offsets]] = deque()
        """How far was read when a flight of posts was the next to arrive."""
        self._arrived = self._here()
        self._durable: Offsets = {}
        self._ended: set[str] = set()
        self._at_end = False
        self._told_ms = 0
        """The stream time that the decider was told last."""
        self._left = _EPOCH
        self._ticked_s = 0.0
        self._gaps: list[Batch] = []
        self._idle = False
        consumer.assign([TopicPartition(topic, self._partition, at) for topic, at in self._offsets.items()])

    def next_batch(self) -> list[Mail]:
        """See Bytewax: read, decode, index; what the decider must see goes on."""
        self._epoch.turn()
        self._meters.beat()
        self._meanwhile()
        if self._stopping():
            raise StopIteration
        if not self._index.turn.is_open(self._partition):
            return []
        mail = self._read()
        while self._epoch.reads_on() and not self._stopping():
            if self._idle and not all(isinstance(one, Tick) for one in mail):
                break  # who has nothing else to do lets no event wait
            self._meters.beat()
            self._meanwhile()
            if self._idle:
                sleep(_IDLE.total_seconds())
            mail += self._read()
        return mail

    def _read(self) -> list[Mail]:
        mail: list[Mail] = []
        messages = self._consumer.consume(min(_POLL, self._left), 0) if self._left else []
        for raw in self._batches(messages):
            mail += self._take(raw)
        self._idle = not messages
        if self._idle:
            mail += self._index.poll()
        else:
            self._note()
        self._left -= len(messages)
        if mail or monotonic() - self._ticked_s >= _TICK_S:
            self._ticked_s = monotonic()
            mail += self._tick()
        return mail

    def _take(self, raw: RawBatch) -> list[Mail]:
        began_s = monotonic()
        batch = self._decode(raw)
        batch.read_s = time()
        self._judge(batch)
        before_ms = self._index.latest_ms
        mail = self._index(batch)
        for one in mail:
            if isinstance(one, Batch):
                self._index.turn.sent(one)
        if mail and before_ms > self._told_ms:  # posts that the decider never sees have moved stream time
            mail.insert(-1, self._now(before_ms))
        self._meters.batch(raw.source, batch.size, monotonic() - began_s)
        return mail

    def _judge(self, batch: Batch) -> None:
        """A producer that sends nothing but broken records is stopped for, not read past."""
        self._judged += batch.size
        self._refused += len(batch.refused)
        if self._judged >= _JUDGED:
            share = self._refused / self._judged
            if share > self._limits.dead_letter_share:
                raise SourceError(
                    f"{batch.source}[{self._partition}]: {share:.0%} of {self._judged:,} records were dead letters; "
                    "mend the producer, or raise ENFORCE_DEAD_LETTER_SHARE"
                )
            self._judged = self._refused = 0

    def _tick(self) -> list[Mail]:
        """Stream time, lag, and records that were lost before they were read, if that is accepted."""
        for topic, at in self._offsets.items():
            high = self._consumer.get_watermark_offsets(TopicPartition(topic, self._partition), cached=True)[1]
            self._meters.lag(topic, self._partition, max(0, high - at) if high >= 0 else None)
        gaps, self._gaps = self._gaps, []
        for gap in gaps:
            self._index.turn.sent(gap)
        self._at_end = self._ended >= self._offsets.keys() and self._index.acknowledged >= self._index.flight
        return [*gaps, self._now(self._index.latest_ms)]

    def _now(self, latest_ms: int) -> Tick:
        self._told_ms = latest_ms
        return Tick(self._part, latest_ms, self._at_end)

    def next_awake(self) -> datetime | None:
        """See Bytewax: at once while there is something, else soon, since an epoch waits for its sources."""
        return datetime.now(timezone.utc) + _IDLE if self._idle else None

    def snapshot(self) -> Offsets:
        """See Bytewax: as far as every post is findable and acknowledged, so that an epoch need not wait for Redis.

        Whatever follows is read again after a crash, and changes nothing: posts are a set, decided events are known.
        """
        if self._stopping():
            self._index.settle()
        while self._flying and self._flying[0][0] <= self._index.acknowledged:
            self._arrived = self._flying.popleft()[1]
        self._left = _EPOCH
        self._meters.epoch_closed(self._epoch.ends())
        self._meters.tally(self._index.tally, of="index")
        if self._durable:  # the epoch before is over: whoever decided on what was read in it has written its posts too
            self._index.mark(self._part, self._durable)
            self._commit()
            self._index.read_again(self._part)
        self._durable = self._arrived
        return dict(self._arrived)

    def _note(self) -> None:
        """What was read now is safe once the posts of it, or before it, have arrived."""
        flight = self._index.flight
        if self._flying and self._flying[-1][0] == flight:
            self._flying.pop()
        self._flying.append((flight, self._here()))

    def _here(self) -> Offsets:
        return {**self._offsets, NO_TOPIC: self._index.latest_ms}

    def _commit(self) -> None:
        """Tell the consumer group how far the epoch before came: that is durable now."""
        known = [TopicPartition(topic, self._partition, at) for topic, at in self._durable.items() if topic != NO_TOPIC]
        if known:
            self._consumer.commit(offsets=known, asynchronous=True)

    def close(self) -> None:
        """See Bytewax."""
        self._consumer.close()

    def _batches(self, messages: list[Message]) -> list[RawBatch]:
        """Records by topic, in runs whose offsets follow one another."""
        batches: list[RawBatch] = []
        start = 0
        for place in failed(messages):
            batches += self._runs(messages[start:place])
            self._trouble(messages[place])
            start = place + 1
        return batches + list(self._runs(messages[start:] if start else messages))

    def _runs(self, messages: list[Message]) -> Iterator[RawBatch]:
        for topic, of_topic in by_topic(messages):
            for first, run in unbroken(of_topic):
                records = readable(list(map(Message.value, run)))
                for start in range(0, len(records), _CHUNK):
                    yield RawBatch(topic, first + start, records[start : start + _CHUNK], self._partition)
                self._offsets[topic] = first + len(run)
            self._ended.discard(topic)

    def _trouble(self, message: Message) -> None:
        topic, error = message.topic() or "", message.error()
        assert error is not None  # noqa: S101  asked before
        code = error.code()
        if code == KafkaError._PARTITION_EOF:  # noqa: SLF001  librdkafka's own names are spelled so
            self._ended.add(topic)
        elif code in {KafkaError._AUTO_OFFSET_RESET, KafkaError.OFFSET_OUT_OF_RANGE}:  # noqa: SLF001  the same
            self._gap(topic)
        elif error.fatal() or code in {KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError.TOPIC_AUTHORIZATION_FAILED}:
            raise SourceError(f"{topic}[{self._partition}]: {error.str()}; see that the topic is there and may be read")

    def _gap(self, topic: str) -> None:
        """Retention took records that were not read: stop with the exact gap, or go on and say so."""
        low, high = self._consumer.get_watermark_offsets(TopicPartition(topic, self._partition), timeout=10)
        wanted = self._offsets[topic]
        detail = f"offset {wanted} is gone, the log has {low} to {high}: {max(0, low - wanted)} records are lost"
        if not self._limits.accept_gap:
            raise SourceError(f"{topic}[{self._partition}]: {detail}; run with --accept-gap to go on without them")
        refused = [(wanted - low, Refusal("gap", detail, None))]
        nothing = columns_of([])  # decided as far as the log begins: it may be another one, and shorter
        self._gaps.append(Batch(topic, low, 0, nothing, [], refused, Counter(), self._partition))
        self._offsets[topic] = low
        here = TopicPartition(topic, self._partition, low)
        self._consumer.incremental_unassign([here])
        self._consumer.incremental_assign([here])
