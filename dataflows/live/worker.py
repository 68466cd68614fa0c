"""One worker process: reads its share of the partitions; one of them decides.

It is handed its settings as one line on standard input, and ends when that closes: whoever started it is gone.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
import threading
import time
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
import redis
from bytewax.errors import BytewaxRuntimeError
from bytewax.recovery import RecoveryConfig
from bytewax.run import cli_main
from prometheus_client import CollectorRegistry

from dataflows import logs
from dataflows.enforce import wire
from dataflows.live.asking import Asking
from dataflows.live.brokers import Brokers
from dataflows.live.decide import LiveDecide
from dataflows.live.epochs import Epochs
from dataflows.live.first_error import FirstError, NotedDecide
from dataflows.live.index import Index
from dataflows.live.partitions import Limits, Partitions, SourceError
from dataflows.live.reach import redis_says_no, tell_away, tell_back
from dataflows.live.settings import RunSettings
from dataflows.live.sink import KafkaDelivery, KafkaSink, SinkError
from dataflows.live.source import Conditions, KafkaSource
from dataflows.live.time import StreamClock, wall_ms
from dataflows.live.turn import Turn
from dataflows.logs import log
from dataflows.redis.closing import Closing
from dataflows.redis.connect import connect
from dataflows.redis.hashes import Hashes
from dataflows.redis.lives import Lives, StoreLost
from dataflows.redis.post_log import RedisPostLog
from dataflows.redis.store import RedisStore
from dataflows.steps import Decode
from enforcement.desk import Desk
from enforcement.languages import languages
from enforcement.policy_file import parse_policies
from enforcement.voice import Voice
from enforcement.wording import Wording
from metrics.health import live
from metrics.labels import SERVERS
from metrics.meters import Meters
from metrics.server import PortUnusable, Server

if TYPE_CHECKING:
    from enforcement.policy import Policies

EXIT_STOPPED = 10
"""It must not be started again before somebody has looked."""
EXIT_LOST = 9
"""The store has lost something; whoever starts again makes it whole."""
POLICY_GOOD, POLICY_REFUSED = b"+", b"-"
"""What a supervisor may say on standard input after the orders."""
_PEER_S = 2.0
_GC_THRESHOLD = 1_000_000


class Orders(msgspec.Struct):
    """What a worker process is handed."""

    settings: RunSettings
    partitions: Partitions
    lease: int
    policies: dict[str, str]
    """The good policy files, as they were read: what is there now may be wrong."""
    policy_refused: bool = False
    """Whether it is."""
    process: int = 0
    addresses: list[str] = []
    lives: dict[str, str] = {}
    """Redis as it was when the store was found whole: another life of it may have lost something."""


class Worker:
    """The parts of one process; each is made when the dataflow first needs it here."""

    def __init__(self, orders: Orders) -> None:
        self._orders, self._settings = orders, orders.settings
        self.stopping = False
        self._registry = CollectorRegistry()
        self.meters = Meters(self._registry)
        self._deciding: LiveDecide | None = None
        self.first = FirstError()
        """Why this process ends."""

    # --- parts ----------------------------------------------------------------------------------------------------

    @cached_property
    def _client(self) -> redis.Redis:
        lives = Lives(self._orders.lives)
        return connect(self._settings.redis, lambda: self.meters.connected("redis", up=False), lives)

    @cached_property
    def _hashes(self) -> Hashes:
        return Hashes(self._settings.secret.encode())

    @cached_property
    def _intake(self) -> tuple[Decode, Index]:
        ahead_ms = min(policy.max_future_ms for policy in self._policies.versions)
        return Decode(self._policies, lambda: wall_ms() + ahead_ms), self._index

    @cached_property
    def _index(self) -> Index:
        return Index(self._client, self._hashes, self._policies, self._orders.lease, self.meters, self._turn)

    @cached_property
    def _turn(self) -> Turn:
        return Turn(one_process=self._settings.workers == 1)

    @cached_property
    def _policies(self) -> Policies:
        return parse_policies(self._orders.policies)

    def decide(self) -> LiveDecide:
        """The decider; what was journaled and perhaps not applied is applied before anything is read."""
        store = RedisStore(self._client, self._hashes, self._orders.lease)
        store.apply()
        log = RedisPostLog(self._client, self._hashes, self._policies)
        voice = Voice(languages(), Wording())
        desk = Desk(self._policies, log, store, voice, self._settings.secret.encode()[:64])
        closing = Closing(self._client, self._policies, log.reader)
        clock = StreamClock(str(index) for index in self._orders.partitions.indexes())
        self._deciding = LiveDecide(desk, store, log, self._hashes, clock, self.meters, closing, self._turn)
        return self._deciding

    @cached_property
    def _delivery(self) -> KafkaDelivery:
        return KafkaDelivery(self._settings.kafka_config(), self._settings.topic_prefix, self.meters)

    def stop(self) -> None:
        """Finish the epoch, deliver, end."""
        self.stopping = True
        self.meters.stopping()

    def hear(self, word: bytes) -> None:
        """What the supervisor says meanwhile."""
        self.meters.policy_read(good=word == POLICY_GOOD)

    # --- running --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Run until told to stop; raises what the dataflow raises."""
        settings = self._settings
        epochs = Epochs(settings.epoch_ms, settings.workers)
        source = KafkaSource(
            {**Brokers(self.meters).watched(settings.kafka_config()), "group.id": settings.topic_prefix + "enforce"},
            self._orders.partitions,
            lambda: self._intake,
            Conditions(
                lambda: self.stopping,
                self.meters,
                Limits(settings.dead_letter_share, settings.accept_gap),
                epochs,
                self._delivery.poll,  # made here: Bytewax asks for it with the first output, and a second would be lost
            ),
        )
        sink = KafkaSink(lambda: self._delivery)
        flow = wire(
            source=self.first.of_parts(source, "next_batch", "snapshot"),
            decide=lambda: NotedDecide(self.first.noting(self.decide)(), self.first),
            sink=self.first.of_parts(sink, "write_batch", "snapshot"),
        )
        threading.Thread(target=self._watch, daemon=True).start()
        self._listen()
        self._look_at_servers()
        self.meters.restored()
        self.meters.lease(held=True)
        self.hear(POLICY_REFUSED if self._orders.policy_refused else POLICY_GOOD)
        several = len(self._orders.addresses) > 1
        cli_main(  # type: ignore[no-untyped-call]  # Bytewax is compiled
            flow,
            process_id=self._orders.process if several else None,
            addresses=self._orders.addresses if several else None,
            epoch_interval=epochs.interval,
            recovery_config=RecoveryConfig(settings.recovery),  # type: ignore[no-untyped-call]  # the same
        )
        if self._deciding is not None:
            self._deciding.finish()

    def _look_at_servers(self) -> None:
        """Say from now on when one stops answering; they answered when the supervisor looked."""
        for server in SERVERS:
            self.meters.connected(server, up=True)
        self.meters.changed = _tell
        threading.Thread(target=Asking(self._settings.redis, self.meters).forever, daemon=True).start()

    def _watch(self) -> None:
        """End a process that makes no progress, loudly: the others would wait for it for ever."""
        while True:
            self.meters.policy(self._policies.at(wall_ms()).version)
            time.sleep(1.0)
            reasons = live(self.meters.health, time.monotonic())
            if reasons:
                log.error("no_progress", seconds=round(self.meters.health.epoch_age(time.monotonic()), 1))
                faulthandler.dump_traceback(all_threads=True)
                os._exit(1)

    def _listen(self) -> None:
        """Serve metrics and health, each process on a port of its own."""
        port = self._settings.metrics_port
        if port is None:
            return
        self.meters.begin_actions({rung.points for policy in self._policies.versions for rung in policy.ladder})
        server = Server(port + self._orders.process if port else 0, self._registry, self.meters.health)
        log.info("worker_started", pid=os.getpid(), port=server.port)


