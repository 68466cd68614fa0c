"""The partitions of the input: which there are, where each goes on, and its records as runs of offsets."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec
from confluent_kafka import OFFSET_BEGINNING, Consumer, Message, TopicPartition

from dataflows.sources.files import MAX_RECORD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataflows.live.index import Index

Offsets = dict[str, int]
"""Topic -> the next offset of it, in the partition of one index; and in what is durable, no topic -> stream time."""
NO_TOPIC = ""


class SourceError(Exception):
    """The source cannot go on; one line: what, where, what next."""


class Limits(msgspec.Struct, frozen=True):
    """What makes the source stop."""

    dead_letter_share: float
    accept_gap: bool


class Partitions(msgspec.Struct, frozen=True):
    """Which topics there are, and how many partitions each has."""

    counts: dict[str, int]

    def indexes(self) -> range:
        """All partition indexes."""
        return range(max(self.counts.values(), default=0))

    def of(self, index: int) -> list[str]:
        """The topics that have a partition of this index."""
        return sorted(topic for topic, count in self.counts.items() if index < count)


def failed(messages: list[Message]) -> list[int]:
    """Where a message is an error: seldom any is, and then it is not asked for one by one."""
    if not any(map(Message.error, messages)):
        return []
    return [place for place, message in enumerate(messages) if message.error() is not None]


def by_topic(messages: list[Message]) -> Iterator[tuple[str, list[Message]]]:
    """Runs of messages of one topic; mostly there is one run, which is seen by counting."""
    topics = list(map(Message.topic, messages))
    if topics and topics.count(topics[0]) == len(topics):
        yield topics[0] or "", messages
        return
    for topic, run in groupby(zip(topics, messages), itemgetter(0)):  # noqa: B905  one each
        yield topic or "", [message for _, message in run]


def unbroken(messages: list[Message]) -> Iterator[tuple[int, list[Message]]]:
    """Runs of one topic's messages whose offsets follow one another, each with its first offset."""
    first, last = messages[0].offset() or 0, messages[-1].offset() or 0
    if last - first == len(messages) - 1:
        yield first, messages
        return
    offsets = [message.offset() or 0 for message in messages]
    starts = [at for at in range(len(messages)) if at == 0 or offsets[at] != offsets[at - 1] + 1]
    for start, end in pairwise([*starts, len(messages)]):
        yield offsets[start], messages[start:end]


def readable(values: list[bytes | None]) -> list[bytes | None]:
    """Records, without those that are too long to be kept."""
    try:
        if max(map(len, values)) <= MAX_RECORD_BYTES:  # type: ignore[arg-type]  # of None it is a TypeError
            return values
    except TypeError:
        pass
    return [value if value is None or len(value) <= MAX_RECORD_BYTES else None for value in values]


def goes_on_at(index: Index, part: str, durable: Offsets) -> Offsets:
    """Where a part goes on: as far as both the recovery store and the post log have come."""
    marked = index.marked(part)
    if marked is None or index.rewound(part):
        return {}
    return {topic: min(at, marked[topic]) for topic, at in durable.items() if topic in marked}


def resolved(consumer: Consumer, offsets: Offsets, partition: int) -> Offsets:
    """Real offsets instead of "from the beginning": a crash before the first record comes back to the same place.

    Raises KafkaException, as where a topic that is new has no leader yet: the next start may do better.
    """
    return {
        topic: at if at != OFFSET_BEGINNING else _lowest(consumer, TopicPartition(topic, partition))
        for topic, at in offsets.items()
    }


def _lowest(consumer: Consumer, partition: TopicPartition) -> int:
    return int(consumer.get_watermark_offsets(partition, timeout=30)[0])
