"""The score of a standing is that of its time, whatever led to it."""

from __future__ import annotations

from enforcement.policy_file import parse_policies, shipped_text
from tests.running import Pipeline, Row, encode


def violation(number: int, day: int, guideline: str) -> Row:
    post = {"profile_id": "a", "surface": "feed_post", "audience": "public", "at": "2026-03-10T00:00:00Z"}
    names = {"violation_id": f"s{number}", "post_id": f"p{number}", "guideline": guideline, "decided_by": "kim"}
    return {"kind": "violation", "at": f"2026-03-{day}T00:00:00Z", "post": post, **names}


def test_a_dropped_strike_counts_in_no_later_score() -> None:
    """The last strike left was derived while one that was dropped since still counted."""
    text = shipped_text().replace("max_strikes = 256", "max_strikes = 2")
    assert text != shipped_text()
    events = [violation(1, 11, "spam"), violation(2, 12, "abusive_content"), violation(3, 12, "misinformation")]
    reversal = {"kind": "reversal", "reversal_id": "x", "violation_id": "s3", "profile_id": "a", "decided_by": "lead"}
    said = Pipeline(parse_policies({"p": text})).feed(encode([*events, {**reversal, "at": "2026-03-12T00:00:00Z"}]))
    assert (said.final()["a"]["score"], said.final()["a"]["strikes"]) == (1, 1)
