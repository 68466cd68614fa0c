"""A restore is somebody's: whoever lost the lease meanwhile changes nothing more."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from dataflows.live.restore import Restore
from dataflows.redis import keys
from dataflows.redis.lease import Lease
from tests.redis.test_mend import Records


def everything(client: redis.Redis) -> dict[Any, Any]:
    """All there is but the lease."""
    return {name: client.dump(name) for name in client.scan_iter() if name.decode() not in {keys.FENCE, keys.HOLDER}}


def test_its_last_step_is_fenced_like_all_others(fresh_redis: redis.Redis) -> None:
    """Which writes the journal: another pipeline's would be gone."""
    old = Lease(fresh_redis, "tests", 60_000).acquire()
    asleep = Restore(fresh_redis, old)
    new = Lease(fresh_redis, "tests", 60_000).acquire()
    Restore(fresh_redis, new).run(Records(), ["0", "1"], lambda *_: None)  # type: ignore[arg-type]  # enough of them
    before = everything(fresh_redis)
    assert before
    with pytest.raises(redis.ResponseError, match="FENCED"):
        asleep.run(Records(), ["2"], lambda *_: None)  # type: ignore[arg-type]  # the same
    assert everything(fresh_redis) == before
    assert {part.decode() for part in fresh_redis.hgetall(keys.REWIND)} == {"0", "1"}
