"""What the post log in memory is made of: the hash index, the counts by author and day, the small dictionaries."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dataflows.stores import author_days
from dataflows.stores.author_days import AuthorDays
from dataflows.stores.codes import Codes, Names
from dataflows.stores.hash_index import HashIndex
from dataflows.stores.memory import MemoryStore
from enforcement.instants import DAY_MS
from tests.contracts.implementations import tiny_stores
from tests.contracts.store_machine import an_entry
from tests.hostile import stream
from tests.running import Result, Row, encode, policies_of, run

__all__ = ["tiny_stores"]

SLOTS = 1 << 10  # the least an index has
alike = st.integers(0, 40).map(lambda number: (number % 7) * SLOTS * 31 + SLOTS - 1 - number % 3)
"""Hashes that want the last slots, so that searches go around the end."""


def found_by(index: HashIndex, hashes: NDArray[np.int64], wanted: int) -> int:
    """The hash that an index leads to, or -1."""
    row = index.find(wanted, hashes.data)
    return -1 if row < 0 else int(hashes[row])


# --- hash index --------------------------------------------------------------------------------------------------


@given(st.lists(st.lists(alike, max_size=12), max_size=6))
def test_every_hash_that_was_inserted_is_found_and_no_other(batches: list[list[int]]) -> None:
    """A lost post is a violation that meets nothing; a wrong one is somebody else's strike."""
    hashes = np.array([one for batch in batches for one in batch], np.int64)
    index, start = HashIndex(1), 0
    for batch in batches:
        index.insert(hashes, np.arange(start, start + len(batch), dtype=np.int32))
        start += len(batch)
    there = set(hashes.tolist())
    for wanted in {*there, SLOTS - 1, SLOTS - 2, 7 * 31 * SLOTS + SLOTS - 1, 0}:
        assert found_by(index, hashes, wanted) == (wanted if wanted in there else -1)


@given(st.lists(st.lists(alike, max_size=12), max_size=6))
def test_rows_that_share_a_hash_are_reported_and_no_others(batches: list[list[int]]) -> None:
    """These posts, and only these, are looked at one by one."""
    hashes = np.array([one for batch in batches for one in batch], np.int64)
    index, start = HashIndex(1), 0
    for batch in batches:
        stop = start + len(batch)
        repeated = index.insert(hashes, np.arange(start, stop, dtype=np.int32)).tolist()
        counts = Counter(hashes[:stop].tolist())
        shared = {row for row in range(start, stop) if counts[int(hashes[row])] > 1}
        assert {row for row in repeated if row >= start} == shared
        assert {int(hashes[row]) for row in repeated} == {int(hashes[row]) for row in shared}
        start = stop


@given(st.lists(alike, min_size=1, max_size=30), st.data())
def test_a_hash_leads_to_the_row_it_was_put_to_last(wanted: list[int], data: st.DataObject) -> None:
    """The record that is kept takes the place of the one that is forgotten."""
    hashes = np.array(wanted * 2, np.int64)
    index = HashIndex(1)
    index.insert(hashes, np.arange(len(wanted), dtype=np.int32))
    moved = data.draw(st.sets(st.integers(0, len(wanted) - 1)))
    last = {}
    for row in sorted(moved):
        index.put(wanted[row], len(wanted) + row, hashes.data)
        last[wanted[row]] = len(wanted) + row
    for one in wanted:
        row = index.find(one, hashes.data)
        assert hashes[row] == one
        assert row == last.get(one, row)


