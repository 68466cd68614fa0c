"""A real Redis Cluster of three masters."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from redis.cluster import RedisCluster

from tests.servers.ports import free_ports
from tests.servers.redis import PROGRAM, RedisServer

if TYPE_CHECKING:
    from typing_extensions import Self

NODES, SLOTS = 3, 16_384


class RedisClusterServers:
    """Three redis-servers without replicas, a third of the slots each; `nodes` are stopped and killed one by one."""

    def __init__(self, directory: Path, *, options: dict[str, str] | None = None, program: str = PROGRAM) -> None:
        clustered = {"cluster-enabled": "yes", "cluster-node-timeout": "2000"} | (options or {})
        self.nodes = [
            RedisServer(self._home(directory, port), port=port, options=clustered, program=program)
            for port in free_ports(NODES)
        ]

    @staticmethod
    def _home(directory: Path, port: int) -> Path:
        home = directory / str(port)
        home.mkdir()
        return home

    @property
    def url(self) -> str:
        """The address of its first node, in the form the settings take."""
        return self.nodes[0].url.replace("redis://", "redis+cluster://").removesuffix("/0")

    def client(self) -> RedisCluster:
        """A cluster client of its own connections."""
        return RedisCluster.from_url(self.nodes[0].url)

    def _join(self) -> None:
        first = self.nodes[0].port
        for number, node in enumerate(self.nodes):
            with node.client() as client:
                client.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
                slots = range(number * SLOTS // NODES, (number + 1) * SLOTS // NODES)
                client.execute_command("CLUSTER ADDSLOTS", *slots)
                client.execute_command("CLUSTER MEET", "127.0.0.1", first)

    def wait(self, *, patience_s: float = 30.0) -> None:
        """Until every node knows every slot served."""
        deadline = time.monotonic() + patience_s
        while not all(map(self._complete, self.nodes)):
            assert time.monotonic() < deadline, "the cluster does not come together"
            time.sleep(0.05)

    @staticmethod
    def _complete(node: RedisServer) -> bool:
        with node.client() as client:
            said = client.execute_command("CLUSTER INFO")
        return said["cluster_state"] == "ok" and int(said["cluster_known_nodes"]) == NODES

    def __enter__(self) -> Self:
        for node in self.nodes:
            node.start()
        self._join()
        self.wait()
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.__exit__()
