"""Koo, on severity.

Guidelines have three levels of priority, so that what does most harm is dealt with first; every breach is
unacceptable all the same, and actions are proportionate to how severe the breaches were.
"""

from __future__ import annotations

import pytest

from tests.stories.told import DAYS, Story, how_long

LEVELS = {
    1: ["terrorism_extremism", "child_abuse", "graphic_obscene_sexual", "malicious_programs", "illegal_activities",
        "sexual_harassment"],
    2: ["hate_speech_discrimination", "religiously_offensive", "violent_content", "dangerous_content",
        "intellectual_property", "identity_theft", "privacy_violation"],
    3: ["abusive_content", "spam", "misinformation", "cyberbullying_harassment", "private_information"],
}  # fmt: skip


@pytest.mark.parametrize(("level", "guideline"), [(level, name) for level, names in LEVELS.items() for name in names])
def test_every_guideline_has_its_level(level: int, guideline: str) -> None:
    """The table of the policy, line by line."""
    story = Story()
    story.breaks("ann", guideline)
    assert story.last_action("ann")["level"] == level
    assert story.last_notice("ann")["guideline"] == guideline


def test_the_graver_the_level_the_more_a_breach_weighs() -> None:
    """One, two and four points."""
    weights = []
    for guideline in ("spam", "violent_content", "illegal_activities"):
        story = Story()
        story.breaks("ann", guideline)
        weights.append(story.score("ann"))
    assert weights == [1, 2, 4]


def test_a_breach_of_the_first_level_restricts_at_once() -> None:
    """The most harmful cases wait for no reminder."""
    story = Story()
    story.breaks("ann", "malicious_programs")
    assert story.restricted("ann") == {"feed_search", "notifications"}
    assert how_long(story.last_action("ann")) == 7 * DAYS


def test_terror_and_child_abuse_end_everything_until_a_human_decides() -> None:
    """There is no ladder for these."""
    for guideline in ("terrorism_extremism", "child_abuse"):
        story = Story()
        story.breaks("ann", guideline, automated=True)
        assert story.restricted("ann") == {"feed_search", "notifications", "comments", "creation"}
        assert how_long(story.last_action("ann")) is None
        assert "confirm_by" in story.last_action("ann")


def test_repeating_the_same_guideline_weighs_more_than_breaking_several() -> None:
    """Both are patterns; the same mistake again is the plainer one."""
    same, several = Story(), Story()
    for _ in range(3):
        same.breaks("ann", "spam")
    for guideline in ("spam", "abusive_content", "misinformation"):
        several.breaks("ann", guideline)
    assert (same.score("ann"), several.score("ann")) == (4, 3)
    assert several.restricted("ann") < same.restricted("ann")


def test_breaches_of_several_guidelines_add_up() -> None:
    """Same and/or multiple guidelines: the pattern is the person's, not the guideline's."""
    story = Story()
    story.breaks("ann", "spam")
    story.breaks("ann", "violent_content")
    assert story.score("ann") == 3
    assert story.restricted("ann") == {"feed_search"}


def test_who_posts_a_lot_and_seldom_errs_keeps_the_ability_to_create() -> None:
    """Eight points of a thousand posts are no pattern of what somebody does."""
    prolific, idle = Story(), Story()
    for _ in range(400):
        prolific.posts("ann")
    for story in (prolific, idle):
        story.later(1 * DAYS)
        for guideline in ("violent_content", "identity_theft", "religiously_offensive", "dangerous_content"):
            story.breaks("ann", guideline)
    assert prolific.score("ann") == idle.score("ann") == 8
    assert "creation" in idle.restricted("ann")
    assert prolific.restricted("ann") == {"feed_search", "notifications", "comments"}
