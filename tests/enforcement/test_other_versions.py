"""What was decided under one text of the policy goes on under another: no ledger, however old, stops the decider."""

from __future__ import annotations

import re

import pytest

from dataflows.steps import Decide, Decode, RawBatch
from enforcement import explain
from enforcement.accounts import decode_profile
from enforcement.desk import Desk
from enforcement.policy import Policies
from enforcement.policy_file import parse_policies, shipped_text
from enforcement.voice import Voice
from tests.running import Pipeline, Row, encode

SHIPPED = shipped_text()
NO_SPAM = SHIPPED.replace("spam = { level = 3 }\n", "")
NO_MILDEST = re.sub(r"\[levels\.3\].*?(?=\[guidelines\])", "", SHIPPED, flags=re.DOTALL)
NO_MILDEST = NO_MILDEST.replace("level = 3", "level = 2").replace(", 3 = 3.0", "")
NO_GRAVEST = re.sub(r"\[levels\.1\].*?(?=\[levels\.2\])", "", SHIPPED, flags=re.DOTALL).replace(
    "level = 1", "level = 2"
)
NO_GRAVEST = NO_GRAVEST.replace("exempt_levels = [1]", "exempt_levels = []").replace("1 = 0.5, ", "")


def post(number: int, at: str) -> Row:
    place = {"surface": "feed_post", "audience": "public"}
    return {"kind": "post", "post_id": f"p{number}", "profile_id": "au", "at": f"2026-01-{at}:00:00Z", **place}


def violation(number: int, at: str, guideline: str = "spam") -> Row:
    names = {"violation_id": f"v{number}", "post_id": f"p{number}", "decided_by": "kim"}
    return {"kind": "violation", "guideline": guideline, "at": f"2026-01-{at}:00:00Z", **names}


def report(number: int, at: str, guideline: str) -> Row:
    names = {"report_id": f"r{number}", "post_id": "p1", "reporter_id": f"u{number}"}
    return {"kind": "report", "guideline": guideline, "at": f"2026-01-{at}:00:00Z", **names}


def under(text: str) -> Policies:
    return parse_policies({"policy": text})


def again(old: Pipeline, text: str, events: list[Row]) -> dict[str, list[bytes]]:
    """What is said of further events by a decider that starts with another text."""
    desk = Desk(under(text), old.log, old.store, Voice(frozenset({"en"})), b"k" * 32)
    [said] = Decide(desk, old.store)(Decode(desk.policies)(RawBatch("f", 1, [*encode(events)])))
    return said


@pytest.mark.parametrize(
    ("text", "before", "after", "says"),
    [
        pytest.param(
            NO_SPAM,
            [post(1, "01T00"), violation(1, "02T00"), post(2, "01T00")],
            [violation(2, "01T12", "misinformation")],
            {"actions": 1},
            id="a strike of a guideline that is gone is derived anew",
        ),
        pytest.param(
            NO_MILDEST,
            [post(1, "01T00"), violation(1, "02T00"), post(2, "02T00")],
            [violation(2, "03T00", "violent_content")],
            {"actions": 1},
            id="a strike of a level that is gone counts for the next",
        ),
        pytest.param(
            NO_GRAVEST,
            [post(1, "01T00"), report(1, "02T00", "illegal_activities")],
            [report(2, "02T01", "spam"), report(3, "02T02", "spam")],
            {"actions": 0},
            id="a post reported at a level that is gone",
        ),
        pytest.param(
            NO_SPAM,
            [violation(1, "02T00")],
            [post(1, "01T00")],
            {"dead_letters": 1, "actions": 0},
            id="a parked violation of a guideline that is gone",
        ),
    ],
)
def test_what_another_text_does_not_name_any_more(
    text: str, before: list[Row], after: list[Row], says: dict[str, int]
) -> None:
    old = Pipeline(under(SHIPPED))
    old.feed(encode(before))
    said = again(old, text, after)
    assert {stream: len(said[stream]) for stream in says} == says


def test_a_violation_whose_guideline_is_gone_is_a_dead_letter_that_can_be_sent_again() -> None:
    old = Pipeline(under(SHIPPED))
    old.feed(encode([violation(1, "02T00")]))
    [letter] = again(old, NO_SPAM, [post(1, "01T00")])["dead_letters"]
    assert b'"reason":"unknown_guideline"' in letter
    assert len(again(old, SHIPPED, [violation(1, "02T00")])["actions"]) == 1


def test_versions_with_other_levels_decide_on_one_post() -> None:
    """The second has no gravest level any more; what was reported at it stays as grave as the next."""
    later = NO_GRAVEST.replace('"2026-11"', '"2026-12"').replace("2020-01-01", "2026-01-03")
    pipeline = Pipeline(parse_policies({"one": SHIPPED, "two": later}))
    said = pipeline.feed(
        encode([post(1, "01T00"), report(1, "02T00", "illegal_activities"), report(2, "04T00", "spam")])
    )
    assert [review["level"] for review in said.reviews] == [1, 1]


@pytest.mark.parametrize("text", [NO_SPAM, NO_MILDEST])
def test_a_strike_is_explained_under_another_text(text: str) -> None:
    old = Pipeline(under(SHIPPED))
    old.feed(encode([post(1, "01T00"), violation(1, "02T00")]))
    raw = old.store.load("p:au")
    assert raw is not None
    ledger = decode_profile(raw)
    assert len(explain.explain(ledger, under(text), old.store.now()).steps) == 1
    assert explain.standing(ledger, under(text), old.store.now()).strikes == 1
