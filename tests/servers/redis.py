"""A real redis-server."""

from __future__ import annotations

from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.servers.ports import free_ports
from tests.servers.server import Server

PROGRAM = "redis-server"
ONCE = Retry(NoBackoff(), 0)


class RedisServer(Server):
    """A redis-server that keeps an append-only file, synced every second.

    `options` are more of its settings by name, such as `{"maxmemory-policy": "allkeys-lru", "requirepass": "x"}`.
    """

    def __init__(
        self, directory: Path, *, port: int | None = None, options: dict[str, str] | None = None, program: str = PROGRAM
    ) -> None:
        super().__init__(directory, port or free_ports(1)[0])
        self.program = program
        self.options = {"appendonly": "yes", "appendfsync": "everysec", "save": ""} | (options or {})

    @property
    def url(self) -> str:
        """What a client connects to, password included."""
        password = self.options.get("requirepass")
        return f"redis://:{password}@{self.address}/0" if password else f"redis://{self.address}/0"

    def command(self) -> list[str]:
        settings = {"bind": "127.0.0.1", "port": str(self.port), "dir": str(self.directory)} | self.options
        return [self.program, *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, retry=ONCE) as client:
                return bool(client.ping())
        except redis.ConnectionError:  # also BusyLoadingError: it reads its append-only file
            return False

    def client(self) -> redis.Redis:
        """A client of its own connections."""
        return redis.Redis.from_url(self.url)
