"""What a running pipeline knows of a profile, for somebody who only looks: nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import redis

from dataflows.redis import keys
from dataflows.redis.connect import connect
from dataflows.redis.store import ledger_key
from dataflows.settings import Refused

if TYPE_CHECKING:
    from enforcement.policy import Policies


class LiveLedgers:
    """The ledgers of a store under the policies that the pipeline runs with; raises Refused where it cannot be read."""

    def __init__(self, url: str, policies: Policies) -> None:
        self._url, self.policies = url, policies
        self._client = connect(url)

    def load(self, key: str) -> bytes | None:
        """See the port `Store`."""
        found = self._get(ledger_key(key))
        return None if found is None else found[8:]

    def now(self) -> int:
        """See the port `Store`."""
        return int(self._get(keys.NOW) or 0)

    def _get(self, key: str) -> bytes | None:
        try:
            found: bytes | None = self._client.get(key)
        except redis.RedisError as error:
            raise Refused(f"{self._url}: {error}; see that Redis runs there, or give --from DIR") from error
        return found
