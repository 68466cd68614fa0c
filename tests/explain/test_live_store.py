"""The store of a running pipeline answers as a replay's directory does."""

from __future__ import annotations

import json

import pytest
import redis

from dataflows.cli import app
from dataflows.redis import keys
from dataflows.redis.connect import claim
from dataflows.redis.hashes import Hashes
from dataflows.redis.post_log import RedisPostLog
from dataflows.redis.store import RedisStore
from dataflows.settings import Refused, without_password
from dataflows.steps import Decide, Decode, RawBatch
from enforcement.desk import Desk
from enforcement.policy_file import default_policies
from enforcement.voice import Voice
from tests.running import Row, encode
from tests.servers.redis import RedisServer

POST = {"kind": "post", "profile_id": "asha", "surface": "comment", "audience": "public"}


def two_strikes() -> list[Row]:
    """Reminded, then restricted."""
    events: list[Row] = []
    for number, guideline in ((1, "spam"), (5, "violent_content")):
        day = f"2026-01-{number:02}"
        events.append(POST | {"post_id": f"p{number}", "at": f"{day}T09:00:00Z"})
        violation = {"kind": "violation", "violation_id": f"v{number}", "post_id": f"p{number}"}
        events.append(violation | {"guideline": guideline, "at": f"{day}T10:00:00Z", "decided_by": "kim"})
    return events


@pytest.fixture
def decided(fresh_redis: redis.Redis, redis_server: RedisServer) -> str:
    """A store in which two strikes were decided; its URL."""
    policies, hashes = default_policies(), Hashes(b"k" * 32)
    fresh_redis.set(keys.FENCE, 1)
    claim(fresh_redis, hashes.fingerprint)
    store, log = RedisStore(fresh_redis, hashes, 1), RedisPostLog(fresh_redis, hashes, policies)
    desk = Desk(policies, log, store, Voice(frozenset({"en"})), b"k" * 32)
    Decide(desk, store)(Decode(policies)(RawBatch("f", 1, [*encode(two_strikes())])))
    return redis_server.url


def test_what_holds_is_read_from_the_store(decided: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same standing record that was said."""
    app(["standing", "asha", "--redis", decided, "--json"], standalone_mode=False)
    holds = json.loads(capsys.readouterr().out)["asha"]
    assert holds["restrictions"] == {"comments": {"until": "2026-01-08T10:00:00.000Z", "causes": ["v5"]}}
    assert (holds["score"], holds["strikes"], holds["last_rung"]) == (3, 2, 3)


def test_the_steps_are_told_from_the_store(decided: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its points."""
    app(["explain", "asha", "--redis", decided, "--json"], standalone_mode=False)
    assert [step["points"] for step in json.loads(capsys.readouterr().out)["steps"]] == [1, 2]


def test_a_profile_the_store_does_not_know_is_said_in_one_line(decided: str) -> None:
    """Nothing is made up."""
    with pytest.raises(Refused, match="profile nobody: nothing is known of it in the store"):
        app(["explain", "nobody", "--redis", decided], standalone_mode=False)


@pytest.mark.parametrize("address", ["localhost:7555", "http://localhost:7555", "redis://localhost:port/0"])
def test_what_is_no_address_is_said_in_one_line(address: str) -> None:
    """As `run` says it."""
    with pytest.raises(Refused, match="not an address; write redis://"):
        app(["standing", "asha", "--redis", address], standalone_mode=False)


def test_a_redis_without_a_pipeline_is_no_innocent_profile(decided: str) -> None:
    """The wrong number of a database would make everybody unknown."""
    with pytest.raises(Refused, match="no pipeline keeps its state there"):
        app(["standing", "asha", "--redis", decided.replace("/0", "/9")], standalone_mode=False)


@pytest.mark.parametrize("password", ["s3cret", "s3@cret", "s3/cret", "s3?cret", "s3:cret"])
def test_no_refusal_says_a_password(password: str) -> None:
    """However it is written."""
    with pytest.raises(Refused) as refused:
        app(["standing", "asha", "--redis", f"redis://:{password}@127.0.0.1:1/0"], standalone_mode=False)
    assert "cret" not in str(refused.value)
    assert "s3cret" not in without_password("redis://127.0.0.1:1/0?password=s3cret")
