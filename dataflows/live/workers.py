"""The worker processes of one pipeline on this machine: started together, ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from dataflows.live.worker import EXIT_LOST, POLICY_GOOD, POLICY_REFUSED, Orders
from dataflows.logs import log

if TYPE_CHECKING:
    from dataflows.live.partitions import Partitions
    from dataflows.live.policies import PolicyFiles
    from dataflows.live.settings import RunSettings

WELL = {0, None, -signal.SIGTERM, EXIT_LOST}
"""Exit codes of a worker that was told to stop; before it could listen, it had not begun anything.

Nor can it finish anything on a store that has lost something: the next start does.
"""


class Workers:
    """All of them; each ends when the pipe that its orders came by closes, so none outlives this process."""

    def __init__(
        self, settings: RunSettings, partitions: Partitions, lease: int, files: PolicyFiles, lives: dict[str, str]
    ) -> None:
        count = settings.workers
        addresses = [f"127.0.0.1:{port}" for port in _free_ports(count)] if count > 1 else []
        self._processes = [
            _started(Orders(settings, partitions, lease, files.texts, files.refused, number, addresses, lives))
            for number in range(count)
        ]

    def ended(self) -> int | None:
        """The most telling exit code that is not 0, or 0 once all have ended so; None while they run."""
        codes = [process.poll() for process in self._processes]
        bad = [code for code in codes if code]
        return max(bad) if bad else 0 if all(code == 0 for code in codes) else None

    def tell(self, *, policy_refused: bool) -> None:
        """Whether the policy files, as they are now, are wrong; those in effect stay."""
        for process in self._processes:
            _say(process, POLICY_REFUSED if policy_refused else POLICY_GOOD)

    def stop(self) -> None:
        """Ask all to finish what they have begun."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """End those that still run, at once."""
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdin is not None:
                with suppress(BrokenPipeError):  # of what it did not live to hear
                    process.stdin.close()


def _started(orders: Orders) -> subprocess.Popen[bytes]:
    # Isolated (-I): a file in the directory it is started in must not stand in for a library.
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", "dataflows.live.worker"],
        stdin=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "RUST_BACKTRACE": "0"},  # Bytewax' own says nothing of why; the last line of the log does
    )
    _say(process, msgspec.json.encode(orders) + b"\n")
    log.info("worker_started", pid=process.pid)
    return process


def _say(process: subprocess.Popen[bytes], words: bytes) -> None:
    assert process.stdin is not None  # noqa: S101  asked for where it is started
    with suppress(BrokenPipeError):  # one that has ended needs to hear nothing, and is seen to have ended
        process.stdin.write(words)
        process.stdin.flush()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
