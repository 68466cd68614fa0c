"""One pipeline per store: a lease with a number that only grows; every deciding write carries it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dataflows.redis import keys
from dataflows.redis.buckets import LedgerBuckets
from dataflows.redis.lease_scripts import LEASE, RELEASE, RENEW

if TYPE_CHECKING:
    import redis


class Held(Exception):
    """Another pipeline holds the lease; one line."""


class Lease:
    """The right to decide on a store; `holder` is the same for a pipeline that starts again in its own place."""

    def __init__(self, client: redis.Redis, holder: str, lease_ms: int) -> None:
        self._holder, self._lease_ms = holder, lease_ms
        self._acquire, self._renew, self._release = (client.register_script(text) for text in (LEASE, RENEW, RELEASE))
        self._keys, self._ledgers = [keys.HOLDER, keys.FENCE], LedgerBuckets(client)

    def acquire(self) -> int:
        """A new number; raises Held."""
        number, holder, left_ms = self._acquire(keys=self._keys, args=[self._holder, self._lease_ms, int(time.time())])
        if not number:
            raise Held(
                f"{holder.decode()} decides on this store already (its lease runs {left_ms / 1000:.0f} s more); "
                "stop it first, or give this one another Redis"
            )
        self._ledgers.fence(int(number))
        return int(number)

    def renew(self, number: int) -> bool:
        """Hold it longer; False when another has taken over (an empty store is for the workers to notice)."""
        return bool(self._renew(keys=self._keys, args=[self._holder, self._lease_ms, number]))

    def release(self, number: int) -> None:
        """Let go."""
        self._release(keys=self._keys, args=[self._holder, number])
