"""The supervisor: checks everything, holds the lease, runs the worker processes, restarts all of them when one dies."""

from __future__ import annotations

import signal
import socket
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from bytewax.recovery import init_db_dir

from dataflows.live import reach, topics
from dataflows.live.chores import Chore, LeaseLost
from dataflows.live.locked import locked, writable
from dataflows.live.policies import PolicyFiles
from dataflows.live.reach import Away, redis_says_no
from dataflows.live.restore import Restored, newest, number_in
from dataflows.live.waiting import Waiting
from dataflows.live.whole import Whole, fenced, taken_over
from dataflows.live.worker import EXIT_LOST, EXIT_STOPPED
from dataflows.live.workers import WELL, Workers
from dataflows.logs import log
from dataflows.redis import keys, scripts
from dataflows.redis.buckets import LedgerBuckets
from dataflows.redis.cluster import FAILURES, Cluster, cannot_be_reached
from dataflows.redis.connect import Unfit, Unreachable, check, claim, connect, seen
from dataflows.redis.hashes import Hashes
from dataflows.redis.lease import Held, Lease
from dataflows.redis.lives import lives_of
from dataflows.settings import Refused, without_password

if TYPE_CHECKING:
    from dataflows.live.partitions import Partitions
    from dataflows.live.settings import RunSettings
    from dataflows.live.whole import Progress

_PAUSE_S = 0.05
_ANSWER_S = 5.0
_PATIENCE_S = 30.0  # for workers to finish their epoch
_BACKOFF_S = (0.1, 0.5, 1.0, 2.0, 5.0)
_LONG_S = 60.0  # whoever ran so long starts again at once
_LOOK_S = 30.0  # between two looks for new partitions
_READ_S = 5.0  # between two looks at the policy files


