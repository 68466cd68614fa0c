"""What the pipeline calls, and what an operator then reads."""

from __future__ import annotations

import doctest
import math
from collections import Counter

import pytest

from metrics import meters
from tests.metrics.operating import Process
from tests.running import Pipeline, encode

POST = {"kind": "post", "post_id": "p", "profile_id": "u", "surface": "feed_post", "audience": "public"}
VIOLATION = {"kind": "violation", "violation_id": "v", "post_id": "p", "guideline": "spam", "decided_by": "kim"}
CHAT = {"kind": "post", "post_id": "c", "profile_id": "u", "surface": "chat_message", "audience": "private"}
AT = {"at": "2026-01-01T00:00:00Z"}


def test_the_example_of_the_wiring_works() -> None:
    """It is what the pipeline's author reads first."""
    assert doctest.testmod(meters).failed == 0


def test_a_real_batch_is_counted_once_however_often_its_tally_is_taken() -> None:
    """From bytes to what a scrape reads, through the real decider."""
    process, pipeline = Process(), Pipeline()
    result = pipeline.feed([*encode([POST | AT, VIOLATION | AT, VIOLATION | AT, CHAT | AT]), b"{"])
    for _ in range(3):
        process.meters.tally(result.tally)
    process.meters.delivered(result.raw["actions"], 0.08)
    assert process.value("enforce_events_total", kind="violation") == 2
    assert process.value("enforce_duplicates_total", kind="violation") == 1
    assert process.value("enforce_private_dropped_total", kind="post") == 1
    assert process.value("enforce_dead_letters_total", reason="not_json") == 1
    assert process.value("enforce_strikes_total") == 1
    assert process.value("enforce_notices_total", template="reminder") == 1
    assert process.value("enforce_actions_total", kind="remind", rung="1") == 1
    assert process.value("enforce_action_latency_seconds_bucket", le="0.075") == 0
    assert process.value("enforce_action_latency_seconds_bucket", le="0.1") == 1


def test_an_action_of_the_ladder_is_there_before_the_first_one() -> None:
    """Or a detector that goes wrong on the first day would show no rise."""
    process = Process()
    process.meters.begin_actions([2, 4])
    assert process.value("enforce_actions_total", kind="restrict_visibility", rung="4") == 0
    assert process.value("enforce_actions_total", kind="block_creation", rung="zero_tolerance") == 0
    assert process.value("enforce_actions_total", kind="lift", rung="") == 0


def test_no_policy_is_wrong_before_one_was_read() -> None:
    """Who waits for Redis with good files must not say that they are refused."""
    process = Process()
    before = process.value("enforce_policy_last_reload_successful")
    process.meters.policy_read(good=False)
    assert before is not None
    assert math.isnan(before)
    assert process.value("enforce_policy_last_reload_successful") == 0


def test_each_tally_has_its_own_differences() -> None:
    """A process may count at the door and at the decider, under the same names."""
    process = Process()
    for of, events in (("door", 2), ("decider", 10), ("door", 3), ("decider", 12)):
        process.meters.tally(Counter({"events.report": events}), of=of)
    assert process.value("enforce_events_total", kind="report") == 3 + 12


def test_a_tally_that_fell_began_anew() -> None:
    """A decider that starts again in the same process counts from 0; a counter never falls."""
    process = Process()
    for reviews in (3, 1, 2):
        process.meters.tally(Counter({"reviews": reviews}))
    assert process.value("enforce_reviews_total") == 3 + 2


def test_what_a_closed_set_does_not_know_is_other() -> None:
    """No key, whatever it is, makes a series of its own."""
    process = Process()
    process.meters.tally(Counter({"dead_letters.u12345": 1, "dead_letters.u67890": 2, "u12345": 1, "u.1": 1}))
    with process.meters.store("u12345"):
        pass
    assert process.value("enforce_dead_letters_total", reason="other") == 3
    assert process.value("enforce_store_call_duration_seconds_count", call="other") == 1


def test_actions_without_a_rung_or_without_an_event_are_counted_too() -> None:
    """A restriction that ended by time has no event whose reading began anything."""
    process = Process()
    process.meters.delivered([b'{"kind":"lift","reason":"expired"}', b'{"kind":"block_creation","rung":7}'], None)
    process.meters.delivered([b'{"kind":"block_creation","rung":"zero_tolerance"}'], 0.2)
    assert process.value("enforce_actions_total", kind="lift", rung="") == 1
    assert process.value("enforce_actions_total", kind="block_creation", rung="7") == 1
    assert process.value("enforce_actions_total", kind="block_creation", rung="zero_tolerance") == 1
    assert process.value("enforce_action_latency_seconds_count") == 1


