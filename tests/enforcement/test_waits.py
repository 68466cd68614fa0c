"""What people wait for is counted as it is, also after a restart."""

from __future__ import annotations

from enforcement.desk import Desk
from enforcement.instants import DAY_MS
from enforcement.policy_file import default_policies
from enforcement.voice import Voice
from enforcement.waits import Waits
from tests.running import Pipeline, Row, encode

AT = "2026-02-25T01:00:00Z"
POST = {"kind": "post", "post_id": "p", "profile_id": "u", "surface": "feed_post", "audience": "public", "at": AT}
VIOLATION = {"kind": "violation", "violation_id": "v", "post_id": "p", "guideline": "spam", "decided_by": "kim"}
REPORT = {"kind": "report", "report_id": "r", "post_id": "p", "reporter_id": "x", "at": "2026-02-25T00:30:00Z"}
APPEAL = {"kind": "appeal", "appeal_id": "a", "profile_id": "u", "target": "v", "at": AT}
RULING = {"kind": "ruling", "appeal_id": "a", "profile_id": "u", "at": AT, "outcome": "upheld"}


def counted(waits: Waits, now_ms: int) -> tuple[int, int | None, int]:
    """Parked events, how old the oldest is, and appeals overdue."""
    count, oldest = waits.parked()
    return count, None if oldest is None else now_ms - oldest, waits.overdue(now_ms)


def test_they_are_counted_by_events_and_taken_up_after_a_restart() -> None:
    pipeline = Pipeline()
    half_hour, week = 1_800_000, 7 * DAY_MS

    def after(*events: Row, later_ms: int = 0) -> tuple[int, int | None, int]:
        pipeline.feed(encode(list(events)))
        again = Desk(default_policies(), pipeline.log, pipeline.store, Voice(frozenset({"en"})), b"k" * 32)
        now_ms = pipeline.desk.now + later_ms
        assert counted(again.waits, now_ms) == counted(pipeline.desk.waits, now_ms)
        return counted(pipeline.desk.waits, now_ms)

    assert after() == (0, None, 0)
    assert after(VIOLATION | {"at": AT}, REPORT, APPEAL) == (3, half_hour, 0)
    assert after(RULING | {"ruling_id": "early", "appeal_id": "b", "decided_by": "lee"}) == (4, half_hour, 0)
    assert after(POST) == (1, 0, 0)  # the appeal is open now; a ruling waits for another
    assert after(later_ms=week - 1) == (1, week - 1, 0)
    assert after(later_ms=week) == (1, week, 1)
    assert after(RULING | {"ruling_id": "x", "decided_by": "lee"}, later_ms=week) == (1, week, 0)
    assert after({"kind": "erasure", "erasure_id": "e", "profile_id": "u", "at": AT}) == (0, None, 0)
