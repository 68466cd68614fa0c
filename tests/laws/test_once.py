"""Law 2, Once: what is told twice, or again after a crash, happens once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataflows.steps import Decide, Decode
from enforcement.desk import Desk
from enforcement.policy import Policies
from enforcement.voice import Voice
from tests.laws.holding import feed, held_at, pipeline_after
from tests.laws.policies import remembering
from tests.laws.streams import Event, Stream, streams
from tests.running import Pipeline


class Restarted(Pipeline):
    """A pipeline that finds the store and the post log of one that crashed, and nothing else of it."""

    def __init__(self, crashed: Pipeline) -> None:
        policies = crashed.desk.policies
        super().__init__(policies)
        self.store, self.log, self.result = crashed.store, crashed.log, crashed.result
        self.desk = Desk(policies, self.log, self.store, Voice(frozenset({"en"})), b"k" * 32)
        self._decode, self._decide = Decode(policies), Decide(self.desk, self.store)


def erased_last(stream: Stream) -> Stream:
    """Let each erasure cover what came before it: what is newer begins anew, also when it is told again."""
    latest, deeds = max(int(post["at"]) for post in stream.posts), []
    for deed in stream.deeds:
        latest = max(latest, deed["at"])
        deeds.append({**deed, "at": latest} if deed["kind"] == "erasure" else deed)
    return Stream(stream.posts, tuple(deeds), stream.end)


def action_ids(pipeline: Pipeline) -> set[str]:
    """Return the ids of all that was done."""
    return {action["action_id"] for action in pipeline.result.actions}


@given(streams(), remembering, st.data(), st.sampled_from([1, 5, 1000]))
def test_events_that_are_told_again_change_no_standing_and_no_action(
    drawn: Stream, policies: Policies, data: st.DataObject, batch: int
) -> None:
    """Producers retry, and brokers deliver at least once."""
    stream = erased_last(drawn)
    told: list[Event] = stream.events()
    once = pipeline_after(told, policies, batch)
    for place in data.draw(st.lists(st.integers(0, len(told) - 1), min_size=1, max_size=8)):
        told.insert(place + 1 + data.draw(st.integers(0, 40)), told[place])
    twice = pipeline_after(told, policies, batch)
    assert held_at(twice, stream.end) == held_at(once, stream.end)
    assert action_ids(twice) == action_ids(once)


@given(streams(), remembering, st.data(), st.sampled_from([1, 5]))
def test_a_suffix_that_is_replayed_after_a_crash_changes_no_standing_and_no_action(
    drawn: Stream, policies: Policies, data: st.DataObject, batch: int
) -> None:
    """The source goes back to its last durable offset; what was decided stays decided."""
    stream = erased_last(drawn)
    events = stream.events()
    crash = data.draw(st.integers(1, len(events)))
    suffix = data.draw(st.integers(0, crash - 1))
    once = pipeline_after(events, policies)
    again = Restarted(pipeline_after(events[:crash], policies, batch))
    feed(again, events[suffix:], batch)
    assert held_at(again, stream.end) == held_at(once, stream.end)
    assert action_ids(again) == action_ids(once)