def test_a_call_of_the_store_is_timed_also_when_it_fails() -> None:
    """The slowest calls are those that fail."""
    process = Process()
    with process.meters.store("journal"):
        process.clock.now += 0.02
    with pytest.raises(TimeoutError):
        _fail_after(process, 4)
    assert process.value("enforce_store_call_duration_seconds_sum", call="journal") == pytest.approx(4.02)
    assert process.value("enforce_store_errors_total", call="journal") == 1


def _fail_after(process: Process, seconds: float) -> None:
    with process.meters.store("journal"):
        process.clock.now += seconds
        raise TimeoutError


def test_ages_grow_by_themselves() -> None:
    """A dataflow that hangs calls nothing any more; its numbers must say so all the same."""
    process = Process()
    process.work()
    process.meters.stream_time(1_799_999_999_000)
    process.meters.journal(2, oldest_at=95.0)
    process.clock.now, process.wall.now = 160.0, 1_800_000_060.0
    assert process.value("enforce_epoch_age_seconds") == 60
    assert process.value("enforce_journal_open_age_seconds") == 65
    assert process.value("enforce_stream_time_behind_seconds") == 61
    assert process.value("enforce_ready") == process.value("enforce_live") == 0


def test_a_pipeline_in_good_health_is_ready() -> None:
    """And every step of the way there is needed."""
    process = Process()
    assert (process.value("enforce_ready"), process.value("enforce_live")) == (0, 1)
    process.work()
    assert (process.value("enforce_ready"), process.value("enforce_live")) == (1, 1)
    process.meters.connected("redis", up=False)
    assert (process.value("enforce_connected", server="redis"), process.value("enforce_ready")) == (0, 0)
    process.meters.connected("redis", up=True)
    process.meters.restoring(1, 4)
    assert (process.value("enforce_restore_ratio"), process.value("enforce_ready")) == (0.25, 0)
    process.meters.restored()
    assert (process.value("enforce_restore_ratio"), process.value("enforce_ready")) == (1, 1)
    process.meters.stopping()
    assert process.value("enforce_ready") == 0


def test_a_wait_that_goes_on_is_alive() -> None:
    """Nothing else moves while a server is away."""
    process = Process()
    process.work()
    for _ in range(5):
        process.clock.now += 29
        process.meters.beat()
    assert (process.value("enforce_ready"), process.value("enforce_live")) == (0, 1)


def test_a_cleared_journal_has_no_age() -> None:
    """The oldest entry's time is left over, and means nothing."""
    process = Process()
    process.meters.journal(1, oldest_at=10.0)
    process.meters.journal(0, oldest_at=10.0)
    assert process.value("enforce_journal_open_entries") == process.value("enforce_journal_open_age_seconds") == 0


def test_the_end_of_every_partition_of_a_process_must_be_known() -> None:
    """Each process speaks for its own: of several workers every one can be ready, not the one that decides alone."""
    process = Process()
    process.work()
    process.meters.lag("posts", 1, None)
    assert process.value("enforce_ready") == 0
    process.meters.lag("posts", 0, 5)
    assert process.value("enforce_ready") == 0
    process.meters.lag("posts", 1, 7)
    assert process.value("enforce_ready") == 1


def test_a_server_that_goes_away_and_comes_back_is_told_once_each() -> None:
    """The log says what changed; every attempt would be noise."""
    process, told = Process(), []
    process.work()
    process.meters.changed = lambda *what: told.append(what)
    for up in (True, False, False, True, True):
        process.clock.now += 2
        process.meters.connected("kafka", up=up)
    assert told == [("kafka", False, 0.0), ("kafka", True, 4.0)]


def test_one_policy_version_is_shown_at_a_time() -> None:
    """A bad reload keeps the last good one, and says so."""
    process = Process()
    process.meters.policy("2026-11")
    process.meters.policy("2026-12")
    process.meters.policy_read(good=False)
    assert process.value("enforce_policy_info", version="2026-11") is None
    assert process.value("enforce_policy_info", version="2026-12") == 1
    assert process.value("enforce_policy_last_reload_successful") == 0


def test_levels_are_what_was_said_last() -> None:
    """Lag, what is parked, appeals, lease."""
    process = Process()
    process.meters.lag("posts", 3, 1200)
    process.meters.parked(7, oldest_age_ms=3_600_000)
    process.meters.appeals_overdue(2)
    process.meters.lease(held=True)
    assert process.value("enforce_lag_records", topic="posts", partition="3") == 1200
    assert process.value("enforce_parked_oldest_age_seconds") == 3600
    assert process.value("enforce_parked_events") == 7
    assert process.value("enforce_appeals_overdue") == 2
    assert process.value("enforce_lease_held") == 1
    process.meters.lag("posts", 3, None)
    assert math.isnan(process.value("enforce_lag_records", topic="posts", partition="3") or 0)
