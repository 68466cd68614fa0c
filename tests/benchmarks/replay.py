"""The replay of a real year against its floor: python -m tests.benchmarks.replay [FILE] [--rounds N].

The floor is what any program must do with the file: gunzip with the standard library, split, decode two fields. Both
are run as processes of their own, one after the other in each round.
"""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import msgspec

from tests.conftest import SHARED

YEAR = SHARED / "data" / "enwiki-2013.events.jsonl.gz"


class Two(msgspec.Struct, gc=False):
    """The least one can know of an event."""

    kind: str
    at: str


class Run(msgspec.Struct):
    """What one process cost: seconds of time and CPU, megabytes at most."""

    seconds: float
    cpu: float
    megabytes: float


def floor(path: Path) -> int:
    """Read, split and decode two fields; how many records there are."""
    with gzip.open(path) as file:
        lines = file.read().split(b"\n")
    decode = msgspec.json.Decoder(Two).decode
    return len([decode(line) for line in lines if line])


def measured(command: list[str]) -> tuple[Run, str]:
    """Run a command and see what it cost, and what it printed."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), printed


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=YEAR)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--floor", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.file.exists():
        print(f"{options.file} is not there: name a file of events, packed with gzip", file=sys.stderr)
        sys.exit(2)
    if options.floor:
        print(floor(options.file))
        return
    compare(options.file, options.rounds)


def compare(path: Path, rounds: int) -> None:
    """Interleave floor and replay."""
    floors, replays, events = [], [], 0
    for _ in range(rounds):
        run, printed = measured([sys.executable, "-m", "tests.benchmarks.replay", str(path), "--floor"])
        floors.append(run)
        events = int(printed)
        with tempfile.TemporaryDirectory() as directory:
            command = [sys.executable, "-m", "dataflows", "replay", str(path), "--out", f"{directory}/out"]
            replays.append(measured(command)[0])
    for name, runs in (("floor", floors), ("replay", replays)):
        seconds = sorted(run.seconds for run in runs)
        print(
            f"{name:8} {seconds[0]:7.2f} / {median(seconds):7.2f} / {seconds[-1]:7.2f} s"
            f"   {events / median(seconds):11,.0f} events/s"
            f"   {median(run.cpu for run in runs) / events * 1e6:6.2f} us CPU an event"
            f"   {max(run.megabytes for run in runs):6.0f} MB"
        )
    ratio = median(run.seconds for run in floors) / median(run.seconds for run in replays)
    print(f"replay / floor: {ratio:.3f} ({events:,} events, {rounds} rounds; min / median / max)")


if __name__ == "__main__":
    main()
