"""What the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dataflows.redis.cluster import Cluster
from dataflows.redis.connect import connect
from tests.servers.cluster import RedisClusterServers


@pytest.fixture
def cluster(redis_cluster: RedisClusterServers) -> Iterator[Cluster]:
    """The shared Cluster, empty, as the pipeline opens it."""
    with connect(redis_cluster.url) as client:
        client.flushall()
        yield client
