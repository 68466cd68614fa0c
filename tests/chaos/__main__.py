"""python -m tests.chaos N [--seed S] [--faults NAME,NAME]: N rounds of real crashes, and a table of what came of them.

Ctrl-C (or SIGTERM) ends the round at hand; the table is of those before.

Round number n has the seed S + n, so that a round is played again by itself: python -m tests.chaos 1 --seed S+n.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dataflows.embedded.redis import find_redis_server
from tests.chaos.faults import FAULTS, KILLS
from tests.chaos.rounds import Round, play
from tests.servers.fixtures import Kafka
from tests.servers.kafka import KafkaBroker, libraries

_out = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Play the rounds; 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faults", default=",".join(FAULTS), help="only these, by name")
    given = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="chaos-"))
    (home / "broker").mkdir()
    played = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with KafkaBroker(home / "broker", libraries()) as server, suppress(KeyboardInterrupt):
        kafka = Kafka(server)
        for seed in range(given.seed, given.seed + given.rounds):
            place = home / f"round-{seed}"
            place.mkdir()
            one = play(seed, kafka, str(find_redis_server()), place, given.faults.split(","))
            _tell(one, place)
            played.append(one)
    _out.print(table(played))
    return int(any(one.failed for one in played))


def _tell(one: Round, place: Path) -> None:
    """Print one line of a round; where it failed, why, and how to play it again."""
    word = "FAILED" if one.failed else "void" if one.void else "well"
    _out.print(f"{one.seed}: {word}: {one.events} events, {one.stream}: {', '.join(one.faults)} ({one.took_s:.0f} s)")
    if one.failed:
        said = [(one.trouble or "").strip().rsplit("\n", 1)[-1], *one.verdict.lines()]
        for line in [line for line in said if line][:5]:
            _out.print(f"   {line[:600]}", markup=False)
        _out.print(f"   logs in {place}; again: python -m tests.chaos 1 --seed {one.seed}")


def table(played: list[Round]) -> Table:
    """What came of the rounds."""
    found = Table(box=None, show_header=False)
    harm = Counter(fault.split(" ")[0] for one in played for fault in one.faults)
    restarts = sorted(seconds for one in played for seconds in one.restarts_s)
    middle, worst = (restarts[len(restarts) // 2], restarts[-1]) if restarts else (0.0, 0.0)
    rows = {
        "rounds": len(played),
        "failed": sum(one.failed for one in played),
        "void (this machine was too busy)": sum(one.void for one in played),
        "events": f"{sum(one.events for one in played):,}",
        "kill -9 of a process": sum(harm[name] for name in KILLS),
        **{f"  {name}": harm[name] for name in FAULTS if harm[name]},
        "records lost": sum(len(one.verdict.lost) for one in played),
        "foreign ids": sum(len(one.verdict.foreign) for one in played),
        "wrong standings": sum(len(one.verdict.wrong) for one in played),
        "longest silence": f"{max((one.silence_s for one in played), default=0.0):.1f} s",
        "start to first action": f"median {middle:.1f} s, longest {worst:.1f} s",
        "seeds that failed": ", ".join(str(one.seed) for one in played if one.failed) or "none",
    }
    for name, value in rows.items():
        found.add_row(name, str(value))
    return found


sys.exit(main())
