"""Whatever strikes a profile has: each step, each condition is what the specification says."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.explain import explain
from enforcement.ledgers import ProfileLedger
from tests.enforcement.test_fold import DEFAULT, HOUR, Draft, Profile, _drafts
from tests.explain.checked import check_against_fold, check_against_model
from tests.model.hostile_policies import policies as hostile_policies

LONG = st.lists(_drafts, min_size=1, max_size=25)
STEPS = st.sampled_from([HOUR, 24 * HOUR, 24 * 9 * HOUR])


def check(texts: list[str], step: int, drafts: list[Draft], waived: int) -> None:
    """Add strikes, waive one, and explain them all."""
    profile = Profile(texts, step)
    for draft in drafts:
        profile.add(draft)
    if profile.strikes:
        profile.waive(waived)
        ledger = ProfileLedger("ann", strikes=profile.strikes)
        story = explain(ledger, profile.policies, profile.strikes[-1].at)
        check_against_fold(story, ledger, profile.policies)
        check_against_model(story, ledger, profile.reading)


@settings(max_examples=80, deadline=None)
@given(LONG, STEPS, st.integers(0, 30))
def test_under_the_shipped_policy(drafts: list[Draft], step: int, waived: int) -> None:
    """Same incidents, repetitions, warnings at the very moment of a post, posts just enough for a share."""
    check([DEFAULT], step, drafts, waived)


@settings(max_examples=80, deadline=None)
@given(LONG, st.sampled_from([HOUR, 5 * HOUR, 13 * HOUR]), st.integers(0, 30), st.integers(0, 10_000))
def test_under_hostile_policies_of_several_versions(drafts: list[Draft], step: int, waived: int, seed: int) -> None:
    """Each strike is explained by the version it was judged under."""
    check(hostile_policies(random.Random(seed)), step, drafts, waived)


def test_a_window_is_open_where_it_begins() -> None:
    """A strike that is exactly a window old counts no more, neither as a repetition nor for the score."""
    for late in (-1, 0, 1):
        spam: list[Draft] = [(day, 0, "spam", "feed_post", "", 9, False, 0) for day in (0, 45)]
        check([DEFAULT], 24 * HOUR, [*spam, (90, 0, "spam", "feed_post", "", 9, False, late)], 0)
