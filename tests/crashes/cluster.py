"""One start of the pipeline: its workers, driven step by step as Bytewax drives them; all of it ends in a crash.

Within an epoch, reading, deciding and delivering go on in any order. It ends in the order of Bytewax: parts, decider,
sink, and then the positions become durable; no part reads on before that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dataflows.live.decide import LiveDecide
from dataflows.live.epochs import Epochs
from dataflows.live.index import Index
from dataflows.live.partitions import Limits, Partitions
from dataflows.live.sink import KafkaDelivery
from dataflows.live.source import Conditions, KafkaSource
from dataflows.live.time import StreamClock
from dataflows.live.turn import Turn
from dataflows.redis.hashes import Hashes
from dataflows.redis.post_log import RedisPostLog
from dataflows.redis.store import RedisStore
from dataflows.steps import Decode
from enforcement.desk import Desk
from enforcement.voice import Voice
from tests.crashes.redis import Client

if TYPE_CHECKING:
    from dataflows.mail import Mail
    from dataflows.steps import Outputs
    from tests.crashes.kafka import Producer
    from tests.crashes.world import World

TOPIC = "in"
_DEEPEST = 3
_SECRET = b"k" * 32


class Process:
    """What one worker process holds."""

    def __init__(self, cluster: Cluster, number: int) -> None:
        self._cluster, self._faults, self.name = cluster, cluster.world.faults, f"w{number}"
        self.busy = False
        self.hashes, self.epochs = Hashes(_SECRET), Epochs(500, cluster.world.workers)
        self.client: Any = Client(cluster.world.data, self.port)

    def port(self, where: str, effect: Callable[[], Any]) -> Any:
        """Make a call to what is outside."""
        drawn = self._faults.draw()
        return effect() if drawn is None else self._cluster.meet(drawn, f"{self.name}.{where}", effect)

    @cached_property
    def index(self) -> Index:
        """The way into the post log, made when first needed."""
        cluster = self._cluster
        return Index(
            self.client, self.hashes, cluster.world.policies, cluster.lease, cluster.world.meters, cluster.turn
        )


class Part:
    """One part of the source, and the mail from it that is still on its way."""

    def __init__(self, cluster: Cluster, number: int, process: Process) -> None:
        world = cluster.world
        self.process, self.closed = process, False
        self.mail: deque[Mail] = deque()
        limits = Limits(1.0, accept_gap=False)
        decode = Decode(world.policies, lambda: world.decode_until_ms)
        parts = Partitions({TOPIC: len(world.lines)})
        start: Any = lambda: (decode, process.index)  # noqa: E731  one line says it
        meanwhile = lambda: cluster.meanwhile(process)  # noqa: E731  the same
        source = KafkaSource(
            {}, parts, start, Conditions(lambda: False, world.meters, limits, process.epochs, meanwhile)
        )
        self.source = source.build_part("read", str(number), world.durable.get(number))
        self.offsets = world.durable.get(number)


Act = tuple[Process, Callable[[], None]]
"""What a process can do next."""


class Cluster:
    """A start of the pipeline with a lease of its own."""

    def __init__(self, world: World, lease: int) -> None:
        self.world, self.rng, self.lease = world, world.rng, lease
        self.turn = Turn(one_process=world.workers == 1)
        self.processes = [Process(self, number) for number in range(world.workers)]
        self._decider_at, self._sink_at = self.rng.choice(self.processes), self.rng.choice(self.processes)
        self.decide: LiveDecide | None = None
        self.delivery: KafkaDelivery | None = None
        self.clock: StreamClock | None = None
        self.outputs: deque[Outputs] = deque()
        self.touched, self.snapped, self.epochs = False, False, 0
        self._depth = 0
        self.sink_port = self._sink_at.port
        self.producers: list[Producer] = []
        self.parts: list[Part] = []

    def start(self) -> None:
        """Build the parts of the source, as Bytewax does first."""
        for process in self.processes:
            process.busy = True
        for number in range(len(self.world.lines)):
            process = self.rng.choice(self.processes)
            self.parts.append(Part(self, number, process))
        for process in self.processes:
            process.busy = False

    def _decide_made(self) -> LiveDecide:
        """As `dataflows.live.worker.Worker.decide`."""
        if self.decide is None:
            world, process = self.world, self._decider_at
            store = RedisStore(process.client, process.hashes, self.lease)
            store.apply()
            log = RedisPostLog(process.client, process.hashes, world.policies)
            desk = Desk(world.policies, log, store, Voice(frozenset({"en"})), _SECRET)
            self.clock = StreamClock((str(number) for number in range(len(world.lines))), world.wall_ms)
            self.decide = LiveDecide(desk, store, log, process.hashes, self.clock, world.meters, turn=self.turn)
        return self.decide

    def _delivery_made(self) -> KafkaDelivery:
        if self.delivery is None:
            self.world.producing = self
            self.delivery = world_delivery(self.world)
        return self.delivery

    # --- scheduling -----------------------------------------------------------------------------------------------

    def meet(self, drawn: float, where: str, effect: Callable[[], Any]) -> Any:
        """A port call of one of the processes that something happens at."""
        return self.world.faults.meet(drawn, where, effect, self._others, self._sleep)

    def _sleep(self) -> bool:
        """All processes stand still, and another pipeline takes over; not while one is in a call of another."""
        return self._depth == 0 and bool(self.parts) and self.world.take_over(self)

    def _others(self) -> None:
        """The other processes go on while one is in a call."""
        if self._depth < _DEEPEST:
            self._depth += 1
            for _ in range(self.rng.randint(1, 3)):
                self.step()
            self._depth -= 1

    def step(self) -> bool:
        """One step of one process; False when all of them are busy."""
        free = [part for part in self.parts if not part.closed and not part.process.busy]
        can = self._decides() + self._delivers()
        if not free and not can:
            return self._end_epoch()
        chosen = self.rng.randrange(2 * len(free) + len(can))
        if chosen < 2 * len(free):
            part = free[chosen // 2]
            self._do(part.process, self._close if chosen % 2 else self._read, part)
        else:
            self._do(*can[chosen - 2 * len(free)])
        return True

    def _do(self, process: Process, act: Callable[..., None], *args: Part) -> None:
        process.busy = True
        act(*args)
        process.busy = False

    def _read(self, part: Part) -> None:
        part.mail.extend(part.source.next_batch())

    def _close(self, part: Part) -> None:
        part.offsets = part.source.snapshot()
        part.closed = True

    def _decides(self) -> list[Act]:
        if self._decider_at.busy or self.snapped:
            return []
        if any(part.mail for part in self.parts):
            return [(self._decider_at, self._decide_one)] * 2
        if self.touched and all(part.closed for part in self.parts):
            return [(self._decider_at, self._snap)]
        return []

    def _decide_one(self) -> None:
        part = self.rng.choice([part for part in self.parts if part.mail])
        self.touched = True
        decide = self._decide_made()
        self.outputs.extend(decide(part.mail.popleft()))

    def _snap(self) -> None:
        self._decide_made().epoch_ends()
        self.snapped = True

    def _delivers(self) -> list[Act]:
        return [(self._sink_at, self._deliver_one)] if self.outputs and not self._sink_at.busy else []

    def _deliver_one(self) -> None:
        self._delivery_made().write(self.outputs.popleft())

    def _end_epoch(self) -> bool:
        """Everything of the epoch was handed on: deliver, and then make the positions durable."""
        if any(process.busy for process in self.processes) or not all(part.closed for part in self.parts):
            return False
        self._sink_at.busy = True
        self.world.end_epoch(self)
        self._sink_at.busy = False
        self.touched = self.snapped = False
        for part in self.parts:
            part.closed = False
        self.epochs += 1
        return True

    def meanwhile(self, process: Process) -> None:
        """As `dataflows.live.worker.Worker`: the sink's turn, in its own process."""
        if self.delivery is not None and process is self._sink_at:
            self.delivery.poll()

    def confirm(self) -> None:
        """The sink's part of the end of an epoch, if anything came to it."""
        if self.delivery is not None:
            self.delivery.confirm()

    def commit(self) -> None:
        """Bytewax's part of it."""
        self._sink_at.port("commit", lambda: self.world.commit(self))


def world_delivery(world: World) -> KafkaDelivery:
    """A delivery over the world's topics."""
    return KafkaDelivery({}, "", world.meters)
