"""What is too old counts nowhere any more (domain.md section 11)."""

from __future__ import annotations

from tests.running import Row, encode, run


def test_a_suspended_reporter_has_no_strikes_left_from_long_ago() -> None:
    """A strike is dropped after twice the longest window, also where a standing is written for another reason."""
    result = run(encode([*_strike("2026-01-01"), *(event for day in range(1, 8) for event in _unfounded(day))]))
    last = result.final()["reporter"]
    assert list(last["restrictions"]) == ["reporting"]
    assert (last["strikes"], last["last_rung"]) == (0, None)


def _strike(day: str) -> list[Row]:
    at = f"{day}T00:00:00Z"
    post = {"profile_id": "reporter", "at": at, "surface": "feed_post", "audience": "public"}
    violation = {"violation_id": "v", "guideline": "spam", "decided_by": "m"}
    return [{"kind": "violation", "at": at, "post_id": "p", "post": post, **violation}]


def _unfounded(day: int) -> list[Row]:
    at = f"2028-02-{day:02}T00:00:00Z"
    post = {"profile_id": "author", "at": at, "surface": "feed_post", "audience": "public"}
    about = {"at": at, "post_id": f"p{day}"}
    return [
        {"kind": "report", "report_id": f"r{day}", "reporter_id": "reporter", "post": post, **about},
        {
            "kind": "dismissal",
            "dismissal_id": f"d{day}",
            "decided_by": "m",
            "manifestly_unfounded": True,
            **about,
        },
    ]
