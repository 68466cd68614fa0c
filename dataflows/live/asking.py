"""Whether Redis answers, asked once a second: a pipeline without traffic would notice an outage only with the next."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import redis
from redis.exceptions import RedisClusterException

from dataflows.redis import keys
from dataflows.redis.connect import Unfit, connect

if TYPE_CHECKING:
    from metrics.meters import Meters

_EACH_S = 1.0


class Asking:
    """Asks over a connection of its own, and tells the meters what has changed; that is no sign of progress."""

    def __init__(self, url: str, meters: Meters) -> None:
        self._url, self._meters = url, meters
        self._client: redis.Redis | None = None

    def forever(self) -> None:
        """For a thread of its own."""
        while True:
            self.once()
            time.sleep(_EACH_S)

    def once(self) -> None:
        """Ask."""
        up = self._answers()
        if up != self._meters.health.is_up("redis"):
            self._meters.connected("redis", up=up)

    def _answers(self) -> bool:
        try:
            if self._client is None:
                self._client = connect(self._url)
            self._client.get(keys.FENCE)
        except (redis.ConnectionError, redis.TimeoutError, RedisClusterException, Unfit):
            return False
        except redis.RedisError:
            return True  # it says no: whoever wants something of it will say what
        return True
