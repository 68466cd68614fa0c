"""What a metric is before it is registered: its name, its meaning, where its labels come from; values, not state."""

from __future__ import annotations

from itertools import product

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One metric; `meaning` is its help text, `look` what an operator reads in it."""

    name: str
    meaning: str
    look: str
    labels: dict[str, tuple[str, ...] | str] = {}
    """Label -> its closed set of values, or in words what bounds them."""
    tally: str = ""
    """The key of the core's tally that it counts; with a dot at its end, the rest of the key is the label's value."""

    def children(self) -> list[tuple[str, ...]]:
        """Every combination of label values, or none where a label's values are not known beforehand."""
        closed = [values for values in self.labels.values() if isinstance(values, tuple)]
        return list(product(*closed)) if self.labels and len(closed) == len(self.labels) else []


class Count(Metric, frozen=True, kw_only=True):
    """Something that only grows; its name ends in `_total`."""

    def on(self, registry: CollectorRegistry) -> Counter:
        """Register it, each known series at 0: a first event is then a rise that a rate can see."""
        made = Counter(self.name, self.meaning, list(self.labels), registry=registry)
        for values in self.children():
            made.labels(*values)
        return made


class Level(Metric, frozen=True, kw_only=True):
    """Something that rises and falls."""

    def on(self, registry: CollectorRegistry) -> Gauge:
        """Register it."""
        made = Gauge(self.name, self.meaning, list(self.labels), registry=registry)
        for values in self.children():
            made.labels(*values)
        return made


class Spread(Metric, frozen=True, kw_only=True):
    """How something is distributed; `buckets` are upper bounds in the unit of its name."""

    buckets: tuple[float, ...]

    def on(self, registry: CollectorRegistry) -> Histogram:
        """Register it."""
        made = Histogram(self.name, self.meaning, list(self.labels), buckets=self.buckets, registry=registry)
        for values in self.children():
            made.labels(*values)
        return made