class Supervisor:
    """One pipeline on this machine; `progress` is told how many of how many records a restore has read."""

    def __init__(self, settings: RunSettings, progress: Progress = lambda *_: None) -> None:
        self._settings, self._progress = settings, progress
        self._stopping = self._changing = self._node_lost = False

    def check(self, *, create_topics: bool) -> Partitions:
        """Refuse what cannot work (raises Refused; Away, where a server does not answer); warn of what is unwise."""
        settings = self._settings
        self._files = PolicyFiles(settings.policy)
        fingerprint = Hashes(settings.secret.encode()).fingerprint
        try:
            self._client = connect(settings.redis)
            for warning in check(self._client, settings.redis, fingerprint):
                log.warning("setting_warned", setting="ENFORCE_REDIS", why=warning)
        except Unreachable as error:
            raise Away("redis", str(error)) from error
        except Unfit as error:
            raise Refused(*error.args) from error
        partitions = topics.find(settings, self._files.policies, create=create_topics)
        self._fingerprint = fingerprint
        return partitions

    def seen(self) -> dict[str, dict[str, Any]]:
        """Check, and say what is at the other ends: of each Redis in words, of Kafka and its topics in numbers."""
        writable(Path(self._settings.recovery))
        partitions = self.check(create_topics=False)
        _fitting(self._settings, partitions)
        brokers = len(reach.metadata(self._settings.kafka_config(), _ANSWER_S)[1].brokers)
        return {
            "redis": seen(self._client, self._settings.redis),
            "kafka": {"brokers": brokers},
            "topics": dict(partitions.counts),
        }

    def run(self, *, create_topics: bool) -> int:
        """Wait for the servers, run until stopped; returns the exit code. Raises Refused as `check`, but not Away."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        began_s = time.monotonic()
        writable(Path(self._settings.recovery))
        with self._waiting() as waiting:
            partitions = waiting.until(lambda: self.check(create_topics=create_topics))
        code = 0 if partitions is None else self._hold(partitions)
        if code == 0:
            log.info("run_stopped", seconds=round(time.monotonic() - began_s, 1))
        return code

    def _waiting(self) -> Waiting:
        return Waiting(self._settings, lambda: self._stopping)

    def _hold(self, partitions: Partitions) -> int:
        """Run with the recovery directory for this process alone."""
        recovery = Path(self._settings.recovery)
        with locked(recovery):
            if not list(recovery.glob("part-*.sqlite3")):
                init_db_dir(recovery, 1)  # type: ignore[no-untyped-call]  # Bytewax is compiled
            self._lease = self.lease()
            return self._run(partitions)

    def lease(self) -> Lease:
        """The lease of this pipeline: the same holder when it starts again in its own place."""
        holder = f"{socket.gethostname()}:{Path(self._settings.recovery).resolve()}"
        return Lease(self._client, holder, self._settings.lease_ms)

    def _stop(self, number: int, _: object) -> None:
        if not self._stopping:
            log.info("run_stopping", signal=signal.Signals(number).name)
        self._stopping = True

    def _run(self, partitions: Partitions) -> int:
        failures, settings = 0, _fitting(self._settings, partitions)
        while (lease := self._prepared(partitions)) is not None:
            started_s = time.monotonic()
            self._say_started(settings, partitions)
            workers = Workers(settings, partitions, lease, self._files, self._lives)
            try:
                code = self._watch(workers, lease, partitions)
            finally:
                workers.end()
            if self._changing and not self._stopping:
                self._changing = False
                continue
            if self._stopping or code == EXIT_STOPPED:
                self._release(lease)
                return 0 if self._stopping and code in WELL else 1
            self._node_lost = self._node_lost or code == EXIT_LOST
            failures = 0 if time.monotonic() - started_s > _LONG_S else failures + 1
            pause_s = _BACKOFF_S[min(failures, len(_BACKOFF_S)) - 1] if failures else 0.0
            log.warning("worker_died", code=code)
            log.info("workers_restarting", workers=settings.workers, attempt=failures, seconds=pause_s)
            time.sleep(pause_s)
        return 0

    def _say_started(self, settings: RunSettings, partitions: Partitions) -> None:
        log.info(
            "run_started",
            version=version("profile-enforcement"),
            policy=[policy.version for policy in self._files.policies.versions],
            workers=settings.workers,
            partitions=sum(partitions.counts.values()),
            store=without_password(settings.redis),
            port=settings.metrics_port,
            shadow=settings.shadow,
        )

    def _prepared(self, partitions: Partitions) -> int | None:
        """As soon as the servers answer: the lease, ours, of a store that is whole; None when asked to stop."""
        with self._waiting() as waiting:
            return waiting.until(lambda: self._prepare(partitions, waiting.meters.restoring))

    def _prepare(self, partitions: Partitions, progress: Progress) -> int:
        self._lives = lives_of(self._client)
        lease = self._acquire()
        self.restore(partitions, lease, progress)
        claim(self._client, self._fingerprint)
        forget = self._client.register_script(scripts.READ_AGAIN)
        decided = {part.decode(): int(at) for part, at in self._client.hgetall(keys.DECIDED).items()}
        for part in topics.begun_anew(self._settings, partitions, decided):
            topic, partition = part.rsplit(":", 1)
            log.warning("topic_begun_anew", topic=topic, partition=int(partition))
            with fenced(self._settings):
                forget(keys=[keys.FENCE, keys.DECIDED], args=[lease, part])
        return lease

    def _acquire(self) -> int:
        try:
            number = self._lease.acquire()
        except Held as error:
            raise Refused(f"{without_password(self._settings.redis)}: {error}") from error
        log.info("lease_taken", number=number)
        return number

    def _release(self, lease: int) -> None:
        with suppress(*FAILURES):  # it runs out by itself
            self._lease.release(lease)

    def restore(self, partitions: Partitions, lease: int, progress: Progress) -> Restored | None:
        """Make the store whole from the changelogs, where they know more than it does. Raises as `Whole`."""
        whole = Whole(self._settings, self._lives, lease, self._holding(lease, progress))
        number = number_in(self._client)
        if not number:
            LedgerBuckets(self._client).forget_all()
        if newest(self._settings.kafka_config(), self._settings.changelogs()) > number:
            return whole.restore(number, partitions)
        if self._node_lost and isinstance(self._client, Cluster):  # that node may not know as much
            whole.mend(number)
            self._node_lost = False
        return None

    def rebuild(self, partitions: Partitions) -> Restored | None:
        """Make an empty store again, held by the lease meanwhile; None: the changelogs are empty. Raises Refused."""
        with locked(Path(self._settings.recovery)):
            self._lives, self._lease = lives_of(self._client), self.lease()
            lease = self._acquire()
            try:
                if number_in(self._client):
                    where = without_password(self._settings.redis)
                    raise Refused(f"{where}: not empty; enforce run brings it up to date by itself: start that")
                restored = self.restore(partitions, lease, self._progress)
                if restored is not None:
                    claim(self._client, self._fingerprint)
                return restored
            finally:
                self._release(lease)

    def _holding(self, lease: int, progress: Progress) -> Progress:
        """Progress that holds the lease, however long it takes; raises Refused when another has taken over."""

        def told(done: int, total: int) -> None:
            if not self._renewed(lease):
                raise taken_over(self._settings)
            progress(done, total)

        return told

    # --- while it runs --------------------------------------------------------------------------------------------

    def _watch(self, workers: Workers, lease: int, partitions: Partitions) -> int:
        """Wait until a worker ends, or all have after a stop."""
        chores = (
            Chore(self._settings.lease_ms / 3_000, lambda: self._hold_lease(lease)),
            Chore(_LOOK_S, lambda: self._look_for_growth(partitions)),
            Chore(_READ_S, lambda: self._look_at_policy(workers)),
        )
        deadline_s: float | None = None
        while (code := workers.ended()) is None:
            if (self._stopping or self._changing) and deadline_s is None:
                deadline_s = time.monotonic() + _PATIENCE_S
                workers.stop()
            if deadline_s is not None and time.monotonic() > deadline_s:
                return 1
            try:
                for chore in chores:
                    chore.do_if_due()
            except LeaseLost:
                log.error("lease_lost", number=lease)
                return EXIT_STOPPED
            time.sleep(_PAUSE_S)
        return code

    def _hold_lease(self, lease: int) -> None:
        if not self._renewed(lease):
            raise LeaseLost

    def _renewed(self, lease: int) -> bool:
        """Whether the lease is still ours; while Redis is away or takes no writes, nobody else can take it."""
        try:
            return self._lease.renew(lease)
        except FAILURES as error:
            if not cannot_be_reached(error) and redis_says_no(error) is None:
                raise
            return True

    def _look_for_growth(self, partitions: Partitions) -> None:
        """New partitions are read after a restart only: say so, each time that somebody looks at the log."""
        for topic, count in topics.grown(self._settings, partitions).items():
            log.warning("partitions_grew", topic=topic, partitions=count, before=partitions.counts[topic])

    def _look_at_policy(self, workers: Workers) -> None:
        """Newer policy files take effect with a start of all workers; wrong ones leave everything as it is."""
        if self._files.look(lambda policies: topics.find(self._settings, policies, create=False)):
            self._changing = True
        workers.tell(policy_refused=self._files.refused)


def _fitting(settings: RunSettings, partitions: Partitions) -> RunSettings:
    """No more workers than partition indexes: one without a part would make no progress, and end itself for it."""
    most = max(1, len(partitions.indexes()))
    if settings.workers <= most:
        return settings
    log.warning(
        "setting_warned",
        setting="ENFORCE_WORKERS",
        why=f"{settings.workers} workers, but no input topic has more than {most} partitions: {most} are started",
    )
    return msgspec.structs.replace(settings, workers=most)
