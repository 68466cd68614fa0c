"""A Redis Cluster as one client: the same calls as one Redis, sent to the nodes that have the keys.

A script's keys, and those of a transaction, share one hash tag (dataflows/redis/keys.py); whatever else travels
together in a pipeline may go to different nodes.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.commands.core import Script
from redis.exceptions import AskError, ClusterDownError, RedisClusterException, TryAgainError
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEME = re.compile(r"^redis(s?)\+cluster://(?:(.*)@)?([^@/\s]+)/?0?$")
_AWAY = (redis.ConnectionError, redis.TimeoutError, AskError, ClusterDownError, TryAgainError)  # MOVED is an AskError
_NO_NODE = re.compile(r"cannot be connected|slots are not covered|not covered by the cluster")
_PAUSE_S, _TRIES = 0.2, 5


class Cluster(RedisCluster):  # type: ignore[misc]  # its types are skipped
    """All nodes of a Cluster; with `beat` it waits for as long as it takes, and beats meanwhile.

    Everything this project sends may be sent twice, so everything is tried again when a node was lost.
    """

    def __init__(self, beat: Callable[[], None] | None, **options: Any) -> None:  # noqa: ANN401  redis-py's
        self._beat = beat
        self._patiently(lambda: super(Cluster, self).__init__(**options))

    def _patiently(self, attempt: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever it returns
        for tries in count():
            try:
                return attempt()
            except (*_AWAY, RedisClusterException) as error:
                is_mistake = isinstance(error, RedisClusterException) and not _NO_NODE.search(str(error))
                if is_mistake or (self._beat is None and tries == _TRIES):
                    raise
            if self._beat is not None:
                self._beat()
            time.sleep(_PAUSE_S if tries else 0.0)
            self._look_again()
        return None

    def _look_again(self) -> None:
        """Which node has which slots now."""
        if hasattr(self, "nodes_manager"):
            with suppress(*_AWAY, RedisClusterException):
                self.nodes_manager.initialize()

    def execute_command(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401  the client's
        """Send a command to the node of its key."""
        return self._patiently(lambda: super(Cluster, self).execute_command(*args, **options))

    def pipeline(self, transaction: bool = True, shard_hint: None = None) -> Pipeline:  # noqa: FBT001, FBT002  redis-py's
        """See redis-py: with `transaction` all keys must share the hash tag of the first."""
        begin = self._transaction if transaction else lambda _: super(Cluster, self).pipeline(False, shard_hint)  # noqa: FBT003  the same
        return Pipeline(begin, self._patiently)

    def _transaction(self, key: str) -> redis.client.Pipeline:
        return self.get_redis_connection(self.get_node_from_key(key)).pipeline()

    def register_script(self, script: str) -> ClusterScript:
        """See redis-py."""
        return ClusterScript(self, script)


class Pipeline:
    """Commands as they were called; made into redis-py's pipeline, and sent, until all were carried out."""

    def __init__(self, begin: Callable[[str], Any], patiently: Callable[[Callable[[], Any]], Any]) -> None:
        self._begin, self._patiently = begin, patiently
        self._calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Callable[..., Pipeline]:  # noqa: D105  each command
        def call(*args: Any, **options: Any) -> Pipeline:  # noqa: ANN401  of any command
            self._calls.append((name, args, options))
            return self

        return call

    def execute(self) -> list[Any]:
        """The answers in order; raises the first that is an error."""
        calls, self._calls = self._calls, []
        found: list[Any] = self._patiently(lambda: self._attempt(calls)) if calls else []
        return found

    def _attempt(self, calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]]) -> Any:  # noqa: ANN401  answers
        pipe = self._begin(calls[0][1][0])
        for name, args, options in calls:
            getattr(pipe, name)(*args, **options)
        return pipe.execute()


FAILURES = (redis.RedisError, RedisClusterException)
"""What a Redis raises, alone or a Cluster: the latter's own error is none of the former's."""


def cannot_be_reached(error: Exception) -> bool:
    """Whether an error says that a server does not answer, and not that it answers no."""
    if isinstance(error, RedisClusterException) and "auth" not in str(error).lower():
        return bool(_NO_NODE.search(str(error)))
    return isinstance(error, _AWAY) and not isinstance(error, redis.AuthenticationError)


class ClusterScript(Script):  # type: ignore[misc]  # its types are skipped
    """A script; in a pipeline it travels in full, since no node can be asked there whether it knows it."""

    def __call__(self, keys: Any = None, args: Any = None, client: Any = None) -> Any:  # noqa: ANN401  redis-py's
        """See redis-py."""
        if isinstance(client, Pipeline):
            return client.execute_command("EVAL", self.script, len(keys or ()), *(keys or ()), *(args or ()))
        return super().__call__(keys, args, client)


def open_cluster(url: str, beat: Callable[[], None] | None, options: dict[str, Any]) -> Cluster:
    """A client for redis+cluster://[user:password@]host:port[,host:port]; raises ValueError for another form."""
    matched = SCHEME.match(url)
    if not matched:
        raise ValueError(url)
    tls, credentials, hosts = matched.groups()
    user, _, password = (credentials or "").partition(":")
    nodes = [urlsplit("//" + host) for host in hosts.split(",")]
    return Cluster(
        beat,
        startup_nodes=[ClusterNode(node.hostname, node.port or 6379) for node in nodes],
        username=unquote(user) or None,
        password=unquote(password) or None,
        ssl=bool(tls),
        retry=Retry(NoBackoff(), 0),
        **options,
    )
