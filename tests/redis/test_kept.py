"""Ledgers as they are kept: small, readable by the next version, and one of many in a list."""

from __future__ import annotations

from hashlib import blake2b

import msgspec
import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from dataflows.live import changelog
from dataflows.redis import kept, keys
from dataflows.redis.buckets import LedgerBuckets, bucket_of
from dataflows.redis.cluster import Cluster
from dataflows.redis.lease import Lease
from enforcement.accounts import encode_ledger
from enforcement.ledgers import ProfileLedger
from enforcement.rules import Strike

NOTES = st.none() | st.text(max_size=9)
KEYS = ["p:u", "p:v", "c:w", "c:x"]


def a_struck_profile(strikes: int) -> bytes:
    """A ledger as it is after so many strikes."""
    ids = [blake2b(b"%d" % number, digest_size=10).hexdigest() for number in range(3 * strikes)]
    made = [
        Strike(
            a, 1_790_000_000_000 + place, "spam", 3, b, 1_790_000_000_000, "comment", f"p:{b}", "moderator-7", said=[1]
        )
        for place, (a, b) in enumerate(zip(ids[::2], ids[1::2]))  # noqa: B905  pairs
    ]
    return encode_ledger(ProfileLedger("u" * 20, strikes, made))


@given(st.text(max_size=128), st.integers(0, 2**40 - 1), st.none() | st.integers(0, 2**48 - 1), st.binary(), NOTES)
def test_what_is_kept_can_be_read(key: str, number: int, due: int | None, ledger: bytes, wait: str | None) -> None:
    """Whatever it is."""
    assert kept.read(key, kept.keep(key, number, due, ledger, wait)) == (number, due, ledger, wait)


def test_a_ledger_is_kept_small() -> None:
    """The memory of Redis is what it costs: 1,145 B a profile with a strike before, 400 at most wanted (issue 4)."""
    for strikes, share in ((1, 0.6), (100, 0.45)):
        ledger = a_struck_profile(strikes)
        assert len(kept.keep("p:" + "u" * 20, 1, None, ledger)) < share * len(ledger)


def test_no_byte_of_the_dictionary_changes_within_a_schema() -> None:
    """Nothing that was kept with another one can be read."""
    assert (keys.SCHEMA, blake2b(kept.DICTIONARY, digest_size=8).hexdigest()) == (2, "40918b39e71ca379")


def test_a_changelog_of_schema_1_is_read() -> None:
    """An upgrade makes the store again from it."""
    for old in ((7, None, b"ledger", None), (7, 8, b"ledger", "[[],[]]")):
        for width in {3 if old[3] is None else 4, 4}:
            written = msgspec.msgpack.encode(old[:width])
            assert kept.read("p:u", changelog.kept_of("p:u", written)) == old
    new = kept.keep("p:u", 8, 9, b"ledger")
    assert changelog.kept_of("p:u", new) is new


@pytest.mark.usefixtures("one_bucket")
def test_ledgers_of_one_bucket_do_not_touch_each_other(fresh_redis: redis.Redis) -> None:
    """The last takes the place of one that is deleted."""
    buckets, lease = LedgerBuckets(fresh_redis), Lease(fresh_redis, "tests", 60_000).acquire()
    buckets.write(lease, {key: kept.keep(key, 1, place, key.encode()) for place, key in enumerate(KEYS)})
    buckets.write(lease, {"p:v": kept.keep("p:v", 2, None, None), "c:x": kept.keep("c:x", 2, None, b"new")})
    assert buckets.read(KEYS) == [b"p:u", None, b"c:w", b"new"]
    assert [*buckets.profiles()] == [("p:u", b"p:u")]
    buckets.write(lease, {key: kept.keep(key, 3, None, None) for key in KEYS})
    assert not fresh_redis.exists(bucket_of("p:u"))


@pytest.mark.usefixtures("one_bucket")
def test_a_ledger_gives_way_to_a_newer_one_only(fresh_redis: redis.Redis) -> None:
    """Applying an entry again changes nothing; a restore puts back what it knows."""
    buckets, lease = LedgerBuckets(fresh_redis), Lease(fresh_redis, "tests", 60_000).acquire()
    for number in (256, 255):
        buckets.write(lease, {"p:u": kept.keep("p:u", number, None, b"%d" % number)})
    assert buckets.read(["p:u"]) == [b"256"]
    buckets.write(lease, {"p:u": kept.keep("p:u", 255, None, None)})
    assert buckets.have(["p:u", "p:v"]) == [True, False]
    buckets.write(lease, {"p:u": kept.keep("p:u", 255, None, b"255")}, over_newer=True)
    assert buckets.read(["p:u"]) == [b"255"]


def test_nobody_writes_ledgers_whose_lease_another_has(fresh_redis: redis.Redis) -> None:
    """Nor where the fence is gone: who was asleep meanwhile would bring back what is deleted since."""
    _held_by_the_newest(fresh_redis)


def test_a_cluster_fences_the_ledgers_of_each_tag(cluster: Cluster) -> None:
    _held_by_the_newest(cluster)


def _held_by_the_newest(client: redis.Redis) -> None:
    buckets = LedgerBuckets(client)
    record = {key: kept.keep(key, 1, None, key.encode()) for key in KEYS}
    with pytest.raises(redis.ResponseError, match="LOST"):
        buckets.write(1, record)
    old = Lease(client, "tests", 60_000).acquire()
    buckets.write(old, record)
    buckets.write(old, {key: kept.keep(key, 2, None, None) for key in KEYS})
    new = Lease(client, "tests", 60_000).acquire()
    with pytest.raises(redis.ResponseError, match="FENCED"):
        buckets.write(old, record)
    assert not any(buckets.have(KEYS))
    buckets.write(new, record)
    with pytest.raises(redis.ResponseError, match="LOST"):
        buckets.write(new + 1, record)


@pytest.fixture
def one_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    """All ledgers in one list."""
    monkeypatch.setattr(keys, "LEDGER_TAGS", 1)
    monkeypatch.setattr(keys, "LEDGER_BUCKETS", 1)
