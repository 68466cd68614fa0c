"""Law 8, Total: any bytes become an event or a dead letter with a reason, and nothing stops the stream."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enforcement.policy import Policies
from tests.hostile import stream as hostile
from tests.laws.policies import DEFAULT, every
from tests.laws.streams import Stream, lines, streams
from tests.running import Pipeline, Row, encode, policies_of

AT_THE_DOOR = {"too_large", "not_json", "unknown_kind", "bad_field", "unknown_guideline"}
LATER = {
    "post_conflict",
    "unmatched_post",
    "unmatched_violation",
    "unmatched_appeal",
    "unmatched_claim",
    "same_reviewer",
    "already_decided",
    "not_the_author",
    "too_late",
}


def accounted(pipeline: Pipeline) -> int:
    """Return how many records became an event, a dead letter at the door, or a count of what is private."""
    places = ("events.", "private.")
    counted = sum(count for name, count in pipeline.desk.tally.items() if name.startswith(places))
    return counted + sum(letter["reason"] in AT_THE_DOOR for letter in pipeline.result.dead_letters)


@given(st.lists(st.binary(max_size=80), min_size=1, max_size=20))
def test_any_bytes_are_accounted_for(raw: list[bytes]) -> None:
    """A record that stops the pipeline stops everybody's rights."""
    pipeline = Pipeline(DEFAULT)
    pipeline.feed(raw)
    assert accounted(pipeline) == sum(bool(record.strip()) for record in raw)


_scars = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 300), st.binary(max_size=3)), max_size=12)


@given(streams(shuffled=True), every, _scars)
def test_events_with_any_bytes_in_them_are_accounted_for(
    stream: Stream, policies: Policies, scars: list[tuple[int, int, bytes]]
) -> None:
    """Nearly right is the hardest kind of wrong; it never keeps others from counting."""
    told = lines(stream.events())
    for which, place, scar in scars:
        line = told[which % len(told)]
        told[which % len(told)] = line[: place % len(line)] + scar + line[place % len(line) + 1 :]
    pipeline = Pipeline(policies)
    pipeline.feed(told)
    assert accounted(pipeline) == len([line for line in told if line.strip()])
    assert {letter["reason"] for letter in pipeline.result.dead_letters} <= AT_THE_DOOR | LATER


@given(st.integers(0, 10_000))
def test_every_line_of_a_hostile_stream_is_accounted_for(seed: int) -> None:
    """What is late, early, repeated, conflicting or too large is said or counted too."""
    told, texts = hostile(seed)
    pipeline = Pipeline(policies_of(texts))
    pipeline.feed(told)
    assert accounted(pipeline) == len([line for line in told if line.strip()])


def test_a_post_that_is_sent_along_again_just_after_it_was_forgotten_does_not_stop_the_stream() -> None:
    """Of two records of one item the first may be forgotten a millisecond before the second comes."""

    def violation(name: str, posted: str) -> Row:
        post = {"profile_id": "ann", "at": posted, "surface": "feed_post", "audience": "public"}
        return {"kind": "violation", "violation_id": name, "post_id": "p", "guideline": "spam", "decided_by": "mod1",
                "at": "2026-03-01T00:00:00Z", "post": post}  # fmt: skip

    pipeline = Pipeline(DEFAULT)
    passing = {"kind": "profile", "profile_id": "bob", "at": "2026-03-31T00:00:00.001Z"}
    first, second = violation("v1", "2026-03-01T00:00:00Z"), violation("v2", "2026-03-01T00:00:00.001Z")
    pipeline.feed(encode([first, passing, second]))
    assert [action["kind"] for action in pipeline.result.actions] == ["remind", "record_strike"]
