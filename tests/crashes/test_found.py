"""Faults that simulated crashes have found, each by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from prometheus_client import CollectorRegistry

from dataflows.live.decide import LiveDecide
from dataflows.live.index import Index
from dataflows.live.time import StreamClock
from dataflows.live.turn import Turn
from dataflows.redis import keys
from dataflows.redis.hashes import Hashes
from dataflows.redis.post_log import RedisPostLog
from dataflows.redis.store import RedisStore
from dataflows.steps import Decode, RawBatch
from enforcement.batch import columns_of
from enforcement.decider import Decider
from enforcement.desk import Desk
from enforcement.events import Post
from enforcement.instants import DAY_MS
from enforcement.policy_file import default_policies
from enforcement.voice import Voice
from metrics.meters import Meters
from tests.crashes.log import Posts, Reader, Writer
from tests.crashes.redis import Client
from tests.running import Pipeline, encode

NOW = 1_772_000_000_000


META = {"surface": "feed_post", "audience": "public", "at": "2026-02-25T00:00:00Z"}
NAMED = {"kind": "violation", "guideline": "spam", "at": "2026-02-25T01:00:00Z", "decided_by": "m"}


def template_of(notice: bytes) -> Any:
    """Which notice it is."""
    return json.loads(notice)["template"]


@pytest.fixture
def client() -> Iterator[Any]:
    """A client of an empty Redis, and post logs that use it."""
    with (
        patch("dataflows.live.index.PostWriter", Writer),
        patch("dataflows.redis.post_log.PostWriter", Writer),
        patch("dataflows.redis.post_log.PostReader", Reader),
    ):
        data = {"posts": Posts(), "writers": [], keys.FENCE: b"1"}
        yield Client(data, lambda _, effect: effect())


class Live:
    """A decider that starts on what a client's Redis has."""

    def __init__(self, client: Any) -> None:
        hashes, policies = Hashes(b"k" * 32), default_policies()
        self.log, store = RedisPostLog(client, hashes, policies), RedisStore(client, hashes, 1)
        self.desk = Desk(policies, self.log, store, Voice(frozenset({"en"})), b"k" * 32)
        clock = StreamClock(["0"], lambda: NOW)
        self._decode = Decode(policies)
        self._decide = LiveDecide(self.desk, store, self.log, hashes, clock, Meters(CollectorRegistry()))

    def feed(self, *events: dict[str, Any]) -> None:
        """Decide the beginning of the log, and deliver that."""
        self._decide(self._decode(RawBatch("in", 0, list(encode(events)), 0)))
        self._decide.finish()

    def author_of(self, post_id: str) -> str | None:
        """Whose a post is, as the log says."""
        self.log.append(columns_of([]), NOW)
        found = self.log.find(post_id, self.log.next_turn(), NOW)
        return None if found is None else found.profile_id


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


def test_a_post_that_came_with_a_decided_event_is_known_again_when_redis_has_lost_it(client: Any) -> None:
    """The event decides nothing again; nothing else would bring the post."""
    event = {**NAMED, "violation_id": "v", "post_id": "p", "post": {"profile_id": "u", **META}}
    Live(client).feed(event)
    client.data["posts"] = Posts()
    again = Live(client)
    assert again.author_of("p") is None
    again.feed(event)
    assert again.author_of("p") == "u"
    assert again.log.observed("u", NOW - DAY_MS * 90, NOW, again.log.next_turn()) == 1


def test_the_first_record_of_a_post_stays_the_first_when_redis_has_lost_both(client: Any) -> None:
    """An event that brought another author was refused, and is not heard the second time."""
    post = {"kind": "post", "post_id": "p", "profile_id": "u", **META}
    event = {**NAMED, "violation_id": "v", "post_id": "p", "post": {"profile_id": "x", **META}}
    Live(client).feed(post, event)
    client.data["posts"] = Posts()
    again = Live(client)
    again.feed(post, event)
    assert again.author_of("p") == "u"
    assert again.log.observed("x", NOW - DAY_MS * 90, NOW, again.log.next_turn()) == 0


def test_posts_too_old_by_now_count_again_when_redis_has_lost_them(client: Any) -> None:
    """They were kept when they came: not stream time now says so, but then."""
    post = {"kind": "post", "post_id": "p", "profile_id": "u", **META}
    event = {**NAMED, "violation_id": "v", "post_id": "p"}
    first = Live(client)
    first.feed(post, event)
    first.desk.now += 40 * DAY_MS
    client.data["posts"] = Posts()
    client.data[keys.NOW] = b"%d" % first.desk.now
    again = Live(client)
    again.feed(post, event)
    assert again.log.observed("u", NOW - DAY_MS * 90, NOW, again.log.next_turn()) == 1


