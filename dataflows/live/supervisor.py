"""The supervisor: checks everything, holds the lease, runs the worker processes, restarts all of them when one dies."""

from __future__ import annotations

import fcntl
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import msgspec
from bytewax.recovery import init_db_dir

from dataflows.live import topics
from dataflows.live.restore import Changelogs, Restore, Restored, newest, number_in
from dataflows.live.worker import EXIT_STOPPED, Orders
from dataflows.redis.connect import Unfit, check, claim, connect
from dataflows.redis.hashes import Hashes
from dataflows.redis.lease import Held, Lease
from dataflows.settings import Refused, policies_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataflows.live.settings import RunSettings
    from dataflows.live.source import Partitions

_PAUSE_S = 0.05
_PATIENCE_S = 30.0  # for workers to finish their epoch
_BACKOFF_S = (0.1, 0.5, 1.0, 2.0, 5.0)
_WELL = {0, None, -signal.SIGTERM}  # told to stop before it could listen, a worker had not begun anything
_LONG_S = 60.0  # whoever ran so long starts again at once


class Supervisor:
    """One pipeline on this machine; `say` prints one line."""

    def __init__(
        self, settings: RunSettings, say: Callable[[str], None], progress: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        self._settings, self._say, self._progress = settings, say, progress
        self._stopping = False
        self._workers: list[subprocess.Popen[bytes]] = []

    def check(self, *, create_topics: bool) -> Partitions:
        """Refuse what cannot work (raises Refused); warn of what is unwise."""
        settings = self._settings
        policies = policies_from([Path(path) for path in settings.policy])
        fingerprint = Hashes(settings.secret.encode()).fingerprint
        try:
            self._client = connect(settings.redis)
            for warning in check(self._client, settings.redis, fingerprint):
                self._say(f"warning: {warning}")
        except Unfit as error:
            raise Refused(*error.args) from error
        partitions = topics.find(settings, policies, create=create_topics)
        self._fingerprint = fingerprint
        return partitions

    def run(self, partitions: Partitions) -> int:
        """Run until stopped; returns the exit code."""
        recovery = Path(self._settings.recovery)
        with _locked(recovery):
            if not list(recovery.glob("part-*.sqlite3")):
                init_db_dir(recovery, 1)  # type: ignore[no-untyped-call]  # Bytewax is compiled
            holder = f"{socket.gethostname()}:{recovery.resolve()}"
            self._lease = Lease(self._client, holder, self._settings.lease_ms)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self._stop)
            return self._run(partitions)

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _run(self, partitions: Partitions) -> int:
        failures = 0
        while True:
            lease = self._acquire()
            self.restore(partitions)
            claim(self._client, self._fingerprint)
            started_s = time.monotonic()
            self._start(partitions, lease)
            code = self._watch(lease)
            self._end_all()
            if self._stopping:
                self._lease.release(lease)
                return 0 if code in _WELL else 1
            if code == EXIT_STOPPED:
                return 1
            failures = 0 if time.monotonic() - started_s > _LONG_S else failures + 1
            self._say(f"a worker ended with {code}; all start again")
            time.sleep(_BACKOFF_S[min(failures, len(_BACKOFF_S)) - 1] if failures else 0.0)

    def restore(self, partitions: Partitions) -> Restored | None:
        """Make the store again from the changelogs, if they know more than it does."""
        config, topics = self._settings.kafka_config(), self._settings.changelogs()
        number = number_in(self._client)
        if newest(config, topics) <= number:
            return None
        changelogs = Changelogs(config, topics)
        what = "has lost its last seconds" if number else "is empty"
        self._say(f"the store {what}: restoring it from {changelogs.total:,} records of the changelogs")
        parts = [] if number else [str(index) for index in partitions.indexes()]
        restored = Restore(self._client).run(changelogs, parts, self._progress)
        self._say(f"restored {restored.records:,} records; {restored.entries} entries are said again; reading on")
        return restored

    def _acquire(self) -> int:
        try:
            return self._lease.acquire()
        except Held as error:
            raise Refused(f"{self._settings.redis}: {error}") from error

    def _start(self, partitions: Partitions, lease: int) -> None:
        count = self._settings.workers
        addresses = [f"127.0.0.1:{port}" for port in _free_ports(count)] if count > 1 else []
        self._workers = []
        for process in range(count):
            worker = subprocess.Popen(
                [sys.executable, "-m", "dataflows.live.worker"], stdin=subprocess.PIPE, start_new_session=True
            )
            assert worker.stdin is not None  # noqa: S101  asked for above
            worker.stdin.write(
                msgspec.json.encode(Orders(self._settings, partitions, lease, process, addresses)) + b"\n"
            )
            worker.stdin.flush()
            self._workers.append(worker)

    def _watch(self, lease: int) -> int | None:
        """Wait until a worker ends, or all have after a stop; returns the first code that is not 0."""
        renewed_s, told = time.monotonic(), False
        while True:
            codes = [worker.poll() for worker in self._workers]
            bad = [code for code in codes if code]
            if bad or all(code == 0 for code in codes):
                return bad[0] if bad else 0
            if self._stopping and not told:
                told = True
                deadline_s = time.monotonic() + _PATIENCE_S
                for worker in self._workers:
                    worker.send_signal(signal.SIGTERM)
            if told and time.monotonic() > deadline_s:
                return 1
            if time.monotonic() - renewed_s > self._settings.lease_ms / 3_000:
                renewed_s = time.monotonic()
                if not self._lease.renew(lease):
                    self._say("another pipeline has taken the lease; this one ends")
                    return EXIT_STOPPED
            time.sleep(_PAUSE_S)

    def _end_all(self) -> None:
        for worker in self._workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
            if worker.stdin is not None:
                worker.stdin.close()


class _locked:  # noqa: N801  used as a function
    """The recovery directory, made if need be, for this process alone: proof that no other of ours is alive."""

    def __init__(self, recovery: Path) -> None:
        self._path = recovery
        self._file: TextIO | None = None

    def __enter__(self) -> None:
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            self._file = (self._path / "lock").open("w")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"{self._path}: another pipeline runs with this recovery directory; stop it first") from error
        except OSError as error:
            raise Refused(f"{self._path}: {error.strerror}; name a directory that can be written") from error

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
