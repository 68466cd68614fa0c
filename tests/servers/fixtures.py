"""Servers as fixtures: started when the first test of a worker asks, ended with the session.

With pytest-xdist each worker has its own, if it needs it: Redis 10 MB and 0.1 s, the Cluster 3 times that, 2 s,
a broker 300 MB and 2 s. Groups of tests (`xdist_group`) would save a broker, but pytest 9.2 ignores them without a word
(pytest-xdist issue 1386).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis
from redis.cluster import RedisCluster

from dataflows.embedded.redis import find_redis_server
from dataflows.settings import Refused
from tests.conftest import refuse_or_skip
from tests.servers.cluster import RedisClusterServers
from tests.servers.kafka import KafkaBroker, libraries, missing_programs
from tests.servers.redis import RedisServer

Homes = pytest.TempPathFactory


@dataclass
class Kafka:
    """The shared broker, and topics nobody else uses."""

    server: KafkaBroker
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def bootstrap(self) -> str:
        """HOST:PORT of the broker."""
        return self.server.address

    def topic(self, name: str = "topic", *, partitions: int = 1, config: dict[str, str] | None = None) -> str:
        """Create a topic under a new name that begins with `name`; gives it. `server.create_topic` takes any."""
        return self.server.create_topic(f"{name}-{next(self._numbers)}", partitions=partitions, config=config)


@pytest.fixture(scope="session")
def kafka_libraries() -> Path:
    """The broker's jars."""
    if missing := missing_programs():
        refuse_or_skip(f"no {' and no '.join(missing)} on PATH: install Java 17 and Maven to run a broker")
    return libraries()


@pytest.fixture(scope="session")
def kafka(kafka_libraries: Path, tmp_path_factory: Homes) -> Iterator[Kafka]:
    """A broker that all tests share: leave it running."""
    with KafkaBroker(tmp_path_factory.mktemp("kafka"), kafka_libraries) as server:
        yield Kafka(server)


@pytest.fixture
def own_kafka(kafka_libraries: Path, tmp_path: Path) -> Iterator[Kafka]:
    """A broker for one test: to stop, to kill, to pause (3 s to start)."""
    with KafkaBroker(tmp_path, kafka_libraries) as server:
        yield Kafka(server)


@pytest.fixture(scope="session")
def redis_program() -> str:
    """The redis-server of this machine, or the one a wheel brings."""
    try:
        return str(find_redis_server())
    except Refused as error:
        refuse_or_skip(str(error))


@pytest.fixture(scope="session")
def redis_server(redis_program: str, tmp_path_factory: Homes) -> Iterator[RedisServer]:
    """A Redis that all tests of a worker share: leave it running, and take `fresh_redis` for an empty one."""
    with RedisServer(tmp_path_factory.mktemp("redis"), program=redis_program) as server:
        yield server


@pytest.fixture
def fresh_redis(redis_server: RedisServer) -> Iterator[redis.Redis]:
    """A client of the shared Redis, which is empty."""
    with redis_server.client() as client:
        client.flushall()
        yield client


@pytest.fixture
def own_redis(redis_program: str, tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis for one test: to stop, to kill, to pause."""
    with RedisServer(tmp_path, program=redis_program) as server:
        yield server


@pytest.fixture(scope="session")
def redis_cluster(redis_program: str, tmp_path_factory: Homes) -> Iterator[RedisClusterServers]:
    """A Cluster of three nodes that all tests of a worker share: leave it running."""
    with RedisClusterServers(tmp_path_factory.mktemp("cluster"), program=redis_program) as servers:
        yield servers


@pytest.fixture
def fresh_cluster(redis_cluster: RedisClusterServers) -> Iterator[RedisCluster]:
    """A client of the shared Cluster, which is empty."""
    with redis_cluster.client() as client:
        client.flushall(target_nodes=RedisCluster.PRIMARIES)
        yield client
