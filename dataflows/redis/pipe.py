"""Commands packed by hand and sent ahead of their answers: Redis works while Python decodes the next posts.

Only for commands that may be sent twice: after a lost connection everything unanswered goes out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import redis
import stamina

if TYPE_CHECKING:
    from collections.abc import Sequence

LOST = (redis.ConnectionError, redis.TimeoutError)


class Pipe:
    """One connection of its own to one node; at most one flight of commands is unanswered."""

    def __init__(self, client: redis.Redis) -> None:
        self._pool = client.connection_pool
        self._connection: redis.Connection | None = None
        self._flight: Sequence[bytes] = ()
        self._answers = 0

    def send(self, commands: Sequence[bytes]) -> None:
        """Send packed commands, once those before are answered."""
        self.wait()
        self._flight, self._answers = [b"".join(commands)], len(commands)
        try:
            self._connected().send_packed_command(self._flight)
        except LOST:
            self._drop()

    def wait(self) -> None:
        """Wait until everything sent is answered, however long the server is away; raises redis.ResponseError."""
        if not self._answers:
            return
        for attempt in stamina.retry_context(on=LOST, attempts=None, timeout=None, wait_initial=0.05, wait_max=1.0):
            with attempt:
                self._read()

    def _read(self) -> None:
        try:
            if self._connection is None:
                self._connected().send_packed_command(self._flight)
            connection = self._connected()
            for _ in range(self._answers):
                connection.read_response()
        except LOST:
            self._drop()
            raise
        self._flight, self._answers = (), 0

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
    return Pipe(client)


def packed(*parts: bytes) -> bytes:
    """One command in Redis' protocol (RESP)."""
    return b"".join([b"*%d\r\n" % len(parts), *(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)])
