"""A node that lost its last seconds: its ledgers are taken from the changelogs, and only those that are older."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import redis

from dataflows.live.changelog import CASES, LEDGER, pack
from dataflows.live.mend import Mend
from dataflows.redis import kept, keys
from dataflows.redis.buckets import bucket_of
from dataflows.redis.store import RedisStore
from tests.contracts.store_machine import an_entry
from tests.redis.test_appearances import a_store


class Record(NamedTuple):
    """A record of a changelog, as a consumer gives it."""

    named: str
    of: bytes
    what: bytes | None

    def topic(self) -> str:
        """See confluent-kafka."""
        return "shadow." + self.named

    def key(self) -> bytes:
        """See confluent-kafka."""
        return self.of

    def value(self) -> bytes | None:
        """See confluent-kafka."""
        return self.what


class Records:
    """Changelogs with these records, two at a time."""

    def __init__(self, *records: Record) -> None:
        self._left = list(records)
        self.total = len(records)

    def read(self) -> list[Record] | None:
        """See `Changelogs`."""
        found, self._left = self._left[:2], self._left[2:]
        return found or None


def wrote(key: str, number: int, ledger: bytes) -> bytes:
    """A ledger as an entry wrote it."""
    return kept.keep(key, number, None, ledger)


@pytest.fixture
def store(fresh_redis: redis.Redis) -> RedisStore:
    """With some ledgers of entry 2."""
    store = a_store(fresh_redis)
    store.journal(an_entry())
    store.journal(an_entry(ledgers={"p:u": b"u2", "p:x": b"x2", "c:w": b"w2", "c:gone": b"g2"}))
    store.apply()
    return store


def test_the_higher_number_wins(fresh_redis: redis.Redis, store: RedisStore) -> None:
    """And nothing else of the store is touched: its journal knows more than the changelogs."""
    fresh_redis.delete(bucket_of("p:u"))
    before = {name: fresh_redis.dump(name) for name in fresh_redis.keys(keys.DECIDER + "*")}
    told: list[tuple[int, int]] = []
    lease = int(fresh_redis.get(keys.FENCE) or 0)
    records = Records(
        Record(LEDGER, b"u", wrote("p:u", 1, b"u1")),
        Record(LEDGER, b"u", wrote("p:u", 2, b"u2")),
        Record(LEDGER, b"x", wrote("p:x", 1, b"x1")),
        Record(CASES, b"c:w", wrote("c:w", 3, b"w3")),
        Record(CASES, b"c:gone", wrote("c:gone", 2, b"g2")),
        Record(CASES, b"c:gone", None),
        Record(CASES, b"n:", pack(7)),
        Record(CASES, b"i:abc", None),
    )
    for _ in range(2):
        assert Mend(fresh_redis, lease).run(records, lambda *done: told.append(done)) in (8, 0)  # type: ignore[arg-type]  # enough of them
    assert [store.load(key) for key in ("p:u", "p:x", "c:w", "c:gone")] == [b"u2", b"x2", b"w3", None]
    assert told == [(2, 8), (4, 8), (6, 8), (8, 8)]
    assert {name: fresh_redis.dump(name) for name in fresh_redis.keys(keys.DECIDER + "*")} == before
