"""A process under observation: its meters with a clock that a test turns, and how their numbers are read."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from metrics.health import Limits
from metrics.meters import Meters


class Clock:
    """Seconds; a test sets them."""

    def __init__(self, now: float = 100.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Process:
    """Meters over a registry of their own."""

    def __init__(self) -> None:
        self.clock, self.wall = Clock(), Clock(1_800_000_000.0)
        self.registry = CollectorRegistry()
        self.meters = Meters(self.registry, self.clock, self.wall, Limits(epoch=5, silence=30, journal=10))

    def value(self, name: str, **labels: str) -> float | None:
        """What a scrape would read."""
        return self.registry.get_sample_value(name, labels)

    def work(self) -> None:
        """Come to the state of a pipeline in good health."""
        self.meters.connected("redis", up=True)
        self.meters.connected("kafka", up=True)
        self.meters.restored()
        self.meters.lag("posts", 0, 0)
        self.meters.epoch_closed(0.1)
