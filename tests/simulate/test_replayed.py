"""A simulated stream, decided: every consequence there is, and no dead letter but the deliberate ones."""

from __future__ import annotations

import base64

import msgspec
import pytest

from enforcement.policy_file import default_policies
from tests.running import Result, run
from tests.simulate.stream import lines

KINDS = {
    "remind",
    "restrict_visibility",
    "block_creation",
    "record_strike",
    "restrict_reporting",
    "restrict_service",
    "lift",
    "amend",
    "block_content",
    "release_content",
    "remove_content",
}


@pytest.fixture(scope="module")
def stream() -> list[bytes]:
    return lines(4000, 150, 33, 40_000)


@pytest.fixture(scope="module")
def decided(stream: list[bytes]) -> Result:
    return run(stream, batch=5000)


def test_every_kind_of_action_is_taken(decided: Result) -> None:
    assert {action["kind"] for action in decided.actions} == KINDS


def test_every_rung_of_the_ladder_is_stood_on(decided: Result) -> None:
    rungs = {action["rung"] for action in decided.actions if "rung" in action}
    assert rungs == {rung.points for rung in default_policies().versions[0].ladder} | {"zero_tolerance"}


def test_restrictions_end_and_rulings_take_them_back(decided: Result) -> None:
    reasons = {row["reason"] for row in decided.actions if row["kind"] in {"lift", "amend"}}
    assert reasons == {"expired", "overturned", "reversed"}


def test_reporters_are_warned_first_and_reviews_asked_for(decided: Result) -> None:
    told = {notice["template"] for notice in decided.notices}
    assert {"reporter_warned", "reporter_suspended", "appeal_overturned", "decision_reversed", "claim_refused"} <= told
    assert decided.reviews


def test_dead_letters_are_only_those_about_posts_that_never_came_in_time(decided: Result) -> None:
    assert {letter["reason"] for letter in decided.dead_letters} == {"unmatched_post"}


def test_what_died_waited_for_a_post_that_came_too_late_or_never(stream: list[bytes], decided: Result) -> None:
    came: dict[str, dict[str, str]] = {}
    for row in map(msgspec.json.decode, stream):
        if row["kind"] == "post":
            came.setdefault(row["post_id"], row)
    for letter in decided.dead_letters:
        event = msgspec.json.decode(base64.b64decode(letter["raw"]))
        post = came.get(event["post_id"])
        assert event["kind"] in {"report", "violation"}
        assert post is None or _arrived_late(stream, post)


def _arrived_late(stream: list[bytes], post: dict[str, str]) -> bool:
    place = next(place for place, line in enumerate(stream) if post["post_id"].encode() in line and b'"post",' in line)
    return any(msgspec.json.decode(line)["at"][:10] > post["at"][:10] for line in stream[:place])
