"""Koo, on reminders.

A person who keeps breaking the guidelines is first reminded to take care when posting; reminders come at thresholds
that rest on how often and how gravely guidelines were broken. The page is about repeated and persistent breaches,
about people whose content was taken down on several occasions.
"""

from __future__ import annotations

from tests.stories.told import DAYS, Story


def test_a_first_breach_brings_a_reminder_and_nothing_else() -> None:
    """Nobody starts with a restriction."""
    story = Story()
    story.breaks("ann", "spam")
    assert story.done_to("ann") == ["remind"]
    assert story.restricted("ann") == set()


def test_a_second_breach_brings_the_last_reminder_which_says_so() -> None:
    """Whoever is near the edge should know."""
    story = Story()
    story.breaks("ann", "spam")
    story.breaks("ann", "abusive_content")
    assert story.told("ann") == ["reminder", "last_reminder"]
    assert story.last_action("ann")["next_rung"] == {"points": 3, "capabilities": ["matching"]}


def test_a_graver_breach_reaches_the_last_reminder_at_once() -> None:
    """Thresholds rest on gravity, not only on number."""
    story = Story()
    story.breaks("ann", "hate_speech_discrimination")
    assert story.told("ann") == ["last_reminder"]


def test_a_third_breach_after_the_reminders_is_a_pattern() -> None:
    """Repeated and persistent is what leads on."""
    story = Story()
    for guideline in ("spam", "abusive_content", "misinformation"):
        story.breaks("ann", guideline)
    assert story.done_to("ann") == ["remind", "remind", "restrict_visibility"]


def test_what_was_broken_long_ago_is_no_pattern() -> None:
    """Three slips in a year are not persistence."""
    story = Story()
    for guideline in ("spam", "abusive_content", "misinformation"):
        story.breaks("ann", guideline)
        story.later(91 * DAYS)
    assert story.done_to("ann") == ["remind", "remind", "remind"]


def test_old_posts_that_are_taken_down_after_the_reminder_do_not_count_against_heeding_it() -> None:
    """A reminder can only be heeded by what is posted after it."""
    story = Story()
    posts = [story.posts("ann") for _ in range(6)]
    for post in posts:
        story.takes_down(post, "spam")
    assert set(story.done_to("ann")) == {"remind"}
    assert story.score("ann") > 6


def test_one_incident_reminds_once() -> None:
    """The same post, judged twice, is one act."""
    story = Story()
    post = story.posts("ann")
    story.takes_down(post, "spam")
    story.takes_down(post, "misinformation")
    assert story.done_to("ann") == ["remind", "record_strike"]
    assert story.score("ann") == 1
