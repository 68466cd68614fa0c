"""Koo, on what may be restricted.

For repeat and persistent violations all or some of these may be restricted: visibility in the feed and in search,
visibility in notifications, visibility of comments, and the ability to create or express. So others are not exposed to
profiles that persistently break the guidelines.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.stories.told import DAYS, HOURS, Story, how_long, policy_with

LESSER = ("spam", "abusive_content", "misinformation")


def persists(story: Story, surface: str = "feed_post") -> None:
    """Ann breaks three lesser guidelines, one after the other."""
    for guideline in LESSER:
        story.breaks("ann", guideline, surface)


def test_feed_and_search_alone_are_restricted_first() -> None:
    """Some, not all: what is posted to the feed is taken out of the feed."""
    story = Story()
    persists(story)
    assert story.restricted("ann") == {"feed_search"}
    assert how_long(story.last_action("ann")) == 3 * DAYS


def test_who_misuses_comments_is_restricted_in_comments_alone() -> None:
    """The narrowest restriction that fits."""
    story = Story()
    persists(story, "comment")
    assert story.restricted("ann") == {"comments"}


@pytest.mark.parametrize("capability", ["feed_search", "notifications", "comments", "creation"])
def test_each_of_the_four_can_be_restricted_alone(capability: str) -> None:
    """A policy may choose any of them."""
    story = Story(policy_with(('capabilities = ["matching"]', f'capabilities = ["{capability}"]')))
    persists(story)
    assert story.restricted("ann") == {capability}
    kind = "block_creation" if capability == "creation" else "restrict_visibility"
    assert story.done_to("ann") == ["remind", "remind", kind]


def test_all_of_them_can_be_restricted_together() -> None:
    """Two breaches of the first level: everything, for as long as each of the rungs below asks."""
    story = Story()
    story.breaks("ann", "malicious_programs")
    story.breaks("ann", "sexual_harassment")
    assert story.restricted("ann") == {"feed_search", "notifications", "comments", "creation"}
    assert how_long(story.last_action("ann")) == 3 * DAYS
    assert story.last_action("ann")["kind"] == "block_creation"


def test_each_step_takes_more_than_the_one_before() -> None:
    """Who does not stop loses more, and in the end all of it until a human decides."""
    story, seen = Story(), []
    for _ in range(8):
        story.breaks("ann", "hate_speech_discrimination")
        seen.append(story.restricted("ann"))
    assert all(before <= after for before, after in pairwise(seen))
    assert (seen[0], seen[1]) == (set(), {"feed_search", "notifications"})
    assert seen[-1] == {"feed_search", "notifications", "comments", "creation"}
    assert how_long(story.last_action("ann")) is None


def test_a_restriction_ends_by_itself_and_the_person_is_told() -> None:
    """It is a consequence, not a state."""
    story = Story()
    persists(story)
    story.later(3 * DAYS - 1 * HOURS)
    assert story.restricted("ann") == {"feed_search"}
    story.later(1 * HOURS)
    assert story.restricted("ann") == set()
    assert story.last_action("ann")["reason"] == "expired"
    assert story.told("ann")[-1] == "lifted"


def test_others_are_untouched() -> None:
    """Each answers for what they posted themselves."""
    story = Story()
    story.posts("bob")
    persists(story)
    assert story.done_to("bob") == []
    assert story.told("bob") == []
