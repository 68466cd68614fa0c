"""Sealing changes how a day is kept, and nothing that a reader sees."""

from __future__ import annotations

import pytest
import redis
from hypothesis import HealthCheck, settings

from dataflows.redis import keys, scripts, sealer
from dataflows.redis.sealer import Conflict, Sealer, merge_posts
from enforcement.instants import DAY_MS
from tests.machines import run_machine
from tests.redis.sealing import (
    FIRST_DAY,
    LAST_MS,
    POLICIES,
    TTL_MS,
    WAIT_MS,
    SealingMachine,
    a_reader,
    append,
    hashed,
    seal_all,
)

START_MS = FIRST_DAY * DAY_MS
CLOSED_MS = START_MS + DAY_MS + WAIT_MS
W0, W1, U, V = hashed(0, 1), hashed(3, 2), hashed(1, 3), hashed(2, 4)
OPEN, SEALED = keys.posts(FIRST_DAY, 0), keys.posts(FIRST_DAY, 0) + keys.SEALED


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four buckets, two a step: a pass over 4,096 takes half a second."""
    monkeypatch.setattr(sealer, "_BUCKETS", 4)
    monkeypatch.setattr(sealer, "_AT_ONCE", 2)


def test_a_day_is_sealed_once_its_waits_are_over(fresh_redis: redis.Redis) -> None:
    """Not a moment before: until then much is still appended."""
    append(fresh_redis, (W0, U, START_MS))
    assert not Sealer(fresh_redis, POLICIES).step(CLOSED_MS - 1)
    assert fresh_redis.exists(OPEN, SEALED) == 1
    seal_all(Sealer(fresh_redis, POLICIES), CLOSED_MS)
    assert (fresh_redis.exists(OPEN), fresh_redis.exists(SEALED)) == (0, 1)
    assert 0 < fresh_redis.pttl(SEALED) <= TTL_MS
    assert not fresh_redis.exists(keys.OPEN_DAYS, keys.SEALING)


def test_a_step_takes_a_few_buckets(fresh_redis: redis.Redis) -> None:
    """The decider has other work."""
    append(fresh_redis, (W0, U, START_MS), (W1, U, START_MS))
    one = Sealer(fresh_redis, POLICIES)
    assert one.step(CLOSED_MS)
    assert fresh_redis.exists(SEALED, keys.posts(FIRST_DAY, 3) + keys.SEALED) == 1
    assert [one.step(CLOSED_MS) for _ in range(4)] == [True, True, True, False]


def test_what_is_appended_to_a_sealed_day_is_merged_later(fresh_redis: redis.Redis) -> None:
    """And who was first stays first, before and after."""
    one = Sealer(fresh_redis, POLICIES)
    append(fresh_redis, (W0, U, START_MS))
    seal_all(one, CLOSED_MS)
    append(fresh_redis, (W0, V, START_MS + 5), (W0, U, START_MS), (hashed(0, 0), V, START_MS))
    reader = a_reader(fresh_redis)

    def seen() -> list[tuple[int, int] | None]:
        found = reader.find([f"{W0:x}", "0"], LAST_MS)
        return [one and (one.author, one.at) for one in found]

    before = seen()
    assert before == [(U, START_MS), (V, START_MS)]
    assert not one.step(CLOSED_MS + 3_500_000), "one late post an hour is no reason to pass a day again and again"
    assert seal_all(one, CLOSED_MS + 3_600_000) == {Conflict(FIRST_DAY, W0, U, V)}
    assert seen() == before
    assert (fresh_redis.exists(OPEN), fresh_redis.strlen(SEALED)) == (0, 38)


def test_a_second_author_of_a_post_is_reported_and_counts_no_more(fresh_redis: redis.Redis) -> None:
    """Once, also where the second record was appended twice."""
    append(fresh_redis, (W0, U, START_MS), (W0, V, START_MS + 1), (W0, V, START_MS + 1), (W1, V, START_MS))
    reader = a_reader(fresh_redis)
    assert [len(days[FIRST_DAY]) for days in reader.written([U, V], FIRST_DAY, FIRST_DAY)] == [1, 2]
    assert seal_all(Sealer(fresh_redis, POLICIES), CLOSED_MS) == {Conflict(FIRST_DAY, W0, U, V)}
    assert [len(days[FIRST_DAY]) for days in reader.written([U, V], FIRST_DAY, FIRST_DAY)] == [1, 1]
    assert reader.find([f"{W0:x}"], LAST_MS)[0].author == U  # type: ignore[union-attr]  # it is there


def test_a_conflict_found_before_a_crash_is_not_forgotten(fresh_redis: redis.Redis) -> None:
    """The posts are sealed by then, and show nothing of it."""
    append(fresh_redis, (W0, U, START_MS), (W0, V, START_MS))
    crashed = Sealer(fresh_redis, POLICIES)
    crashed.step(CLOSED_MS)
    assert crashed.conflicts == [Conflict(FIRST_DAY, W0, U, V)]
    assert fresh_redis.exists(SEALED)
    again = Sealer(fresh_redis, POLICIES)
    assert seal_all(again, CLOSED_MS) == {Conflict(FIRST_DAY, W0, U, V)}
    assert a_reader(fresh_redis).written([V], FIRST_DAY, FIRST_DAY) == [{}]


def test_what_is_appended_while_a_bucket_is_sealed_is_not_lost(
    fresh_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing another process may append; the day is passed again then."""
    append(fresh_redis, (W0, U, START_MS))

    def slowly(day: int, number: int, records: bytes) -> tuple[bytes, list[Conflict]]:
        append(fresh_redis, (hashed(0, 9), V, START_MS))
        monkeypatch.setattr(sealer, "merge_posts", merge_posts)
        return merge_posts(day, number, records)

    monkeypatch.setattr(sealer, "merge_posts", slowly)
    interrupted = Sealer(fresh_redis, POLICIES)
    seal_all(interrupted, CLOSED_MS)
    assert (fresh_redis.exists(SEALED), fresh_redis.strlen(OPEN)) == (0, 38)
    seal_all(interrupted, CLOSED_MS + 3_600_000)
    assert (fresh_redis.exists(OPEN), fresh_redis.strlen(SEALED)) == (0, 38)


def test_a_sealer_that_was_overtaken_writes_nothing(fresh_redis: redis.Redis) -> None:
    """Whoever comes back after a pause may have read what is sealed by now, and begun anew with the same length."""
    script = fresh_redis.register_script(scripts.SEAL)
    fresh_redis.append(OPEN, b"new")
    fresh_redis.set(SEALED, b"sealed")
    of_old = "c00dbbc9dadfbe1e232e93a729dd4752fade0abf"
    of_new = "c2a6b03f190dfb2b4aa91f8af8d477a9bc3401dc"
    for length, digest in ((6, of_old), (3, of_new)):
        assert script(keys=[OPEN, SEALED], args=[digest, length, b"merged"]) == 0
    assert fresh_redis.get(SEALED) == b"sealed"
    assert script(keys=[OPEN, SEALED], args=[of_new, 6, b"merged"]) == 1
    assert (fresh_redis.get(SEALED), fresh_redis.exists(OPEN)) == (b"merged", 0)


def test_readers_cannot_tell_what_is_sealed(fresh_redis: redis.Redis) -> None:
    """Any posts, any steps, any crash."""
    limits = settings(max_examples=40, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
    run_machine(lambda: SealingMachine(fresh_redis), limits)
