"""What people are told: since when, until when, on what it rests, and what they can do (domain.md section 10).

All three policies ask for it: reasons, and the opportunity to dispute with adequate reasoning.
"""

from __future__ import annotations

import pytest

from tests.stories.told import DAYS, HOURS, Story, policy_with

HATE = "hate_speech_discrimination"
APPEAL_WINDOW = 183 * DAYS


def reports_in_bad_faith(story: Story, times: int) -> None:
    """Bob reports what plainly breaks nothing."""
    for _ in range(times):
        post = story.posts("ann")
        story.reports("bob", post, HATE)
        story.finds_nothing_wrong(post, manifestly=True)


# --- strikes ----------------------------------------------------------------------------------------------------------


def test_a_restriction_says_since_when_and_the_points_it_rests_on_add_up() -> None:
    """Whoever reads it can reckon again."""
    story = Story()
    first, second = story.posts("ann"), story.posts("ann")
    story.takes_down(first, "spam")
    at_first = story.moment()
    story.takes_down(second, "abusive_content")
    at_second = story.moment()
    story.breaks("ann", "misinformation")
    notice = story.last_notice("ann")
    assert notice["from"] == story.moment()
    assert notice["earlier_strikes"] == [
        {"at": at_first, "post_id": first, "points": 1},
        {"at": at_second, "post_id": second, "points": 1},
    ]
    assert notice["score"] == notice["points"] + 1 + 1


def test_points_that_have_run_out_are_not_held_against_anybody() -> None:
    """A decision of the spring does not count in the autumn; the notice does not list it."""
    story = Story()
    story.breaks("ann", "spam")
    story.later(91 * DAYS)
    for guideline in ("spam", "abusive_content", "misinformation"):
        story.breaks("ann", guideline)
    notice = story.last_notice("ann")
    assert notice["template"] == "restricted"
    assert len(notice["earlier_strikes"]) == 2


def test_a_share_is_said_with_its_window() -> None:
    """A part of what is only fair when one knows of which days."""
    story = Story()
    story.breaks("ann", "malicious_programs")
    notice = story.last_notice("ann")
    assert (notice["share"], notice["posts_observed"], notice["share_window_days"]) == (1.0, 1, 90)


@pytest.mark.parametrize("source", ["report", "own_initiative", "order", None])
@pytest.mark.parametrize("automated", [True, False])
def test_people_are_told_how_a_breach_was_found_and_whether_a_machine_decided(
    source: str | None, *, automated: bool
) -> None:
    """As far as the decision itself says."""
    story = Story()
    story.breaks("ann", "spam", source=source, automated=automated)
    notice = story.last_notice("ann")
    assert (notice["source"], notice["automated"]) == (source, automated)


def test_a_breach_found_by_a_claim_says_so() -> None:
    """It was a claim, not a report."""
    story = Story()
    story.infringes("ann")
    assert (story.last_notice("ann")["template"], story.last_notice("ann")["source"]) == ("last_reminder", "claim")


def test_a_reminder_does_not_promise_what_is_restricted_all_the_same() -> None:
    """A third claim that was right takes open chat; the reminder that comes with it must not list it as working."""
    story = Story(policy_with(("rulings = 3", "rulings = 1")))
    story.infringes("ann")
    reminder = next(notice for notice in story.notices("ann") if notice["template"] == "last_reminder")
    assert "service" not in reminder["still_works"]


# --- changes and ends -------------------------------------------------------------------------------------------------


def test_a_restriction_that_changes_says_what_it_rests_on_now_and_until_when_to_contest_it() -> None:
    """The second decision was taken back; the first one holds, and can be appealed."""
    story = Story()
    first = story.breaks("ann", "malicious_programs")
    until = story.in_time(7 * DAYS)
    appeal_until = story.in_time(APPEAL_WINDOW)
    story.later(1 * DAYS)
    story.takes_back(story.breaks("ann", "spam"), "ann")
    changed = next(notice for notice in story.notices("ann") if notice["template"] == "changed")
    assert (changed["until"], changed["causes"], changed["appeal_until"]) == (until, [first], appeal_until)
    assert changed["still_works"] == ["comments", "creation", "reporting", "service"]
    assert changed["appeal_url"]


