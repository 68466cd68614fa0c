"""The facade that the pipeline calls, once a batch or an epoch: it moves the metrics and the health of one process.

Wiring, in one process (`tests/metrics/test_meters.py` runs this):

>>> from collections import Counter
>>> from prometheus_client import CollectorRegistry
>>> from metrics.meters import Meters
>>> from metrics.server import Server
>>> registry = CollectorRegistry()
>>> meters = Meters(registry)
>>> server = Server(0, registry, meters.health, host="127.0.0.1")  # /metrics, /live, /ready, on a free port
>>> meters.connected("redis", up=True)
>>> meters.restored()
>>> tally = Counter({"events.post": 1998, "dead_letters.not_json": 2})  # the decider's: desk.tally
>>> with meters.store("append"):                                        # around each call of the store
...     pass
>>> meters.batch("posts", 2000, seconds=0.005)                          # once a batch
>>> meters.tally(tally)                                                 # once an epoch
>>> meters.epoch_closed(seconds=0.1)
>>> registry.get_sample_value("enforce_dead_letters_total", {"reason": "not_json"})
2.0
>>> server.close()
"""

from __future__ import annotations

import math
import time
from itertools import product
from typing import TYPE_CHECKING

import msgspec
from prometheus_client import ProcessCollector

from metrics import catalog, health
from metrics.counting import Tallied
from metrics.health import Health
from metrics.labels import ACTION_KINDS, OTHER, STORE_CALLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class _Said(msgspec.Struct, gc=False):
    """Of an action record, what is counted."""

    kind: str
    rung: int | str | None = None


_OF_RUNGS = ("remind", "restrict_visibility", "block_creation")
_read_action = msgspec.json.Decoder(_Said).decode


