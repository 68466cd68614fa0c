"""Tests of the tests: pipelines with one mistake each, which some hundred seeds must find."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import pytest

from dataflows.live.decide import LiveDecide
from dataflows.live.sink import KafkaDelivery
from dataflows.live.source import _Part
from tests.crashes import oracle, streams
from tests.crashes.cluster import Cluster
from tests.crashes.faults import Odds
from tests.crashes.world import World

_SEEDS = 150
_ODDS = Odds(crash=0.03, repeat=0.01, others=0.1)


def clears_at_once(self: Any) -> None:
    """Clear before the outputs are known to be delivered."""
    self._safe = len(self._store.open_entries())
    _ends(self)


def positions_first(self: Any, part: Any) -> None:
    """Make positions durable, in both places, before what was read is decided."""
    _closes(self, part)
    self.world.durable[self.parts.index(part)] = dict(part.offsets)
    part.process.index.mark(str(self.parts.index(part)), part.offsets)


def counts_unacknowledged(self: Any) -> Any:
    """Make positions durable, in both places, before the posts before them are."""
    self._arrived = self._durable = self._here()
    self._flying.clear()
    return _snapshot(self)


def forgets_to_say_again(self: Any, *args: Any) -> None:
    """Start without delivering what was left open."""
    _made(self, *args)
    self._again = []


def never_confirms(self: Any) -> None:
    """Go on without knowing that anything was delivered."""


def parks_without_looking(*_: Any) -> list[Any]:
    """Park, and trust that the post comes later."""
    return []


_ends, _made = LiveDecide.epoch_ends, LiveDecide.__init__
_closes, _snapshot = Cluster._close, _Part.snapshot  # noqa: SLF001  what Bytewax drives
_MUTANTS: dict[str, tuple[type, str, Callable[..., Any]]] = {
    "clears before delivery is confirmed": (LiveDecide, "epoch_ends", clears_at_once),
    "positions before decisions": (Cluster, "_close", positions_first),
    "positions before posts": (_Part, "snapshot", counts_unacknowledged),
    "what was open is not said again": (LiveDecide, "__init__", forgets_to_say_again),
    "delivery is not waited for": (KafkaDelivery, "confirm", never_confirms),
    "parks without looking again": (LiveDecide, "_meet", parks_without_looking),
}


@lru_cache
def calm(number: int) -> Any:
    """How a stream ends; None: that depends on the order."""
    runs = [World(streams.mingled(number), seed, Odds(others=0.1)) for seed in range(3)]
    for world in runs:
        world.run()
    found = list(map(oracle.ends, runs))
    return found[0] if found.count(found[0]) == len(found) else None


def caught(seed: int) -> bool:
    """Whether a seed finds that something is wrong."""
    stream, expected = streams.mingled(seed // 10), calm(seed // 10)
    world = World(stream, seed, _ODDS, workers=1 + seed % 3)
    try:
        world.run()
    except Exception:  # noqa: BLE001  a mutant may fail in any way
        return True
    return bool(oracle.wrong(world)) or (expected is not None and oracle.ends(world) != expected)


@pytest.mark.parametrize(("owner", "name", "mutant"), _MUTANTS.values(), ids=_MUTANTS)
def test_a_mistake_is_found(owner: type, name: str, mutant: Callable[..., Any]) -> None:
    """A simulation that finds nothing wrong with these would prove nothing of the pipeline."""
    for number in range(_SEEDS // 10):
        calm(number)
    with patch.object(owner, name, mutant):
        assert any(caught(seed) for seed in range(_SEEDS))


def test_no_mistake_is_found_without_one() -> None:
    """What catches the mutants is not the catching."""
    assert not any(caught(seed) for seed in range(20))