def test_what_several_decisions_hold_can_be_contested_as_long_as_the_newest_of_them() -> None:
    """The third was taken back; of the two that stay, the second leaves more time."""
    story = Story()
    first = story.breaks("ann", "malicious_programs")
    story.later(1 * DAYS)
    second = story.breaks("ann", "spam")
    appeal_until = story.in_time(APPEAL_WINDOW)
    story.later(1 * DAYS)
    story.takes_back(story.breaks("ann", "abusive_content"), "ann")
    changed = next(notice for notice in story.notices("ann") if notice["template"] == "changed")
    assert (changed["causes"], changed["appeal_until"]) == (sorted([first, second]), appeal_until)


def test_a_suspension_that_changes_rests_on_what_no_appeal_can_name() -> None:
    """The ids of dismissals are no targets: nobody is sent to a door that does not open."""
    story = Story(policy_with(('suspensions = ["7d", "30d", "90d"]', 'suspensions = ["7d"]')))
    reports_in_bad_faith(story, 6)
    story.later(1 * DAYS)
    reports_in_bad_faith(story, 1)
    appeal = story.appeals("bob", story.last_action("bob")["action_id"])
    story.answers(appeal, "bob", "overturned")
    changed = next(notice for notice in story.notices("bob") if notice["template"] == "changed")
    assert (changed["capabilities"], changed["appeal_until"]) == (["reporting"], None)


def test_what_ends_says_which_decisions_were_behind_it() -> None:
    """So that the end can be matched with the beginning."""
    story = Story()
    violation = story.breaks("ann", "malicious_programs")
    story.later(8 * DAYS)
    assert (story.last_notice("ann")["template"], story.last_notice("ann")["causes"]) == ("lifted", [violation])


def test_who_appeals_is_told_at_each_step_which_post_it_is_about() -> None:
    """Nobody remembers the numbers of decisions; also when the decision is gone by then."""
    story = Story()
    for outcome in ("upheld", "overturned"):
        post = story.posts("ann")
        appeal = story.appeals("ann", story.takes_down(post, "spam"))
        assert (story.last_notice("ann")["post_id"], story.last_notice("ann")["guideline"]) == (post, "spam")
        story.answers(appeal, "ann", outcome)
        assert (story.last_notice("ann")["template"], story.last_notice("ann")["post_id"]) == (
            f"appeal_{outcome}",
            post,
        )
    post = story.posts("ann")
    story.takes_back(story.takes_down(post, "spam"), "ann")
    assert (story.last_notice("ann")["template"], story.last_notice("ann")["post_id"]) == ("decision_reversed", post)


def test_an_appeal_about_a_suspension_from_reporting_is_about_no_post() -> None:
    """It rests on many posts of others."""
    story = Story()
    reports_in_bad_faith(story, 6)
    story.appeals("bob", story.last_action("bob")["action_id"])
    assert (story.last_notice("bob")["template"], story.last_notice("bob")["post_id"]) == ("appeal_received", None)


# --- reporters --------------------------------------------------------------------------------------------------------


def test_a_warning_says_what_was_counted_and_under_which_clause() -> None:
    """A warning that cannot be checked is a threat."""
    story = Story()
    reports_in_bad_faith(story, 5)
    notice = story.last_notice("bob")
    assert (notice["template"], notice["clause"], notice["policy_version"]) == (
        "reporter_warned",
        "reporters",
        "2026-11",
    )
    assert (notice["unfounded"], notice["settled"], notice["window_days"]) == (5, 5, 30)


def test_a_suspended_reporter_knows_why_until_when_and_how_to_contest_it() -> None:
    """The notice names the action, and an appeal that names it is taken."""
    story = Story()
    reports_in_bad_faith(story, 6)
    notice = story.last_notice("bob")
    assert (notice["template"], notice["clause"]) == ("reporter_suspended", "reporters.suspensions")
    assert (notice["unfounded"], notice["settled"], notice["window_days"]) == (6, 6, 30)
    assert (notice["from"], notice["until"]) == (story.moment(), story.in_time(7 * DAYS))
    assert notice["appeal_until"] == story.in_time(APPEAL_WINDOW)
    assert "reporting" not in notice["still_works"]
    story.appeals("bob", notice["action_id"])
    assert story.told("bob")[-1] == "appeal_received"


# --- claims -----------------------------------------------------------------------------------------------------------


