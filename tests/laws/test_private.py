"""Law 5, Private: what concerns private content leaves no trace, neither said nor stored."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from enforcement.policy import Policies
from tests.hostile import stream as hostile
from tests.laws.policies import every
from tests.laws.streams import PEOPLE, Stream, lines, streams
from tests.running import Pipeline, Row, policies_of

PRIVATE = ("chat_message", "mail", "drive_file", "private_community_post")
AT = "2026-03-01T05:00:00Z"

_places = st.one_of(
    st.tuples(st.just("public"), st.sampled_from(PRIVATE)),
    st.tuples(st.sampled_from(["members", "", "Public"]), st.sampled_from(["feed_post", "comment", *PRIVATE])),
    st.tuples(st.sampled_from(["members", "friends of ann"]), st.sampled_from([None, 7])),
)
_ids = st.sampled_from([*[f"p{number}" for number in range(8)], "p-private", "not an id"])
_people = st.sampled_from([*PEOPLE, "eve"])
_times = st.sampled_from([AT, "2026-03-02T00:00:00Z", "2031-01-01T00:00:00Z", "soon", 5, None])


@st.composite
def private_records(draw: st.DrawFn) -> bytes:
    """Draw a record about private content, however broken the rest of it is."""
    audience, surface = draw(_places)
    post: Row = {"profile_id": draw(_people), "at": draw(_times), "surface": surface, "audience": audience}
    kind = draw(st.sampled_from(["post", "report", "violation", "claim", "gossip", None]))
    event: Row = {"kind": kind, "post_id": draw(_ids), "at": draw(_times)}
    if kind in {"report", "violation", "claim"}:
        event |= {"post": post, f"{kind}_id": draw(_ids), "reporter_id": draw(_people), "decided_by": "mod1",
                  "claimant_id": draw(_people), "guideline": draw(st.sampled_from(["spam", "child_abuse", "none"])),
                  "ground": "portrait", "evidence": ["deed"]}  # fmt: skip
    else:
        event |= post
    return json.dumps(event).encode()


def stored(pipeline: Pipeline) -> dict[str, Any]:
    """Return everything that outlives a batch: ledgers, ids, what is due, awaited and erased, and the post log."""
    store = {name: value for name, value in vars(pipeline.store).items() if name != "_entry"}
    log, size = pipeline.log, pipeline.log._size  # noqa: SLF001  nothing public shows all of it
    columns = ("hashes", "authors", "ats", "turns", "surfaces", "languages")
    log_columns = {name: getattr(log, name)[:size].tolist() for name in columns}
    return {**store, **log_columns, "now": pipeline.desk.now, "next turn": log.next_turn()}


def same(told: list[bytes], blank: list[bytes], policies: Policies, batch: int) -> None:
    """Both leave the same, byte by byte."""
    one, other = Pipeline(policies), Pipeline(policies)
    for start in range(0, len(told), batch):
        one.feed(told[start : start + batch])
        other.feed(blank[start : start + batch])
    assert one.result.raw == other.result.raw
    assert stored(one) == stored(other)


def mixed(public: list[bytes], private: list[bytes], places: list[int]) -> tuple[list[bytes], list[bytes]]:
    """Put private records into a stream; and, to keep every line's number, empty lines into the other."""
    told, blank = list(public), list(public)
    for record, place in zip(private, places, strict=True):
        told.insert(place % (len(told) + 1), record)
        blank.insert(place % (len(blank) + 1), b"")
    return told, blank


_added = st.lists(st.tuples(private_records(), st.integers(0, 400)), min_size=1, max_size=8)
_batches = st.sampled_from([1, 7, 1000])


@given(streams(shuffled=True), _added, every, _batches)
def test_private_records_change_no_byte_of_what_is_said_and_stored(
    stream: Stream, added: list[tuple[bytes, int]], policies: Policies, batch: int
) -> None:
    """Private conversations are nobody's business, also not this program's."""
    told, blank = mixed(lines(stream.events()), [record for record, _ in added], [place for _, place in added])
    same(told, blank, policies, batch)


@given(st.integers(0, 10_000), _added, _batches)
def test_private_records_change_no_byte_of_a_hostile_stream(
    seed: int, added: list[tuple[bytes, int]], batch: int
) -> None:
    """Not even where everything else is broken, late or repeated."""
    public, texts = hostile(seed)
    policies = policies_of(texts)
    if any(policy.audiences != {"public"} for policy in policies.versions):
        added = [(record, place) for record, place in added if any(name.encode() in record for name in PRIVATE)]
    told, blank = mixed(public[:120], [record for record, _ in added], [place for _, place in added])
    same(told, blank, policies, batch)
