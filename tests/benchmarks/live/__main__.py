"""The live pipeline on a real broker and a real Redis: python -m tests.benchmarks.live [PART ...] [--posts N] ...

Parts: speed (the post path against its floor), two (two workers against one), latency (violation to action at half of
the peak), carried (the peak where the feeder shares the machine; latency is then measured at half of that), memory
(bytes in Redis a post and a profile), restore (a lost store, and a start after it). Without a name: speed, latency and
memory, shortly.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks.live import speed
from tests.benchmarks.live.carried import carried
from tests.benchmarks.live.latency import latency
from tests.benchmarks.live.memory import memory
from tests.benchmarks.live.posts import fill
from tests.benchmarks.live.restore import restore
from tests.benchmarks.live.servers import Servers
from tests.servers.kafka import missing_programs

PARTS = ("speed", "two", "carried", "latency", "memory", "restore")


def main() -> int:
    """Measure; 1 if something aimed at was not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--posts", type=int, default=1_600_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--against", type=Path, help="another checkout with its .venv, measured too")
    parser.add_argument("--rate", type=int, help="posts a second while latency is measured, if not half of the peak")
    parser.add_argument("--seconds", type=int, default=20, help="how long latency is measured")
    parser.add_argument("--kept", type=int, default=1_000_000, help="posts whose memory is measured (issue 4: 5000000)")
    parser.add_argument("--struck", type=int, default=500_000, help="profiles whose strikes are measured (minutes)")
    parser.add_argument("--restored", type=int, default=100_000, help="profiles restored (issue 4: 1000000)")
    options = parser.parse_args()
    parts = options.parts or ["speed", "latency", "memory"]
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if missing := missing_programs():
        print(f"no {' and no '.join(missing)} on PATH: install Java 17 and Maven to run a broker", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as base, ExitStack() as stack:
        return 0 if measure(Servers(Path(base), stack), parts, options) else 1


def measure(servers: Servers, parts: list[str], options: argparse.Namespace) -> bool:
    """Run the parts that were asked for."""
    reached, rate = True, options.rate or 0
    if "carried" in parts:
        rate = rate or carried(servers) // 2
    if {"speed", "two"} & set(parts) or ("latency" in parts and not rate):
        topic = servers.topic("posts")
        size = fill(servers.kafka.address, topic, options.posts)
        print(f"{options.posts:,} posts of {size:.0f} B, {options.rounds} interleaved rounds (min / median / max)")
        runs = speed.rounds(servers, topic, options.posts, options.rounds, two="two" in parts, against=options.against)
        reached &= speed.show(runs)
        rate = rate or int(median(run.rate for run in runs["post path"]) / 2)
    if "latency" in parts:
        reached &= latency(servers, rate, options.seconds)
    if "memory" in parts:
        reached &= memory(servers, options.kept, options.kept // 10, options.struck)
    if "restore" in parts:
        reached &= restore(servers, options.restored)
    return reached


if __name__ == "__main__":
    sys.exit(main())
