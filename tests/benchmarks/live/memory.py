"""What Redis holds of a post and of a profile, by its own account (used_memory and MEMORY USAGE)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from prometheus_client import CollectorRegistry

from dataflows.live.decide import LiveDecide
from dataflows.live.partitions import Partitions
from dataflows.live.time import StreamClock
from dataflows.redis import keys
from dataflows.redis.hashes import Hashes
from dataflows.redis.post_log import RedisPostLog
from dataflows.redis.sealer import Sealer
from dataflows.redis.store import RedisStore
from dataflows.redis.writer import PostWriter
from dataflows.steps import Decide, Decode, RawBatch
from dataflows.stores.post_log import MemoryPostLog
from enforcement import instants
from enforcement.batch import PostColumns
from enforcement.desk import Desk
from enforcement.languages import languages
from enforcement.policy_file import default_policies
from enforcement.times import ListedTimes
from enforcement.voice import Voice
from enforcement.wording import Wording
from metrics.meters import Meters
from tests.benchmarks.live.posts import PARTITIONS, author_of, post_id, profile_id, yesterday_ms
from tests.benchmarks.live.speed import aim
from tests.running import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis

    from dataflows.steps import Outputs
    from tests.benchmarks.live.servers import Servers

MOST_OPEN, MOST_SEALED, MOST_NAME, MOST_STRUCK = 48, 32, 64, 400
_DAYS, _BATCH, _FLUSH = 2, 2_000, 50
SECRET = b"a secret of the benchmark alone"
_policies = default_policies()
_decode = Decode(_policies)


def memory(servers: Servers, posts: int, profiles: int, struck: int) -> bool:
    """Print bytes a post and a profile; whether what was aimed at is reached."""
    client = servers.redis.client()
    client.flushall()
    before = _used(client)
    _write(client, posts, profiles)
    names, written = _names(client), _used(client)
    opened = (written - before - names) / posts
    sealer = Sealer(client, _policies)
    while sealer.step(yesterday_ms() + 300 * instants.DAY_MS):
        pass
    sealed = (_used(client) - before - names) / posts
    print(f"{posts:,} posts of {_DAYS} days, {profiles:,} profiles")
    reached = aim(opened <= MOST_OPEN, f"{opened:.1f} B a post while its day is open; at most {MOST_OPEN}")
    reached &= aim(sealed <= MOST_SEALED, f"{sealed:.1f} B once it is sealed; at most {MOST_SEALED}")
    name = names / profiles
    reached &= aim(name <= MOST_NAME, f"{name:.1f} B a profile without strikes; at most {MOST_NAME}")
    before = _used(client)
    _strike(client, struck)
    each = (_used(client) - before) / struck
    what = f"{name + each:.0f} B a struck profile, with its post's ledger and ids ({struck:,}); at most {MOST_STRUCK}"
    return aim(name + each <= MOST_STRUCK, what) and reached


def _used(client: redis.Redis) -> int:
    """Bytes in use, buffers of clients and of the append-only file left out."""
    client.memory_purge()
    found = client.info("memory")
    return int(found["used_memory"]) - int(found["mem_clients_normal"]) - int(found["mem_aof_buffer"])


def _write(client: redis.Redis, posts: int, profiles: int) -> None:
    writer = PostWriter(client, Hashes(SECRET), _policies)
    step = _DAYS * instants.DAY_MS / posts
    for number, first in enumerate(range(0, posts, _BATCH)):
        numbers = np.arange(first, min(first + _BATCH, posts))
        count = len(numbers)
        writer.add(
            PostColumns(
                list(range(count)),
                list(map(post_id, numbers.tolist())),
                list(map(profile_id, author_of(numbers, profiles).tolist())),
                ListedTimes([yesterday_ms() - instants.DAY_MS + int(at * step) for at in numbers.tolist()]),
                ["comment"] * count,
                ["en"] * count,
            )
        )
        if number % _FLUSH == 0:
            writer.flush()
    writer.flush()
    writer.wait()


def _names(client: redis.Redis) -> int:
    pipe = client.pipeline(transaction=False)
    for key in client.scan_iter(match="*:names:*", count=10_000):
        pipe.memory_usage(key, samples=0)
    return sum(pipe.execute())


def _strike(client: redis.Redis, struck: int) -> None:
    """A first strike for so many profiles, each for a post of its own, whose record is in no log here."""
    client.set(keys.FENCE, 1)
    store = RedisStore(client, Hashes(SECRET), 1)
    decide = Decide(Desk(_policies, MemoryPostLog(_policies), store, Voice(languages()), SECRET), store)
    at = instants.text(yesterday_ms() + instants.DAY_MS)
    for first in range(0, struck, _BATCH):
        numbers = range(first, min(first + _BATCH, struck))
        decide(_decode(RawBatch("violations", first, [*encode([violation(number, at) for number in numbers])])))
        decide.delivered()


def striker(client: redis.Redis) -> Callable[[int], list[Outputs]]:
    """What gives the profile of a number its first strike, and returns what is said of it."""
    decide = _decider(client)
    at = instants.text(yesterday_ms() + instants.DAY_MS)
    return lambda number: decide(_decode(RawBatch("violations", number, [*encode([violation(number, at)])], 0)))


def _decider(client: redis.Redis) -> LiveDecide:
    client.set(keys.FENCE, 1)
    hashes = Hashes(SECRET)
    store = RedisStore(client, hashes, 1)
    log = RedisPostLog(client, hashes, _policies)
    desk = Desk(_policies, log, store, Voice(languages(), Wording()), SECRET)
    clock = StreamClock(str(index) for index in Partitions({"posts": PARTITIONS}).indexes())
    return LiveDecide(desk, store, log, hashes, clock, Meters(CollectorRegistry()))


def violation(number: int, at: str) -> dict[str, object]:
    """The first violation of the profile of this number, with its post."""
    post = {"profile_id": profile_id(number), "at": at, "surface": "comment", "audience": "public"}
    named = {"kind": "violation", "violation_id": f"v{number:016}", "post_id": post_id(10**8 + number)}
    return {**named, "guideline": "spam", "at": at, "decided_by": "moderator-7", "post": post}
