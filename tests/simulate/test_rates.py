"""Simulated rates match the figures that they cite, within three standard errors of the sample."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import sqrt

import pytest

from dataflows.simulate import rates
from tests.simulate.stream import Offence, Stream, simulated

WATCHED = 60 * rates.DAY
CLEAN_AFTER_60_DAYS = 0.80  # Meta, 2023


@pytest.fixture(scope="module")
def stream() -> Stream:
    return simulated(profiles=60_000, days=140, seed=1, events=20_000)


def holds(hits: Iterable[bool], published: float) -> None:
    """The share of hits is the published one, as far as a sample of this size can tell."""
    sample = list(hits)
    assert len(sample) > 250, "too few to tell"
    error = sqrt(published * (1 - published) / len(sample))
    assert abs(sum(sample) / len(sample) - published) < 3 * error


def test_the_koo_figures_are_the_published_counts() -> None:
    """June and July 2021, as the press had them: removed after reports, removed proactively, reported."""
    reported, upheld, proactive = 5502 + 3431, 1253 + 498, 1996 + 1887
    assert float(rates.REPORTED_UPHELD) == upheld / reported
    assert float(rates.FOUND_BY_REPORT) == upheld / (upheld + proactive)


def test_98_percent_never_break_a_rule(stream: Stream) -> None:
    offenders = len(stream.offences())
    holds([True] * offenders + [False] * (stream.profiles - offenders), 0.02)


def test_80_percent_of_the_warned_are_clean_for_60_days(stream: Stream) -> None:
    holds(
        (
            not any(warned < one.posted_at <= warned + WATCHED for one in offences)
            for offences in stream.offences().values()
            for warned in [min(one.decided_at for one in offences)]
            if warned + WATCHED + rates.DAY < stream.end  # and a day to decide
        ),
        CLEAN_AFTER_60_DAYS,
    )


def repeats(stream: Stream) -> list[tuple[Offence, Offence]]:
    """Each offence with the next one of the profile; posts of one burst are one."""
    return [
        (one, after)
        for offences in stream.offences().values()
        for one, after in pairwise(offences)
        if after.posted_at - one.posted_at > 10 * rates.MINUTE
    ]


def test_repeats_keep_the_guideline_and_the_surface(stream: Stream) -> None:
    holds((one.guideline == after.guideline for one, after in repeats(stream)), 0.75)
    holds((one.surface == after.surface for one, after in repeats(stream)), 0.90)


def test_reports_lead_to_a_third_of_violations_and_a_fifth_of_them_are_right(stream: Stream) -> None:
    violations = [row for row in stream.by_kind["violation"].values() if "post" not in row]
    holds((row["source"] == "report" for row in violations), rates.FOUND_BY_REPORT)
    violating = {row["post_id"] for row in violations}
    decided = violating | {row["post_id"] for row in stream.by_kind["dismissal"].values()}
    reported = {row["post_id"] for row in stream.by_kind["report"].values()}
    holds((post in violating for post in reported & decided), rates.REPORTED_UPHELD)


def test_30_percent_of_appeals_win(stream: Stream) -> None:
    holds((row["outcome"] == "overturned" for row in stream.by_kind["ruling"].values()), 0.30)


def test_nobody_rules_on_their_own_decision(stream: Stream) -> None:
    deciders = {name: row["decided_by"] for name, row in stream.by_kind["violation"].items()}
    targets = {name: row["target"] for name, row in stream.by_kind["appeal"].items()}
    rulings = [row for row in stream.by_kind["ruling"].values() if row["appeal_id"] in targets]
    assert not [row for row in rulings if row["decided_by"] == deciders.get(targets[row["appeal_id"]])]


def test_appeals_and_claims_are_as_the_table_says(stream: Stream) -> None:
    contested = {row["target"] for row in stream.by_kind["appeal"].values()}
    # Those of the last month may still be contested later.
    early = [row for row in stream.by_kind["violation"].values() if row["at"] < "2025-04-15" and "post" not in row]
    holds((row["violation_id"] in contested for row in early), rates.APPEALED)
    holds((not row["evidence"] for row in stream.by_kind["claim"].values()), rates.NO_EVIDENCE)


def test_what_comes_late_and_what_comes_twice() -> None:
    stream = simulated(profiles=500, days=4, seed=3, events=40_000)
    greatest, late, seen, again = "", [], set(), []
    for row in stream.rows:
        if row["kind"] == "post":
            again.append(row["post_id"] in seen)
            if not again[-1]:
                late.append(row["at"] < greatest)
            seen.add(row["post_id"])
            greatest = max(greatest, row["at"])
    holds(late, rates.LATE)
    holds(again, rates.DUPLICATES)


def test_nobody_who_is_deterred_does_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was posted before the first warning is decided after it."""
    monkeypatch.setattr(rates, "DETERRED", 1.0)
    offences = simulated(profiles=4000, days=100, seed=5, events=4000).offences()
    assert all(one.posted_at < min(o.decided_at for o in all_) for all_ in offences.values() for one in all_)


def test_a_warning_keeps_people_for_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    """If it always worked, no post within seven days of a warning would break a rule."""
    monkeypatch.setattr(rates, "DETERRED", 0.0)
    monkeypatch.setattr(rates, "WARNING_EFFECT", 1.0)
    offences = simulated(profiles=4000, days=100, seed=5, events=4000).offences().values()
    gaps = [
        after.posted_at - before.decided_at
        for all_ in offences
        for before in all_
        for after in all_
        if after.posted_at > before.decided_at
    ]
    week = rates.WARNING_DAYS * rates.DAY
    burst = 7 * 40_000  # the first post of a burst keeps to it
    assert len(gaps) > 100
    assert min(gaps) > week - burst
