"""What survives crashes, and a run over it from the first record to the last, crash after crash."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import msgspec
import redis
from prometheus_client import CollectorRegistry

from dataflows.live import epochs, index, partitions, sink, source
from dataflows.live.partitions import readable
from dataflows.redis import keys, post_log
from dataflows.redis.lives import StoreLost
from enforcement.event_ids import event_key
from enforcement.intake import admit
from enforcement.ports import Entry
from metrics.meters import Meters
from tests.crashes.cluster import TOPIC, Cluster
from tests.crashes.faults import Crash, Faults, Odds
from tests.crashes.kafka import Consumer, Message, Producer, Said
from tests.crashes.log import Posts, Reader, Writer
from tests.crashes.losses import Losses, make_whole

if TYPE_CHECKING:
    from enforcement.batch import Batch
    from enforcement.desk import Desk
    from enforcement.policy import Policies

_entry = msgspec.msgpack.Decoder(Entry).decode
_METERS = Meters(CollectorRegistry())
_MOST_STEPS = 20_000
_TRACED = {"violation", "reversal", "ruling", "dismissal", "counter_claim", "claim_ruling"}
"""Kinds of events that leave their id or a dead letter; others may change nothing."""


@dataclass(frozen=True)
class Stream:
    """What the producers wrote, by partition, and under which policies it is judged."""

    lines: tuple[tuple[bytes, ...], ...]
    policies: Policies
    latest_ms: int
    """The greatest time of an event."""
    end_ms: int
    """When the run is looked at."""

    @cached_property
    def traced(self) -> list[tuple[str, tuple[int, int]]]:
        """The ids of what must leave a trace, and where it was written: partition and offset."""
        rare = [(number, one.arrival) for number, batch in enumerate(self._batches) for one in batch.rare]
        rare = [pair for pair in rare if pair[1].event.kind in _TRACED]
        return [(event_key(one.event), (number, one.origin.position)) for number, one in rare]

    @cached_property
    def kept_posts(self) -> list[str]:
        """The posts that no stream time is too late for."""
        oldest_ms = self.latest_ms - min(policy.keep_ms for policy in self.policies.versions)
        columns = [batch.posts for batch in self._batches]
        return [one for posts in columns for one, at in zip(posts.ids, posts.ats, strict=True) if at >= oldest_ms]

    @cached_property
    def _batches(self) -> list[Batch]:
        read = [readable(list(lines)) if lines else [] for lines in self.lines]
        return [admit(lines, self.policies, "in", 0, number) for number, lines in enumerate(read)]


class World:
    """The durable parts: Redis, the logs, the positions; and the clock."""

    def __init__(self, stream: Stream, seed: int, odds: Odds, workers: int = 1, most_crashes: int = 5) -> None:
        self.stream, self.policies, self.lines, self.workers = stream, stream.policies, stream.lines, workers
        self.rng = random.Random(seed)
        self.bites: Sequence[int] = self.rng.choice([(0, 1, 2), (0, 1, 3, 7), (1, 5, 20), (100,)])
        self.faults = Faults(odds, self.rng, most_crashes)
        self.data: dict[str, Any] = {"posts": Posts(), "writers": [], keys.CHANGES: b"0", keys.FENCE: b"0"}
        self._losses = Losses(self.data, self.rng)
        self.faults.lost = self._losses.lose
        self._lease = 0
        self.topics: list[Said] = []
        self.durable: dict[int, dict[str, int]] = {}
        self.zombies: list[Cluster] = []
        """Who stood still while another took over, and goes on."""
        self.slept = False
        self.meters = _METERS
        self.producing: Cluster = None  # type: ignore[assignment]  # who makes the next producer, set by it before
        self._second = self._epoch_s = 0.0
        self._closing = False
        self.cluster: Cluster = None  # type: ignore[assignment]  # until it starts
        self._quiet = 0

    @property
    def journaled(self) -> list[Entry]:
        """All that was decided."""
        return list(map(_entry, self.data.get("journaled", ())))

    # --- clocks ---------------------------------------------------------------------------------------------------

    @property
    def decode_until_ms(self) -> int:
        """Times after this one are refused at the door."""
        return self.stream.latest_ms

    def wall_ms(self) -> int:
        """The clock: stands still while there is something to read, and then jumps to the end."""
        if not self._closing:
            return self.stream.latest_ms
        clock = self.cluster.clock
        return self.stream.end_ms if clock is not None and clock.at_end else self.stream.end_ms - 1000

    def monotonic(self) -> float:
        """Seconds."""
        self._second += self.rng.choice((0.001, 0.01, 0.05, 0.2))
        return self._second

    def epoch_time(self) -> float:
        """Seconds as epochs count them: whoever reads on comes to an end."""
        self._epoch_s += 0.02
        return self._epoch_s

    # --- running --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """From the first record to the last, until nothing more happens."""
        with (
            patch.multiple(index, PostWriter=Writer, monotonic=self.monotonic),
            patch.multiple(post_log, PostWriter=Writer, PostReader=Reader),
            patch.multiple(sink, Producer=self._producer),
            patch.object(partitions, "Message", Message),
            patch.object(epochs, "monotonic", self.epoch_time),
            patch.multiple(
                source, Message=Message, Consumer=self._consumer, monotonic=self.monotonic, sleep=lambda _: None
            ),
        ):
            self._begin()
            for _ in range(_MOST_STEPS):
                if self._quiet >= 3:
                    break
                self._step()
            else:
                raise AssertionError("it does not end")
            self.faults.stop()
            assert self.cluster.decide is not None
            self.cluster.decide.finish()

    def _step(self) -> None:
        if self.faults.loses:
            self._losses.remember()
        stepping = self.cluster
        if self.zombies and self.rng.random() < 0.3:
            stepping = self.zombies[0]
        try:
            stepping.step()
        except Crash:
            self._ended(stepping)
        except StoreLost:  # whoever wakes writes down how far posts are findable: the other thinks the store was lost
            assert self.slept
            self._ended(stepping)
        except redis.ResponseError:  # FENCED
            assert stepping is not self.cluster
            self._ended(stepping)

    def _ended(self, cluster: Cluster) -> None:
        if cluster is self.cluster:
            self._restart()
        else:
            self.zombies.clear()

    def take_over(self, cluster: Cluster) -> bool:
        """Another pipeline starts while one stands still; when that wakes, it goes on for as long as it may.

        False: this one was taken over already, or another stands still.
        """
        if cluster is not self.cluster or self.zombies:
            return False
        self.data["writers"] = []  # what is on its way from there lives on with it
        self._begin()
        for _ in range(self.rng.randint(0, 200)):
            self._step()
        self.zombies, self.slept = [cluster], True
        return True

    def _consumer(self, config: object) -> Consumer:
        del config
        return Consumer(self.lines, self.rng, self.bites)

    def _producer(self, config: object) -> Producer:
        del config
        made = Producer(self.topics, self.producing.sink_port, self.rng)
        self.producing.producers.append(made)
        return made

    def _restart(self) -> None:
        for producer in self.cluster.producers:
            producer.land_some()
        for writer in self.data["writers"]:
            writer.land_some(self.rng)
        self.data["writers"] = []
        self._begin()

    def _begin(self) -> None:
        while True:
            self._lease += 1
            self.data[keys.FENCE] = b"%d" % self._lease
            make_whole(self.data, self.topics, len(self.lines), self._lease)
            self.cluster = Cluster(self, self._lease)
            self._quiet = 0
            try:
                self.cluster.start()
            except (Crash, StoreLost):
                continue
            return

    def end_epoch(self, cluster: Cluster) -> None:
        """What Bytewax does when all steps have closed an epoch."""
        said = len(self.topics)
        cluster.confirm()
        cluster.commit()
        if cluster is not self.cluster:
            return
        read = all(self.durable[number][TOPIC] == len(lines) for number, lines in enumerate(self.lines))
        done = read and cluster.decide is not None and _is_over(cluster.decide.desk, self.stream.end_ms)
        self._quiet = self._quiet + 1 if done and said == len(self.topics) else 0
        self._closing = self._closing or read

    def commit(self, cluster: Cluster) -> None:
        """The positions become durable, all at once."""
        if cluster is self.cluster:
            self.durable = {number: dict(part.offsets or {}) for number, part in enumerate(cluster.parts)}


def _is_over(desk: Desk, end_ms: int) -> bool:
    """Whether time has come to its end, and nothing is due: after a start, waits stand still until all is read."""
    return desk.now >= end_ms and desk.waits_run and not desk.agenda.has_due(desk.now)
