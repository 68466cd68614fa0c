"""What differs between two policies: named by key, told in words, and true of the decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from enforcement.policy import Policies, Policy
from enforcement.policy_diff import Difference, compare, differences
from enforcement.policy_form import file_form
from enforcement.policy_keys import policy_keys
from enforcement.policy_outcomes import Outcome, changed_outcomes
from enforcement.policy_touch import TOUCHES
from tests.policy.files import LATER, Edit, Shell, policy, write
from tests.policy.test_form import UNUSUAL

WEEK = {"feed_search": "7d", "notifications": "7d"}


def between(*edits: Edit) -> list[tuple[str, Any, Any, str]]:
    """Return what differs between the shipped default and its text with some lines changed."""
    return [(one.key, one.old, one.new, one.touches) for one in differences(policy(), policy(*edits))]


def outcomes(*edits: Edit) -> list[Outcome]:
    """Return what scores lead to where that differs, in the same way."""
    return changed_outcomes(policy(), policy(*edits))


@pytest.mark.parametrize(
    ("edit", "key", "old", "new", "touches"),
    [
        (
            ("[levels.2]\npoints = 2", "[levels.2]\npoints = 3"),
            *("levels.2.points", 2, 3, "strikes of level 2 weigh more: 7 guidelines"),
        ),
        (
            ('window = "90d"', 'window = "30d"'),
            *("levels.3.window", "90d", "30d", "strikes of level 3 weigh for a shorter time: 5 guidelines"),
        ),
        (
            ("spam = { level = 3 }", "spam = { level = 2 }"),
            *("guidelines.spam.level", 3, 2),
            "strikes of spam weigh otherwise: level 3 (1 point) -> level 2 (2 points)",
        ),
        (
            ("spam = { level = 3 }", "spam = { level = 3, zero_tolerance = true }"),
            *("guidelines.spam.zero_tolerance", None, True, "one strike of spam leads straight to zero tolerance"),
        ),
        (
            ("spam = { level = 3 }", ""),
            *("guidelines.spam", {"level": 3}, None, "violations of spam become dead letters"),
        ),
        (
            ('["public"]', '["public", "friends"]'),
            *("scope.audiences", ["public"], ["friends", "public"]),
            "content for other audiences is public content: also friends",
        ),
        (
            ('talk_board_comment = "comments"', 'talk_board_comment = "notifications"'),
            *("matching.talk_board_comment", "comments", "notifications"),
            "strikes on talk_board_comment restrict something else at a rung of matching: comments -> notifications",
        ),
        (
            ('comment = "comments"\n', ""),
            *("matching.comment", "comments", None),
            "strikes on comment restrict something else at a rung of matching: comments -> feed_search",
        ),
        (
            ("2 = 2.0", "2 = 1.5"),
            *("reports.triage.2", 2, 1.5, "posts reported for level 2 are reviewed sooner: 7 guidelines"),
        ),
        (
            ('portrait = "privacy_violation"', 'portrait = "spam"'),
            *("claims.guideline.portrait", "privacy_violation", "spam"),
            "infringing content (portrait) is a strike of spam, not of privacy_violation",
        ),
        (
            ("warning_first = true", "warning_first = false"),
            *("fairness.warning_first", True, False, "people are restricted without an earlier warning"),
        ),
        (
            ('for = "1d"', 'for = "5d"'),
            *("ladder[points=7].for", "1d", "5d", "a score from 7 on: creation 1d -> 5d"),
        ),
    ],
)
def test_a_change_is_told_by_its_key_both_values_and_whom_it_touches(
    edit: Edit, key: str, old: object, new: object, touches: str
) -> None:
    """A person who answers for the policy reads it before it takes effect."""
    assert between(edit) == [(key, old, new, touches)]


def test_a_shorter_time_is_told_only_of_what_no_lower_rung_takes_for_longer() -> None:
    """A higher rung never takes less than a lower one."""
    edit = ('"comments"]\nfor = "7d"', '"comments"]\nfor = "1d"')
    ((key, _, _, touches),) = between(edit)
    assert (key, touches) == ("ladder[points=6].for", "a score from 6 on: comments 7d -> 1d")
    assert {(one.score, one.surfaces, one.new["comments"]) for one in outcomes(edit)} == {
        (6, ("all others",), "1d"),
        (6, ("comment", "talk_board_comment"), "3d"),
        (8, None, "3d"),
    }


def test_what_changes_for_all_surfaces_is_told_once() -> None:
    """Also where they do not lose the same besides."""
    edit = ('["feed_search", "notifications"]\nfor = "7d"', '["feed_search", "notifications"]\nfor = "3d"')
    three = {"feed_search": "3d", "notifications": "3d"}
    assert outcomes(edit) == [Outcome(score=4, until=5, surfaces=None, old=WEEK, new=three)]


def test_a_key_can_differ_and_nothing_follows() -> None:
    """A lower rung takes as much already."""
    thirty = '"creation"]\nfor = "30d"'
    before, after = (policy((thirty, f'"creation"]\nfor = "{days}d"')) for days in (1, 2))
    (one,) = differences(before, after)
    assert (one.key, one.touches) == (
        "ladder[points=10].for",
        "a score from 10 on: the same as before, all conditions held",
    )
    assert changed_outcomes(before, after) == []


def test_a_rung_that_only_moved_is_told_as_moved() -> None:
    """And not as one that went and one that came."""
    assert between(("points = 6\n", "points = 5\n")) == [
        ("ladder[points=6].points", 6, 5, "the rung is reached sooner: from a score of 5")
    ]


def test_a_rung_that_came_or_went_is_told_whole() -> None:
    """The others are not told: they are known by their points, not by their place."""
    rung = {"points": 5, "action": "restrict", "capabilities": ["comments"], "for": "2d"}
    added = (
        '[[ladder]]\npoints = 5\naction = "restrict"\ncapabilities = ["comments"]\nfor = "2d"\n[[ladder]]\npoints = 6'
    )
    edit = ("[[ladder]]\npoints = 6", added)
    told = "a score from 5 on has a rung of its own: comments not restricted -> 2d"
    assert between(edit) == [("ladder[points=5]", None, rung, told)]
    (gone,) = differences(policy(edit), policy())
    told = "a score from 5 on takes the next lower rung: comments 2d -> not restricted"
    assert gone == Difference(key="ladder[points=5]", old=rung, new=None, touches=told)


def test_a_reminder_that_becomes_a_restriction_is_one_difference() -> None:
    """Its other keys follow from it."""
    edit = ('points = 2\naction = "remind"', 'points = 2\naction = "restrict"\ncapabilities = ["matching"]\nfor = "1d"')
    ((key, old, new, touches),) = between(edit)
    assert (key, old["action"], new["action"]) == ("ladder[points=2]", "remind", "restrict")
    assert touches == "a score from 2 on: feed_search not restricted -> 1d"
    assert [(one.score, one.until, one.surfaces, one.new) for one in outcomes(edit)] == [
        (2, 2, ("all others",), {"feed_search": "1d"}),
        (2, 2, ("comment", "talk_board_comment"), {"comments": "1d"}),
    ]


def test_a_score_between_two_rungs_is_told_with_its_range() -> None:
    """Also where a higher rung changed nothing of its own."""
    (one,) = outcomes(('["feed_search", "notifications", "comments"]', '["feed_search", "notifications"]'))[:1]
    assert (one.score, one.until, one.surfaces) == (6, 6, ("all others",))
    assert (one.old, one.new) == ({"comments": "7d"}, {})


@pytest.mark.parametrize("edit", UNUSUAL)
def test_nothing_differs_from_itself_and_back_is_the_opposite(edit: Edit) -> None:
    """Every difference names both values, whichever way it is read."""
    assert differences(policy(edit), policy(edit)) == []
    there, back = (differences(*pair) for pair in ((policy(), policy(edit)), (policy(edit), policy())))
    assert there
    assert {(one.key, str(one.old), str(one.new)) for one in there} == {
        (one.key, str(one.new), str(one.old)) for one in back
    }
    assert file_form(policy()) != file_form(policy(edit))


def test_a_duration_or_a_list_written_otherwise_is_no_difference() -> None:
    """What it means counts."""
    assert (
        between(('wait = "24h"', 'wait = "1d"'), ('"feed_search", "notifications"', '"notifications", "feed_search"'))
        == []
    )


def test_every_key_has_words_for_whom_it_touches() -> None:
    """And no words are left over."""
    parts = {"levels.N", "guidelines.NAME", "ladder[]"}
    assert set(TOUCHES) == {key.path for key in policy_keys()} | parts


def versions(*found: Policy) -> Policies:
    """Return these versions together."""
    return Policies(versions=found)


def test_versions_are_compared_when_they_hold() -> None:
    """What was in effect at a time faces what will have been."""
    today, later = policy(), policy(*LATER, ("max_strikes = 256", "max_strikes = 128"))
    (before, after) = compare(versions(today), versions(today, later))
    assert (before.since, before.old, before.new, before.differences) == (None, "2026-11", "2026-11", [])
    assert (after.since, after.old, after.new) == (later.effective_from, "2026-11", "2027-01")
    assert [one.key for one in after.differences] == ["version", "effective_from", "history.max_strikes"]
    (always,) = compare(versions(today), versions(later))
    assert (always.since, always.old, always.new) == (None, "2026-11", "2027-01")


def test_the_command_says_it_in_a_table_and_as_one_object(shell: Shell, tmp_path: Path) -> None:
    """With exit code 0: to differ is no mistake."""
    one = write(tmp_path / "one.toml")
    two = write(tmp_path / "two.toml", *LATER, ("[levels.2]\npoints = 2", "[levels.2]\npoints = 3"))
    ended = shell.run("diff", one, two, columns=160)
    assert (ended.code, ended.err) == (0, "")
    assert "levels.2.points  2 -> 3 " in ended.out
    assert "strikes of level 2 weigh more: 7 guidelines" in ended.out
    assert "2027-01 alone also holds for anything before 2027-01-01." in ended.out
    (comparison,) = json.loads(shell.run("diff", one, two, "--json").out)["comparisons"]
    assert comparison["since"] is None
    assert comparison["differences"][-1] == {
        "key": "levels.2.points",
        "old": 2,
        "new": 3,
        "touches": "strikes of level 2 weigh more: 7 guidelines",
    }


def test_without_a_second_policy_the_shipped_default_is_the_first(shell: Shell, tmp_path: Path) -> None:
    """Most people begin with it."""
    mine = write(tmp_path / "mine.toml", ("max_strikes = 256", "max_strikes = 128"))
    assert "history.max_strikes  256 -> 128" in shell.run("diff", mine).out
    assert "Nothing differs." in shell.run("diff", write(tmp_path / "same.toml")).out


def test_long_keys_and_values_are_never_cut_off(shell: Shell, tmp_path: Path) -> None:
    """Not in eighty columns either."""
    mine = write(tmp_path / "mine.toml", ("warning_first = true", "warning_first = false"), ("spam =", "s" * 90 + " ="))
    assert "…" not in shell.run("diff", mine).out
