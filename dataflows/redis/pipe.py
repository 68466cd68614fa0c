"""Commands packed by hand and sent ahead of their answers: Redis works while Python decodes the next posts.

Only for commands that may be sent twice: after a lost connection everything unanswered goes out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import redis
import stamina

from dataflows.redis.cluster import Cluster
from dataflows.redis.cluster_pipe import ClusterPipe

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART = 1 << 20  # bytes sent at once: what a socket and a Redis that reads take in without delay
LOST = (redis.ConnectionError, redis.TimeoutError)


class Pipe(Protocol):
    """At most one flight of commands is unanswered."""

    def send(self, commands: Sequence[bytes]) -> None:
        """Begin to send packed commands, each with one key, once those before are answered."""

    def push(self) -> None:
        """Send some more of what was begun: as much as a server takes at once, so that nobody waits for it."""

    def wait(self) -> None:
        """Wait until everything sent is answered, however long a server is away; raises redis.ResponseError."""


class NodePipe:
    """One connection of its own to one Redis."""

    def __init__(self, client: redis.Redis) -> None:
        self._pool = client.connection_pool
        self._connection: redis.Connection | None = None
        self._flight = memoryview(b"")
        self._begun = self._answers = 0

    def send(self, commands: Sequence[bytes]) -> None:
        """See `Pipe`."""
        self.wait()
        self._flight, self._begun, self._answers = memoryview(b"".join(commands)), 0, len(commands)
        self.push()

    def push(self) -> None:
        """See `Pipe`; what was lost on the way goes out again with `wait`."""
        if self._begun < len(self._flight):
            try:
                self._send_part()
            except LOST:
                self._drop()
                self._begun = len(self._flight)

    def _send_part(self) -> None:
        part = self._flight[self._begun : self._begun + _PART]
        self._begun += len(part)
        self._connected().send_packed_command([part], check_health=False)  # a PING in its midst would break it

    def wait(self) -> None:
        """See `Pipe`."""
        if not self._answers:
            return
        for attempt in stamina.retry_context(on=LOST, attempts=None, timeout=None, wait_initial=0.05, wait_max=1.0):
            with attempt:
                self._read()

    def _read(self) -> None:
        try:
            if self._connection is None:
                self._begun = 0
            while self._begun < len(self._flight):
                self._send_part()
            connection = self._connected()
            for _ in range(self._answers):
                connection.read_response()
        except LOST:
            self._drop()
            raise
        self._flight, self._answers = memoryview(b""), 0

    def _connected(self) -> redis.Connection:
        if self._connection is None:
            self._connection = self._pool.get_connection()
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.disconnect()
            self._pool.release(self._connection)
            self._connection = None


def open_pipe(client: redis.Redis) -> Pipe:
    """The pipe that fits a client."""
    return ClusterPipe(client) if isinstance(client, Cluster) else NodePipe(client)


def packed(*parts: bytes) -> bytes:
    """One command in Redis' protocol (RESP)."""
    return b"".join([b"*%d\r\n" % len(parts), *(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)])
