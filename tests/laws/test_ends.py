"""Law 9, Ends: every restriction that has an end is lifted, once, at that end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enforcement.policy import Policies
from tests.hostile import stream as hostile
from tests.laws.holding import passing
from tests.laws.policies import every
from tests.laws.streams import DAY, HOUR, START, Stream, lines, streams
from tests.running import Pipeline, Row, policies_of

FAR = START + 20 * 365 * DAY
"""Later than any end that a policy here can bring about."""

Restricted = dict[str, dict[str, str | None]]
"""Profile -> capability -> its end, or None until a human ends it."""


class Platform:
    """What a platform does that follows the actions, and nothing else."""

    def __init__(self) -> None:
        self.restricted: dict[tuple[str, str], str | None] = {}
        self.lifted: list[tuple[str, str, str]] = []

    def follow(self, action: Row) -> None:
        """Do what one action says; an `expired` one must come at the very end that was promised, and only then."""
        for capability in action.get("capabilities", ()):
            held = (action["profile_id"], capability)
            if action["kind"] != "lift":
                self.restricted[held] = action["until"]
                continue
            assert held in self.restricted, "lifted, but not restricted"
            until = self.restricted.pop(held)
            if action["reason"] == "expired":
                assert until == action["at"], "lifted, but not at its end"
                self.lifted.append((*held, action["at"]))

    def holds(self) -> Restricted:
        """Return what is restricted now, profile by profile."""
        found: Restricted = {}
        for (profile_id, capability), until in self.restricted.items():
            found.setdefault(profile_id, {})[capability] = until
        return found


class Published:
    """What the newest standing of each profile says is restricted."""

    def __init__(self) -> None:
        self.restricted: Restricted = {}

    def follow(self, standing: Row) -> None:
        """Take over one standing."""
        ends = {capability: row["until"] for capability, row in standing["restrictions"].items()}
        self.restricted.pop(standing["profile_id"], None)
        if ends:
            self.restricted[standing["profile_id"]] = ends


def check(told: list[bytes], policies: Policies, batch: int) -> None:
    """Follow a stream, and then a very long silence."""
    pipeline, platform, published = Pipeline(policies), Platform(), Published()
    for start in range(0, len(told) + batch, batch):
        actions, standings = len(pipeline.result.actions), len(pipeline.result.standings)
        pipeline.feed(told[start : start + batch] or lines([passing(FAR)]))
        for action in pipeline.result.actions[actions:]:
            platform.follow(action)
        for standing in pipeline.result.standings[standings:]:
            published.follow(standing)
        assert platform.holds() == published.restricted
    assert all(until is None for until in platform.restricted.values())
    assert len(platform.lifted) == len(set(platform.lifted))


_slots = st.sampled_from([HOUR // 2, 3 * HOUR, DAY])


@given(_slots.flatmap(lambda slot: streams(slot, shuffled=True)), every, st.sampled_from([1, 7, 1000]))
def test_what_has_an_end_ends_then_and_is_lifted_once(stream: Stream, policies: Policies, batch: int) -> None:
    """A restriction that nobody lifts is a life sentence by neglect."""
    check(lines(stream.events()), policies, batch)


@given(st.integers(0, 10_000), st.sampled_from([1, 7, 1000]))
def test_it_ends_in_a_hostile_stream_too(seed: int, batch: int) -> None:
    """Late events, erasures, full ledgers and changing policies leave nobody behind."""
    told, texts = hostile(seed)
    check(told[:150], policies_of(texts), batch)
