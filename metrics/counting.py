"""From the core's tally to counters: what it has more than at the last look, once an epoch, never once an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.catalog import TALLIED
from metrics.labels import OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prometheus_client import CollectorRegistry, Counter

    from metrics.instruments import Count


class Tallied:
    """The counters that follow tallies; a key that no metric of the catalog names is left alone."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._metrics = {metric.tally: (metric, metric.on(registry)) for metric in TALLIED}
        self._children: dict[str, Counter | None] = {}
        self._seen: dict[str, dict[str, int]] = {}

    def take(self, tally: Mapping[str, int], of: str) -> None:
        """Count the difference to the tally of this name when last taken; one that fell began anew from 0."""
        seen = self._seen.setdefault(of, {})
        for key, count in tally.items():
            before = seen.get(key, 0)
            if count != before:
                seen[key] = count
                child = self._child(key)
                if child is not None:
                    child.inc(count - before if count > before else count)

    def _child(self, key: str) -> Counter | None:
        if key not in self._children:
            self._children[key] = self._find(key)
        return self._children[key]

    def _find(self, key: str) -> Counter | None:
        if key in self._metrics:
            return self._metrics[key][1]
        family, _, value = key.partition(".")
        if family + "." not in self._metrics:
            return None
        metric, counter = self._metrics[family + "."]
        return counter.labels(value if value in _values(metric) else OTHER)


def _values(metric: Count) -> tuple[str, ...]:
    (values,) = metric.labels.values()
    return values if isinstance(values, tuple) else ()
