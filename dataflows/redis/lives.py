"""One life of each server: one that was restarted, or replaced, may have lost its last seconds."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import redis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_RUN = re.compile(r"run_id:(\w+)")


class StoreLost(Exception):
    """The store has lost what it had, or may have: all of it, or its last seconds; one line."""


class Lives:
    """Whom a client talks to: address -> the id of the server's run, `known` from elsewhere or met first.

    Each new connection asks, before anything is sent on it, so that nothing ever reaches another life of a server.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = dict(known)

    def meet(self, connection: redis.Connection) -> None:
        """Hear who answers; raises StoreLost where it is not who was known there."""
        connection.send_command("INFO", "server", check_health=False)
        run, where = _run_of(connection.read_response()), _address(partial(getattr, connection))
        if self._known.setdefault(where, run) != run:
            raise StoreLost(f"{where}: Redis was restarted or replaced")

    def greet(self, connection: redis.Connection) -> None:
        """The same after all else that a connection to a single Redis begins with."""
        connection.on_connect()
        self.meet(connection)


@contextmanager
def noticed() -> Iterator[None]:
    """Raises StoreLost also where the store itself says so: it was emptied, and the fence is gone with the rest."""
    try:
        yield
    except redis.ResponseError as error:
        if "LOST" not in str(error):
            raise
        raise StoreLost(str(error)) from error


def lives_of(client: redis.Redis) -> dict[str, str]:
    """Who answers a client of a single Redis now; of a Cluster, whose nodes are met one by one, nothing."""
    pool = getattr(client, "connection_pool", None)
    return {} if pool is None else {_address(pool.connection_kwargs.get): client.info("server")["run_id"]}


def _run_of(info: bytes | str) -> str:
    found = _RUN.search(info.decode() if isinstance(info, bytes) else info)
    return found[1] if found else ""


def _address(part: Callable[[str, None], object]) -> str:
    return str(part("path", None) or f"{part('host', None)}:{part('port', None)}")
