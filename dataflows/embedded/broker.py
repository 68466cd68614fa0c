"""A Kafka broker that this program brings along: in memory, in this process, for a demonstration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dataflows.embedded import librdkafka
from dataflows.settings import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ctypes import CDLL

    from typing_extensions import Self


NAME = re.compile(r"[A-Za-z0-9._-]{1,249}")


class EmbeddedBroker:
    """librdkafka's mock cluster, a context manager: `bootstrap` connects to it, on 127.0.0.1, from other processes too.

    Nothing survives its end; of a partition only about the last 5 MB are kept (`guard.Guard` watches that). It creates
    no topics for an admin client, compacts nothing, and shows aborted transactions: no place for real work.
    `topics` are the partitions of each topic that is there from the start. Raises Refused.
    """

    def __init__(self, topics: Mapping[str, int] | None = None) -> None:
        self._wanted = dict(topics or {})
        self._partitions: dict[str, int] = {}
        self._library: CDLL = librdkafka.load()
        self._client = self._cluster = 0

    @property
    def bootstrap(self) -> str:
        """HOST:PORT, for `bootstrap.servers`."""
        return str(self._library.rd_kafka_mock_cluster_bootstraps(self._running).decode())

    @property
    def partitions(self) -> Mapping[str, int]:
        """How many partitions each created topic has."""
        return dict(self._partitions)

    def create_topic(self, name: str, partitions: int) -> None:
        """Create a topic; raises Refused where it is there already, or the name or the number is not a possible one."""
        what = f"embedded broker: topic {name!r} with {partitions} partitions"
        if not NAME.fullmatch(name) or partitions < 1:  # librdkafka would abort this process
            raise Refused(f"{what}: a name has 1 to 249 of a-z A-Z 0-9 . _ -, and a topic at least 1 partition")
        error = self._library.rd_kafka_mock_topic_create(self._running, name.encode(), partitions, 1)
        if error != librdkafka.NO_ERROR:
            raise Refused(f"{what}: {self._library.rd_kafka_err2str(error).decode()}")
        self._partitions[name] = partitions

    @property
    def _running(self) -> int:
        if not self._cluster:
            raise RuntimeError("the embedded broker runs only within `with`")
        return self._cluster

    def __enter__(self) -> Self:
        """Start it, and create the topics."""
        self._client = librdkafka.new_client(self._library)
        self._cluster = self._library.rd_kafka_mock_cluster_new(self._client, 1)
        try:
            for name, partitions in self._wanted.items():
                self.create_topic(name, partitions)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it; close its clients before, or they will complain that it is gone."""
        self._library.rd_kafka_mock_cluster_destroy(self._cluster)
        self._library.rd_kafka_destroy(self._client)
        self._client = self._cluster = 0
