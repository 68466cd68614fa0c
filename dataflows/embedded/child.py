"""A program that does not outlive the one that started it."""

from __future__ import annotations

import subprocess
from shutil import rmtree
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# The pipe closes when its owner ends, however it ends: by kill -9 too, on every Unix. PR_SET_PDEATHSIG is Linux only,
# and fires already when the *thread* that started the child ends.
_WATCH = 'read -r _; kill -KILL "$1" 2>/dev/null; [ -z "$2" ] || rm -rf -- "$2"'


class Child:
    """A running program, in a session of its own so that Ctrl-C does not reach it; its output goes to the file `log`.

    Ends by `stop` or `kill`. Should this process die before, a watching shell kills the child and removes `scratch`.
    A forked copy of this process that does not exec keeps the pipe open: the child then lives until that ends too.
    """

    def __init__(self, command: Sequence[str], *, log: Path, scratch: Path | None = None) -> None:
        self._scratch = scratch
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the callers name the program
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self._watch = subprocess.Popen(  # noqa: S603 - the pid and the directory are our own
            ["/bin/sh", "-c", _WATCH, "watch", str(self.pid), str(scratch or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs (a paused one does)."""
        return self._process.poll() is None

    def send(self, signal: int) -> None:
        """Send it a signal, if it still runs."""
        self._process.send_signal(signal)

    def stop(self, *, patience_s: float = 10.0) -> None:
        """End it by SIGTERM, by SIGKILL after `patience_s`; gone when this returns, as is `scratch`."""
        self._process.terminate()
        try:
            self._process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._gone()

    def kill(self) -> None:
        """End it by SIGKILL; gone when this returns, as is `scratch`."""
        self._process.kill()
        self._gone()

    def _gone(self) -> None:
        self._process.wait()
        self._watch.kill()
        self._watch.communicate()
        if self._scratch:
            rmtree(self._scratch, ignore_errors=True)
