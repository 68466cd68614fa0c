"""Whether any broker answers: what librdkafka says of its connections once a second, whether records come or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from confluent_kafka import KafkaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metrics.meters import Meters


_LASTING = 2  # seconds: when a client begins, all its connections are lost for a moment


class _Connection(msgspec.Struct, gc=False):
    state: str = ""


class _Statistics(msgspec.Struct, gc=False):
    brokers: dict[str, _Connection] = {}


_statistics = msgspec.json.Decoder(_Statistics).decode


class Brokers:
    """Moves `enforce_connected` of Kafka; a consumer's connection is never idle, so a lost one is an outage."""

    def __init__(self, meters: Meters) -> None:
        self._meters = meters
        self._silent: int | None = None
        """Once all connections were lost: how often the statistics have said so since."""

    def watched(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """What a consumer is made with, so that it tells."""
        return {**config, "statistics.interval.ms": 1000, "stats_cb": self.counted, "error_cb": self.failed}

    def failed(self, error: KafkaError) -> None:
        """The client goes on trying by itself; that all brokers are away is a state, not the end."""
        if error.code() == KafkaError._ALL_BROKERS_DOWN:  # noqa: SLF001  librdkafka's own names are spelled so
            self._silent = self._silent or 0

    def counted(self, statistics: str) -> None:
        """See librdkafka's STATISTICS.md; at the start and at the end no connection is up, and nothing is wrong."""
        if any(broker.state == "UP" for broker in _statistics(statistics.encode()).brokers.values()):
            self._silent = None
            self._meters.connected("kafka", up=True)
        elif self._silent is not None:
            self._silent += 1
            if self._silent >= _LASTING:
                self._meters.connected("kafka", up=False)
