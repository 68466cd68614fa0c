"""A Redis that was restarted may have lost its last seconds: whoever knew it before asks it nothing more."""

from __future__ import annotations

import pytest
import redis

from dataflows.redis.connect import connect
from dataflows.redis.lives import Lives, StoreLost, lives_of
from dataflows.redis.pipe import open_pipe, packed
from tests.servers.redis import RedisServer


def patient(server: RedisServer, lives: Lives) -> redis.Redis:
    """A client as a worker has it."""
    return connect(server.url, lambda: None, lives)


def test_nothing_reaches_a_redis_that_was_restarted(own_redis: RedisServer) -> None:
    with patient(own_redis, Lives({})) as client:
        client.set("k", "before")
        own_redis.restart()
        with pytest.raises(StoreLost, match="restarted"):
            client.set("k", "after")
    with own_redis.client() as plain:
        assert plain.get("k") == b"before"


def test_what_was_sent_ahead_does_not_either(own_redis: RedisServer) -> None:
    with patient(own_redis, Lives({})) as client:
        pipe = open_pipe(client)
        pipe.send([packed(b"SET", b"k", b"1")])
        pipe.wait()
        own_redis.restart()
        with pytest.raises(StoreLost):  # noqa: PT012  the loss shows with the first answer that does not come
            pipe.send([packed(b"SET", b"k", b"2")])
            pipe.wait()


def test_a_connection_that_was_lost_is_made_again(own_redis: RedisServer) -> None:
    """Only another life of the server matters."""
    with connect(own_redis.url) as plain, patient(own_redis, Lives(lives_of(plain))) as client:
        client.set("k", "v")
        plain.client_kill_filter(skipme=True)
        assert client.get("k") == b"v"


def test_a_redis_that_was_restarted_before_a_worker_came_is_noticed(own_redis: RedisServer) -> None:
    with connect(own_redis.url) as plain:
        lives = lives_of(plain)
    own_redis.restart()
    with patient(own_redis, Lives(lives)) as client, pytest.raises(StoreLost):
        client.get("k")
