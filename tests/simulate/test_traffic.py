"""The stream: the same for a seed, in order of arrival, shaped as traffic is, in memory that does not grow."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections import Counter, deque
from itertools import pairwise

import pytest

from dataflows.simulate import rates
from dataflows.simulate.traffic import START, Traffic
from enforcement import instants
from enforcement.events import KINDS
from tests.simulate.stream import Row, Stream, id_of, lines, simulated

PINNED = "6be34ddd4a9477fe0c6bd1a8deb6994fdaa65c2df57d59a9f332930d44d31eb4"


@pytest.fixture(scope="module")
def stream() -> Stream:
    return simulated(profiles=3000, days=20, seed=4)


def test_a_seed_gives_the_same_bytes_on_any_machine() -> None:
    """A change of them is a change of every benchmark and demo that names a seed."""
    made = b"\n".join(lines(300, 12, 7, 4000))
    assert hashlib.sha256(made).hexdigest() == PINNED


def test_another_seed_gives_another_stream() -> None:
    assert lines(50, 2, 1) != lines(50, 2, 2)


def test_every_kind_of_event_occurs(stream: Stream) -> None:
    assert set(stream.by_kind) == set(KINDS)


def test_no_two_events_share_an_id_but_repetitions(stream: Stream) -> None:
    first: dict[tuple[str, str], Row] = {}
    for row in stream.rows:
        if row["kind"] != "profile":  # whose id is the person's
            assert first.setdefault((row["kind"], id_of(row)), row) == row


def test_events_come_in_order_of_time_but_for_the_late_ones_and_the_repeated(stream: Stream) -> None:
    now, out_of_order = START, 0
    for row in stream.rows:
        at = instants.parse(row["at"])
        assert at < stream.end
        assert now - at < 48 * rates.HOUR
        out_of_order += at < now
        now = max(now, at)
    assert 0.010 < out_of_order / len(stream.rows) < 0.020


def test_few_write_most(stream: Stream) -> None:
    """The busiest tenth of profiles writes more than half of the posts."""
    posts = Counter(row["profile_id"] for row in stream.by_kind["post"].values())
    busiest = sum(count for _, count in posts.most_common(stream.profiles // 10))
    assert busiest > 0.5 * sum(posts.values())


def test_there_is_day_and_night(stream: Stream) -> None:
    hours = Counter(row["at"][11:13] for row in stream.by_kind["post"].values())
    assert hours["20"] > 8 * hours["03"] > 0


def test_there_are_storms() -> None:
    """Most evenings see about the same; in some hours everybody writes."""
    posts = Counter(row["at"][:13] for row in simulated(100, 40, 2, 40_000).by_kind["post"].values())
    evenings = sorted(count for hour, count in posts.items() if hour.endswith(("T19", "T20")))
    usual = evenings[len(evenings) // 2]
    assert evenings[-1] > 2.4 * usual
    assert evenings[len(evenings) * 9 // 10] < 1.4 * usual


def test_people_write_several_in_a_row(stream: Stream) -> None:
    authors = [row["profile_id"] for row in stream.rows if row["kind"] == "post"]
    again = sum(one == after for one, after in pairwise(authors))
    assert again > 0.8 * rates.THREADS * len(authors)


def test_some_content_is_private_and_some_of_it_is_reported(stream: Stream) -> None:
    private = [row for row in stream.by_kind["post"].values() if row["audience"] != "public"]
    assert 0.24 < len(private) / len(stream.by_kind["post"]) < 0.28
    assert any(row.get("post", {}).get("audience") == "private" for row in stream.by_kind["report"].values())


def test_nobody_who_is_erased_writes_again(stream: Stream) -> None:
    gone = {row["profile_id"]: row["at"] for row in stream.by_kind["erasure"].values()}
    assert gone
    assert not [row for row in stream.rows if row["kind"] == "post" and row["at"] > gone.get(row["profile_id"], "9")]


def test_memory_does_not_grow_with_the_days() -> None:
    """Four times as long, no more is held at the end (the bounded cache of instants left out)."""

    def held(days: int) -> int:
        tracemalloc.start()
        traffic = Traffic(300, days, 1, events=days * 20_000)
        deque(traffic, maxlen=0)
        instants.text.cache_clear()
        traces = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, instants.__file__)])  # noqa: FBT003
        tracemalloc.stop()
        return sum(trace.size for trace in traces.traces)

    assert held(24) < 1.25 * held(6)
