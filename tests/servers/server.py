"""What all servers of the tests can do."""

from __future__ import annotations

import signal
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from dataflows.embedded.child import Child

if TYPE_CHECKING:
    from typing_extensions import Self


class Server(ABC):
    """One process on one port of 127.0.0.1; port and data stay the same across stop, kill and start."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self.port = port
        self.log = directory / "server.log"
        self._child: Child | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether it answers its clients."""

    @property
    def address(self) -> str:
        """HOST:PORT."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        return self._running.pid

    @property
    def _running(self) -> Child:
        assert self._child, f"{self.address} is not running"
        return self._child

    def start(self, *, patience_s: float = 60.0) -> Self:
        """Start it, and wait until it answers; raises with its last words where it does not."""
        self._child = Child(self.command(), log=self.log)
        deadline = time.monotonic() + patience_s
        while not self.ready():
            if not self._child.alive or time.monotonic() > deadline:
                self._child.kill()
                raise RuntimeError(f"{self.command()[0]} does not answer: {self.last_words()}")
            time.sleep(0.02)
        return self

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-2000:]

    def stop(self) -> None:
        """SIGTERM; gone when this returns."""
        self._running.stop(patience_s=30.0)
        self._child = None

    def kill(self) -> None:
        """SIGKILL; gone when this returns."""
        self._running.kill()
        self._child = None

    def restart(self) -> Self:
        """Stop it, and start it again."""
        self.stop()
        return self.start()

    def pause(self) -> None:
        """SIGSTOP: it keeps its connections and answers nothing."""
        self._running.send(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._running.send(signal.SIGCONT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._child:
            self.resume()
            self.stop()
