"""Built examples: what is told of strikes that were waived, annulled, settled, or weigh less than others."""

from __future__ import annotations

from hypothesis import given

from dataflows.explain import words
from enforcement.explain_facts import Story as Told
from enforcement.policy import Policies
from tests.explain.checked import check_against_fold, check_against_model, story_of
from tests.laws.holding import ledger_of
from tests.laws.policies import TEXTS, remembering
from tests.laws.streams import PEOPLE, Stream, lines, streams
from tests.model.policy import Policies as ModelPolicies
from tests.running import Pipeline
from tests.stories.told import DAYS, HOURS, Story, policy_with


def told_of(story: Story, who: str = "ann") -> Told:
    """Explain somebody, each step held against the fold."""
    told, ledger = story_of(story.pipeline, who), ledger_of(story.pipeline, who)
    assert ledger is not None
    if all(step.derived for step in told.steps):
        check_against_fold(told, ledger, story.pipeline.desk.policies)
        check_against_model(told, ledger, ModelPolicies([TEXTS[0][1]]))
    return told


def spams(story: Story, times: int) -> list[str]:
    """Let ann be taken down for spam, once a day."""
    return [story.later(DAYS).breaks("ann", "spam") for _ in range(times)]


def test_a_restriction_names_the_warning_that_it_rests_on() -> None:
    """Without the earlier warning there would be none."""
    story = Story()
    names = spams(story, 3)
    last = told_of(story).steps[-1]
    assert [one.violation_id for one in last.counting] == names
    assert (last.points, last.score, last.sanction.rung) == (2, 4, 4)
    assert last.weight is not None
    assert (last.weight.repeats, last.weight.repeat) == (names[:2], 1)
    [gate] = last.tried[0].gates
    assert (gate.why, gate.held, gate.violation_id) == ("warned", True, names[1])


def test_a_condition_that_failed_is_told_with_its_evidence() -> None:
    """Three posts were public before anybody was warned: no restriction, and the reason why."""
    story = Story()
    posts = [story.posts("ann") for _ in range(3)]
    first = story.takes_down(posts[0], "hate_speech_discrimination")
    story.takes_down(posts[1], "hate_speech_discrimination")
    last = told_of(story).steps[-1]
    assert [(tried.points, tried.taken) for tried in last.tried] == [(4, False), (3, False), (2, True)]
    [gate] = last.tried[0].gates
    assert (gate.why, gate.held, gate.violation_id) == ("warned_after_post", False, first)
    assert last.sanction.ends == {}


def test_the_share_of_posts_is_told_where_it_decides() -> None:
    """One strike among hundreds of posts stops no one from publishing."""
    story = Story()
    for _ in range(400):
        story.posts("ann")
    spams(story, 6)
    gates = [gate for tried in told_of(story).steps[-1].tried for gate in tried.gates if gate.name == "share"]
    assert gates
    assert [(gate.why, gate.held) for gate in gates] == [("share", False)] * len(gates)
    assert (gates[0].strikes, gates[0].posts_observed, gates[0].min_share) == (6, 406, 0.02)


def test_the_same_incident_and_stale_posts_say_why_they_weigh_less() -> None:
    """A strike without points needs a reason as well."""
    story = Story(policy_with(('keep = "30d"', 'keep = "120d"')))
    old = story.posts("ann")
    first = story.breaks("ann", "spam", incident_id="raid")
    story.breaks("ann", "spam", incident_id="raid")
    stale = story.later(91 * DAYS).takes_down(old, "spam")
    steps = told_of(story).steps
    same, last = steps[1].weight, steps[2].weight
    assert same is not None
    assert last is not None
    assert (same.same_incident, same.base, same.own, steps[1].sanction.rung) == (first, 1, 0, None)
    assert (steps[2].violation_id, last.stale, last.base, steps[2].points) == (stale, True, 0, 0)


def test_a_waived_strike_says_what_it_was_and_what_the_ruling_changed() -> None:
    """The points stay; the consequence goes, and so may that of what was restricted because of it."""
    story = Story()
    spams(story, 3)
    action = story.last_action("ann")
    assert told_of(story).steps[-1].contestable == ["strike", "consequence"]
    appeal = story.appeals("ann", action["action_id"])
    assert told_of(story).appeals[0].outcome == "open"
    story.answers(appeal, "ann", "overturned")
    told = told_of(story)
    last, [redress] = told.steps[-1], told.appeals
    assert (last.waived, last.points, last.sanction.rung) == (True, 2, None)
    assert last.without_waiver is not None
    assert last.without_waiver.ends["feed_search"] == action["until"]
    assert (redress.outcome, redress.violation_id) == ("waived", action["cause"])
    assert [(change.violation_id, change.was.rung, change.became.rung) for change in redress.changed] == [
        (action["cause"], 4, None)
    ]
    assert last.contestable == ["strike"]


