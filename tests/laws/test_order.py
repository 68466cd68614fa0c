"""Law 1, Order: it does not matter in which order the world tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from enforcement.policy import Policies
from tests.laws.holding import Held, after
from tests.laws.policies import UNGATED, remembering
from tests.laws.streams import Event, Stream, streams


def rivals(deed: Event) -> tuple[str, str]:
    """Name the competition a deed is part of: what competes keeps its order."""
    kind = deed["kind"]
    if kind == "appeal":
        return "appeals on", deed["target"]
    if kind in {"claim", "counter_claim", "claim_ruling"}:
        return "claims on", deed["post_id"]
    return ("rulings", "") if kind == "ruling" else ("none", str(id(deed)))


def in_turn(deeds: Sequence[Event]) -> list[Event]:
    """Let the times of what competes agree with its order: what waits goes on by its time, not by its arrival."""
    found = [dict(deed) for deed in deeds]
    competitions: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for deed, original in zip(found, deeds, strict=True):
        competitions[rivals(original)].append(deed)
    for competitors in competitions.values():
        times = sorted(deed["at"] for deed in competitors)
        for place, (deed, at) in enumerate(zip(competitors, times, strict=True)):
            deed["at"] = at + place
    return found


def rearranged(deeds: list[Event], order: list[int]) -> list[Event]:
    """Permute deeds, but leave those of each competition in their order, and let none pass an erasure."""
    found: list[Event] = []
    part: list[int] = []
    for place, deed in enumerate(deeds):
        if deed["kind"] == "erasure":
            found += [*_permuted(deeds, part, order), deed]
            part = []
        else:
            part.append(place)
    return found + _permuted(deeds, part, order)


def _permuted(deeds: list[Event], part: list[int], order: list[int]) -> list[Event]:
    queues: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for place in part:
        queues[rivals(deeds[place])].append(deeds[place])
    return [queues[rivals(deeds[place])].pop(0) for place in sorted(part, key=lambda place: order[place])]


def standings(events: list[Event], policies: Policies, end: int, batch: int) -> dict[str, Held]:
    """Return what holds in the end, `reporting` aside."""
    return {name: held.without("reporting") for name, held in after(events, policies, end, batch).items()}


@given(streams(), remembering, st.data(), st.sampled_from([1, 5, 1000]))
def test_any_order_in_which_events_meet_what_they_name_ends_in_the_same_standings(
    stream: Stream, policies: Policies, data: st.DataObject, batch: int
) -> None:
    """Partitions have no common order; a person's rights must not hang on it."""
    order = data.draw(st.permutations(range(len(stream.deeds))))
    deeds = in_turn(stream.deeds)
    expected = standings([*stream.posts, *deeds], policies, stream.end, 1000)
    moved = [*stream.posts, *rearranged(deeds, order)]
    assert standings(moved, policies, stream.end, batch) == expected


@given(streams(erasures=False), st.data(), st.sampled_from([1, 5, 1000]))
def test_posts_may_come_late_where_nothing_rests_on_their_number(
    stream: Stream, data: st.DataObject, batch: int
) -> None:
    """An event waits for its post, and then counts as if the post had been there."""
    events = [*stream.posts, *in_turn(stream.deeds)]
    order = data.draw(st.permutations(range(len(events))))
    for event in events:
        event.pop("post", None)  # which of two records of a post comes first decides whose it is
    moved = rearranged(events, order)
    assert standings(moved, UNGATED, stream.end, batch) == standings(events, UNGATED, stream.end, 1000)
