"""The fast way to many times gives what the slow one gives, or refuses what that refuses."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataflows.instants import column, read_times
from enforcement import instants
from enforcement.intake import admit
from enforcement.policy_file import default_policies
from enforcement.times import listed_times
from tests.running import encode

MANY = 60
_moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 12, 31, 23, 59, 59))  # noqa: DTZ001  UTC is meant


@given(st.lists(_moments, min_size=MANY, max_size=MANY), st.integers(0, 9))
def test_times_written_alike_are_what_each_is_alone(moments: list[dt.datetime], digits: int) -> None:
    """Also 29 February, the ends of the range, and fractions that are cut, not rounded."""
    fractions = [f".{moment.microsecond:06}999"[: digits + 1] if digits else "" for moment in moments]
    texts = [f"{moment:%Y-%m-%dT%H:%M:%S}{rest}Z" for moment, rest in zip(moments, fractions, strict=True)]
    assert read_times(texts).listed() == [instants.parse(text) for text in texts]


def test_the_last_moment_and_the_first_are_read() -> None:
    texts = ["2000-01-01T00:00:00.000Z", "2099-12-31T23:59:59.999Z", "2024-02-29T12:00:00.001Z"] * MANY
    assert read_times(texts).listed() == [instants.parse(text) for text in texts]


@pytest.mark.parametrize(
    "odd",
    [
        "2026-02-29T00:00:00.000Z",
        "2026-13-01T00:00:00.000Z",
        "2026-00-01T00:00:00.000Z",
        "2026-01-00T00:00:00.000Z",
        "2026-04-31T00:00:00.000Z",
        "2026-01-01T24:00:00.000Z",
        "2026-01-01T00:60:00.000Z",
        "2026-01-01T00:00:60.000Z",
        "1999-12-31T23:59:59.999Z",
        "2100-01-01T00:00:00.000Z",
        "2026-01-01t00:00:00.000Z",
        "2026-01-01T00:00:00.000z",
        "2026-01-01T00:00:00.0/0Z",
        "2026-01-01T00:00:00.0:0Z",
        "2026-01-01T00:00:00,000Z",
        "2026-01-01T00:00:00.00aZ",
        "2026-01-01T00:00:00.00\uff10Z",
        "\uff12026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00.0000",
        "",
    ],
)
def test_one_that_is_no_time_is_refused_among_many(odd: str) -> None:
    texts = ["2026-01-01T00:00:00.000Z"] * MANY
    with pytest.raises(ValueError, match=r".*"):
        read_times([*texts, odd])


def test_times_written_differently_are_read_too() -> None:
    texts = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-01-01T09:00:00+09:00"] * MANY
    assert read_times(texts).listed() == [instants.parse(text) for text in texts]


@given(st.lists(_moments, min_size=MANY, max_size=MANY), st.randoms(use_true_random=False))
def test_a_column_is_what_a_list_is(moments: list[dt.datetime], rng: random.Random) -> None:
    texts = [f"{moment:%Y-%m-%dT%H:%M:%S}Z" for moment in moments]
    fast, slow = read_times(texts), listed_times(texts)
    which = [rng.random() < 0.5 for _ in texts]
    assert fast.ends() == slow.ends()
    assert fast.chosen(which).listed() == slow.chosen(which).listed()
    assert fast.since(7).listed() == slow.since(7).listed()
    assert column(fast).tolist() == column(slow).tolist() == slow.listed()
    assert fast.listed() is fast.listed()


@given(st.lists(st.sampled_from(["public", "friends"]), min_size=MANY, max_size=MANY), st.sampled_from([0, 1, 2]))
def test_a_batch_is_the_same_with_either(audiences: list[str], broken: int) -> None:
    """Also where a time is none, and each record is judged by itself."""
    rows = [
        {
            "kind": "post",
            "post_id": f"p{number}",
            "profile_id": "u",
            "at": f"2026-01-01T00:{number % 60:02}:00.{number:03}{'Z' if number >= broken else ''}",
            "surface": "comment",
            "audience": audience,
        }
        for number, audience in enumerate(audiences)
    ]
    fast = admit(encode(rows), default_policies(), "f", 0, read_times=read_times)
    slow = admit(encode(rows), default_policies(), "f", 0)
    assert (fast.posts.ids, fast.posts.ats, fast.refused) == (slow.posts.ids, slow.posts.ats, slow.refused)
    assert fast.latest_ms == slow.latest_ms
    assert (list(fast.posts.positions), fast.private) == (list(slow.posts.positions), slow.private)
