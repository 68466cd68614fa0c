"""Who keeps the promises of the ports: another implementation joins by a line here."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
import redis
from hypothesis import HealthCheck, settings

from dataflows.redis.hashes import Hashes
from dataflows.redis.lease import Lease
from dataflows.redis.store import RedisStore
from dataflows.stores.memory import MemoryStore
from dataflows.stores.post_log import MemoryPostLog
from enforcement.policy import Policies
from enforcement.ports import PostLog, Store
from tests.contracts.journaled_log import JournaledLog

OpenLog = Callable[[Policies], PostLog]
OpenStore = Callable[[], Store]

POST_LOGS = ["memory", "redis"]
STORES = ["memory", "redis"]
HASHES = Hashes(b"k" * 32)
_LEASE_MS = 3_600_000

every_post_log = pytest.mark.parametrize("open_log", POST_LOGS, indirect=True)
logs_that_look_back = pytest.mark.parametrize("open_log", ["memory"], indirect=True)
"""Those that notice at once that an id came in an earlier batch; live it is noticed later (domain.md 3.1)."""
every_store = pytest.mark.parametrize("open_store", STORES, indirect=True)


@pytest.fixture
def open_log(request: pytest.FixtureRequest) -> OpenLog:
    """Each call opens an empty one."""
    if request.param == "memory":
        return MemoryPostLog
    client: redis.Redis = request.getfixturevalue("fresh_redis")

    def opened(policies: Policies) -> PostLog:
        if isinstance(client, redis.Redis):  # a log has connections of its own, and leaves them behind
            client.connection_pool.disconnect()
            client.connection_pool.reset()
        return JournaledLog(client, empty_store(client), HASHES, policies)

    return opened


@pytest.fixture
def open_store(request: pytest.FixtureRequest) -> OpenStore:
    """Each call opens an empty one."""
    if request.param == "memory":
        return MemoryStore
    client: redis.Redis = request.getfixturevalue("fresh_redis")
    return lambda: empty_store(client)


def empty_store(client: redis.Redis) -> RedisStore:
    """A store that this process alone decides on."""
    client.flushall()
    HASHES.generations.clear()
    return RedisStore(client, HASHES, Lease(client, "tests", _LEASE_MS).acquire())


def thorough(request: pytest.FixtureRequest) -> settings:
    """How often a state machine is run; CONTRACTS_EXAMPLES says how often in memory; a twentieth with a server."""
    examples = int(os.environ.get("CONTRACTS_EXAMPLES", "100"))
    is_memory = "memory" in request.node.callspec.id
    return settings(_SETTINGS, max_examples=examples if is_memory else max(1, examples // 20))


_SETTINGS = settings(
    stateful_step_count=40,
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def tiny_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stores start so small that they grow, forget and renumber all the time, and share what can be shared."""
    for name in ("LEDGER_TAGS", "LEDGER_BUCKETS", "SEEN_BUCKETS", "APPEARS_BUCKETS", "DUE_BUCKETS"):
        monkeypatch.setattr(f"dataflows.redis.keys.{name}", 2)
    for module in ("post_log", "author_days"):
        monkeypatch.setattr(f"dataflows.stores.{module}._FIRST_CAPACITY", 4)
    monkeypatch.setattr("dataflows.stores.memory._SWEEP", 2)
