"""Kakao, on hate speech.

Attacks on people for their origin, race, appearance, disability, illness, social standing, religion, age, gender,
sexual identity or preference are answered resolutely; opinions may be expressed freely as long as they threaten nobody.
All this is about what was made public: private conversations, mail, stored files and private communities are
respected. Everybody is asked to take part.
"""

from __future__ import annotations

import pytest

from tests.stories.told import Story

GROUNDS = ["origin", "race", "appearance", "disability", "illness", "social_status", "religion", "age", "gender",
           "sexual_identity", "sexual_preference", "other_identity"]  # fmt: skip
HATE = "hate_speech_discrimination"


@pytest.mark.parametrize("ground", GROUNDS)
def test_hate_speech_on_any_of_the_grounds_counts(ground: str) -> None:
    """Every ground of the principles can be named."""
    story = Story()
    story.breaks("ann", HATE, grounds=[ground])
    assert story.done_to("ann") == ["remind"]


def test_a_ground_that_the_principles_do_not_know_is_no_ground() -> None:
    """Whoever decides must say what it was."""
    story = Story()
    story.breaks("ann", HATE, grounds=["taste"])
    assert story.refused() == ["bad_field"]
    assert story.done_to("ann") == []


def test_who_goes_on_after_the_reminder_is_restricted_at_the_second_attack() -> None:
    """Resolutely."""
    story = Story()
    story.breaks("ann", HATE)
    story.breaks("ann", HATE)
    assert story.restricted("ann") == {"feed_search", "notifications"}


def test_an_opinion_that_broke_nothing_has_no_consequence_however_often_it_is_reported() -> None:
    """Numbers of complaints are no argument."""
    story = Story()
    post = story.posts("ann")
    for number in range(50):
        story.reports(f"reader-{number}", post, HATE)
    story.finds_nothing_wrong(post)
    assert story.done_to("ann") == []
    assert story.told("ann") == []


@pytest.mark.parametrize("surface", ["chat_message", "mail", "drive_file", "private_community_post"])
def test_no_private_conversation_is_ever_looked_at(surface: str) -> None:
    """Whatever anybody says about it, and whatever audience it claims to have."""
    story = Story()
    post = story.posts("ann", surface)
    story.reports("bob", post, HATE)
    story.takes_down(post, HATE)
    assert story.done_to("ann") == story.told("ann") == story.reviews() == []
    assert story.restricted("ann") == set()
    assert b"ann" not in b"".join(line for lines in story.pipeline.result.raw.values() for line in lines)


def test_a_post_for_friends_is_not_public_either() -> None:
    """Public means: for everybody."""
    story = Story()
    story.takes_down(story.posts("ann", audience="friends"), HATE)
    assert story.done_to("ann") == []


def test_reports_put_a_post_before_a_person_who_decides() -> None:
    """Taking part means to point at something; it does not mean to judge."""
    story = Story()
    post = story.posts("ann")
    for reader in ("bob", "cas"):
        story.reports(reader, post, HATE)
    assert story.reviews() == []
    story.reports("dan", post, HATE)
    assert story.reviews() == [post]
    assert story.done_to("ann") == []


def test_who_reported_is_told_what_came_of_it() -> None:
    """Whoever takes part deserves an answer."""
    story = Story()
    post = story.posts("ann")
    story.reports("bob", post, HATE)
    story.takes_down(post, HATE)
    assert story.last_notice("bob")["template"] == "report_outcome"
    assert story.last_notice("bob")["outcome"] == "upheld"


def test_who_reports_in_bad_faith_again_and_again_is_warned_and_then_not_heard_for_a_week() -> None:
    """Participation can be misused; honest mistakes are not misuse."""
    story = Story()
    for _ in range(5):
        post = story.posts("ann")
        story.reports("bob", post, HATE)
        story.finds_nothing_wrong(post, manifestly=True)
    assert story.told("bob")[-1] == "reporter_warned"
    assert story.restricted("bob") == set()
    post = story.posts("ann")
    story.reports("bob", post, HATE)
    story.finds_nothing_wrong(post, manifestly=True)
    assert story.restricted("bob") == {"reporting"}


def test_honest_mistakes_cost_nothing() -> None:
    """Who reports what broke nothing, in good faith, keeps being heard."""
    story = Story()
    for _ in range(20):
        post = story.posts("ann")
        story.reports("bob", post, HATE)
        story.finds_nothing_wrong(post)
    assert story.restricted("bob") == set()
    assert set(story.told("bob")) == {"report_outcome"}
