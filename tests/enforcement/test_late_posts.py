"""A post that comes too late to be kept meets what waits for it (domain.md section 3.1)."""

from __future__ import annotations

from tests.running import Row, encode, run

EARLY, LATE = "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"
PUBLIC = {"profile_id": "author", "at": EARLY, "surface": "feed_post", "audience": "public"}


def test_what_waits_for_a_post_that_comes_too_late_meets_it_together() -> None:
    """The violation decides the post, so the report after it puts nothing before a reviewer."""
    result = run(encode([_violation(), _report("r"), {"kind": "post", "post_id": "p", **PUBLIC}]))
    assert [action["cause"] for action in result.actions] == ["a"]
    assert result.reviews == []


def test_who_brings_such_a_post_meets_it_with_those_who_waited() -> None:
    """The report waited; what it weighs is known when another brings the post."""
    result = run(encode([_report("r"), {**_report("s"), "post": PUBLIC}, {**_report("t"), "post": PUBLIC}]))
    assert [review["reporters"] for review in result.reviews] == [1, 2, 1], "and of that, no ledger stays"


def _violation() -> Row:
    about = {"post_id": "p", "at": LATE, "guideline": "spam", "decided_by": "m"}
    return {"kind": "violation", "violation_id": "a", **about}


def _report(name: str) -> Row:
    about = {"post_id": "p", "at": LATE, "guideline": "child_abuse"}
    return {"kind": "report", "report_id": name, "reporter_id": f"u{name}", **about}
