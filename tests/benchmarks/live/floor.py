"""The floor: consume and decode seven text fields, nothing else: python -m tests.benchmarks.live.floor ADDRESS TOPIC N.

Prints posts/s and microseconds of CPU a post, of the middle of the run, as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import time

import msgspec
from confluent_kafka import Consumer, TopicPartition

from tests.benchmarks.live.posts import PARTITIONS

FIRST, LAST = 0.15, 0.95
"""The share of the posts between which everything is measured."""


class Seven(msgspec.Struct, gc=False):
    """What a post has, unchecked."""

    kind: str
    post_id: str
    profile_id: str
    at: str
    surface: str
    audience: str
    language: str


def main() -> None:
    """Read a topic from its beginning."""
    address, topic, total = sys.argv[1], sys.argv[2], int(sys.argv[3])
    consumer = Consumer(
        {"bootstrap.servers": address, "group.id": "floor", "enable.auto.commit": False, "fetch.queue.backoff.ms": 10}
    )
    consumer.assign([TopicPartition(topic, number, 0) for number in range(PARTITIONS)])
    decode = msgspec.json.Decoder(Seven).decode
    gc.freeze()
    seen, marks = 0, []
    while seen < total:
        seen += len([decode(message.value() or b"") for message in consumer.consume(5_000, 1)])
        marks.append((seen, time.perf_counter(), time.process_time()))
    first, last = (next(mark for mark in marks if mark[0] >= share * total) for share in (FIRST, LAST))
    posts, seconds, cpu = (after - before for before, after in zip(first, last, strict=True))
    print(json.dumps({"rate": posts / seconds, "cpu_us": cpu / posts * 1e6}))
    consumer.close()


if __name__ == "__main__":
    main()