class Meters:
    """All metrics of one process, and its health; `clock` in seconds never goes back, `wall` is seconds since 1970.

    Call it from the dataflow: no method does I/O or waits. What is unknown of a closed set counts as `other`.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        limits: health.Limits = health.Limits(),  # noqa: B008  frozen
    ) -> None:
        self.clock, self._wall = clock, wall
        self.changed: Callable[[str, bool, float], None] = lambda *_: None
        """Told when a server stops answering, or answers again: which, whether it does, after how many seconds."""
        self.health = Health(clock(), limits)
        self._tallied = Tallied(registry)
        self._stream_s = math.nan
        self._version = ""
        ProcessCollector(registry=registry)
        self._counts(registry)
        self._levels(registry)
        self._read_when_scraped(registry)

    def _counts(self, registry: CollectorRegistry) -> None:
        self._records = catalog.RECORDS.on(registry)
        self._batch_duration = catalog.BATCH_DURATION.on(registry)
        self._actions = catalog.ACTIONS.on(registry)
        self._action_children: dict[tuple[str, int | str | None], Counter] = {}
        self._latency = catalog.ACTION_LATENCY.on(registry)
        self._epoch_duration = catalog.EPOCH_DURATION.on(registry)
        durations, errors = catalog.STORE_CALL.on(registry), catalog.STORE_ERRORS.on(registry)
        self._calls = {call: (durations.labels(call), errors.labels(call)) for call in STORE_CALLS}

    def _levels(self, registry: CollectorRegistry) -> None:
        self._lag = catalog.LAG.on(registry)
        self._lag_children: dict[tuple[str, int], Gauge] = {}  # `labels` costs three times what `set` does
        self._unknown: set[tuple[str, int]] = set()
        """The partitions whose end is not known."""
        self._parked = catalog.PARKED_NOW.on(registry)
        self._parked_age = catalog.PARKED_AGE.on(registry)
        self._appeals_overdue = catalog.APPEALS_OVERDUE.on(registry)
        self._connected = catalog.CONNECTED.on(registry)
        self._lease = catalog.LEASE.on(registry)
        self._journal_open = catalog.JOURNAL_OPEN.on(registry)
        self._restore = catalog.RESTORE.on(registry)
        self._policy = catalog.POLICY.on(registry)
        self._policy_reload = catalog.POLICY_RELOAD.on(registry)
        self._policy_reload.set(math.nan)  # who waits for a server has read none

    def _read_when_scraped(self, registry: CollectorRegistry) -> None:
        """Ages grow by themselves, also when the dataflow hangs: they are read when somebody looks."""
        state, now = self.health, self.clock
        _reads(catalog.EPOCH_AGE.on(registry), lambda: state.epoch_age(now()))
        _reads(catalog.JOURNAL_AGE.on(registry), lambda: state.journal_age(now()))
        _reads(catalog.STREAM_TIME.on(registry), lambda: self._stream_s)
        _reads(catalog.STREAM_BEHIND.on(registry), lambda: self._wall() - self._stream_s)
        _reads(catalog.READY.on(registry), lambda: float(not health.ready(state, now())))
        _reads(catalog.LIVE.on(registry), lambda: float(not health.live(state, now())))

    # --- once a batch -------------------------------------------------------------------------------------------------

    def batch(self, topic: str, records: int, seconds: float) -> None:
        """So many records of a topic were read, decoded and indexed, in so many seconds."""
        self._records.labels(topic).inc(records)
        self._batch_duration.observe(seconds)

    def store(self, call: str) -> _Call:
        """Measure a call of the store (`with meters.store("journal"):`); one that raises counts as an error too."""
        duration, errors = self._calls.get(call) or self._calls[OTHER]
        return _Call(duration, errors, self.clock)

    def delivered(self, actions: Sequence[bytes], seconds: float | None) -> None:
        """These action records are confirmed, so many seconds after their event was read.

        None where no event was read for them: a time came, or they are said again after a crash.
        """
        children = self._action_children
        for record in actions:
            said = _read_action(record)
            key = (said.kind, said.rung)
            child = children.get(key) or self._action_child(key)
            child.inc()
            if seconds is not None:
                self._latency.observe(seconds)

    def begin_actions(self, rungs: Iterable[int]) -> None:
        """Let every action that a ladder with these rungs (points) leads to be there at 0: a first one is a rise."""
        for kind in ACTION_KINDS:
            self._action_child((kind, None))
        led_to: list[int | str] = [*rungs, "zero_tolerance"]
        for kind, rung in product(_OF_RUNGS, led_to):
            self._action_child((kind, rung))

    def _action_child(self, key: tuple[str, int | str | None]) -> Counter:
        kind, rung = key
        child = self._action_children[key] = self._actions.labels(kind, "" if rung is None else str(rung))
        return child

    # --- once an epoch ------------------------------------------------------------------------------------------------

    def epoch_closed(self, seconds: float) -> None:
        """An epoch's offsets are durable; it took so many seconds."""
        self._epoch_duration.observe(seconds)
        self.health.epoch_closed(self.clock())

    def tally(self, counted: Mapping[str, int], of: str = "decider") -> None:
        """Count what a tally of the core has more than when it was last seen; `of` tells several tallies apart."""
        self._tallied.take(counted, of)

    def lag(self, topic: str, partition: int, records: int | None) -> None:
        """So many records of a partition are not read yet; None: not known."""
        key = (topic, partition)
        child = self._lag_children.get(key)
        if child is None:
            child = self._lag_children[key] = self._lag.labels(topic, str(partition))
        child.set(math.nan if records is None else records)
        if records is None:
            self._unknown.add(key)
        else:
            self._unknown.discard(key)
        self.health.lag_known = not self._unknown

    def stream_time(self, now_ms: int) -> None:
        """Stream time, in milliseconds since 1970."""
        self._stream_s = now_ms / 1000

    def parked(self, events: int, oldest_age_ms: int) -> None:
        """So many events are parked; the oldest is so far behind stream time."""
        self._parked.set(events)
        self._parked_age.set(oldest_age_ms / 1000)

    def appeals_overdue(self, appeals: int) -> None:
        """So many appeals are open past their deadline (domain.md section 7)."""
        self._appeals_overdue.set(appeals)

    def journal(self, open_entries: int, oldest_at: float | None) -> None:
        """So many journal entries are open; the oldest was written at `oldest_at` of `clock`."""
        self._journal_open.set(open_entries)
        self.health.journal_since = oldest_at if open_entries else None

    # --- when it changes ----------------------------------------------------------------------------------------------

    def connected(self, server: str, *, up: bool) -> None:
        """`redis` or `kafka` answered, or did not; call it at every attempt: trying is a sign of life."""
        self._connected.labels(server).set(up)
        since, now = self.health.down_since[server], self.clock()
        self.health.connected(server, now, up=up)
        if up != (since is None):
            self.changed(server, up, 0.0 if since is None else now - since)

    def beat(self) -> None:
        """Something moved that closes no epoch: a batch was read, a wait went on, another attempt was made."""
        self.health.sign(self.clock())

    def lease(self, *, held: bool) -> None:
        """Whether this process writes under the newest lease."""
        self._lease.set(held)

    def restoring(self, done: int, total: int) -> None:
        """A restore has read so many of so many changelog records."""
        self.health.restored = False
        self._restore.set(done / total if total else 0)
        self.beat()

    def restored(self) -> None:
        """The store holds all that the changelogs say."""
        self._restore.set(1)
        self.health.restored = True
        self.beat()

    def policy(self, version: str) -> None:
        """Say which policy version is in effect."""
        if version != self._version:
            self._version = version
            self._policy.clear()
            self._policy.labels(version).set(1)

    def policy_read(self, *, good: bool) -> None:
        """Whether the policy files, when last read, were good; while they are not, the last good ones stay."""
        self._policy_reload.set(good)

    def stopping(self) -> None:
        """The process was asked to stop: it is ready for nothing new."""
        self.health.stopping = True


class _Call:
    """One call of the store, measured."""

    __slots__ = ("_clock", "_duration", "_errors", "_start")

    def __init__(self, duration: Histogram, errors: Counter, clock: Callable[[], float]) -> None:
        self._duration, self._errors, self._clock = duration, errors, clock

    def __enter__(self) -> None:
        self._start = self._clock()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._duration.observe(self._clock() - self._start)
        if kind is not None:
            self._errors.inc()


def _reads(gauge: Gauge, value: Callable[[], float]) -> None:
    gauge.set_function(value)
