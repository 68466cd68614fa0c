"""Answers reckoned by hand, on records written out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from metrics.questions import QUESTIONS, Question, Unit
from metrics.schemas import scan
from tests.metrics.recorded import asked, at, lift, notice, restrict, strike, written

KINDS: dict[Unit, set[pl.DataType]] = {
    Unit.WORD: {pl.String()},
    Unit.DATE: {pl.Date()},
    Unit.COUNT: {pl.Int64()},
    Unit.SHARE: {pl.Float64()},
    Unit.DAYS: {pl.Float64()},
}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_an_answer_has_the_columns_that_its_question_promises_also_from_nothing(
    question: Question, tmp_path: Path
) -> None:
    """Scripts read columns by name; a quiet day is no error."""
    answer = question.answer(scan(written(tmp_path))).collect()
    assert answer.is_empty()
    assert answer.columns == [column.name for column in question.columns]
    assert all(answer.schema[column.name] in KINDS[column.unit] for column in question.columns)
    drawn = {question.drawing.along, *question.drawing.measured, *filter(None, [question.drawing.split])}
    assert drawn <= set(answer.columns)
    assert question.contract.endswith(".")


def test_names_are_unique_and_written_as_on_a_command_line() -> None:
    """A name is how one asks."""
    names = [question.name for question in QUESTIONS]
    assert len(set(names)) == len(names)
    assert all(
        name == question.answer.__name__.replace("_", "-") for name, question in zip(names, QUESTIONS, strict=True)
    )


def test_actions_are_counted_by_the_utc_day_of_their_time(tmp_path: Path) -> None:
    """Two profiles, three reminders, one of them a millisecond before midnight."""
    late = "2026-01-05T23:59:59.999Z"
    actions = [
        strike("remind", "ann", "v1", at(5)),
        strike("remind", "ann", "v2", late),
        strike("remind", "bob", "v3", at(6)),
        lift("bob", at(6)),
    ]
    assert asked("actions-by-day", tmp_path, actions=actions) == [
        (date(2026, 1, 5), "remind", 2, 1),
        (date(2026, 1, 6), "lift", 1, 1),
        (date(2026, 1, 6), "remind", 1, 1),
    ]


def test_a_strike_that_took_two_actions_is_one_strike(tmp_path: Path) -> None:
    """What restricts visibility and creation is told twice."""
    actions = [
        restrict("ann", "v1", at(5), None, points=4),
        strike("block_creation", "ann", "v1", at(5), points=4),
        strike("record_strike", "bob", "v2", at(5), points=0),
        strike("remind", "bob", "v3", at(5), guideline="hate_speech_discrimination", level=2, points=2),
        strike("remind", "ann", "v4", at(5)),
    ]
    assert asked("strikes-by-guideline", tmp_path, actions=actions) == [
        ("spam", 3, 3, 2, 5, 0.75),
        ("hate_speech_discrimination", 2, 1, 1, 2, 0.25),
    ]


def test_people_count_where_they_got_highest_and_zero_tolerance_is_highest_of_all(tmp_path: Path) -> None:
    """Rung 10 is above rung 9, though not as text; an overturned decision does not count."""
    actions = [
        strike("remind", "ann", "v1", at(1), rung=1),
        restrict("ann", "v2", at(2), None, rung=10),
        restrict("ann", "v3", at(3), None, rung=9),
        strike("remind", "bob", "v4", at(1), rung=1),
        restrict("bob", "v5", at(2), None, rung=4),
        restrict("cid", "v6", at(2), None, rung="zero_tolerance"),
        strike("remind", "dan", "v7", at(2), rung=1),
    ]
    notices = [notice("appeal_overturned", "bob", at(3), cause="v5", appeal_id="a1")]
    assert asked("ladder-reach", tmp_path, actions=actions, notices=notices) == [
        ("1", 2, 0.5, 1.0),
        ("10", 1, 0.25, 0.5),
        ("zero_tolerance", 1, 0.25, 0.25),
    ]


def test_only_a_reminder_at_an_earlier_time_is_a_warning(tmp_path: Path) -> None:
    """Bob is reminded at the same time, Cid later, Dan not at all; Ann's later restriction is not her first."""
    actions = [
        strike("remind", "ann", "v1", at(1)),
        strike("remind", "ann", "v2", at(3)),
        restrict("ann", "v3", at(4), None),
        restrict("ann", "v4", at(9), None),
        strike("remind", "bob", "v5", at(4)),
        restrict("bob", "v6", at(4), None),
        restrict("cid", "v7", at(4), None),
        strike("remind", "cid", "v8", at(5)),
        restrict("dan", "v9", at(4), None, level=1),
    ]
    assert asked("warned-before", tmp_path, actions=actions) == [(1, 1, 0, 0.0, None), (3, 3, 1, 1 / 3, 1.0)]


