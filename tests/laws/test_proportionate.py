"""Law 7, Proportionate: nobody is restricted for lesser breaches published before they were warned."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.policies import DEFAULT
from tests.laws.streams import DAY, HOUR, PEOPLE, Event, Stream, lines, streams
from tests.model.when import parse
from tests.running import Pipeline, Row

SANCTIONS = ("remind", "restrict_visibility", "block_creation")
LEVELS = {name: guideline.level for name, guideline in DEFAULT.versions[0].guidelines.items()}


def warnings(actions: list[Row], name: str) -> list[int]:
    """Return when a profile was sanctioned; a restriction that was over before it was told counts like any other."""
    found = [a for a in actions if a["kind"] in SANCTIONS or (a["kind"] == "record_strike" and a["why"] == "past")]
    return [parse(action["at"]) or 0 for action in found if action["profile_id"] == name]


def lesser(stream: Stream) -> dict[str, int]:
    """Return the violations of levels 2 and 3, with the times at which their posts were published."""
    published = {post["post_id"]: int(post["at"]) for post in stream.posts}
    judged = [v for v in stream.named("violation") if LEVELS[v["guideline"]] > 1]
    return {violation["violation_id"]: published[violation["post_id"]] for violation in judged}


@given(st.sampled_from([HOUR // 2, 6 * HOUR, DAY]).flatmap(lambda slot: streams(slot, shuffled=True)))
def test_whoever_is_restricted_for_a_lesser_breach_had_been_warned_before_publishing_it(stream: Stream) -> None:
    """A restriction nobody could have avoided by heeding a warning teaches nothing."""
    lesser_breaches, pipeline = lesser(stream), Pipeline(DEFAULT)
    for line in lines(stream.events()):
        told = len(pipeline.result.standings)
        pipeline.feed([line])
        for standing in pipeline.result.standings[told:]:
            check(standing, lesser_breaches, pipeline.result.actions)


def check(standing: Row, lesser_breaches: dict[str, int], actions: list[Row]) -> None:
    """Whatever restricts a profile now is grave, or was published after a warning."""
    warned = warnings(actions, standing["profile_id"])
    for capability, restriction in standing["restrictions"].items():
        for cause in set(restriction["causes"]) & lesser_breaches.keys() if capability != "service" else ():
            assert any(at < lesser_breaches[cause] for at in warned), (cause, standing)


@given(st.lists(st.sampled_from(["spam", "abusive_content", "hate_speech_discrimination", "violent_content"]),
                min_size=1, max_size=30), st.sampled_from(PEOPLE))  # fmt: skip
def test_any_number_of_old_posts_judged_in_one_sweep_brings_reminders_only(guidelines: list[str], name: str) -> None:
    """All of it was public before the first warning: there was no warning to breach."""
    start = 1_772_323_200_000
    deeds: list[Event] = []
    for number, guideline in enumerate(guidelines):
        post = {"profile_id": name, "at": start - number, "surface": "feed_post", "audience": "public"}
        deeds.append({"kind": "violation", "violation_id": f"v{number}", "post_id": f"p{number}", "decided_by": "mod1",
                      "guideline": guideline, "at": start + 1 + number, "post": post})  # fmt: skip
    pipeline = Pipeline(DEFAULT)
    pipeline.feed(lines(deeds))
    assert {action["kind"] for action in pipeline.result.actions} == {"remind"}
