"""What a profile's ten thousandth strike costs against its hundredth: python -m tests.benchmarks.hot_profile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median

from dataflows.steps import RawBatch
from enforcement import instants
from tests.running import Pipeline, Row, encode

STRIKES = 10_000
FIRST = instants.parse("2026-01-01T00:00:00Z")
MINUTE = 60_000


def strike(number: int, at: int) -> list[Row]:
    """A post and the violation it led to, with nothing between."""
    text = instants.text(at)
    post = {"kind": "post", "post_id": f"p{number}", "profile_id": "u", "surface": "feed_post", "audience": "public"}
    violation = {"kind": "violation", "violation_id": f"v{number}", "post_id": f"p{number}", "guideline": "spam"}
    return [{**post, "at": text}, {**violation, "at": text, "decided_by": "kim"}]


def in_order() -> Iterator[list[Row]]:
    """Each a minute after the last."""
    for number in range(STRIKES):
        yield strike(number, FIRST + number * MINUTE)


def late() -> Iterator[list[Row]]:
    """Every second one five minutes before the last."""
    for number in range(STRIKES):
        yield strike(number, FIRST + number * MINUTE - (number % 2) * 5 * MINUTE)


def annulled() -> Iterator[list[Row]]:
    """Every second one taken back at once."""
    for number in range(STRIKES):
        events = strike(number, FIRST + number * MINUTE)
        if number % 2:
            reversal = {"kind": "reversal", "reversal_id": f"x{number}", "violation_id": f"v{number}"}
            events.append({**reversal, "profile_id": "u", "at": events[1]["at"], "decided_by": "lena"})
        yield events


def costs(stream: Callable[[], Iterator[list[Row]]], size: int) -> list[float]:
    """Microseconds of each strike, `size` of them a batch."""
    pipeline = Pipeline()
    steps = pipeline.steps
    found: list[float] = []
    waiting: list[bytes] = []
    for number, events in enumerate(stream(), 1):
        waiting += encode(events)
        if number % size == 0:
            start = time.perf_counter()
            steps(RawBatch("f", 1, [*waiting]))
            found += [(time.perf_counter() - start) / size * 1e6] * size
            waiting = []
    return found


def main() -> None:
    """Print a table."""
    print(f"{'':24}{'100th':>10}{'1,000th':>10}{'10,000th':>10}   10,000th / 100th (us a strike)")
    for stream in (in_order, late, annulled):
        for size in (1, 50):
            found = costs(stream, size)
            near = [median(found[place - 50 : place + 50]) for place in (100, 1_000, STRIKES - 50)]
            name = f"{stream.__name__}, {size} a batch"
            print(f"{name:24}" + "".join(f"{cost:10.0f}" for cost in near) + f"   {near[2] / near[0]:.2f}")


if __name__ == "__main__":
    main()
