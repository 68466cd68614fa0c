"""Posts as the measured designs had them: 252 B of JSON, 200,000 profiles, 3 % not public, 0.5 % repeated."""

from __future__ import annotations

import time

import numpy as np
from confluent_kafka import Producer
from numpy.typing import NDArray

from enforcement import instants

PROFILES = 200_000
PARTITIONS = 4
BATCH = 10_000
_PRIVATE, _REPEATED = 0.03, 0.005
_GOLDEN = 0x9E3779B97F4A7C15
_SURFACES = ("feed_post", "comment", "comment", "talk_board_post", "open_chat_vote")
_LANGUAGES = ("en", "ko", "pt-BR", "hi")
_POST = (
    '{"kind":"post","post_id":"%s","profile_id":"%s","at":"%s","surface":"%s","audience":"%s","language":"%s"'
    ',"client":"Mobile 11.4.2 (build 20260118; %s)"}'
)


def post_id(number: int) -> str:
    """Of the post of this number: ids look random, as ids do."""
    return f"{number * _GOLDEN % 2**64:016x}-{number:09d}"


def profile_id(number: int) -> str:
    """Of the profile of this number."""
    return f"u{number * _GOLDEN % 2**64:016x}"


def yesterday_ms() -> int:
    """When yesterday (UTC) began: posts of one day, none of them ahead of the clock."""
    return (int(time.time() * 1_000) // instants.DAY_MS - 1) * instants.DAY_MS


def posts(first: int, count: int, total: int, profiles: int = PROFILES) -> list[bytes]:
    """The posts first..first+count of so many that fill yesterday; the same whenever asked for on one day."""
    numbers: NDArray[np.int64] = np.arange(first, first + count)
    numbers = np.where(is_repeated(numbers) & (numbers >= first + 100), numbers - 100, numbers)
    ats = yesterday_ms() + (numbers.astype(np.int64) * instants.DAY_MS) // total
    authors = author_of(numbers, profiles)
    rows = zip(numbers.tolist(), authors.tolist(), ats.tolist(), strict=True)
    return [_post(number, author, at) for number, author, at in rows]


def is_repeated(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether another post may come a second time in the place of these."""
    chosen: NDArray[np.bool_] = numbers * 7_907 % 10_000 < _REPEATED * 10_000
    return chosen


def is_private(number: int) -> bool:
    """Whether the post of this number is not public."""
    return number * 7_919 % 10_000 < _PRIVATE * 10_000


def _post(number: int, author: int, at_ms: int) -> bytes:
    surface, language = _SURFACES[number % 5], _LANGUAGES[number * 31 % 4]
    audience, rest = "friends" if is_private(number) else "public", "x" * (29 - 2 * (number % 3))
    at = instants.text(at_ms)
    return (_POST % (post_id(number), profile_id(author), at, surface, audience, language, rest)).encode()


def author_of(numbers: NDArray[np.int64], profiles: int) -> NDArray[np.int64]:
    """Who wrote the posts of these numbers."""
    mixed: NDArray[np.uint64] = numbers.astype(np.uint64) * np.uint64(0xBF58476D1CE4E5B9)
    authors: NDArray[np.int64] = ((mixed >> np.uint64(33)) % np.uint64(profiles)).astype(np.int64)
    return authors


def fill(bootstrap: str, topic: str, total: int) -> float:
    """Write so many posts to a topic; returns their mean size in bytes."""
    producer = Producer(
        {"bootstrap.servers": bootstrap, "compression.type": "lz4", "linger.ms": 20, "batch.size": 1_000_000,
         "queue.buffering.max.messages": 1_000_000}
    )  # fmt: skip
    size = 0
    for first in range(0, total, BATCH):
        lines = posts(first, min(BATCH, total - first), total)
        size += sum(map(len, lines))
        send(producer, topic, lines, first // BATCH % PARTITIONS)
    producer.flush()
    return size / total


def send(producer: Producer, topic: str, values: list[bytes], partition: int) -> None:
    """Hand records to the producer; waits while its queue is full."""
    records = [{"value": value} for value in values]
    while records:
        sent = producer.produce_batch(topic, records, partition=partition)
        records = records[sent:] if sent else records
        producer.poll(0.1 if records else 0)