def test_an_index_of_a_million_rows_is_never_more_than_half_full() -> None:
    """Searches stay short, and there is always an empty slot that ends them."""
    rows = 100_000
    hashes = np.random.default_rng(1).integers(-(1 << 62), 1 << 62, rows)
    index = HashIndex(rows)
    assert index.insert(hashes, np.arange(rows, dtype=np.int32)).size == 0
    places = [index.find(int(one), hashes.data) for one in hashes[:: rows // 100]]
    assert places == list(range(0, rows, rows // 100))
    assert index.find(12345, hashes.data) == -1


# --- author days -------------------------------------------------------------------------------------------------

authors = st.integers(0, 5)
days = st.integers(20_000, 20_006)
counted = st.lists(st.tuples(authors, days), max_size=12)


def reserved(memory_days: int = 90) -> AuthorDays:
    """Counts with room for the authors of these tests."""
    found = AuthorDays(memory_days * DAY_MS)
    for author in range(6):
        found.reserve(author)
    return found


def count(found: AuthorDays, pairs: list[tuple[int, int]]) -> None:
    """Count one post for each (author, day)."""
    found.count(np.array([one for one, _ in pairs], np.int32), np.array([day for _, day in pairs], np.int64))


def table(found: AuthorDays) -> Counter[tuple[int, int]]:
    """Every count that is not zero."""
    return +Counter({(one, day): found.between(one, day, day) for one in range(6) for day in range(20_000, 20_007)})


@pytest.mark.parametrize("capacity", [1, 4, 1 << 10])
@given(batches=st.lists(counted, max_size=8), singles=counted, gone=st.sets(authors))
def test_posts_count_for_their_author_on_their_day(
    capacity: int, batches: list[list[tuple[int, int]]], singles: list[tuple[int, int]], gone: set[int]
) -> None:
    """In bulk, one by one, taken back, forgotten, and however small the room is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(author_days, "_FIRST_CAPACITY", capacity)
        found, expected = reserved(), Counter[tuple[int, int]]()
        for batch in batches:
            count(found, batch)
            expected.update(batch)
        for author, day in singles:
            found.count_one(author, day, 1)
            found.count_one(author, 20_000, 0)
            expected[author, day] += 1
        for author in gone:
            found.forget(author)
        expected = Counter({pair: posts for pair, posts in expected.items() if pair[0] not in gone})
        assert table(found) == expected
        for author, day in expected:
            found.count_one(author, day, -1)
        count(found, singles)
        assert table(found) == +(expected - Counter(expected.keys())) + Counter(singles)


def test_days_within_the_memory_outlive_every_compaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A share of posts that is computed from half of them restricts the wrong person."""
    monkeypatch.setattr(author_days, "_FIRST_CAPACITY", 2)
    found = reserved(memory_days=3)
    for day in range(20_000, 20_100):
        found.forget_before(day)
        count(found, [(one, day) for one in range(6)])
        assert [found.between(one, day - 3, day) for one in range(6)] == [min(4, day - 19_999)] * 6


def test_counts_of_ever_new_days_take_no_more_room_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no window reaches any more is dropped."""
    monkeypatch.setattr(author_days, "_FIRST_CAPACITY", 2)
    found = reserved(memory_days=3)
    for day in range(20_000, 20_400):
        found.forget_before(day)
        count(found, [(one, day) for one in range(6)])
    assert found.between(0, 0, 30_000) < 20


def test_a_day_has_as_many_posts_as_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row counts 65,535 of them; whoever posts more is not let off with fewer."""
    monkeypatch.setattr(author_days, "_FIRST_CAPACITY", 2)
    found = reserved()
    count(found, [(1, 20_000)] * 70_000)
    count(found, [(1, 20_000)] * 65_000)
    for _ in range(3):
        found.count_one(1, 20_000, -1)
    count(found, [(1, 20_001), (2, 20_000)] * 10_000)
    found.count_one(1, 20_000, 65_535)
    assert table(found) == {(1, 20_000): 200_532, (1, 20_001): 10_000, (2, 20_000): 10_000}


def test_authors_with_new_codes_keep_their_counts() -> None:
    """Forgetting the others must not mix up those who stay."""
    found = reserved()
    count(found, [(1, 20_000), (1, 20_001), (4, 20_000), (4, 20_000)])
    assert set(found.authors().tolist()) == {1, 4}
    found.renumber(np.array([0, 0, 0, 0, 1, 0], np.int32), 2)
    count(found, [(0, 20_001)])
    assert table(found) == {(0, 20_000): 1, (0, 20_001): 2, (1, 20_000): 2}


# --- codes -------------------------------------------------------------------------------------------------------


def test_a_word_keeps_its_code() -> None:
    """What was stored under it is read back as the same word."""
    codes = Codes("other")
    given_out = [codes[word] for word in ("feed_post", "comment", "feed_post", "other")]
    assert given_out == [1, 2, 1, 0]
    assert [codes.names[code] for code in given_out] == ["feed_post", "comment", "feed_post", "other"]


def test_strangers_cannot_fill_memory_with_words() -> None:
    """A code is one byte, and a word that is too long is none."""
    codes = Codes("other")
    assert {codes[f"word{number}"] for number in range(1_000)} == set(range(256))
    assert codes["x" * 1_000] == 0
    assert len(codes) == len(codes.names) == 256


def test_a_name_that_was_forgotten_gets_a_number_of_its_own() -> None:
    """An erased author who comes again is not who was there before."""
    names = Names(["", "u1"])
    assert [names[name] for name in ("u1", "u2", "u1")] == [1, 2, 1]
    del names["u1"]
    assert names["u1"] == 3


# --- all together ------------------------------------------------------------------------------------------------


def spoken(seed: int) -> Result:
    """What is decided about a hostile stream, a few lines a batch."""
    lines, texts = stream(seed)
    return run(lines, policies_of(texts), batch=7)


@pytest.mark.parametrize("seed", range(20))
def test_small_stores_decide_as_large_ones(seed: int, request: pytest.FixtureRequest) -> None:
    """When rows are forgotten and renumbered is nobody's business."""
    large = spoken(seed)
    request.getfixturevalue("tiny_stores")
    small = spoken(seed)
    assert small.raw == large.raw
    assert small.tally == large.tally


def test_a_store_forgets_ids_and_appearances_of_forgotten_cases() -> None:
    """What only grows ends in an outage."""
    store = MemoryStore()
    for number in range(1_000):
        now = number * DAY_MS
        ledgers = {f"c:w{number}": b"1", f"c:w{number - 1}": None}
        entry = an_entry(ledgers=ledgers, seen_add={f"r{number}": now}, appears=[("u", f"w{number}")], now=now)
        store.journal(entry)
        store.apply()
        store.clear(1)
    assert len(store.seen([f"r{number}" for number in range(1_000)])) <= 2
    assert list(store.appearances("u")) == ["w999"]


@pytest.mark.usefixtures("tiny_stores")
def test_the_first_record_of_a_claimed_post_counts_for_good() -> None:
    """Its row has left the log long ago; whoever takes the id then does not take the post."""
    day = 86_400

    def at(seconds: int) -> str:
        return datetime.fromtimestamp(1_800_000_000 + seconds, timezone.utc).isoformat()

    def post(post_id: str, author: str, seconds: int) -> Row:
        plain = {"kind": "post", "surface": "open_profile_post", "audience": "public"}
        return plain | {"post_id": post_id, "profile_id": author, "at": at(seconds)}

    claim = {"kind": "claim", "claim_id": "c", "claimant_id": "u2", "post_id": "w", "ground": "portrait"}
    events: list[Row] = [post("w", "u1", 0), claim | {"evidence": ["x"], "at": at(60)}]
    events += [post(f"w{number}", f"u{number}", number * day) for number in range(1, 200)]
    told = run(encode([*events, post("w", "u9", 199 * day)]), batch=3)
    assert [letter["reason"] for letter in told.dead_letters] == ["post_conflict"]
