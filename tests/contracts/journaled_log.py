"""The post log in Redis with what it shares the work with: an erasure reaches it by an entry of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.redis.post_log import RedisPostLog
from tests.contracts.store_machine import an_entry

if TYPE_CHECKING:
    import redis

    from dataflows.redis.hashes import Hashes
    from dataflows.redis.store import RedisStore
    from enforcement.policy import Policies


class JournaledLog(RedisPostLog):
    """Journals and applies what was erased before it keeps a batch, as whoever decides does."""

    def __init__(self, client: redis.Redis, store: RedisStore, hashes: Hashes, policies: Policies) -> None:
        super().__init__(client, hashes, policies)
        self._store = store
        self._gone: dict[str, int] = {}

    def erase(self, profile_id: str, at_ms: int, turn: int) -> None:
        super().erase(profile_id, at_ms, turn)
        self._gone[profile_id] = max(at_ms, self._gone.get(profile_id, at_ms))

    def keep(self) -> None:
        self._store.journal(an_entry(appears_drop=self._gone))
        self._store.apply()
        self._store.clear(1)
        self._gone = {}
        super().keep()
