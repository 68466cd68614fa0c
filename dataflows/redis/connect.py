"""Opening a store: what Redis must be and have, checked before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from dataflows.redis import keys

if TYPE_CHECKING:
    from collections.abc import Callable

_OLDEST = (6, 2)


class Unfit(Exception):
    """The Redis there cannot be the store; each argument is one line: what, where, what next."""


class _Beating(ExponentialBackoff):  # type: ignore[misc]  # its types are skipped
    """Waits longer and longer, up to a second, and says each time that it is alive."""

    def __init__(self, beat: Callable[[], None]) -> None:
        super().__init__(cap=1.0, base=0.05)
        self._beat = beat

    def __deepcopy__(self, memo: object) -> _Beating:
        """Redis' client copies it for each connection; the process it beats for cannot be copied."""
        return self

    def compute(self, failures: int) -> float:
        self._beat()
        return float(super().compute(failures))


def connect(url: str, beat: Callable[[], None] | None = None) -> redis.Redis:
    """A client; with `beat` it waits for a server that is away for as long as it takes, and beats meanwhile.

    Everything this project sends may be sent twice, so everything may be tried again.
    """
    retry = Retry(ExponentialBackoff(cap=0.2, base=0.05), 3) if beat is None else Retry(_Beating(beat), -1)
    options: dict[str, Any] = {"socket_timeout": 10, "socket_connect_timeout": 5, "retry": retry}
    if url.startswith("redis+cluster://"):
        raise Unfit(f"{url}: a Cluster is not supported by this version; write redis://host:6379/0")
    return redis.Redis.from_url(url, **options)


def check(client: redis.Redis, url: str, fingerprint: str) -> list[str]:
    """Refuse a Redis that would lose state (raises Unfit); returns warnings, one line each."""
    try:
        info: dict[str, Any] = client.info("everything")
    except redis.AuthenticationError as error:
        raise Unfit(f"{url}: {error}; put the password into the URL: redis://:PASSWORD@host:6379/0") from error
    except redis.RedisError as error:
        raise Unfit(f"{url}: {error}; see that Redis runs there") from error
    problems = _problems(client, url, info, fingerprint)
    if problems:
        raise Unfit(*problems)
    if not info.get("aof_enabled"):
        return [f"{url}: writes are not logged to disk, so a restart of Redis loses state; set appendonly yes"]
    return []


def _problems(client: redis.Redis, url: str, info: dict[str, Any], fingerprint: str) -> list[str]:
    problems = []
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < _OLDEST:
        problems.append(f"{url}: Redis {info['redis_version']} is too old; use 6.2 or later")
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        problems.append(
            f"{url}: maxmemory-policy {info['maxmemory_policy']} would throw state away; set it to noeviction"
        )
    if info.get("role") != "master":
        problems.append(f"{url}: this Redis is a read-only replica; give the address of its master")
        return problems
    schema = client.get(keys.SCHEMA_KEY)
    if schema is not None and int(schema) > keys.SCHEMA:
        problems.append(f"{url}: the state there has schema {int(schema)}, this version knows {keys.SCHEMA}; upgrade")
    secret = client.get(keys.SECRET)
    if secret is not None and secret.decode() != fingerprint:
        problems.append(f"{url}: the state there was made with another ENFORCE_SECRET; use that one")
    return problems


def claim(client: redis.Redis, fingerprint: str) -> None:
    """Write down whose state this is, and in which schema."""
    client.set(keys.SCHEMA_KEY, keys.SCHEMA)
    client.set(keys.SECRET, fingerprint)
    client.setnx(keys.CHANGES, 0)  # while it is there, the store is
