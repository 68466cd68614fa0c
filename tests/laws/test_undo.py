"""Law 3, Undo: who was struck by mistake stands exactly where they would have stood."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from enforcement.policy import Policies
from tests.laws.holding import Held, feed, held_at, pipeline_after
from tests.laws.policies import remembering
from tests.laws.streams import HOUR, Event, Stream, streams
from tests.running import Pipeline, Row


def later_deeds(stream: Stream) -> list[Event]:
    """Let every author be struck again, twice, after all that."""
    deeds: list[Event] = []
    for author in sorted({str(post["profile_id"]) for post in stream.posts}):
        for number, guideline in enumerate(("hate_speech_discrimination", "spam")):
            name, at = f"later-{author}-{number}", stream.end + number * HOUR
            post = {"profile_id": author, "at": at, "surface": "comment", "audience": "public"}
            deeds.append({"kind": "violation", "violation_id": name, "post_id": name, "guideline": guideline,
                          "at": at, "decided_by": "mod1", "post": post})  # fmt: skip
    return deeds


def what_follows(pipeline: Pipeline, stream: Stream) -> tuple[dict[str, Held], dict[str, Held], list[Row]]:
    """Return what holds now, what holds after more strikes, and the actions that these led to."""
    now = {name: held.without("reporting") for name, held in held_at(pipeline, stream.end).items()}
    told = len(pipeline.result.actions)
    feed(pipeline, later_deeds(stream))
    then = {name: held.without("reporting") for name, held in held_at(pipeline, stream.end + 2 * HOUR).items()}
    return now, then, [a for a in pipeline.result.actions[told:] if a.get("capabilities") != ["reporting"]]


def reversal(violation: Event, author: str, at: int) -> Event:
    """Annul a violation."""
    deed = {"kind": "reversal", "reversal_id": "undone", "violation_id": violation["violation_id"]}
    return {**deed, "profile_id": author, "at": at, "decided_by": "lead"}


@given(streams(), remembering, st.data())
def test_a_reversed_violation_leaves_no_trace_in_what_holds_and_what_follows(
    stream: Stream, policies: Policies, data: st.DataObject
) -> None:
    """Score, standing, the sanctions of later strikes: all is as if it had never been."""
    violations = [deed for deed in stream.named("violation") if "post" not in deed]
    assume(violations)
    violation = data.draw(st.sampled_from(violations))
    undone = reversal(violation, stream.author(violation["post_id"]), stream.end - 1)
    reversed_ = pipeline_after([*stream.events(), undone], policies)
    never = pipeline_after(stream.without(violation).events(), policies)
    assert what_follows(reversed_, stream) == what_follows(never, stream)


@given(streams(), remembering, st.data())
def test_an_appeal_that_is_won_leaves_no_trace_either(stream: Stream, policies: Policies, data: st.DataObject) -> None:
    """To be overturned is to be annulled."""
    appealed = {deed["target"] for deed in stream.named("appeal")}
    violations = [v for v in stream.named("violation") if "post" not in v and v["violation_id"] not in appealed]
    assume(violations)
    violation = data.draw(st.sampled_from(violations))
    author = stream.author(violation["post_id"])
    appeal: Event = {"kind": "appeal", "appeal_id": "mine", "profile_id": author, "at": stream.end - 2,
                     "target": violation["violation_id"]}  # fmt: skip
    ruling: Event = {"kind": "ruling", "ruling_id": "won", "profile_id": author, "at": stream.end - 1,
                     "appeal_id": "mine", "outcome": "overturned", "decided_by": "lead"}  # fmt: skip
    overturned = pipeline_after([*stream.events(), appeal, ruling], policies)
    never = pipeline_after(stream.without(violation).events(), policies)
    assert what_follows(overturned, stream) == what_follows(never, stream)
