"""The Redis servers the tests rely on."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis
from redis.cluster import RedisCluster

from tests.servers.cluster import RedisClusterServers
from tests.servers.redis import ONCE, RedisServer


def test_what_was_acknowledged_survives_kill_9(own_redis: RedisServer) -> None:
    with own_redis.client() as client:
        for number in range(1000):
            client.set(f"k{number}", number)
    own_redis.kill()
    assert not own_redis.ready()
    own_redis.start()
    with own_redis.client() as client:
        assert [client.get(f"k{number}") for number in (0, 999)] == [b"0", b"999"]
        assert client.dbsize() == 1000


def test_it_stops_and_comes_back_on_its_port(own_redis: RedisServer) -> None:
    port, pid = own_redis.port, own_redis.pid
    with own_redis.client() as client:
        client.set("k", "v")
    own_redis.restart()
    with own_redis.client() as client:
        assert client.get("k") == b"v"
    assert own_redis.port == port
    assert own_redis.pid != pid


def test_paused_it_answers_nothing_until_resumed(own_redis: RedisServer) -> None:
    with redis.Redis(port=own_redis.port, socket_timeout=0.2, retry=ONCE) as client:
        client.set("k", "v")
        own_redis.pause()
        with pytest.raises(redis.TimeoutError):
            client.get("k")
        own_redis.resume()
        assert client.get("k") == b"v"


def test_it_takes_settings(redis_program: str, tmp_path: Path) -> None:
    options = {"requirepass": "secret", "maxmemory-policy": "allkeys-lru", "appendonly": "no"}
    with RedisServer(tmp_path, options=options, program=redis_program) as server:
        with server.client() as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lru"}
        with redis.Redis(port=server.port, retry=ONCE) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_a_server_that_cannot_start_says_why(redis_program: str, tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="no-such-setting"),
        RedisServer(tmp_path, options={"no-such-setting": "1"}, program=redis_program),
    ):
        pass


@pytest.mark.parametrize("round_", ["first", "second"])
def test_a_fresh_redis_is_empty(fresh_redis: redis.Redis, round_: str) -> None:
    assert fresh_redis.dbsize() == 0
    fresh_redis.set(round_, "here")


def test_a_cluster_answers_for_keys_of_every_node(
    redis_cluster: RedisClusterServers, fresh_cluster: RedisCluster
) -> None:
    assert write_and_read(fresh_cluster)
    for node in redis_cluster.nodes:
        with node.client() as client:
            assert 0 < client.dbsize() < 100


def test_a_node_of_a_cluster_comes_back_with_its_keys(
    redis_cluster: RedisClusterServers, fresh_cluster: RedisCluster
) -> None:
    written = write_and_read(fresh_cluster)
    redis_cluster.nodes[1].kill()
    redis_cluster.nodes[1].start()
    redis_cluster.wait()
    assert {key: fresh_cluster.get(key) for key in written} == written


def write_and_read(client: RedisCluster) -> dict[str, object]:
    """A hundred keys of different slots, as the cluster gives them back."""
    for number in range(100):
        client.set(f"k{number}", number)
    found: dict[str, object] = {f"k{number}": client.get(f"k{number}") for number in range(100)}
    assert found == {f"k{number}": str(number).encode() for number in range(100)}
    return found
