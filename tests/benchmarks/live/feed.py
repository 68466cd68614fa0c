"""Feed posts at a steady rate: python -m tests.benchmarks.live.feed ADDRESS TOPIC POSTS_PER_SECOND SECONDS.

Makes all posts first, then prints a line and begins.
"""

from __future__ import annotations

import gc
import sys
import time

from confluent_kafka import Producer

from tests.benchmarks.live.posts import PARTITIONS, posts, send

_STEP_S = 0.02


def main() -> None:
    """A fiftieth of a second's posts, fifty times a second."""
    address, topic, rate, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    step = max(1, round(rate * _STEP_S))
    steps = [posts(first, step, rate * seconds) for first in range(0, rate * seconds, step)]
    producer = Producer({"bootstrap.servers": address, "compression.type": "lz4", "linger.ms": 5})
    gc.freeze()
    print("begins", flush=True)
    began_s = time.monotonic()
    for number, lines in enumerate(steps):
        time.sleep(max(0.0, began_s + number * _STEP_S - time.monotonic()))
        send(producer, topic, lines, number % PARTITIONS)
    producer.flush()
    print(f"fed {step * len(steps)} in {time.monotonic() - began_s:.1f} s")


if __name__ == "__main__":
    main()