def test_an_annulled_strike_is_gone_from_every_sum() -> None:
    """As if it had never been; only its name is left, and the appeal that it was contested with."""
    story = Story()
    first, second = spams(story, 2)
    appeal = story.appeals("ann", first)
    story.answers(appeal, "ann", "overturned")
    told = told_of(story)
    assert [step.violation_id for step in told.steps] == [second]
    assert told.steps[0].score == 1
    assert [(one.violation_id, one.appeal_id) for one in told.annulled] == [(first, appeal)]
    [gone] = told.annulled
    assert gone.annulled_at is not None
    said = words.annulled(gone)
    assert f"taken back on {words.moment(gone.annulled_at)} by {gone.decided_by}, after the appeal {appeal} of " in said
    assert [redress.outcome for redress in told.appeals] == ["annulled"]


def test_a_strike_that_the_platform_took_back_names_no_appeal() -> None:
    """Also where an appeal is still open: it did not decide."""
    story = Story()
    [only] = spams(story, 1)
    story.appeals("ann", only)
    story.takes_back(only, "ann")
    [gone] = told_of(story).annulled
    assert (gone.violation_id, gone.appeal_id, gone.overturned) == (only, None, False)
    assert f" by {gone.decided_by}, by the platform itself" in words.annulled(gone)


def test_an_appeal_that_was_refused_in_substance_leaves_the_strike_and_no_second_try() -> None:
    """Upheld: the same strike cannot be contested again."""
    story = Story()
    [only] = spams(story, 1)
    story.answers(story.appeals("ann", only), "ann", "upheld")
    told = told_of(story)
    assert [redress.outcome for redress in told.appeals] == ["upheld"]
    assert (told.steps[0].contestable, told.steps[0].appeal_until) == ([], None)


def test_a_settled_strike_is_marked_and_can_no_longer_be_contested() -> None:
    """More than the longest window later nothing changes it."""
    story = Story()
    spams(story, 1)
    assert not told_of(story).steps[0].settled
    story.later(366 * DAYS + HOURS)
    told = told_of(story)
    assert (told.steps[0].settled, told.steps[0].appeal_until) == (True, None)
    assert (told.standing.score, told.counting) == (0, [])


def test_a_strike_that_rests_on_a_dropped_one_says_so() -> None:
    """What it was derived from is not kept any more: it stays as it was, and no reasons are made up."""
    story = Story()
    spams(story, 3)
    story.later(728 * DAYS - HOURS)
    spams(story, 1)
    second, third, _ = told_of(story).steps
    assert (second.score, second.sanction.rung, third.score, third.sanction.rung) == (2, 2, 4, 4)
    for step in (second, third):
        assert (step.derived, step.settled, step.weight, step.counting, step.tried) == (False, True, None, [], [])


def test_a_reporter_is_told_the_record_and_the_suspensions() -> None:
    """Reporting can be restricted too, and must be explained as well."""
    story = Story()
    for _ in range(7):
        story.reports("ann", post := story.posts("bo"), "spam")
        story.finds_nothing_wrong(post, manifestly=True)
    told = told_of(story)
    assert told.reporter is not None
    assert (told.reporter.upheld, told.reporter.unfounded) == (0, 7)
    assert told.reporter.warned_at is not None
    assert {one.until for one in told.reporter.suspensions} >= {told.standing.restrictions["reporting"].until}


def test_the_cost_of_one_more_strike_is_what_one_more_strike_then_costs() -> None:
    """The page promises nothing that the fold does not keep."""
    story = Story()
    spams(story, 2)
    told = told_of(story)
    mildest = told.ahead[0]
    story.breaks("ann", "abusive_content")
    after = told_of(story).steps[-1]
    assert (mildest.points, mildest.score, mildest.rung) == (after.points, after.score, after.sanction.rung)


@given(streams(shuffled=True), remembering)
def test_any_ledger_is_explained_as_the_specification_says(stream: Stream, policies: Policies) -> None:
    """Law 10: what was decided is derived again, each condition with it."""
    pipeline = Pipeline(policies)
    literal = ModelPolicies([source for made, source in TEXTS if made is policies])
    pipeline.feed(list(lines(stream.events())))
    for name in PEOPLE:
        ledger = ledger_of(pipeline, name)
        if ledger is not None:
            story = story_of(pipeline, name)
            check_against_fold(story, ledger, policies)
            check_against_model(story, ledger, literal)
