"""Law 4, Monotone: one strike more never frees anybody earlier, one less never holds anybody longer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from enforcement.policy import Policies
from tests.laws.holding import Held, feed, held_at, pipeline_after
from tests.laws.policies import remembering
from tests.laws.streams import GUIDELINES, HOUR, PEOPLE, SLOTS, START, SURFACES, Event, Stream, streams
from tests.running import Row

_extra = st.tuples(
    st.integers(0, SLOTS // 2),
    st.integers(0, SLOTS),
    st.sampled_from(PEOPLE[:3]),
    st.sampled_from(GUIDELINES),
    st.sampled_from(SURFACES),
    st.booleans(),
)


def no_shorter(longer: dict[str, Held], shorter: dict[str, Held]) -> bool:
    """Tell whether everything that is restricted in the second is restricted at least as long in the first."""
    return all(
        longer[name].ends.get(capability, 0) >= end
        for name, held in shorter.items()
        for capability, end in held.ends.items()
    )


def with_a_strike(stream: Stream, extra: tuple[int, int, str, str, str, bool]) -> tuple[Stream, Event]:
    """Add an item that both worlds know, and the violation that only one of them does."""
    posted, judged, author, guideline, surface, automated = extra
    item = {"post_id": "extra", "profile_id": author, "at": START + posted * HOUR // 2, "surface": surface}
    post: Event = {"kind": "post", **item, "audience": "public"}
    violation: Event = {"kind": "violation", "violation_id": "extra", "post_id": "extra", "guideline": guideline,
                        "at": START + judged * HOUR // 2, "decided_by": "mod1", "automated": automated}  # fmt: skip
    return replace(stream, posts=(*stream.posts, post)), violation


@given(streams(), remembering, _extra, st.data())
def test_one_strike_more_shortens_no_restriction(
    drawn: Stream, policies: Policies, extra: tuple[int, int, str, str, str, bool], data: st.DataObject
) -> None:
    """Nobody can wash away a sanction by earning another."""
    stream, violation = with_a_strike(drawn, extra)
    place = data.draw(st.integers(0, len(stream.deeds)))
    more = replace(stream, deeds=(*stream.deeds[:place], violation, *stream.deeds[place:]))
    without = held_at(pipeline_after(stream.events(), policies), stream.end)
    assert no_shorter(held_at(pipeline_after(more.events(), policies), stream.end), without)


@given(streams(), remembering, _extra)
def test_one_strike_less_lengthens_no_restriction(
    drawn: Stream, policies: Policies, extra: tuple[int, int, str, str, str, bool]
) -> None:
    """Nobody is worse off for having been right."""
    stream, violation = with_a_strike(drawn, extra)
    pipeline = pipeline_after([*stream.events(), violation], policies)
    before = held_at(pipeline, stream.end)
    author = extra[2]
    feed(pipeline, [{"kind": "reversal", "reversal_id": "undone", "violation_id": "extra", "profile_id": author,
                     "at": stream.end, "decided_by": "lead"}])  # fmt: skip
    assert no_shorter(before, held_at(pipeline, stream.end))


@given(streams(), remembering, _extra)
def test_a_consequence_that_is_waived_lengthens_no_restriction(
    drawn: Stream, policies: Policies, extra: tuple[int, int, str, str, str, bool]
) -> None:
    """The points stay, and still nobody is worse off."""
    stream, violation = with_a_strike(drawn, extra)
    pipeline = pipeline_after([*stream.events(), violation], policies)
    before = held_at(pipeline, stream.end)
    said = [action for action in pipeline.result.actions if action.get("cause") == "extra"]
    assume(said)
    feed(pipeline, [*appeal_on(said[0], stream.end)])
    assert pipeline.desk.tally["rulings.overturned"]
    assert no_shorter(before, held_at(pipeline, stream.end))


def appeal_on(action: Row, at: int) -> list[Event]:
    """Contest the consequence alone, and win."""
    who = action["profile_id"]
    return [
        {"kind": "appeal", "appeal_id": "mine", "profile_id": who, "target": action["action_id"], "at": at},
        {"kind": "ruling", "ruling_id": "won", "appeal_id": "mine", "profile_id": who, "outcome": "overturned",
         "at": at, "decided_by": "lead"},
    ]  # fmt: skip