def test_who_is_kept_from_open_chat_knows_which_rulings_count() -> None:
    """Neither those that are too old, nor those whose consequence was taken back."""
    story = Story()
    story.infringes("ann")
    story.later(181 * DAYS)
    story.infringes("ann")
    appeal = story.appeals("ann", story.last_action("ann")["action_id"])
    story.answers(appeal, "ann", "overturned")
    for _ in range(3):
        assert "service_restricted" not in story.told("ann")
        story.infringes("ann")
    notice = story.last_notice("ann")
    assert notice["template"] == "service_restricted"
    assert (notice["rulings"], len(notice["earlier_rulings"]), notice["window_days"]) == (3, 2, 180)
    assert (notice["clause"], notice["guideline"]) == ("claims.repeat", "privacy_violation")
    assert notice["appeal_until"] == story.in_time(APPEAL_WINDOW)
    assert "service" not in notice["still_works"]


@pytest.mark.parametrize("mode", ["release", "delete"])
def test_whose_post_is_blocked_knows_what_happens_then_and_how_to_get_it_back(mode: str) -> None:
    """And that nobody has judged it yet."""
    story = Story(policy_with(('on_expiry = "release"', f'on_expiry = "{mode}"')))
    story.claims("olga", story.posts("ann", "profile"))
    notice = story.last_notice("ann")
    assert (notice["on_expiry"], notice["automated"], notice["clause"]) == (mode, True, "claims.block_for")
    assert (notice["from"], notice["until"]) == (story.moment(), story.in_time(30 * DAYS))
    assert (notice["repost_until"], bool(notice["repost_url"])) == (notice["until"], True)
    assert story.last_notice("olga")["on_expiry"] == mode


@pytest.mark.parametrize("mode", ["release", "delete"])
def test_whose_block_ends_knows_that_it_ended_by_itself(mode: str) -> None:
    """No person decided that the post goes or comes back."""
    story = Story(policy_with(('on_expiry = "release"', f'on_expiry = "{mode}"')))
    story.claims("olga", story.posts("ann", "profile"))
    story.later(30 * DAYS + 1 * HOURS)
    notice = story.last_notice("ann")
    assert notice["template"] == ("content_released" if mode == "release" else "content_removed")
    assert (notice["outcome"], notice["automated"], notice["clause"]) == ("expired", True, "claims.on_expiry")


def test_a_claimant_is_told_once_how_a_claim_ended() -> None:
    """It counts in the claimant's record like a report; it is not one."""
    for outcome in ("infringing", "unfounded", "withdrawn"):
        story = Story()
        post = story.posts("ann", "profile")
        story.decides_claim(story.claims("olga", post), post, outcome)
        assert story.told("olga") == ["claim_accepted", "claim_decided"]


def test_a_claim_in_bad_faith_is_told_from_an_honest_mistake() -> None:
    """Only the one counts."""
    for manifestly in (True, False):
        story = Story()
        post = story.posts("ann", "profile")
        story.decides_claim(story.claims("olga", post), post, "unfounded", manifestly=manifestly)
        assert story.last_notice("olga")["manifestly_unfounded"] is manifestly


def test_whose_claim_ends_because_another_one_was_right_is_told() -> None:
    """A removed item has no open claims; nobody waits for an answer that does not come."""
    story = Story()
    post = story.posts("ann", "profile")
    first = story.claims("olga", post)
    story.claims("piet", post)
    story.decides_claim(first, post, "infringing")
    assert (story.told("piet")[-1], story.last_notice("piet")["outcome"]) == ("claim_decided", "already_removed")


def test_every_notice_about_a_claim_gives_its_clause() -> None:
    """The clause is the address in the policy file."""
    story = Story()
    story.claims("olga", story.posts("ann", "feed_post"))
    post = story.posts("ann", "profile")
    claim = story.claims("olga", post)
    story.asks_for_it_back("ann", claim, post)
    story.decides_claim(claim, post, "infringing")
    other = story.posts("ann", "profile")
    story.decides_claim(story.claims("olga", other), other, "unfounded")
    clauses = [(n["template"], n["clause"], n["policy_version"]) for n in story.notices("olga") + story.notices("ann")]
    assert [clause for _, clause, _ in clauses] == [
        "claims.surfaces",
        *("claims.block_for", "claims.guideline.portrait", "claims.block_for", "claims"),
        *("claims.block_for", "claims.on_expiry", "claims.guideline.portrait", "guidelines.privacy_violation"),
        *("claims.block_for", "claims"),
    ]
    assert {version for _, _, version in clauses} == {"2026-11"}
