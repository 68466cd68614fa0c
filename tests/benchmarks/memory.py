"""Ten million posts over sixty days, memory flat after join.keep: python -m tests.benchmarks.memory [--posts N]."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from dataflows.steps import RawBatch
from enforcement import instants
from tests.running import Pipeline

DAYS = 60
BATCH = 4_000
PROFILES = 1_000_000
FIRST = instants.parse("2026-01-01T00:00:00Z")


def batches(posts: int) -> Iterator[tuple[int, list[bytes]]]:
    """(day, lines): distinct posts, evenly spread over the days and over a million profiles."""
    step = DAYS * instants.DAY_MS // posts
    for start in range(0, posts, BATCH):
        yield (
            start * step // instants.DAY_MS,
            [
                b'{"kind":"post","post_id":"p%d","profile_id":"u%d","at":"%b","surface":"feed_post","audience":"public"}'
                % (number, number * 7919 % PROFILES, instants.text(FIRST + number * step).encode())
                for number in range(start, min(start + BATCH, posts))
            ],
        )


def megabytes() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    """Print memory as the days go by."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000_000)
    posts = parser.parse_args().posts
    pipeline = Pipeline()
    before, start, shown, done = megabytes(), time.process_time(), 0, 0
    print(f"{'day':>4}{'posts':>12}{'MB':>8}")
    for day, lines in batches(posts):
        pipeline.steps(RawBatch("f", 1, list(lines)))
        done += len(lines)
        if day >= shown:
            print(f"{day:4}{done:12,}{megabytes():8.0f}")
            shown = day + 5
    live = posts * 30 // DAYS
    print(f"{DAYS:4}{done:12,}{megabytes():8.0f}   {(megabytes() - before) * 1e6 / live:.0f} B a post that is kept")
    print(f"{(time.process_time() - start) / done * 1e6:.2f} us CPU a post, making the lines included")


if __name__ == "__main__":
    main()
