"""Thousands of seeds of simulated crashes: `python -m tests.crashes 10000` (see `--help`)."""

from __future__ import annotations

import gc
import os
import signal
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from dataflows.redis import keys
from tests.crashes.plays import BLOCK, Played, kind_of, play
from tests.crashes.redis import BUCKETS

_HAPPENS = {
    "crashed": "crashed",
    "repeated": "repeated",
    "slept": "slept",
    "Redis fell": "fell back",
    "Redis was": "emptied",
}
"""How a line of a trace begins -> the column that counts it."""
_LONGEST_S = 20.0
"""A seed takes some 20 ms, and one that is in doubt a second."""


@dataclass
class Sum:
    """What came of some seeds."""

    seeds: Counter[str] = field(default_factory=Counter)
    """Kind -> how many."""
    happened: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Kind -> what happened how often."""
    failed: dict[int, str] = field(default_factory=dict)
    """Seed -> how it ended."""
    cpu_s: float = 0.0

    def add(self, other: Sum) -> None:
        """Take in what came of others."""
        self.seeds += other.seeds
        self.failed |= other.failed
        self.cpu_s += other.cpu_s
        for kind, found in other.happened.items():
            self.happened[kind] += found


def play_some(seeds: range) -> Sum:
    """Play some seeds in this process."""
    signal.signal(signal.SIGVTALRM, _does_not_end)
    began_s, found = time.process_time(), Sum()
    for seed in seeds:
        kind = kind_of(seed).name
        found.seeds[kind] += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST_S)
        try:
            played = play(seed)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what to report
            found.failed[seed] = "".join(traceback.format_exception(error, limit=-4)).rstrip()
            continue
        found.happened[kind] += _counted(played)
        if played.wrong:
            found.failed[seed] = "; ".join((played.wrong, *played.trace))
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    found.cpu_s = time.process_time() - began_s
    return found


def _counted(played: Played) -> Counter[str]:
    return Counter(column for line in played.trace for start, column in _HAPPENS.items() if line.startswith(start))


def _does_not_end(*_: object) -> None:
    raise TimeoutError(f"it does not end within {_LONGEST_S:.0f} s of CPU")


def _begin() -> None:
    """A process that plays: what can share a bucket shares it, and what it has loaded is no garbage."""
    for name in BUCKETS:
        setattr(keys, name, 2)
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _blocks(seeds: range) -> Iterable[range]:
    """Seeds in pieces of which each has streams of its own."""
    cuts = [seeds.start, *range(seeds.start // BLOCK * BLOCK + BLOCK, seeds.stop, BLOCK), seeds.stop]
    return (range(first, end) for first, end in pairwise(cuts))


def _played(seeds: range, processes: int) -> Sum:
    found = Sum()
    with ProcessPoolExecutor(processes, initializer=_begin) as pool:
        doing = [pool.submit(play_some, block) for block in _blocks(seeds)]
        errors = Console(stderr=True)
        for one in track(as_completed(doing), "", len(doing), console=errors, disable=not errors.is_terminal):
            found.add(one.result())
    return found


def _table(found: Sum) -> Table:
    table = Table("", "seeds", *_HAPPENS.values(), "failed", box=None, pad_edge=False, collapse_padding=True)
    for column in table.columns[1:]:
        column.justify = "right"
    failed = Counter(kind_of(seed).name for seed in found.failed)
    for kind in found.seeds:
        counts = [found.seeds[kind], *(found.happened[kind][column] for column in _HAPPENS.values()), failed[kind]]
        table.add_row(kind, *(f"{count:,}" for count in counts))
    return table


def main(
    seeds: Annotated[int, typer.Argument(min=1, help="How many seeds.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The first of them.")] = 0,
    processes: Annotated[int | None, typer.Option(min=1, help="How many processes play; one a core.")] = None,
) -> None:
    """Play simulated crashes, seed after seed, and print what was played; exit code 1 if a seed ended wrongly.

    A seed is one run of the live pipeline over a small stream, on a Kafka and a Redis in memory, with crashes, repeats,
    delays and losses where the seed draws them. It is the same each time.
    """
    out, began_s = Console(soft_wrap=True, highlight=False), time.monotonic()
    found = _played(range(seed, seed + seeds), processes or os.cpu_count() or 1)
    seconds = time.monotonic() - began_s
    out.print(_table(found))
    speed = f"{seeds / seconds:.0f} a second"
    out.print(f"seeds: {seeds:,} in {seconds:.1f} s, {found.cpu_s:.1f} s of CPU: {speed}")
    for number in sorted(found.failed):
        out.print(f"seed {number} failed: {found.failed[number]}", markup=False)
        out.print(f"  repeat it: python -m tests.crashes 1 --seed {number}", markup=False)
    raise typer.Exit(bool(found.failed))


if __name__ == "__main__":
    typer.run(main)
