"""A Cluster whose slots move and whose nodes leave is a store like any other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from dataflows.redis import keys, sealer
from dataflows.redis.cluster import Cluster
from dataflows.redis.connect import Unfit, check, connect
from dataflows.redis.ledgers import LiveLedgers
from dataflows.redis.pipe import open_pipe, packed
from dataflows.redis.sealer import Conflict, Sealer
from dataflows.settings import Refused
from tests.redis.sealing import FIRST_DAY, POLICIES, WAIT_MS, a_reader, append, hashed, seal_all
from tests.servers.cluster import RedisClusterServers

KEYS = [keys.posts(FIRST_DAY, bucket) for bucket in range(60)]
START_MS = FIRST_DAY * 86_400_000


@contextmanager
def moving(servers: RedisClusterServers, key: str) -> Iterator[None]:
    """Move a key's slot to another node, keys and all; it is on its way inside, and there afterwards."""
    with servers.client() as client:
        slot, source = client.keyslot(key), client.get_node_from_key(key)
        nodes = {node: client.get_redis_connection(node) for node in client.get_primaries()}
        target = next(node for node in nodes if node != source)
        here, there = nodes[source], nodes[target]
        owner = there.cluster("MYID")
        there.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", here.cluster("MYID"))
        here.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", owner)
        for name in here.execute_command("CLUSTER GETKEYSINSLOT", slot, 100):
            here.migrate(target.host, target.port, name, 0, 1000)
        yield
        for node in (there, here):
            node.execute_command("CLUSTER SETSLOT", slot, "NODE", owner)


def appended(value: bytes) -> list[bytes]:
    """A flight for all nodes."""
    return [packed(b"APPEND", key.encode(), value) for key in KEYS]


def test_a_flight_follows_slots_that_move(redis_cluster: RedisClusterServers, cluster: Cluster) -> None:
    """On their way (ASK) and after (MOVED), nothing is lost and nothing goes elsewhere."""
    pipe = open_pipe(cluster)
    pipe.send(appended(b"a"))
    pipe.wait()
    with moving(redis_cluster, KEYS[7]):
        pipe.send(appended(b"b"))
        pipe.wait()
    pipe.send(appended(b"c"))
    pipe.send(appended(b"d"))
    pipe.wait()
    assert {cluster.get(key) for key in KEYS} == {b"abcd"}


def test_whatever_is_sent_waits_for_a_node_that_is_away(redis_cluster: RedisClusterServers) -> None:
    """It says meanwhile that it is alive; what was sent may be there twice."""
    beats: list[float] = []
    with connect(redis_cluster.url, lambda: beats.append(time.monotonic())) as patient:
        patient.flushall()
        pipe = open_pipe(patient)
        pipe.send(appended(b"a"))
        pipe.wait()
        redis_cluster.nodes[1].kill()
        back = threading.Timer(0.5, redis_cluster.nodes[1].start)
        back.start()
        lengths = patient.pipeline(transaction=False)
        script = patient.register_script("return redis.call('STRLEN', KEYS[1])")
        for key in KEYS:
            script(keys=[key], client=lengths)
        pipe.send(appended(b"b"))
        assert set(lengths.execute()) <= {1, 2}
        pipe.wait()
        back.join()
        redis_cluster.wait()
        found = {patient.get(key) for key in KEYS}
    assert beats
    assert found <= {b"ab", b"abb"}


def test_a_transaction_is_one_step_on_a_cluster(cluster: Cluster) -> None:
    """All of it, with keys of one hash tag; the answers in order."""
    pipe = cluster.pipeline()
    pipe.set(keys.NOW, 5)
    pipe.incr(keys.NUMBER)
    pipe.hset(keys.REWIND, "0", 1)
    pipe.hgetall(keys.REWIND)
    assert pipe.execute() == [True, 1, 1, {b"0": b"1"}]
    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        cluster.pipeline(transaction=False).get(keys.NOW).smembers(keys.NOW).execute()


def test_days_are_sealed_on_all_nodes(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the reader searches them there."""
    monkeypatch.setattr(sealer, "_BUCKETS", 16)
    ids = [hashed(bucket, 5) for bucket in range(16)]
    author, other = hashed(3, 9), hashed(11, 9)
    append(cluster, *((one, author, START_MS + 1) for one in ids), (ids[0], other, START_MS))
    assert seal_all(Sealer(cluster, POLICIES), START_MS + 86_400_000 + WAIT_MS) == {
        Conflict(FIRST_DAY, ids[0], author, other)
    }
    reader = a_reader(cluster)
    found = reader.find([f"{one:x}" for one in ids], START_MS + 86_400_000)
    assert [one and (one.author, one.at) for one in found] == [(author, START_MS + 1)] * 16
    written = reader.written([author, other], FIRST_DAY, FIRST_DAY)
    assert [len(days.get(FIRST_DAY, ())) for days in written] == [16, 0]


def test_a_cluster_is_looked_at_node_by_node(redis_cluster: RedisClusterServers, cluster: Cluster) -> None:
    """One node that throws state away is enough."""
    assert check(cluster, redis_cluster.url, "fingerprint") == []
    node = redis_cluster.nodes[2]
    with node.client() as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        client.config_set("appendonly", "no")
        try:
            with pytest.raises(Unfit, match=f"^redis://{node.address}: maxmemory-policy allkeys-lru would throw"):
                check(cluster, redis_cluster.url, "fingerprint")
            client.config_set("maxmemory-policy", "noeviction")
            assert [line.split(": ")[0] for line in check(cluster, redis_cluster.url, "f")] == [
                f"redis://{node.address}"
            ]
        finally:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("appendonly", "yes")


def test_a_wrong_address_is_told(redis_cluster: RedisClusterServers) -> None:
    """Without the password that may be in it."""
    for scheme in ("redis+cluster", "http"):
        with pytest.raises(Unfit) as told:
            connect(f"{scheme}://u:secret@a b/0")
        assert str(told.value).startswith(f"{scheme}://u:***@a b/0: not an address; write redis://")
    node = redis_cluster.nodes[0]
    with node.client() as client, pytest.raises(Unfit, match=r"belongs to a Cluster; write redis\+cluster://"):
        check(client, node.url, "fingerprint")


def test_nobody_is_waited_for_at_the_start() -> None:
    """A mistake in the settings is told in a few seconds."""
    with pytest.raises(Unfit, match=r"redis\+cluster://127.0.0.1:1: .*see that the Cluster runs there"):
        connect("redis+cluster://127.0.0.1:1")


def test_who_looks_is_told_of_a_cluster_that_has_gone(redis_cluster: RedisClusterServers, cluster: Cluster) -> None:
    """In one line, also where it goes between two questions."""
    cluster.set(keys.SCHEMA_KEY, "1")
    ledgers = LiveLedgers(redis_cluster.url, POLICIES)
    for node in redis_cluster.nodes:
        node.kill()
    try:
        with pytest.raises(Refused, match=r"redis\+cluster://127.*; see that Redis runs there"):
            ledgers.load("p:somebody")
    finally:
        for node in redis_cluster.nodes:
            node.start()
        redis_cluster.wait()
