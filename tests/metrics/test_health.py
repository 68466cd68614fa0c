"""Alive and ready, and why not: what the failure table of design.md section 5 promises an operator."""

from __future__ import annotations

import pytest

from metrics.health import WHAT_NEXT, Health, Limits, live, ready
from tests.conftest import REPOSITORY

START = 1000.0
LIMITS = Limits(epoch=5, silence=30, journal=10)


def healthy(now: float = START) -> Health:
    """A process that works."""
    health = Health(START, LIMITS)
    health.connected("redis", now, up=True)
    health.connected("kafka", now, up=True)
    health.restored = health.lag_known = True
    health.epoch_closed(now)
    return health


def names(health: Health, now: float = START) -> list[str]:
    """Why it is not ready."""
    return [reason.reason for reason in ready(health, now)]


def test_a_process_that_works_is_alive_and_ready() -> None:
    """Otherwise nothing would be routed to it."""
    assert ready(healthy(), START) == live(healthy(), START) == []


def test_a_process_that_starts_is_alive_and_says_everything_that_is_missing() -> None:
    """Nothing counts as up before it was seen to be."""
    health = Health(START, LIMITS)
    assert names(health) == ["redis_down", "kafka_down", "restoring", "lag_unknown"]
    assert live(health, START) == []


@pytest.mark.parametrize("server", ["redis", "kafka"])
def test_while_a_server_is_away_it_is_not_ready_but_lives_as_long_as_it_tries(server: str) -> None:
    """Killing it would not bring Redis back: no crash loop."""
    health = healthy()
    for now in range(1000, 1300, 10):
        health.connected(server, now, up=False)
    assert names(health, 1300.0) == [f"{server}_down", "epoch_old"]
    assert ready(health, 1300.0)[0].detail == "no answer for 300.0 s"
    assert live(health, 1300.0) == []


def test_a_wait_that_hangs_is_no_sign_of_life() -> None:
    """A client that never returns from its attempt is as stuck as any."""
    health = healthy()
    health.connected("redis", START, up=False)
    assert [reason.reason for reason in live(health, START + 30.1)] == ["no_progress"]


def test_readiness_is_lost_before_life() -> None:
    """A worker that stops making progress ends itself loudly; readiness says so before."""
    health = healthy()
    assert names(health, START + 5.0) == []
    assert names(health, START + 5.1) == ["epoch_old"]
    assert live(health, START + 30.0) == []
    assert names(health, START + 30.1) == ["epoch_old", "no_progress"]
    health.epoch_closed(START + 31)
    assert ready(health, START + 31) == live(health, START + 31) == []


def test_a_long_restore_is_alive_but_not_ready() -> None:
    """A million ledgers take a minute; it must not be killed for it."""
    health = healthy()
    health.restored = False
    for now in range(1000, 1061, 5):
        health.sign(now)
    assert names(health, 1060.0) == ["restoring", "epoch_old"]
    assert live(health, 1060.0) == []


def test_a_journal_entry_that_stays_open_is_said() -> None:
    """Decided, and nobody told."""
    health = healthy()
    health.journal_since = START
    health.epoch_closed(START + 10)
    assert names(health, START + 10) == []
    health.epoch_closed(START + 11)
    assert names(health, START + 11) == ["journal_open"]


def test_a_process_that_stops_says_so_first() -> None:
    """Nothing new is for it."""
    health = healthy()
    health.stopping = True
    health.lag_known = False
    assert names(health) == ["stopping", "lag_unknown"]


def test_every_reason_says_what_to_do_and_can_happen() -> None:
    """A reason that nothing leads to, or without a next step, helps nobody."""
    health = Health(START, LIMITS)
    health.stopping, health.journal_since = True, START
    found = ready(health, START + 100)
    assert [reason.reason for reason in found] == list(WHAT_NEXT)
    assert all(reason.detail and reason.next == WHAT_NEXT[reason.reason] for reason in found)


def test_the_defaults_lose_readiness_before_life() -> None:
    """Limits that are the other way round would kill without a word."""
    assert 0 < Limits().epoch < Limits().journal < Limits().silence


def test_the_page_says_what_every_reason_means_and_when() -> None:
    """It is open beside the terminal when something is wrong."""
    page = (REPOSITORY / "docs" / "reference" / "metrics.md").read_text()
    rows = {row.split("`")[1]: row for row in page.splitlines() if row.split("`")[:1] == ["| "] and row.count("|") == 4}
    assert [reason for reason in WHAT_NEXT if not rows[reason].endswith(f" | {WHAT_NEXT[reason]} |")] == []
    limits = Limits()
    told = {"epoch_old": limits.epoch, "journal_open": limits.journal, "no_progress": limits.silence}
    assert [reason for reason, seconds in told.items() if f"for {seconds:g} s" not in rows[reason]] == []