def test_recidivism_follows_only_those_who_can_be_followed_so_long(tmp_path: Path) -> None:
    """Last record 1 July: only what is from before 1 June can be followed for 30 days, 2 April 90, 2 January 180."""
    actions = [
        strike("remind", "ann", "v1", "2026-01-02T00:00:00.000Z"),  # comes again on the 30th day: within
        strike("remind", "ann", "v2", "2026-02-01T00:00:00.000Z"),  # not her first on this rung
        strike("remind", "bob", "v3", "2026-01-02T00:00:00.000Z"),  # again on day 89
        strike("record_strike", "bob", "v4", "2026-04-01T00:00:00.000Z", rung=None),
        strike("remind", "cid", "v5", "2026-03-01T00:00:00.000Z"),  # his second was reversed
        strike("remind", "cid", "v6", "2026-03-02T00:00:00.000Z"),
        strike("remind", "dan", "v7", "2026-06-15T00:00:00.000Z"),  # too late to be followed
        strike("remind", "dan", "v8", "2026-06-16T00:00:00.000Z"),
        strike("remind", "eve", "v9", "2026-01-02T00:00:00.000Z"),  # twice at one instant: not again
        strike("remind", "eve", "w1", "2026-01-02T00:00:00.000Z"),
        lift("fay", "2026-07-01T00:00:00.000Z"),
    ]
    notices = [notice("decision_reversed", "cid", at(3), cause="v6")]
    assert asked("recidivism", tmp_path, actions=actions, notices=notices) == [
        ("1", 5, 4, 1 / 4, 4, 2 / 4, 3, 2 / 3),
    ]


def test_people_are_counted_once_however_much_is_restricted(tmp_path: Path) -> None:
    """Ann: feed 5 to 8 January and comments 6 to 10; Bob: from 7 on, open; read at 00:00 of each day."""
    actions = [
        restrict("ann", "v1", at(5, 12), at(8, 12)),
        restrict("ann", "v2", at(6), at(10), "comments"),
        restrict("bob", "v3", at(7, 1), None),
        lift("ann", at(8, 12)),
        lift("ann", at(10), "expired", "comments"),
    ]
    rows = asked("restricted-by-day", tmp_path, actions=actions)
    shown = {row[0].day: (row[1], row[2], row[4]) for row in rows}  # anything, feed_search, comments
    assert shown == {5: (0, 0, 0), 6: (1, 1, 1), 7: (1, 1, 1), 8: (2, 2, 1), 9: (2, 1, 1), 10: (1, 1, 0)}


def test_running_and_open_restrictions_are_counted_up_to_the_last_record(tmp_path: Path) -> None:
    """One ended after 4 days (extended by a second strike and an amendment), one runs, one is open."""
    actions = [
        restrict("ann", "v1", at(1), at(3)),
        restrict("ann", "v2", at(2), at(9)),
        {"action_id": "m", "kind": "amend", "profile_id": "ann", "at": at(3), "capabilities": ["feed_search"]}
        | {"until": at(5), "reason": "overturned"},
        lift("ann", at(5)),
        restrict("bob", "v3", at(4), at(20)),
        restrict("cid", "v4", at(9), None),
        strike("remind", "dan", "v5", at(10)),
    ]
    assert asked("restricted-how-long", tmp_path, actions=actions) == [
        ("feed_search", 3, 3, 1, 1, 1, 4.0, 4.0, 4.0 + 6.0 + 1.0)
    ]


def test_a_late_action_does_not_restrict_before_the_period_before_it_ended(tmp_path: Path) -> None:
    """Nobody is restricted in the past: what was lifted on the 5th was not restricted again before."""
    actions = [
        restrict("ann", "v1", at(1), at(5)),
        lift("ann", at(5)),
        restrict("ann", "v2", at(4), at(11)),
        lift("ann", at(11), "overturned"),
    ]
    assert asked("lifts-by-reason", tmp_path, actions=actions) == [
        ("expired", 1, 1, 4.0, 0.5),
        ("overturned", 1, 1, 6.0, 0.5),
    ]


