"""KakaoTalk, on the rights of others.

Whoever is harmed by what was published on a profile, a talk board, the boards or the cover of an open chat, or an open
profile may ask, giving evidence, for it to be blocked or deleted: for personal information, portraits, defamation,
intellectual property, and other rights. Access may be blocked, and the person reported may for a time be kept from the
messenger or from open chat. Whoever was blocked may ask for re-posting.
"""

from __future__ import annotations

import pytest

from tests.stories.told import DAYS, HOURS, Story, how_long, policy_with

SURFACES = ["profile", "talk_board_post", "talk_board_comment", "open_chat_announcement", "open_chat_schedule",
            "open_chat_vote", "open_chat_cover", "open_profile", "open_profile_post"]  # fmt: skip
GROUNDS = ["personal_information", "portrait", "defamation", "intellectual_property", "other_right"]


@pytest.mark.parametrize("surface", SURFACES)
def test_on_each_of_the_places_a_claim_blocks_the_item_at_once(surface: str) -> None:
    """The list of the policy, place by place."""
    story = Story()
    post = story.posts("ann", surface)
    story.claims("olga", post)
    assert story.done_to("ann") == ["block_content"]
    assert story.last_action("ann")["post_id"] == post


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_of_the_five_grounds_is_one(ground: str) -> None:
    """The list of the policy, ground by ground."""
    story = Story()
    story.claims("olga", story.posts("ann", "profile"), ground)
    assert story.last_action("ann")["ground"] == ground


def test_elsewhere_the_procedure_does_not_apply() -> None:
    """The feed has its own rules."""
    story = Story()
    story.claims("olga", story.posts("ann", "feed_post"))
    assert story.done_to("ann") == []
    assert story.last_notice("olga")["reason"] == "out_of_scope"


def test_who_gives_no_evidence_is_refused() -> None:
    """By giving evidence of the reason."""
    story = Story()
    story.claims("olga", story.posts("ann", "profile"), evidence=())
    assert story.done_to("ann") == []
    assert story.last_notice("olga")["reason"] == "evidence_required"


def test_both_sides_are_told() -> None:
    """The author learns how to ask for re-posting, the claimant until when it is blocked."""
    story = Story()
    story.claims("olga", story.posts("ann", "profile"))
    assert story.told("olga") == ["claim_accepted"]
    assert story.told("ann") == ["content_blocked"]


def test_the_block_lasts_thirty_days_then_the_item_is_released() -> None:
    """A claim that nobody decided must not block for ever."""
    story = Story()
    post = story.posts("ann", "profile")
    story.claims("olga", post)
    assert how_long(story.last_action("ann")) == 30 * DAYS
    story.later(30 * DAYS - 1 * HOURS)
    assert story.done_to("ann") == ["block_content"]
    story.later(1 * HOURS)
    assert story.done_to("ann") == ["block_content", "release_content"]


def test_who_asks_for_re_posting_gets_it_back_where_others_would_lose_it() -> None:
    """Where a policy deletes when the time is over, asking in time prevents it."""
    for asks, end in ((True, "release_content"), (False, "remove_content")):
        story = Story(policy_with(('on_expiry = "release"', 'on_expiry = "delete"')))
        post = story.posts("ann", "open_profile_post")
        claim = story.claims("olga", post)
        if asks:
            story.asks_for_it_back("ann", claim, post)
            assert story.told("ann")[-1] == "counter_claim_received"
        story.later(31 * DAYS)
        assert story.last_action("ann")["kind"] == end


def test_only_the_author_may_ask_for_re_posting() -> None:
    """It is their post."""
    story = Story()
    post = story.posts("ann", "profile")
    claim = story.claims("olga", post)
    story.asks_for_it_back("bob", claim, post)
    assert story.refused() == ["not_the_author"]


def test_a_claim_that_was_right_removes_the_item_and_counts_against_the_author() -> None:
    """The right was infringed; that is a breach like others."""
    story = Story()
    post = story.posts("ann", "profile")
    story.decides_claim(story.claims("olga", post, "defamation"), post, "infringing")
    assert story.done_to("ann") == ["block_content", "remove_content", "remind"]
    assert story.last_action("ann")["guideline"] == "cyberbullying_harassment"


@pytest.mark.parametrize("outcome", ["unfounded", "withdrawn"])
def test_a_claim_that_was_wrong_or_is_withdrawn_gives_the_item_back_at_once(outcome: str) -> None:
    """And costs its author nothing."""
    story = Story()
    post = story.posts("ann", "profile")
    story.decides_claim(story.claims("olga", post), post, outcome)
    assert story.done_to("ann") == ["block_content", "release_content"]
    assert story.score("ann") == 0


@pytest.mark.parametrize(("surface", "scope"), [("open_chat_cover", "open_chat"), ("profile", "messenger")])
def test_who_infringes_again_and_again_is_kept_from_the_service_for_a_time(surface: str, scope: str) -> None:
    """The messenger, or open chat: where it happened."""
    story = Story()
    for _ in range(3):
        post = story.posts("ann", surface)
        story.decides_claim(story.claims("olga", post), post, "infringing")
    assert "service" in story.restricted("ann")
    assert story.last_action("ann")["kind"] == "restrict_service"
    assert (story.last_action("ann")["scope"], how_long(story.last_action("ann"))) == (scope, 30 * DAYS)
    assert "service_restricted" in story.told("ann")


def test_the_same_claim_never_blocks_twice() -> None:
    """Otherwise thirty days would be as many as somebody likes."""
    story = Story()
    post = story.posts("ann", "profile")
    story.claims("olga", post)
    story.later(30 * DAYS)
    story.claims("olga", post)
    assert story.done_to("ann") == ["block_content", "release_content"]
    assert story.last_notice("olga")["reason"] == "already_claimed"


def test_what_several_people_claim_stays_blocked_until_the_last_claim_ends() -> None:
    """Each has a right of their own."""
    story = Story()
    post = story.posts("ann", "profile")
    first = story.claims("olga", post)
    second = story.claims("piet", post)
    story.decides_claim(first, post, "unfounded")
    assert story.done_to("ann") == ["block_content", "block_content"]
    story.decides_claim(second, post, "unfounded")
    assert story.last_action("ann")["kind"] == "release_content"
