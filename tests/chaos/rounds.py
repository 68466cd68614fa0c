"""One round: a stream, a random schedule of faults, quiet, and the verdict."""

from __future__ import annotations

import json
import random
import shutil
import time
import traceback
from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.chaos.faults import BROKER, FAULTS, Fault
from tests.chaos.judge import Verdict, judge
from tests.chaos.said import Row, delivered, replayed
from tests.chaos.stage import Stage
from tests.chaos.streams import Stream, fresh, timed
from tests.live.pipeline import messages
from tests.servers.fixtures import Kafka
from tests.servers.redis import RedisServer

_STALL_S = 0.6
_QUIET_S = 4.0


@dataclass
class Round:
    """What happened in a round, and what is wrong with it."""

    seed: int
    stream: str = ""
    events: int = 0
    faults: list[str] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    trouble: str | None = None
    silence_s: float = 0.0
    restarts_s: list[float] = field(default_factory=list)
    took_s: float = 0.0
    void: bool = False
    """This machine was too busy to feed it in time."""

    @property
    def failed(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.trouble or self.verdict.lines()) and not self.void


def play(seed: int, kafka: Kafka, redis_program: str, home: Path, allowed: Collection[str] = tuple(FAULTS)) -> Round:
    """Play the round of a seed; its logs stay in `home` if it fails."""
    home.mkdir(exist_ok=True)
    r, one, began_s = random.Random(seed), Round(seed), time.monotonic()
    names = r.sample(sorted(allowed), min(len(allowed), r.choice([1, 2, 3, 4])))
    stream = _stream(r, one, len(names), stalls=not BROKER.isdisjoint(names))
    policies = write_policies(stream, home)
    stream = agreed(stream, policies, home)
    expected = replayed(stream.lines, policies, home)
    (home / "redis").mkdir()
    with RedisServer(home / "redis", program=redis_program) as redis:
        stage = Stage(kafka, redis, home, stream, r, len(expected.records["actions"]))
        one.stream += f", {stage.workers} worker(s)"
        try:
            _run(stage, one, names)
            said = delivered(stage.pipeline, stream.places)
            one.verdict = judge(stream, expected, said)
            _times(stage, one)
        except Exception:  # noqa: BLE001  a round that breaks is a finding, and the next one is played
            one.trouble = traceback.format_exc()
        finally:
            stage.close()
        if not one.failed:
            stage.forget()
            shutil.rmtree(home)
    one.took_s = time.monotonic() - began_s
    if one.failed:
        (home / "verdict").write_text("\n".join([one.stream, *one.faults, one.trouble or "", *one.verdict.lines()]))
    return one


def _stream(r: random.Random, one: Round, faults: int, *, stalls: bool) -> Stream:
    """Any kind of stream, fed for as long as faults take; where that will stall, none to which it matters."""
    size = r.choice([500, 1_000, 2_000, 4_000])
    if r.random() < 0.5:
        stream, one.stream = timed(r, size, 0.0 if stalls else 5.0 * faults), "timed"
    else:
        stream = fresh(r, size, r.choice([1, 1, 3, 4]), r.choice([3.0, 6.0]) * faults)
        one.stream = f"fresh in {stream.partitions} partition(s)"
    one.events = len(stream.lines)
    return stream


def agreed(stream: Stream, policies: Path, home: Path) -> Stream:
    """A stream without posts that name another author than an earlier record: live they may count (domain.md 3.1)."""
    (home / "first-replay").mkdir()
    letters = replayed(stream.lines, policies, home / "first-replay").letters
    return stream.without({row["place"] for row in letters if row["reason"] == "post_conflict" and _is_post(row)})


def _is_post(letter: Row) -> bool:
    return bool(json.loads(b64decode(letter["raw"]))["kind"] == "post")


def write_policies(stream: Stream, home: Path) -> Path:
    """Write the policies of a stream; returns their directory."""
    directory = home / "policies"
    directory.mkdir(parents=True)
    for number, text in enumerate(stream.policies):
        (directory / f"{number}.toml").write_text(text)
    return directory


def _run(stage: Stage, one: Round, names: list[str]) -> None:
    """Feed, do harm when it is so far, wait for quiet, stop."""
    stage.feeder.start()
    if not stage.stream.fed_s:
        stage.feeder.join()
    stage.start()
    places = sorted(stage.r.choice([stage.r.random() * 0.9, 0.0]) for _ in names)
    for name, place in zip(names, places, strict=True):
        fault: Fault = FAULTS[name]
        stage.until(lambda place=place: stage.progress() >= place, f"{place:.0%} of the stream")  # type: ignore[misc]
        time.sleep(stage.r.choice([0.0, 0.0, stage.r.random()]))
        one.faults.append(f"{name} at {stage.progress():.0%}")
        fault(stage)
    stage.until_behind()
    time.sleep(_QUIET_S)  # for what the last fault has done to be noticed
    stage.running_workers()
    stage.until_behind()
    code = stage.pipeline.stop()
    assert code == 0, f"it stopped with {code}"
    assert not stage.feeder.wrong, stage.feeder.wrong
    one.void = stage.stream.ends and stage.stream.fed_s > 0 and stage.feeder.stalled_s > _STALL_S


def _times(stage: Stage, one: Round) -> None:
    """The longest silence between two actions, and from each start to the next action; seconds."""
    moments = _moments(stage)
    one.silence_s = max((after - before for before, after in pairwise(moments)), default=0.0)
    for start in stage.started:
        after = [moment - start for moment in moments if moment > start]
        one.restarts_s += after[:1]


def _moments(stage: Stage) -> list[float]:
    """When each action was delivered, by the clock."""
    found = messages(stage.kafka, stage.pipeline.topic("actions"))
    return sorted(message.timestamp()[1] / 1000 for message in found)
