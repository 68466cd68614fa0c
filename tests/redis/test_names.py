"""Whose hash is whose, for as long as posts of theirs are known."""

from __future__ import annotations

import redis

from dataflows.redis import keys
from dataflows.redis.hashes import Hashes, bucket
from dataflows.redis.lease import Lease
from dataflows.redis.reader import PostReader
from dataflows.redis.store import RedisStore
from dataflows.redis.writer import PostWriter
from enforcement.batch import columns_of
from enforcement.events import Post
from enforcement.instants import DAY_MS
from tests.contracts.log_machine import keeping
from tests.contracts.store_machine import an_entry

POLICIES = keeping(30)
KEEP_MS = 30 * DAY_MS
BORDER_MS = keys.names_end_ms(300)
HASHES = Hashes(b"a secret of the tests")
AUTHOR = HASHES.author("u")
FIELD = AUTHOR.to_bytes(8, "big")


def write(writer: PostWriter, at_ms: int, *profiles: str) -> None:
    """A post of each profile."""
    writer.add(columns_of([Post(f"{name}-{at_ms}", name, at_ms, "comment") for name in profiles]))
    writer.flush()
    writer.wait()


def named(client: redis.Redis, now_ms: int) -> str | None:
    """What the author is called, as a reader has it."""
    return PostReader(client, HASHES, KEEP_MS, 0).names([AUTHOR], now_ms)[0]


def test_an_author_is_named_while_a_post_may_be_known(fresh_redis: redis.Redis) -> None:
    """Up to the last moment of the last post, over the border of two periods."""
    write(PostWriter(fresh_redis, HASHES, POLICIES), BORDER_MS - 1, "u")
    assert named(fresh_redis, BORDER_MS - 1) == named(fresh_redis, BORDER_MS - 1 + KEEP_MS) == "u"
    lives_ms = fresh_redis.pttl(keys.names(bucket(AUTHOR), 300))
    assert KEEP_MS < lives_ms <= KEEP_MS + 4 * DAY_MS


def test_who_posts_on_is_named_on(fresh_redis: redis.Redis) -> None:
    """A writer that has named somebody once does it again in the next period; also one that has just started."""
    writer = PostWriter(fresh_redis, HASHES, POLICIES)
    for at_ms in (BORDER_MS - 1, BORDER_MS, BORDER_MS + 1):
        write(writer, at_ms, "u")
    fresh_redis.delete(keys.names(bucket(AUTHOR), 300))
    assert named(fresh_redis, BORDER_MS + 1) == "u"
    fresh_redis.flushall()
    late = PostWriter(fresh_redis, HASHES, POLICIES)
    write(late, BORDER_MS - 1, "u")
    write(late, BORDER_MS + DAY_MS, "v")
    write(late, BORDER_MS - 1, "u")
    assert named(fresh_redis, BORDER_MS - 1 + KEEP_MS) == "u"


def test_a_period_leaves_whole(fresh_redis: redis.Redis) -> None:
    """Nothing has to be swept."""
    write(PostWriter(fresh_redis, HASHES, POLICIES), BORDER_MS - 64 * DAY_MS, *(f"v{number}" for number in range(50)))
    found = [key.decode() for key in fresh_redis.keys("*:names:*")]
    assert found
    assert all(0 < fresh_redis.pttl(key) <= KEEP_MS + 68 * DAY_MS for key in found)
    assert named(fresh_redis, BORDER_MS + KEEP_MS) is None


def test_the_erased_are_named_nowhere(fresh_redis: redis.Redis) -> None:
    """In no period; somebody else of the same bucket stays."""
    hashes = Hashes(b"a secret of the tests")
    store = RedisStore(fresh_redis, hashes, Lease(fresh_redis, "tests", 60_000).acquire())
    writer = PostWriter(fresh_redis, hashes, POLICIES)
    for at_ms in (BORDER_MS - 1, BORDER_MS):
        write(writer, at_ms, "u", "v")
    store.journal(an_entry(appears_drop={"u": BORDER_MS}, now=BORDER_MS))
    store.apply()
    found = {(field, name) for key in fresh_redis.keys("*:names:*") for field, name in fresh_redis.hgetall(key).items()}
    assert found == {(hashes.author("v").to_bytes(8, "big"), b"v")}


def test_who_posts_after_an_erasure_keeps_the_name_when_that_is_applied_again(fresh_redis: redis.Redis) -> None:
    """After a crash what is journaled is applied once more; what was posted since is known, twice erased or not."""
    lease = Lease(fresh_redis, "tests", 60_000).acquire()
    hashes = Hashes(b"a secret of the tests")
    store = RedisStore(fresh_redis, hashes, lease)
    for at_ms in (BORDER_MS - 2, BORDER_MS - 1):
        store.journal(an_entry(appears_drop={"u": at_ms}, now=at_ms))
        store.apply()
    write(PostWriter(fresh_redis, hashes, POLICIES), BORDER_MS, "u")
    anew = Hashes(b"a secret of the tests")
    again = RedisStore(fresh_redis, anew, lease)
    assert len(again.open_entries()) == 2
    again.apply()
    known = anew.generation_of("u")
    assert known is not None
    assert PostReader(fresh_redis, anew, KEEP_MS, 0).names([anew.author("u", known.number)], BORDER_MS) == ["u"]
