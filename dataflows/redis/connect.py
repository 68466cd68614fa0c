"""Opening a store: what Redis must be and have, checked before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

from dataflows.redis import keys
from dataflows.redis.cluster import FAILURES, Cluster, cannot_be_reached, open_cluster
from dataflows.settings import without_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataflows.redis.lives import Lives

_OLDEST = (6, 2)


class Unfit(Exception):
    """The Redis there cannot be the store; each argument is one line: what, where, what next."""


class Unreachable(Unfit):
    """No Redis answers there now; trying again may help."""


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


def connect(url: str, beat: Callable[[], None] | None = None, lives: Lives | None = None) -> redis.Redis:
    """A client; with `beat` it waits for a server that is away for as long as it takes, and beats meanwhile.

    With `lives` it refuses one that was restarted: raises StoreLost whatever is asked of it. Everything this project
    sends may be sent twice, so everything may be tried again. Raises Unfit.
    """
    options: dict[str, Any] = {"socket_timeout": 10, "socket_connect_timeout": 5}
    try:
        if "+cluster://" in url:
            return open_cluster(url, beat, options | ({"redis_connect_func": lives.meet} if lives else {}))
        if lives:
            options["redis_connect_func"] = lives.greet
        retry = Retry(ExponentialBackoff(cap=0.2, base=0.05), 3) if beat is None else Retry(_Beating(beat), -1)
        return redis.Redis.from_url(url, retry=retry, **options)
    except ValueError as error:
        raise Unfit(
            f"{without_password(url)}: not an address; write redis://host:6379/0, or redis+cluster://host:6379,host:6379"
        ) from error
    except FAILURES as error:
        kind = Unreachable if cannot_be_reached(error) else Unfit
        where = without_password(url)
        raise kind(f"{where}: {error}; see that the Cluster runs there, and its password is right") from error


def check(client: redis.Redis, url: str, fingerprint: str) -> list[str]:
    """Refuse a Redis that would lose state (raises Unfit); returns warnings, one line each."""
    shown = without_password(url)
    try:
        infos = _infos(client, shown)
        problems = [problem for where, info in infos.items() for problem in _of_server(where, info)]
        if not problems:
            problems = _of_state(client, shown, fingerprint)
    except redis.AuthenticationError as error:
        raise Unfit(f"{shown}: {error}; put the password into the URL: redis://:PASSWORD@host:6379/0") from error
    except FAILURES as error:
        kind = Unreachable if cannot_be_reached(error) else Unfit
        raise kind(f"{shown}: {error}; see that Redis runs there") from error
    if problems:
        raise Unfit(*problems)
    return [
        f"{where}: writes are not logged to disk, so a restart of Redis loses state; set appendonly yes"
        for where, info in infos.items()
        if not info.get("aof_enabled")
    ]


def seen(client: redis.Redis, url: str) -> dict[str, str]:
    """What is there, server by server, in words."""
    return {
        where: f"Redis {info['redis_version']}, {info['used_memory_human']} used, "
        f"maxmemory-policy {info.get('maxmemory_policy', 'unknown')}, "
        f"{'writes are' if info.get('aof_enabled') else 'no writes are'} logged to disk"
        for where, info in _infos(client, without_password(url)).items()
    }


def _infos(client: redis.Redis, shown: str) -> dict[str, dict[str, Any]]:
    """What each server says of itself."""
    if not isinstance(client, Cluster):
        info = client.info("everything")
        if info.get("cluster_enabled"):
            raise Unfit(f"{shown}: this Redis belongs to a Cluster; write redis+cluster://host:6379")
        return {shown: info}
    nodes = {f"redis://{node.name}": client.get_redis_connection(node) for node in client.get_primaries()}
    return {where: node.info("everything") for where, node in nodes.items()}


def _of_server(where: str, info: dict[str, Any]) -> list[str]:
    problems = []
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < _OLDEST:
        problems.append(f"{where}: Redis {info['redis_version']} is too old; use 6.2 or later")
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        problems.append(
            f"{where}: maxmemory-policy {info['maxmemory_policy']} would throw state away; set it to noeviction"
        )
    if info.get("role") != "master":
        problems.append(f"{where}: this Redis is a read-only replica; give the address of its master")
    return problems


def _of_state(client: redis.Redis, shown: str, fingerprint: str) -> list[str]:
    problems = []
    schema = client.get(keys.SCHEMA_KEY)
    if schema is not None and int(schema) > keys.SCHEMA:
        problems.append(f"{shown}: the state there has schema {int(schema)}, this version knows {keys.SCHEMA}; upgrade")
    secret = client.get(keys.SECRET)
    if secret is not None and secret.decode() != fingerprint:
        problems.append(f"{shown}: the state there was made with another ENFORCE_SECRET; use that one")
    return problems


def claim(client: redis.Redis, fingerprint: str) -> None:
    """Write down whose state this is, and in which schema."""
    client.set(keys.SCHEMA_KEY, keys.SCHEMA)
    client.set(keys.SECRET, fingerprint)
    client.setnx(keys.CHANGES, 0)  # while it is there, the store is
