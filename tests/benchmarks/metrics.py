"""What metrics cost the post path, which may lose 2 % to them at most: python -m tests.benchmarks.metrics.

The path is the cheapest one there is: decoding posts and appending them to the post log in memory, without Kafka or
Redis. It is judged at full speed, where an epoch has many batches; at one batch an epoch a worker is two thirds idle.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from statistics import median

from prometheus_client import CollectorRegistry, generate_latest

from dataflows.steps import Decode, RawBatch
from dataflows.stores.post_log import MemoryPostLog
from enforcement import instants
from enforcement.policy_file import default_policies
from metrics.catalog import TALLIED
from metrics.meters import Meters
from tests.running import encode

POSTS, ROUNDS, WARM, PARTITIONS = 2_000, 60, 10, 24
EPOCH_BATCHES = 18  # of 2,000 posts at 2.7 us each, in an epoch of 100 ms
AT = instants.parse("2026-01-01T00:00:00Z")
MOST = 0.02
ACTION = b'{"kind":"remind","action_id":"a","at":"2026-01-01T00:00:00Z","profile_id":"u","rung":1,"next_rung":null}'


def posts(number: int) -> list[bytes]:
    """One batch of new posts."""
    ids = range(number * POSTS, (number + 1) * POSTS)
    row = {"kind": "post", "surface": "feed_post", "audience": "public", "at": instants.text(AT + number * 1_000)}
    return encode([{**row, "post_id": f"post-{each}", "profile_id": f"profile-{each % 99_991}"} for each in ids])


def post_path() -> Callable[[int], float]:
    """Seconds to decode and append a batch."""
    policies = default_policies()
    decode, log = Decode(policies), MemoryPostLog(policies)

    def run(number: int) -> float:
        raw = RawBatch("posts", 1, [*posts(number)])
        start = time.perf_counter()
        batch = decode(raw)
        log.append(batch.posts, batch.posts.ats[-1], batch.posts.ats[0])
        log.keep()
        return time.perf_counter() - start

    return run


def each_batch(meters: Meters) -> None:
    """What one batch calls."""
    with meters.store("append"):
        pass
    meters.batch("posts", POSTS, 0.005)


def each_epoch(meters: Meters, tally: Counter[str]) -> None:
    """What one epoch calls, on a worker that has every partition and the decider, and where everything changed."""
    for key in tally:
        tally[key] += 1
    meters.tally(tally)
    for partition in range(PARTITIONS):
        meters.lag("posts", partition, 1_000)
    meters.stream_time(AT)
    meters.parked(3, 1_000)
    meters.appeals_overdue(0)
    meters.journal(1, 0.0)
    meters.connected("redis", up=True)
    meters.epoch_closed(0.1)


def timed(call: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(
    number: int, path: Callable[[int], float], meters: Meters, tally: Counter[str], registry: CollectorRegistry
) -> tuple[float, ...]:
    """One round: the path, a batch's metrics, an epoch's, an action's, a scrape; so all meet the same noise."""
    return (
        path(number),
        timed(lambda: each_batch(meters)),
        timed(lambda: each_epoch(meters, tally)),
        timed(lambda: meters.delivered([ACTION] * 100, 0.1)) / 100,
        timed(lambda: generate_latest(registry)),
    )


def main() -> int:
    """Print a table; 1 if the metrics cost more than they may."""
    registry = CollectorRegistry()
    meters, path = Meters(registry), post_path()
    keys = [f"{metric.tally}x" if metric.labels else metric.tally for metric in TALLIED]
    tally = Counter(dict.fromkeys(keys, 0))
    costs = [measure(number, path, meters, tally, registry) for number in range(ROUNDS)]
    per_path, per_batch, per_epoch, per_action, per_scrape = (
        median(column) * 1e6 for column in zip(*costs[WARM:], strict=True)
    )
    share = (per_batch + per_epoch) / per_path
    full = (per_batch + per_epoch / EPOCH_BATCHES) / per_path
    print(f"a batch of {POSTS:,} posts, decoded, appended {per_path:10.1f} us  ({per_path / POSTS:.2f} us a post)")
    print(f"its own metrics                         {per_batch:10.1f} us  ({per_batch / per_path:.2%})")
    print(f"an epoch's metrics, {PARTITIONS} partitions       {per_epoch:10.1f} us  ({per_epoch / per_path:.2%})")
    print(f"both, at {EPOCH_BATCHES} batches an epoch, full speed                 ({full:.2%}, at most {MOST:.0%})")
    print(f"both, at one batch an epoch                                ({share:.2%})")
    print(f"an action delivered                     {per_action:10.1f} us")
    print(f"a scrape, in its own thread             {per_scrape:10.1f} us")
    return int(full > MOST)


if __name__ == "__main__":
    sys.exit(main())
