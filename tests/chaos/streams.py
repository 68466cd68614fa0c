"""Streams for rounds of chaos: several hostile worlds side by side, repeated, out of order, late and broken.

Two kinds, since live, a pipeline that has read everything for a second goes on by the clock, and a replay does not. A
`timed` stream has ends in its middle: it must never stall for so long, or be there as a whole before the pipeline
starts. A `fresh` one may be fed however it stalls: it is of the last hours, and nothing in it ends before tomorrow.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from enforcement.policy_file import shipped_text
from tests.hostile import SCENES, burst, campaign, claims, crowd
from tests.model.hostile_lines import broken, encode
from tests.model.hostile_policies import START, policies
from tests.model.hostile_world import DAY, HOUR, MINUTE, World

Event = dict[str, Any]
Scene = Callable[[World], None]
_LONGEST = 200 * DAY  # a timed stream ends before the clock does
_BY_POST = {"violation", "report"}


@dataclass(frozen=True)
class Stream:
    """Lines, the partition of each, the texts of the policies, and over how many seconds they are fed."""

    lines: list[bytes]
    places: list[int]
    policies: list[str]
    fed_s: float
    ends: bool
    """Whether something ends in it, so that it matters when the clock takes over."""

    @property
    def partitions(self) -> int:
        """How many partitions there are."""
        return max(self.places) + 1

    def without(self, lines: Collection[int]) -> Stream:
        """The same without some lines."""
        kept = [number for number in range(len(self.lines)) if number not in lines]
        return replace(self, lines=[self.lines[n] for n in kept], places=[self.places[n] for n in kept])


class _Apart(World):
    """A world none of whose names another has."""

    def __init__(self, r: random.Random, number: int) -> None:
        self.number = number
        super().__init__(r)

    def name(self, letter: str) -> str:
        return f"{self.number}.{super().name(letter)}"


def timed(r: random.Random, size: int, fed_s: float) -> Stream:
    """About `size` lines of one partition under hostile policies; only nothing waits in vain."""
    texts = [_patient(text) for text in policies(r)]
    events = [event for _, event in _arriving(r, _worlds(r, size, SCENES))]
    lines = _poisoned(r, [encode(r, event) for event in events])
    return Stream(lines, [0] * len(lines), texts, fed_s, ends=True)


def fresh(r: random.Random, size: int, partitions: int, fed_s: float) -> Stream:
    """About `size` lines of the last day under a policy whose ends are all to come.

    In several partitions, what competes keeps its order, and nothing rests on the number of posts (law 1).
    """
    text = _patient(shipped_text())
    if partitions == 1:
        found = _recent(_arriving(r, _worlds(r, size, SCENES)))
        lines = _poisoned(r, [encode(r, event) for _, event in found])
        return Stream(lines, [0] * len(lines), [text], fed_s, ends=False)
    found = _recent(
        [pair for pair in _arriving(r, _worlds(r, size, [burst, campaign, crowd, claims])) if _free(pair[1])]
    )
    text = re.sub(r"(?m)^min_(share|posts) = .*\n", "", text)
    lines = [encode(r, event) for _, event in found]
    return Stream(lines, _places(found, partitions), [text], fed_s, ends=False)


def _patient(text: str) -> str:
    """A policy under which nothing waits in vain, and no post comes too late to be kept (domain.md 3.1, 3.3)."""
    kept = re.sub(r'(?m)^keep = ".*"', 'keep = "60d"', text)
    return re.sub(r'(?m)^wait = ".*"', 'wait = "9000d"', kept)


def _worlds(r: random.Random, size: int, scenes: Sequence[Scene]) -> list[_Apart]:
    """Worlds with `size` events in all."""
    count = max(1, size // r.choice([60, 150, 400]))
    found = [_Apart(r, number) for number in range(count)]
    for world in found:
        weights: list[float] = [r.choice([1, 4, 8]) for _ in scenes]
        if len(scenes) > 4:
            weights[4:] = [2, 1, r.choice([0, 0.3, 1])]
        while len(world.events) < size / count and world.now < _LONGEST:
            r.choices(scenes, weights)[0](world)
            world.now += r.choice([0, HOUR, 5 * HOUR, DAY, DAY, 3 * DAY, 8 * DAY])
    return found


def _arriving(r: random.Random, worlds: Sequence[_Apart]) -> list[tuple[int, Event]]:
    """What the worlds say as (world, event) in order of arrival: within an hour any, 1 % late, 10 % again."""
    found = []
    for world in worlds:
        for arrival, event in world.events:
            late = r.randint(0, 3 * DAY) if r.random() < 0.01 else r.randint(0, HOUR)
            found.append((arrival + late, world.number, event))
            if r.random() < 0.1:
                other: Event = r.choice([{}, {}, {"decided_by": "someone", "outcome": "upheld"}])
                found.append((arrival + late + r.randint(0, DAY), world.number, event | other))
    found.sort(key=lambda one: one[0])
    return [(number, event) for _, number, event in found if event["at"] < _LONGEST + 30 * DAY]


def _poisoned(r: random.Random, lines: list[bytes]) -> list[bytes]:
    found = list(lines)
    for _ in range(len(lines) // 15):
        found.insert(r.randint(0, len(found)), broken(r, r.choice(lines)))
    return [line for line in found if line.strip()]  # a file has no such record


def _recent(found: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """The same with all times moved, in their order, into the last 20 hours."""
    now = int(time.time() * 1000) - int(START.timestamp() * 1000) - 10 * MINUTE
    ats = [event["at"] for _, event in found]
    first, span = min(ats), max(ats) - min(ats) + 1

    def moved(event: Event) -> Event:
        at = now - 20 * HOUR + (event["at"] - first) * 20 * HOUR // span
        post = event.get("post")
        return event | {"at": at} | ({"post": post | {"at": at}} if isinstance(post, dict) else {})

    return [(number, moved(event)) for number, event in found]


def _free(event: Event) -> bool:
    """Whether an event's place among others is free; what it brings with it may contradict another, and is left out."""
    event.pop("post", None)
    return bool(event["kind"] != "erasure")


def _places(found: list[tuple[int, Event]], partitions: int) -> list[int]:
    """By world; what may come in any order, anywhere."""
    contested = {event.get("target") or event.get("violation_id") for _, event in found if event["kind"] != "violation"}
    return [
        crc32(event["post_id"].encode()) % partitions
        if event["kind"] in _BY_POST and event.get("violation_id") not in contested - {None}
        else number % partitions
        for number, event in found
    ]
