"""The pipe to a Cluster: each node has its own connection and its share of a flight.

What a node does not carry out, because a slot has moved or the node is lost, goes through the Cluster's own client,
which follows slots and waits for nodes; the next flight takes the way it has learned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import hiredis
import redis
from redis.exceptions import AskError, ClusterDownError, TryAgainError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataflows.redis.cluster import Cluster

_LOST = (redis.ConnectionError, redis.TimeoutError)
_NOT_HERE = (AskError, ClusterDownError, TryAgainError)  # MOVED is an AskError


class ClusterPipe:
    """See `Pipe`; the hash tag of a command's key is the first thing in braces in it."""

    def __init__(self, client: Cluster) -> None:
        self._client = client
        self._slots: dict[bytes, int] = {}
        self._connections: dict[str, tuple[redis.ConnectionPool, redis.Connection]] = {}
        self._flights: dict[str, list[bytes]] = {}

    def send(self, commands: Sequence[bytes]) -> None:
        """See `Pipe`."""
        self.wait()
        for command in commands:
            self._flights.setdefault(self._node_of(command), []).append(command)
        for name, flight in self._flights.items():
            self._send(name, b"".join(flight))

    def push(self) -> None:
        """See `Pipe`; each node has its share already."""

    def _send(self, name: str, flight: bytes) -> None:
        pool = self._client.get_redis_connection(self._client.get_node(node_name=name)).connection_pool
        try:
            connection = pool.get_connection()
        except _LOST:
            return
        self._connections[name] = pool, connection
        try:
            connection.send_packed_command([flight])
        except _LOST:
            self._release(name)

    def wait(self) -> None:
        """See `Pipe`."""
        flights, self._flights = self._flights, {}
        for name, flight in flights.items():
            for command in self._not_carried_out(name, flight):
                self._client.execute_command(*_unpacked(command))

    def _not_carried_out(self, name: str, flight: list[bytes]) -> list[bytes]:
        if name not in self._connections:
            return flight
        _, connection = self._connections[name]
        elsewhere = []
        try:
            for command in flight:
                try:
                    connection.read_response()
                except _NOT_HERE:
                    elsewhere.append(command)
        except _LOST:
            connection.disconnect()
            elsewhere = flight
        self._release(name)
        return elsewhere

    def _node_of(self, command: bytes) -> str:
        start = command.index(b"{") + 1
        tag = command[start : command.index(b"}", start)]
        if tag not in self._slots:
            self._slots[tag] = self._client.keyslot(tag)
        name: str = self._client.nodes_manager.get_node_from_slot(self._slots[tag]).name
        return name

    def _release(self, name: str) -> None:
        pool, connection = self._connections.pop(name)
        pool.release(connection)


def _unpacked(command: bytes) -> list[bytes | str]:
    """The parts of a packed command."""
    reader = hiredis.Reader()
    reader.feed(command)
    name, *rest = reader.gets()
    return [name.decode(), *rest]