def main() -> None:
    """Run one worker; its orders come by standard input."""
    orders = msgspec.json.decode(sys.stdin.buffer.readline(), type=Orders)
    worker = Worker(orders)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor says when to stop
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    threading.Thread(target=_end_with_the_supervisor, args=(worker,), daemon=True).start()
    gc.set_threshold(_GC_THRESHOLD)
    logs.set_up(sys.stderr, worker=orders.process)
    try:
        worker.run()
    except BaseException as error:  # noqa: BLE001  Bytewax wraps what a step raises, and panics when a peer dies
        if worker.first.error is None and type(error).__name__ == "PanicException":
            time.sleep(_PEER_S)  # another one ended: it says why, its exit code counts, and this one is ended with it
        _end(worker.first.error or error)


def _tell(server: str, up: bool, seconds: float) -> None:  # noqa: FBT001  as the meters call it
    if up:
        tell_back(server, seconds)
    else:
        tell_away(server, "no answer")


def _end_with_the_supervisor(worker: Worker) -> None:
    while word := os.read(0, 1):  # not through sys.stdin: its lock would be held when the interpreter ends
        worker.hear(word)
    os._exit(1)


def _end(error: BaseException) -> None:
    """Say why: in one line where a person can mend it, where it happened where it is our mistake."""
    cause = error
    while isinstance(cause, BytewaxRuntimeError) and cause.__cause__ is not None:
        cause = cause.__cause__
    final = isinstance(cause, (SourceError, SinkError, PortUnusable)) or "FENCED" in str(cause)
    lost = isinstance(cause, StoreLost) or "LOST" in str(cause)
    if final:
        log.error("run_failed", error=str(cause))
    elif isinstance(cause, redis.ResponseError) and (why := redis_says_no(cause)):
        tell_away("redis", why)
    elif lost:
        log.warning("redis_changed", why=str(cause))
    else:
        log.exception("run_failed", exc_info=cause)
    os._exit(EXIT_STOPPED if final else EXIT_LOST if lost else 1)


if __name__ == "__main__":
    main()
