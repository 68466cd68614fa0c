"""How far a part of the input is findable: written by its worker alone, and only while the store is its pipeline's."""

from __future__ import annotations

import pytest
import redis
from prometheus_client import CollectorRegistry

from dataflows.live.index import Index
from dataflows.redis import keys
from dataflows.redis.connect import claim
from dataflows.redis.hashes import Hashes
from dataflows.redis.lease import Lease
from enforcement.policy_file import default_policies
from metrics.meters import Meters


def an_index(client: redis.Redis, lease: int) -> Index:
    """One worker's way into the post log."""
    return Index(client, Hashes(b"a secret of the tests"), default_policies(), lease, Meters(CollectorRegistry()))


@pytest.fixture
def lease(fresh_redis: redis.Redis) -> Lease:
    """Of a store that is in use."""
    claim(fresh_redis, "fingerprint")
    return Lease(fresh_redis, "tests", 60_000)


def test_who_was_replaced_moves_no_position(fresh_redis: redis.Redis, lease: Lease) -> None:
    """A worker that wakes late would claim posts of a store that was made again since: nobody would read them again."""
    late, now = an_index(fresh_redis, lease.acquire()), an_index(fresh_redis, lease.acquire())
    now.mark("0", {"posts": 7})
    fresh_redis.hset(keys.REWIND, "0", 1)
    with pytest.raises(redis.ResponseError, match="FENCED"):
        late.mark("0", {"posts": 900})
    with pytest.raises(redis.ResponseError, match="FENCED"):
        late.read_again("0")
    assert (now.marked("0"), now.rewound("0")) == ({"posts": 7}, True)
    now.read_again("0")
    assert not now.rewound("0")


def test_a_store_that_was_emptied_takes_none(fresh_redis: redis.Redis, lease: Lease) -> None:
    """It would look like one that has the posts before it."""
    index = an_index(fresh_redis, lease.acquire())
    fresh_redis.flushall()
    with pytest.raises(redis.ResponseError, match="LOST"):
        index.mark("0", {"posts": 7})
    assert index.marked("0") is None
