"""While no worker runs, at the start and between two: waits for servers, and answers for the pipeline meanwhile."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from confluent_kafka import KafkaException
from prometheus_client import CollectorRegistry

from dataflows.live.reach import Away, broker_error, redis_says_no, tell_away, tell_back
from dataflows.logs import log
from dataflows.redis.cluster import FAILURES, cannot_be_reached
from dataflows.redis.lives import StoreLost
from dataflows.settings import Refused, without_password
from metrics.meters import Meters
from metrics.server import PortUnusable, Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from dataflows.live.settings import RunSettings

T = TypeVar("T")
_PAUSE_S = 0.5  # between two attempts to reach a server


class Waiting:
    """A context manager; within it the port of the first worker says why nothing runs yet. Raises Refused."""

    def __init__(self, settings: RunSettings, stopping: Callable[[], bool]) -> None:
        self._settings, self._stopping, self._redis = settings, stopping, without_password(settings.redis)
        self._registry = CollectorRegistry()
        self.meters = Meters(self._registry)
        self._server: Server | None = None
        self._told: dict[str, float] = {}
        """What was told to be away -> since when."""

    def __enter__(self) -> Self:
        """Listen."""
        if self._settings.metrics_port is not None:
            try:
                self._server = Server(self._settings.metrics_port, self._registry, self.meters.health)
            except PortUnusable as error:
                raise Refused(str(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        """Give the port to the worker."""
        if self._server is not None:
            self._server.close()

    def until(self, call: Callable[[], T]) -> T | None:
        """Call until the servers answer; None when asked to stop meanwhile. Raises Refused where waiting is no use."""
        while not self._stopping():
            try:
                result = call()
            except StoreLost as error:  # amid a restore: that begins again
                log.warning("redis_changed", why=str(error))
            except FAILURES as error:
                self._is_away("redis", f"{self._redis}: {_redis_away(error)}")
            except KafkaException as error:
                self._is_away("kafka", _broker(self._settings, error))
            except Away as error:
                self._is_away(error.server, str(error))
            else:
                self._are_back()
                return result
            time.sleep(_PAUSE_S)
        return None

    def _is_away(self, server: str, why: str) -> None:
        if server == "kafka":
            self.meters.connected("redis", up=True)  # it is asked first
        self.meters.connected(server, up=False)
        if server not in self._told:
            self._told[server] = time.monotonic()
            tell_away(server, why, None if self._server is None else self._server.port)

    def _are_back(self) -> None:
        for server, since_s in self._told.items():
            tell_back(server, time.monotonic() - since_s)
        self._told.clear()


def _redis_away(error: Exception) -> str:
    if cannot_be_reached(error):
        return f"{type(error).__name__}; see that Redis runs there"
    why = redis_says_no(error)
    if why is None:
        raise error
    return why


def _broker(settings: RunSettings, error: KafkaException) -> str:
    refused = broker_error(settings.kafka, error.args[0])
    if not isinstance(refused, Away):
        raise refused from error
    return str(refused)
