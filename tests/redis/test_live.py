"""The live pipeline with its state in a Cluster says what a replay says."""

from __future__ import annotations

from pathlib import Path

from tests.live.pipeline import Pipeline
from tests.live.replays import a_year, compare, delivered, once, replayed
from tests.servers.cluster import RedisClusterServers
from tests.servers.fixtures import Kafka


def test_a_cluster_serves_the_pipeline(
    kafka: Kafka, redis_cluster: RedisClusterServers, real_year: Path, tmp_path: Path
) -> None:
    """With a node that leaves and comes back on the way."""
    with redis_cluster.client() as client:
        client.flushall()
    lines = a_year(real_year, 3_000)
    live = Pipeline(kafka, redis_cluster.url, tmp_path)
    live.feed(lines[:1_500])
    with live:
        live.until(lambda: bool(live.read("actions")), "it decides")
        redis_cluster.nodes[1].kill()
        live.feed(lines[1_500:])
        redis_cluster.nodes[1].start()
        redis_cluster.wait()
        live.wait()
        assert live.stop() == 0
    assert "restore_done" in live.said()  # what lay on that node is held against the changelogs
    compare(once(delivered(live)), replayed(lines, tmp_path))
