"""Where a replay keeps its state: in memory, in a Redis started for it, or in one that is there and empty."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from dataflows.settings import Refused, without_password
from dataflows.stores.memory import MemoryStore
from dataflows.stores.post_log import MemoryPostLog
from enforcement.ports import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import redis

    from dataflows.redis.prefetch import Prefetch
    from enforcement.desk import Desk
    from enforcement.policy import Policies
    from enforcement.ports import PostLog

_LEASE_MS = 3_600_000


class ReplayStore(Store, Protocol):
    """A store whose profiles can all be read at the end."""

    def profiles(self) -> Iterable[tuple[str, bytes]]:
        """Key and ledger of every profile."""


class Stores:
    """What a replay is plugged into."""

    def __init__(
        self, store: ReplayStore, log: PostLog, prefetch: Callable[[Desk], Prefetch | None] = lambda _: None
    ) -> None:
        self.store, self.log, self.prefetch = store, log, prefetch


def in_memory(policies: Policies) -> Stores:
    """Stores that live as long as the process."""
    return Stores(MemoryStore(), MemoryPostLog(policies))


@contextmanager
def opened(name: str, policies: Policies) -> Iterator[Stores]:
    """`memory`, `embedded` (a Redis started for this run), or the URL of an empty Redis; raises Refused."""
    if name == "memory":
        yield in_memory(policies)
    elif name == "embedded":
        from dataflows.embedded.redis import EmbeddedRedis  # noqa: PLC0415  only where it is asked for

        with EmbeddedRedis() as server:
            yield _in_redis(server.url, policies)
    elif "://" in name:
        yield _in_redis(name, policies)
    else:
        raise Refused(f"--store {name}: no such store; write memory, embedded, or redis://host:6379/0")


def _in_redis(url: str, policies: Policies) -> Stores:
    from dataflows.redis.cluster import FAILURES  # noqa: PLC0415  only where it is asked for
    from dataflows.redis.connect import Unfit, check, claim, connect  # noqa: PLC0415  the same
    from dataflows.redis.hashes import Hashes  # noqa: PLC0415  the same
    from dataflows.redis.lease import Held, Lease  # noqa: PLC0415  the same
    from dataflows.redis.post_log import RedisPostLog  # noqa: PLC0415  the same
    from dataflows.redis.prefetch import Prefetch  # noqa: PLC0415  the same
    from dataflows.redis.store import RedisStore  # noqa: PLC0415  the same

    hashes = Hashes(secrets.token_bytes(32))
    try:
        client = connect(url)
        if _holds_something(client):
            raise Refused(
                f"--store {without_password(url)}: not empty, and a replay starts from nothing; name an empty Redis"
            )
        check(client, url, hashes.fingerprint)
        lease = Lease(client, "replay", _LEASE_MS).acquire()
        claim(client, hashes.fingerprint)
        store, log = RedisStore(client, hashes, lease), RedisPostLog(client, hashes, policies)
    except (Unfit, Held) as error:
        raise Refused(*error.args) from error
    except FAILURES as error:
        raise Refused(f"--store {without_password(url)}: {error}; see that it takes writes") from error
    return Stores(store, log, lambda desk: Prefetch(desk, store, log))


def _holds_something(client: redis.Redis) -> bool:
    """Whether there is anything in a Redis; where it does not answer, whoever checks it next says why."""
    from dataflows.redis.cluster import FAILURES  # noqa: PLC0415  only where it is asked for

    with suppress(*FAILURES):
        return bool(client.dbsize())
    return False
