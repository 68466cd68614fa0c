"""What a post costs: the floor and the pipeline in turns, on the same posts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import msgspec

from tests.benchmarks.live.floor import FIRST, LAST
from tests.benchmarks.live.servers import HERE, Servers, running

LEAST_RATIO, MOST_CPU, MOST_MORE = 0.5, 2.2, 1.25


class Run(msgspec.Struct):
    """One measured run: posts a second, and microseconds of CPU a post by who used it."""

    rate: float
    client: float
    redis: float = 0.0
    broker: float = 0.0


def floor(servers: Servers, topic: str, total: int) -> Run:
    """One run of the floor."""
    command = [sys.executable, "-m", "tests.benchmarks.live.floor", servers.kafka.address, topic, str(total)]
    done = subprocess.run(command, check=True, capture_output=True, cwd=HERE)
    found = json.loads(done.stdout)
    return Run(found["rate"], found["cpu_us"])


def path(servers: Servers, topic: str, total: int, name: str, *, workers: int = 1, code: Path = HERE) -> Run:
    """One run of the pipeline."""
    with running(servers, name, [topic], workers=workers, code=code) as pipeline:
        marks = list(pipeline.wait_for(topic, total))
        if "start again" in pipeline.log():
            sys.exit(f"a worker ended meanwhile: {pipeline.log()}")
    first = next(mark for mark in marks if mark[0] >= FIRST * total)
    last = [mark for mark in marks if mark[0] <= LAST * total][-1]
    posts, seconds = last[0] - first[0], last[1] - first[1]
    if posts <= 0:
        sys.exit("too few posts to measure anything: give more --posts")
    used = {who: (last[2][who] - first[2][who]) / posts * 1e6 for who in first[2]}
    return Run(posts / seconds, **used)


def rounds(
    servers: Servers, topic: str, total: int, count: int, *, two: bool, against: Path | None
) -> dict[str, list[Run]]:
    """Interleave them all, so that each meets the same noise."""
    runs: dict[str, list[Run]] = {}
    for number in range(count):
        runs.setdefault("floor", []).append(floor(servers, topic, total))
        runs.setdefault("post path", []).append(path(servers, topic, total, f"one{number}."))
        if against is not None:
            runs.setdefault("the other code", []).append(path(servers, topic, total, f"other{number}.", code=against))
        if two:
            runs.setdefault("two workers", []).append(path(servers, topic, total, f"two{number}.", workers=2))
    return runs


def show(runs: dict[str, list[Run]]) -> bool:
    """Print a table, and whether what was aimed at is reached; returns that."""
    print(f"{'':16}{'thousand posts/s':>24}{'CPU us a post: client':>24}{'Redis':>8}{'broker':>8}")
    for name, found in runs.items():
        rates = _spread([run.rate / 1e3 for run in found], ".0f")
        mid = [median(getattr(run, who) for run in found) for who in ("client", "redis", "broker")]
        print(f"{name:16}{rates:>24}{mid[0]:24.2f}{mid[1]:8.2f}{mid[2]:8.2f}")
    reached = True
    for name in [name for name in runs if name != "floor"]:
        pairs = list(zip(runs[name], runs["floor"], strict=True))
        ratios = [run.rate / least.rate for run, least in pairs]
        costs = [(run.client + run.redis) / least.client for run, least in pairs]
        print(f"{name} / floor: speed {_spread(ratios, '.2f')}, CPU with Redis {_spread(costs, '.2f')}")
        if name == "post path":
            reached &= aim(median(ratios) >= LEAST_RATIO, f"speed at least {LEAST_RATIO} of the floor")
            reached &= aim(median(costs) <= MOST_CPU, f"CPU at most {MOST_CPU} times the floor's")
    if "two workers" in runs:
        more = [two.client / one.client for two, one in zip(runs["two workers"], runs["post path"], strict=True)]
        print(f"two workers / one: CPU of the clients a post {_spread(more, '.2f')}")
        reached &= aim(median(more) <= MOST_MORE, f"at most {MOST_MORE}")
    return reached


def _spread(values: list[float], form: str) -> str:
    return f"{min(values):{form}} / {median(values):{form}} / {max(values):{form}}"


def aim(reached: bool, what: str) -> bool:  # noqa: FBT001  it is what it says
    """Print whether something aimed at is reached; gives that."""
    print(f"    aimed at: {what}: {'reached' if reached else 'NOT REACHED'}")
    return reached
