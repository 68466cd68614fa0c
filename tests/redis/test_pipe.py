"""The pipe: what was begun goes out bit by bit, and all of it has arrived once it was waited for."""

from __future__ import annotations

import redis

from dataflows.redis.pipe import open_pipe, packed

VALUE = b"x" * 1_000
COMMANDS = [packed(b"SET", b"k%d" % number, VALUE) for number in range(3_000)]


def test_a_server_is_given_no_more_at_once_than_it_takes(fresh_redis: redis.Redis) -> None:
    pipe = open_pipe(fresh_redis)
    pipe.send(COMMANDS)
    assert fresh_redis.dbsize() < len(COMMANDS) / 2
    for _ in range(3):
        pipe.push()
    pipe.wait()
    assert fresh_redis.dbsize() == len(COMMANDS)


def test_waiting_sends_what_was_not_pushed(fresh_redis: redis.Redis) -> None:
    pipe = open_pipe(fresh_redis)
    pipe.send(COMMANDS)
    pipe.wait()
    assert fresh_redis.dbsize() == len(COMMANDS)


def test_what_is_lost_on_the_way_goes_out_again(fresh_redis: redis.Redis) -> None:
    pipe = open_pipe(fresh_redis)
    pipe.send(COMMANDS)
    fresh_redis.client_kill_filter(skipme=True)
    fresh_redis.flushall()
    pipe.push()
    pipe.push()
    pipe.wait()
    assert fresh_redis.dbsize() == len(COMMANDS)
    pipe.send(COMMANDS[:1])
    pipe.wait()
