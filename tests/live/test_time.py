"""Time, live: what ends does so by the clock, also on a quiet night; what waits does so only while nothing lags."""

from __future__ import annotations

from pathlib import Path

from enforcement.instants import text
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, quick, violation
from tests.live.pipeline import Pipeline

ENDED = ["restrict_visibility", "lift"]


def kinds(pipeline: Pipeline) -> list[str]:
    return [action["kind"] for action in pipeline.rows("actions")]


def assert_lifted(pipeline: Pipeline, end_ms: int) -> None:
    """The last action lifts a restriction: of its end, not before it, and within a second."""
    pipeline.until(lambda: kinds(pipeline)[-2:] == ENDED, "a restriction is lifted")
    row, said_ms = pipeline.timed("actions")[-1]
    assert (row["at"], row["reason"]) == (text(end_ms), "expired")
    assert end_ms <= said_ms < end_ms + 1_000


def test_a_restriction_ends_by_the_clock_whatever_times_come(pipeline: MakePipeline, tmp_path: Path) -> None:
    """An event may be dated a little ahead, no more; that moves nothing."""
    live = pipeline(policy=quick(tmp_path, restrict_s=3))
    live.say(post("w1", now_ms()), post("w2", now_ms()))
    with live:
        live.wait()
        at_ms = now_ms()
        live.say(violation("w1", at_ms), post("soon", at_ms + 240_000), post("later", at_ms + 400_000))
        assert_lifted(live, at_ms + 3_000)
        assert live.rows("standings")[-1]["restrictions"] == {}
        assert [letter["reason"] for letter in live.rows("dead_letters")] == ["in_future"]


def test_a_restriction_ends_by_the_clock_after_a_restart(pipeline: MakePipeline, tmp_path: Path) -> None:
    """It is known when it ends, whoever was up when it began; one that ended meanwhile is lifted, once."""
    live = pipeline(policy=quick(tmp_path, restrict_s=8))
    live.say(post("w1", now_ms(), "ann"), post("w2", now_ms(), "bob"))
    with live:
        live.wait()
        at_ms = now_ms()
        live.say(violation("w2", at_ms - 5_000), violation("w1", at_ms))
        live.until(lambda: len(live.rows("actions")) == 2, "two are restricted")
        assert live.stop() == 0
        live.start()
        live.until(lambda: len(live.rows("actions")) == 4, "one is lifted late, one in time")
        (late, _), (row, said_ms) = live.timed("actions")[2:]
        assert (late["profile_id"], late["at"]) == ("bob", text(at_ms + 3_000))
        assert (row["profile_id"], row["at"]) == ("ann", text(at_ms + 8_000))
        assert at_ms + 8_000 <= said_ms < at_ms + 9_000


def test_a_violation_waits_for_its_post_and_no_longer(pipeline: MakePipeline, tmp_path: Path) -> None:
    """Once the wait is over, and nothing lags, it becomes a dead letter."""
    live = pipeline(policy=quick(tmp_path, wait_s=2))
    live.say(post("w1", now_ms()))
    with live:
        live.wait()
        at_ms = now_ms()
        live.say(violation("missing", at_ms))
        live.until(lambda: bool(live.read("dead_letters")), "the wait is over")
        row, said_ms = live.timed("dead_letters")[0]
        assert row["reason"] == "unmatched_post"
        assert at_ms + 2_000 < said_ms < at_ms + 3_500


def test_an_outage_costs_no_match(pipeline: MakePipeline, tmp_path: Path) -> None:
    """While a partition lags no wait is over: the post is in there, behind many others."""
    live = pipeline(partitions=2, policy=quick(tmp_path, wait_s=1))
    at_ms = now_ms() - 60_000
    live.say(violation("w1", at_ms))
    live.say(*(post(f"p{number}", at_ms + number, f"u{number}") for number in range(60_000)), partition=1)
    live.say(post("w1", at_ms - 1_000), partition=1)
    with live:
        live.wait()
        live.until(lambda: kinds(live)[:1] == ["record_strike"], "they have met")
        assert live.read("dead_letters") == []
