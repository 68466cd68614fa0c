"""Faults that simulated crashes have found, each by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from dataflows.redis.hashes import Hashes
from dataflows.redis.post_log import RedisPostLog
from enforcement.batch import columns_of
from enforcement.decider import Decider
from enforcement.desk import Desk
from enforcement.events import Post
from enforcement.instants import DAY_MS
from enforcement.policy_file import default_policies
from enforcement.voice import Voice
from tests.crashes.log import Posts, Reader, Writer
from tests.crashes.redis import Client
from tests.running import Pipeline, encode

NOW = 1_772_000_000_000


def template_of(notice: bytes) -> Any:
    """Which notice it is."""
    return json.loads(notice)["template"]


@pytest.fixture
def client() -> Iterator[Any]:
    """A client of an empty Redis, and post logs that use it."""
    with (
        patch("dataflows.redis.post_log.PostWriter", Writer),
        patch("dataflows.redis.post_log.PostReader", Reader),
    ):
        yield Client({"posts": Posts(), "writers": []}, lambda _, effect: effect())


def test_a_post_that_was_not_there_is_looked_for_again(client: Any) -> None:
    """What it waited for has come meanwhile, and is said only once to have come."""
    hashes, policies = Hashes(b"k" * 32), default_policies()
    log, writer = RedisPostLog(client, hashes, policies), Writer(client, hashes, policies)
    log.prefetch(["p"], NOW)
    assert log.find("p", 0, NOW) is None
    writer.add(columns_of([Post("p", "u", NOW, "feed_post", None)]))
    writer.flush()
    writer.wait()
    log.prefetch(["p"], NOW)
    found = log.find("p", 0, NOW)
    assert found is not None
    assert found.profile_id == "u"


def test_what_waits_while_a_partition_lags_still_waits_after_a_crash() -> None:
    """Its time had passed while waits did not run; whoever starts next must not forget that it is due."""
    crashed = Pipeline()
    crashed.desk.waits_run = False
    appeal = {"kind": "appeal", "appeal_id": "a", "profile_id": "u", "target": "v", "at": "2026-03-01T00:00:00Z"}
    post = {"kind": "post", "post_id": "p", "profile_id": "w", "at": "2026-03-09T00:00:00Z"}
    crashed.feed(encode([appeal, {**post, "surface": "feed_post", "audience": "public"}]))
    crashed.feed(encode([{**appeal, "appeal_id": "b", "profile_id": "x", "at": "2026-03-09T00:00:00Z"}]))
    desk = Desk(crashed.desk.policies, crashed.log, crashed.store, Voice(frozenset({"en"})), b"k" * 32)
    Decider(desk).advance(desk.now)
    assert [row["notice_id"] for row in crashed.result.notices] == []
    assert list(map(template_of, desk.outputs["notices"])) == ["appeal_refused"]


def test_all_that_waits_on_a_post_ends_also_after_a_restart() -> None:
    """The store says when a case is due first; what of it is due later was on the agenda of who has crashed."""
    crashed = Pipeline()
    report = {"kind": "report", "post_id": "p", "reporter_id": "w"}
    first = {**report, "report_id": "r1", "at": "2026-03-01T00:00:00Z"}
    crashed.feed(encode([first, {**report, "report_id": "r2", "at": "2026-03-01T12:00:00Z"}]))
    desk = Desk(crashed.desk.policies, crashed.log, crashed.store, Voice(frozenset({"en"})), b"k" * 32)
    Decider(desk).advance(desk.now + 9 * DAY_MS)
    assert len(desk.outputs["dead_letters"]) == 2


def test_an_event_that_comes_after_its_wait_ends_once_no_partition_lags() -> None:
    """Nothing else of its profile is due: it was never looked at again."""
    lagging = Pipeline()
    lagging.desk.waits_run = False
    post = {"kind": "post", "post_id": "p", "profile_id": "w", "surface": "feed_post", "audience": "public"}
    appeal = {"kind": "appeal", "appeal_id": "a", "profile_id": "u", "target": "v", "at": "2026-03-01T00:00:00Z"}
    lagging.feed(encode([{**post, "at": "2026-03-09T00:00:00Z"}, appeal]))
    lagging.desk.let_waits_run(run=True)
    Decider(lagging.desk).advance(lagging.desk.now)
    assert list(map(template_of, lagging.desk.outputs["notices"])) == ["appeal_refused"]
