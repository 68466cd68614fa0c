"""Which posts' ledgers name a profile, for its erasure; those of forgotten posts are let go, a few at a time.

A profile is a hash of 64 bits there, a post its id: so short that Redis packs them. Nobody can aim at another's hash.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING

from dataflows.redis import keys, scripts

if TYPE_CHECKING:
    from collections.abc import Iterable

    import redis

    from dataflows.redis.buckets import LedgerBuckets

_SWEEP = 64  # after so many new appearances, twice as many are looked at, so that those in forgotten cases go
_HASH = 11  # characters of base64


def hashed(profile_id: str) -> str:
    """A profile as what it appears in begins with it."""
    return b64encode(blake2b(profile_id.encode(), digest_size=8).digest())[:_HASH].decode()


def bucket_of(pair: str) -> int:
    """Where an appearance is, or all of a hashed profile."""
    return int.from_bytes(b64decode(pair[:4])[:2], "big") % keys.APPEARS_BUCKETS


def range_of(profile: str) -> tuple[str, str]:
    """All of a hashed profile, as ZRANGEBYLEX takes it: no id has a DEL in it."""
    return f"[{profile}", f"({profile}\x7f"


def by_bucket(pairs: Iterable[str]) -> dict[int, list[str]]:
    """Appearances by where they are."""
    found: dict[int, list[str]] = {}
    for pair in pairs:
        found.setdefault(bucket_of(pair), []).append(pair)
    return found


class Appearances:
    """A hashed profile and a post_id for each profile that a post's ledger names."""

    def __init__(self, client: redis.Redis, ledgers: LedgerBuckets, lease: int) -> None:
        self._client, self._ledgers, self._lease = client, ledgers, lease
        self._look, self._drop = map(client.register_script, (scripts.LOOK, scripts.SWEEP))
        self._unswept, self._bucket, self._from = 0, 0, "-"

    def of(self, profile_id: str) -> list[str]:
        """The posts whose ledgers are there and name a profile."""
        profile = hashed(profile_id)
        found = self._client.zrangebylex(keys.appears(bucket_of(profile)), *range_of(profile))
        return [_post_of(pair) for pair, is_live in self._live(found) if is_live]

    def added(self, count: int) -> None:
        """So many have come: twice as many are looked at, one bucket after another."""
        self._unswept += count
        if self._unswept < _SWEEP:
            return
        most, self._unswept = 2 * self._unswept, 0
        self._bucket, came_to, found = self._look(
            keys=[keys.APPEARS], args=[self._bucket, self._from, keys.APPEARS_BUCKETS, most]
        )
        self._from = came_to.decode()
        gone = by_bucket(pair for pair, is_live in self._live(found) if not is_live)
        for bucket, pairs in gone.items():
            self._drop(keys=[keys.FENCE, keys.appears(bucket)], args=[self._lease, *pairs])

    def _live(self, found: list[bytes]) -> Iterable[tuple[str, bool]]:
        """Whether the ledgers of these posts are there."""
        pairs = list(map(bytes.decode, found))
        return zip(pairs, self._ledgers.have(["c:" + _post_of(pair) for pair in pairs]))  # noqa: B905  one each


def _post_of(pair: str) -> str:
    return pair[_HASH:]