def test_whoever_was_erased_stays_so_after_a_start(client: Any) -> None:
    """The decider may be in a process that reads no posts: nobody else tells it."""
    post = {"kind": "post", "post_id": "p", "profile_id": "u", **META}
    erasure = {"kind": "erasure", "erasure_id": "e", "profile_id": "u", "at": "2026-02-25T02:00:00Z"}
    Live(client).feed(post, erasure)
    again = Live(client)
    again.feed(post, erasure)
    again.log.bring_again([Post("p", "u", 0, "feed_post", None)])
    assert again.author_of("p") is None
    assert again.log.observed("u", NOW - DAY_MS * 90, NOW, again.log.next_turn()) == 0


def test_what_waits_is_not_given_up_while_its_post_is_there() -> None:
    """The word that the post has come may go another way than the word that nothing lags any more, and be later."""
    pipeline, day = Pipeline(), "2026-02-25T0"
    violation = {"kind": "violation", "violation_id": "v", "post_id": "p", "guideline": "spam", "decided_by": "kim"}
    pipeline.feed(encode([violation | {"at": f"{day}1:00:00Z"}]))
    desk = pipeline.desk
    pipeline.log.append(columns_of([Post("p", "u", desk.now - 60_000, "feed_post", None)]), desk.now)
    desk.turn = pipeline.log.next_turn()
    entry = Decider(desk).come(desk.now + 2 * DAY_MS, most=1_000)
    assert [json.loads(action)["kind"] for action in entry.outputs["actions"]] == ["remind"]
    assert entry.outputs["dead_letters"] == []


def test_a_post_that_is_waited_for_goes_to_the_decider_with_its_batch(client: Any) -> None:
    """What is after it in the batch must not be findable before what waits has met it."""
    client.data[keys.CHANGES] = b"0"
    turn, policies = Turn(one_process=True), default_policies()
    index = Index(client, Hashes(b"k" * 32), policies, 1, Meters(CollectorRegistry()), turn)
    post = {"kind": "post", "profile_id": "u", **META}
    batch = Decode(policies)(RawBatch("in", 0, list(encode([{**post, "post_id": "p"}, {**post, "post_id": "q"}])), 0))
    assert index(batch) == []
    turn.waits({"p"})
    assert index(batch) == [batch]


@pytest.mark.parametrize("one_by_one", [False, True])
def test_what_an_erasure_took_is_not_counted_for_who_came_back(client: Any, *, one_by_one: bool) -> None:
    """A post that was written after an erasure but came before it is gone with it, also when both are read again."""
    post = {"kind": "post", "profile_id": "u", **META, "at": "2026-02-25T03:00:00Z"}
    erasure = {"kind": "erasure", "erasure_id": "e", "profile_id": "u", "at": "2026-02-25T02:00:00Z"}
    events = {**post, "post_id": "p"}, erasure, {**post, "post_id": "q"}
    first = Live(client)
    for count in range(1, 4) if one_by_one else [3]:
        first.feed(*events[:count])
    again = Live(client)
    again.feed(*events)
    assert again.author_of("q") == "u"
    assert again.log.observed("u", NOW - DAY_MS * 90, NOW, again.log.next_turn()) == 1


def test_posts_of_who_was_erased_are_not_read_again_past_the_decider(client: Any) -> None:
    """It alone can tell which of them the erasure took."""
    client.data[keys.CHANGES] = b"0"
    post = {"kind": "post", "profile_id": "u", **META, "at": "2026-02-25T03:00:00Z"}
    erasure = {"kind": "erasure", "erasure_id": "e", "profile_id": "u", "at": "2026-02-25T02:00:00Z"}
    Live(client).feed({**post, "post_id": "p"}, erasure)
    policies = default_policies()
    index = Index(client, Hashes(b"k" * 32), policies, 1, Meters(CollectorRegistry()))
    before, after = (Decode(policies)(RawBatch("in", at, list(encode([{**post, "post_id": "p"}])), 0)) for at in (0, 2))
    assert index(before) == [before]
    assert index(after) == []


def test_a_post_that_is_sent_again_after_an_erasure_took_it_is_known(client: Any) -> None:
    """Its first record is there still, but has no author any more."""
    post = {"kind": "post", "profile_id": "u", "post_id": "p", **META, "at": "2026-02-25T03:00:00Z"}
    erasure = {"kind": "erasure", "erasure_id": "e", "profile_id": "u", "at": "2026-02-25T02:00:00Z"}
    live = Live(client)
    for count in (1, 2, 3):
        live.feed(*[post, erasure, post][:count])
    assert live.author_of("p") == "u"
    assert live.log.observed("u", NOW - DAY_MS * 90, NOW, live.log.next_turn()) == 1


def test_posts_that_came_too_late_do_not_count_when_they_are_read_again(client: Any) -> None:
    """It was an event that had moved stream time so far."""
    late = {"kind": "post", "profile_id": "u", "post_id": "p", **META, "at": "2026-01-01T00:00:00Z"}
    events = {**NAMED, "violation_id": "v", "post_id": "q"}, late
    Live(client).feed(*events)
    again = Live(client)
    again.feed(*events)
    assert again.log.observed("u", NOW - DAY_MS * 90, NOW, again.log.next_turn()) == 0
