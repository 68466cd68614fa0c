"""Kafka out: an idempotent producer; an epoch is delivered when the broker has confirmed all of it, not before."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from time import time
from typing import TYPE_CHECKING, Any

import msgspec
from bytewax.outputs import FixedPartitionedSink, StatefulSinkPartition
from confluent_kafka import KafkaError, KafkaException, Producer

from dataflows.live import changelog
from dataflows.steps import Outputs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from confluent_kafka import Message

    from metrics.meters import Meters

    _Reported = Callable[[KafkaError | None, Message], None]

TOPICS = {
    "actions": "enforcement.actions",
    "standings": "enforcement.standings",
    "notices": "enforcement.notices",
    "reviews": "enforcement.reviews",
    "dead_letters": "enforcement.dead-letters",
}
"""Stream -> topic."""
_FLUSH_S = 1.0
_GREET_S = 5.0
_FIXED = {
    "enable.idempotence": True,
    "acks": "all",
    "message.timeout.ms": 0,  # an outage is waited for
    "linger.ms": 1,
    "compression.type": "lz4",
}


class SinkError(Exception):
    """A record cannot be delivered; one line: what, where, what next."""


class _Keyed(msgspec.Struct, gc=False):
    profile_id: str | None = None
    recipient: str | None = None
    post_id: str | None = None
    erased: bool = False


_keyed = msgspec.json.Decoder(_Keyed).decode
_KEY = {"actions": "profile_id", "standings": "profile_id", "notices": "recipient", "reviews": "post_id"}


class KafkaDelivery:
    """The five streams to their topics, and the changelogs.

    Whatever an entry led to goes out once the entry itself is confirmed.
    """

    def __init__(self, config: Mapping[str, Any], prefix: str, meters: Meters) -> None:
        self._producer = Producer({**config, **_FIXED})
        with suppress(KafkaException):  # it connects when it must: the first record would wait a second for that
            self._producer.list_topics(timeout=_GREET_S)
        self._topics = {stream: prefix + topic for stream, topic in TOPICS.items()}
        self._meters = meters
        self._sent: list[tuple[list[bytes], float | None]] = []
        self._refused: str | None = None
        self._prefix = prefix
        self._held: deque[Outputs] = deque()
        self._unconfirmed = 0
        """Entries on their way."""

    def write(self, outputs: Outputs) -> None:
        """Hand records to the producer, in order."""
        for record in outputs.get(changelog.ENTRIES, ()):
            self._unconfirmed += 1
            self._change(record, self._entry_reported)
        self._held.append(outputs)
        self.poll()

    def poll(self) -> None:
        """Hear what was confirmed meanwhile, and send what waits for it."""
        self._producer.poll(0)
        self._release()
        if self._sent and not len(self._producer):
            self._tell()

    def _release(self) -> None:
        """Send what waits for entries that are confirmed by now."""
        if self._unconfirmed:
            return
        while self._held:
            self._send(self._held.popleft())

    def _send(self, outputs: Outputs) -> None:
        for record in outputs.get(changelog.CHANGES, ()):
            self._change(record, self._reported)
        for stream, topic in self._topics.items():
            for record in outputs.get(stream, ()):
                key, value = key_and_value(stream, record)
                self._produce(topic, key, value, self._reported)
        read = outputs.get(changelog.READ)
        self._sent.append((outputs.get("actions", []), changelog.unpack_seconds(read[0]) if read else None))

    def _change(self, record: bytes, reported: _Reported) -> None:
        change = changelog.unpack_change(record)
        self._produce(self._prefix + change.topic, change.key.encode(), change.value, reported)

    def _produce(self, topic: str, key: bytes | None, value: bytes | None, reported: _Reported) -> None:
        while True:
            try:
                self._producer.produce(topic, value, key, on_delivery=reported)
            except BufferError:
                self._meters.beat()
                self._producer.poll(_FLUSH_S)
            except KafkaException as error:
                raise SinkError(_refusal(topic, error.args[0])) from error
            else:
                return

    def _entry_reported(self, error: KafkaError | None, message: Message) -> None:
        self._unconfirmed -= 1
        self._reported(error, message)

    def _reported(self, error: KafkaError | None, message: Message) -> None:
        if error is not None and self._refused is None:
            self._refused = _refusal(message.topic() or "", error)

    def confirm(self) -> None:
        """Return when everything written is confirmed, however long the broker is away; raises SinkError."""
        while (unconfirmed := self._producer.flush(_FLUSH_S)) or self._held:
            if unconfirmed:
                self._meters.connected("kafka", up=False)
            self._check()
            self._release()
        self._check()
        self._tell()

    def _tell(self) -> None:
        """Count what is confirmed, and how long it took."""
        for actions, read_s in self._sent:
            self._meters.delivered(actions, None if read_s is None else time() - read_s)
        self._sent.clear()

    def _check(self) -> None:
        if self._refused is not None:
            raise SinkError(self._refused)


def _refusal(topic: str, error: KafkaError) -> str:
    return f"{topic}: {error.str()}; the journal keeps what was decided: mend the topic and start again"


def key_and_value(stream: str, record: bytes) -> tuple[bytes | None, bytes | None]:
    """What a record is stored under, and itself; an erased standing is a tombstone."""
    if stream not in _KEY:
        return None, record
    keyed = _keyed(record)
    key = getattr(keyed, _KEY[stream])
    return key.encode() if key else None, None if stream == "standings" and keyed.erased else record


class KafkaSink(FixedPartitionedSink[Outputs, None]):
    """One part, since one decider speaks; confirmed at the end of each epoch."""

    def __init__(self, start: Callable[[], KafkaDelivery]) -> None:
        self._start = start

    def list_parts(self) -> list[str]:
        """See Bytewax."""
        return ["outputs"]

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> _Deliver:
        """See Bytewax."""
        del step_id, for_part, resume_state
        return _Deliver(self._start())


class _Deliver(StatefulSinkPartition[Outputs, None]):
    def __init__(self, delivery: KafkaDelivery) -> None:
        self._delivery = delivery

    def write_batch(self, values: list[Outputs]) -> None:
        for outputs in values:
            self._delivery.write(outputs)

    def snapshot(self) -> None:
        self._delivery.confirm()
