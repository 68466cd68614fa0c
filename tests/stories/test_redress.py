"""Koo, on redress.

People are told at all times what was done and why. Along with warnings they get the opportunity to dispute, with
adequate reasoning; the platform is happy to reconsider. When an action was taken on a profile, its owner may ask for
that action to be reviewed, and for the profile to be reinstated.
"""

from __future__ import annotations

from tests.stories.told import DAYS, Story

LESSER = ("spam", "abusive_content", "misinformation")


def test_whoever_is_acted_upon_is_told_what_why_and_how_to_contest_it() -> None:
    """Reasons for the removal, and the way to appeal."""
    story = Story()
    for guideline in LESSER:
        story.breaks("ann", guideline)
    notice = story.last_notice("ann")
    assert notice["template"] == "restricted"
    assert notice["action_id"] == story.last_action("ann")["action_id"]
    assert (notice["guideline"], notice["level"], notice["score"], notice["rung"]) == ("misinformation", 3, 3, 3)
    assert set(notice["capabilities"]) == {"feed_search"}
    assert {"notifications", "comments", "creation"} <= set(notice["still_works"])
    assert len(notice["earlier_strikes"]) == 2
    assert notice["appeal_until"] > story.moment()


def test_every_action_has_its_notice() -> None:
    """At all times."""
    story = Story()
    for _ in range(7):
        story.breaks("ann", "violent_content")
    story.later(100 * DAYS)
    result = story.pipeline.result
    told = {notice.get("action_id") for notice in result.notices}
    told |= {each for notice in result.notices for each in notice["facts"].get("action_ids", ())}
    assert {action["action_id"] for action in result.actions} <= told


def test_an_appeal_is_acknowledged_with_the_day_by_which_it_is_decided() -> None:
    """Nobody waits for an answer without an end."""
    story = Story()
    story.appeals("ann", story.breaks("ann", "spam"))
    notice = story.last_notice("ann")
    assert notice["template"] == "appeal_received"
    assert notice["decide_by"] > notice["acknowledge_by"] > story.moment()


def test_a_person_who_was_overturned_is_exactly_where_they_would_have_been() -> None:
    """As if it had never been: the points, the restriction, and what comes next."""
    wronged, innocent = Story(), Story()
    for story in (wronged, innocent):
        story.breaks("ann", "spam")
        story.breaks("ann", "abusive_content")
        last = story.posts("ann")
        if story is wronged:
            appeal = story.appeals("ann", story.takes_down(last, "misinformation"))
            assert story.restricted("ann") == {"feed_search"}
            story.answers(appeal, "ann", "overturned")
            assert story.told("ann")[-2:] == ["lifted", "appeal_overturned"]
        story.later(1 * DAYS)
        story.breaks("ann", "private_information")
    parts = ("score", "strikes", "last_rung")
    assert [wronged.standing("ann")[part] for part in parts] == [innocent.standing("ann")[part] for part in parts]
    assert wronged.restricted("ann") == innocent.restricted("ann") == {"feed_search"}


def test_who_appeals_in_vain_is_told_why_and_where_else_to_turn() -> None:
    """With adequate reasoning."""
    story = Story()
    appeal = story.appeals("ann", story.breaks("ann", "spam"))
    story.answers(appeal, "ann", "upheld")
    assert story.last_notice("ann")["template"] == "appeal_upheld"
    assert story.last_notice("ann")["external_redress"]
    assert story.score("ann") == 1


def test_an_action_on_the_profile_can_be_reviewed_without_disputing_the_post() -> None:
    """Reinstatement of the profile: the points stay, the restriction goes."""
    story = Story()
    for guideline in LESSER:
        story.breaks("ann", guideline)
    appeal = story.appeals("ann", story.last_action("ann")["action_id"])
    story.answers(appeal, "ann", "overturned")
    assert story.restricted("ann") == set()
    assert story.score("ann") == 3


def test_nobody_judges_their_own_decision() -> None:
    """A second look needs a second person."""
    story = Story()
    appeal = story.appeals("ann", story.breaks("ann", "spam", by="mia"))
    story.answers(appeal, "ann", "upheld", by="mia")
    assert story.refused() == ["same_reviewer"]
    story.answers(appeal, "ann", "overturned", by="lea")
    assert story.score("ann") == 0


def test_the_platform_reconsiders_on_its_own_too() -> None:
    """A mistake that nobody contested is still a mistake."""
    story = Story()
    violation = story.breaks("ann", "malicious_programs")
    story.takes_back(violation, "ann")
    assert story.restricted("ann") == set()
    assert story.told("ann")[-2:] == ["lifted", "decision_reversed"]


def test_it_is_too_late_to_appeal_after_half_a_year() -> None:
    """The window is open long, not for ever."""
    story = Story()
    violation = story.breaks("ann", "malicious_programs")
    story.later(184 * DAYS)
    story.appeals("ann", violation)
    assert story.last_notice("ann")["template"] == "appeal_refused"
    assert story.last_notice("ann")["reason"] == "too_late"
