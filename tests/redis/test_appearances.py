"""Who is named where, for an erasure; it must not grow with all that ever was."""

from __future__ import annotations

import pytest
import redis

from dataflows.redis import keys, scripts
from dataflows.redis.hashes import Hashes
from dataflows.redis.lease import Lease
from dataflows.redis.store import RedisStore
from tests.contracts.test_store import take


def a_store(client: redis.Redis) -> RedisStore:
    """A store of the tests."""
    return RedisStore(client, Hashes(b"a secret of the tests"), Lease(client, "tests", 60_000).acquire())


def appearances(client: redis.Redis) -> int:
    """How many there are."""
    return sum(client.zcard(bucket) for bucket in client.keys(keys.APPEARS + "*"))


def test_appearances_in_forgotten_cases_go(fresh_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of a thousand reporters reports once, and is never heard of again."""
    monkeypatch.setattr(keys, "APPEARS_BUCKETS", 16)
    store = a_store(fresh_redis)
    for number in range(1000):
        forgotten = {f"c:w{number - 50}": None} if number >= 50 else {}
        take(store, ledgers={f"c:w{number}": b"1", **forgotten}, appears=[(f"u{number}", f"w{number}")])
    assert appearances(fresh_redis) < 4 * 50 + 64
    assert [store.appearances(f"u{number}") for number in (949, 950, 999)] == [[], ["w950"], ["w999"]]


def test_thousands_go_at_once(fresh_redis: redis.Redis) -> None:
    """One who reports a lot is named in one bucket: Redis takes no command with so many words."""
    store = a_store(fresh_redis)
    gone = [f"w{number}" for number in range(9_000)]
    take(store, appears=[("u", post_id) for post_id in gone])
    take(store, ledgers={"c:w": b"1"}, appears=[("u", "w")] * 5_000)
    assert store.appearances("u") == ["w"]
    assert appearances(fresh_redis) == 1


def test_profiles_whose_names_begin_alike_are_apart(fresh_redis: redis.Redis) -> None:
    """Erasing one must not take the other's."""
    store = a_store(fresh_redis)
    names = ["u", "u!", "u1", "u~", "U"]
    take(store, ledgers={"c:w": b"1"}, appears=[(name, "w") for name in names])
    assert [store.appearances(name) for name in names] == [["w"]] * 5
    take(store, appears_drop={"u": 1})
    assert [store.appearances(name) for name in names] == [[], ["w"], ["w"], ["w"], ["w"]]


def test_a_pipeline_that_was_replaced_lets_nothing_go(fresh_redis: redis.Redis) -> None:
    """What it saw may have changed since."""
    lease = Lease(fresh_redis, "tests", 60_000)
    replaced = lease.acquire()
    take(RedisStore(fresh_redis, Hashes(b"a secret of the tests"), replaced), appears=[("u", "w")])
    lease.acquire()
    [bucket] = fresh_redis.keys(keys.APPEARS + "*")
    [pair] = fresh_redis.zrange(bucket, 0, -1)
    sweep = fresh_redis.register_script(scripts.SWEEP)
    with pytest.raises(redis.ResponseError, match="FENCED"):
        sweep(keys=[keys.FENCE, bucket], args=[replaced, pair])
    assert appearances(fresh_redis) == 1
