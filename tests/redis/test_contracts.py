"""The promises of the port `Store`, kept on a Cluster too: the suite of tests/contracts, as it is run on one Redis."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import signature

import pytest
import redis

from dataflows.redis.hashes import Hashes
from dataflows.redis.lease import Lease
from dataflows.redis.store import RedisStore
from tests.contracts import test_store as suite
from tests.contracts.implementations import tiny_stores

__all__ = ["tiny_stores"]
PROMISES = [test for name, test in vars(suite).items() if name.startswith("test_")]


def empty_store(client: redis.Redis) -> RedisStore:
    """A store that this process alone decides on."""
    client.flushall()
    return RedisStore(client, Hashes(b"a secret of the tests"), Lease(client, "tests", 3_600_000).acquire())


@pytest.mark.usefixtures("tiny_stores")
@pytest.mark.parametrize("promise", PROMISES, ids=lambda test: test.__name__.removeprefix("test_"))
def test_a_cluster_keeps_the_promises_of_a_store(
    promise: Callable[..., None], cluster: redis.Redis, request: pytest.FixtureRequest
) -> None:
    """See tests/contracts/test_store.py."""
    with_request = {"request": request} if "request" in signature(promise).parameters else {}
    promise(open_store=partial(empty_store, cluster), **with_request)
