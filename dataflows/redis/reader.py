"""Looking posts up: the first of an id, and what an author wrote on which day; several in one round trip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dataflows.redis import keys, scripts
from dataflows.redis.hashes import author_field, bucket, post_field
from dataflows.redis.records import Stored, stored
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import redis

    from dataflows.redis.hashes import Hashes

_WRITTEN_BYTES = 5


class PostReader:
    """Reads the post log of one installation."""

    def __init__(self, client: redis.Redis, hashes: Hashes, keep_ms: int, ahead_ms: int) -> None:
        self._client, self._hashes = client, hashes
        self._keep_ms, self._ahead_ms = keep_ms, ahead_ms
        self._find, self._written = client.register_script(scripts.FIND), client.register_script(scripts.WRITTEN)

    def find(self, post_ids: Sequence[str], now_ms: int, passed: Collection[int] = ()) -> list[Stored | None]:
        """The first record of each post on the days that may still be known at a stream time, but for some authors'."""
        if not post_ids:
            return []
        days = range((now_ms - self._keep_ms) // DAY_MS, (now_ms + self._ahead_ms) // DAY_MS + 1)
        pipe = self._client.pipeline(transaction=False)
        authors = [author.to_bytes(8, "big") for author in passed]
        for post_id in post_ids:
            hashed = self._hashes.post(post_id)
            self._find(keys=_both(keys.posts, days, bucket(hashed)), args=[post_field(hashed), *authors], client=pipe)
        return [None if hit is None else stored(hit[1], days[(hit[0] - 1) // 2]) for hit in pipe.execute()]

    def names(self, authors: Sequence[int], now_ms: int) -> list[str | None]:
        """The profiles of the author hashes of posts that are known at a stream time; None for who was erased."""
        if not authors:
            return []
        periods = keys.names_periods(self._keep_ms, now_ms)
        pipe = self._client.pipeline(transaction=False)
        for hashed in authors:
            for period in periods:
                pipe.hget(keys.names(bucket(hashed), period), hashed.to_bytes(8, "big"))
        answers = pipe.execute()
        found = (answers[at : at + len(periods)] for at in range(0, len(answers), len(periods)))
        return [next((name.decode() for name in names if name is not None), None) for names in found]

    def written(self, authors: Sequence[int], first: int, last: int) -> list[dict[int, set[bytes]]]:
        """The posts of authors on the days first..last: for each its days, and on each the posts' hashes."""
        if not authors:
            return []
        days = range(first, last + 1)
        pipe = self._client.pipeline(transaction=False)
        for hashed in authors:
            self._written(keys=_both(keys.authors, days, bucket(hashed)), args=[author_field(hashed)], client=pipe)
        return [_by_day(days, answer) for answer in pipe.execute()]


def _both(key_of: Any, days: range, number: int) -> list[str]:  # noqa: ANN401  one of the functions of keys
    """Of each day the sealed key, then the open one."""
    return [key for day in days for key in (key_of(day, number) + keys.SEALED, key_of(day, number))]


def _by_day(days: range, answer: list[bytes]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = {}
    for place, hashes in enumerate(answer):
        if hashes:
            split = (hashes[at : at + _WRITTEN_BYTES] for at in range(0, len(hashes), _WRITTEN_BYTES))
            found.setdefault(days[place // 2], set()).update(split)
    return found