def test_appeals_end_upheld_overturned_or_not_yet(tmp_path: Path) -> None:
    """Shares are of those that were ruled; an appeal about a suspension has no guideline."""
    told = {"appeal_id": "a1", "guideline": "spam"}
    notices = [
        notice("appeal_received", "ann", at(1), **told),
        notice("appeal_overturned", "ann", at(3), **told, cause="v1"),
        notice("appeal_received", "bob", at(1), appeal_id="a2", guideline="spam"),
        notice("appeal_upheld", "bob", at(2), appeal_id="a2", guideline="spam", cause="v2"),
        notice("appeal_received", "cid", at(1), appeal_id="a3", guideline="spam"),
        notice("appeal_refused", "cid", at(1), appeal_id="a4"),
        notice("appeal_received", "dan", at(1), appeal_id="a5", guideline=None),
    ]
    assert asked("appeals", tmp_path, notices=notices) == [
        ("spam", 3, 1, 1, 1, 0.5, 1.5),
        (None, 1, 0, 0, 1, None, None),
    ]


def test_a_strike_is_undone_once_by_appeal_or_by_the_platform(tmp_path: Path) -> None:
    """Consequence and strike may both be contested: still one strike."""
    actions = [strike("remind", who, f"v-{who}", at(1)) for who in ("ann", "bob", "cid", "dan")]
    notices = [
        notice("appeal_overturned", "ann", at(2), cause="v-ann", appeal_id="a1"),
        notice("appeal_overturned", "ann", at(3), cause="v-ann", appeal_id="a2"),
        notice("decision_reversed", "bob", at(2), cause="v-bob"),
        notice("appeal_upheld", "cid", at(2), cause="v-cid", appeal_id="a3"),
    ]
    assert asked("strikes-undone", tmp_path, actions=actions, notices=notices) == [("spam", 3, 4, 1, 1, 0.5)]


def test_reporters_are_counted_by_how_much_of_theirs_was_settled(tmp_path: Path) -> None:
    """Ann: five reports, four upheld; Bob: one unfounded, warned; Cid was warned for claims, and has no report."""
    upheld = [notice("report_outcome", "ann", at(day), outcome="upheld") for day in range(1, 5)]
    notices = [
        *upheld,
        notice("report_outcome", "ann", at(5), outcome="dismissed"),
        notice("report_outcome", "bob", at(5), outcome="unfounded"),
        notice("reporter_warned", "bob", at(5)),
        notice("reporter_warned", "cid", at(5)),
    ]
    assert asked("reporters-precision", tmp_path, notices=notices) == [
        ("1", 1, 1, 0, 0, 1, 0.0, 1, 0),
        ("5 to 9", 1, 5, 4, 1, 0, 0.8, 0, 0),
    ]
    assert asked("report-outcomes", tmp_path, notices=notices) == [
        ("upheld", 4, 1, 4 / 6),
        ("dismissed", 1, 1, 1 / 6),
        ("unfounded", 1, 1, 1 / 6),
    ]


def test_a_post_put_up_twice_waits_from_the_first_time_until_somebody_is_told(tmp_path: Path) -> None:
    """At level 2 one was put up twice and upheld two days later, one waits; one at level 1 was dismissed at once."""
    put_up = [
        {"review_id": f"{post}-{day}", "post_id": post, "at": at(day), "level": level}
        for post, day, level in (("p", 1, 3), ("p", 2, 2), ("q", 2, 2), ("r", 4, 1))
    ]
    notices = [
        notice("report_outcome", "ann", at(3), post_id="p", outcome="upheld"),
        notice("report_outcome", "bob", at(9), post_id="p", outcome="upheld"),
        notice("report_outcome", "ann", at(4), post_id="r", outcome="unfounded"),
    ]
    assert asked("reviews", tmp_path, reviews=put_up, notices=notices) == [
        (1, 1, 0, 1, 0, 0.0, 0.0, 0.0),
        (2, 2, 1, 0, 1, 1.0, 2.0, 2.0),
    ]


def test_dead_letters_are_counted_by_reason(tmp_path: Path) -> None:
    """The most frequent first, then by name."""
    letters = [{"reason": reason, "origin": {"file": "f", "line": n}} for n, reason in enumerate("baca")]
    assert asked("dead-letters", tmp_path, dead_letters=letters) == [("a", 2, 0.5), ("b", 1, 0.25), ("c", 1, 0.25)]
