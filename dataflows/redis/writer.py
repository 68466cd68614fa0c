"""Posts become findable: columns of fixed-width records, one APPEND per bucket and flush (design.md section 2).

Readers take a log as a set, so what is appended twice after a crash changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dataflows.redis import keys
from dataflows.redis.codes import SharedCodes
from dataflows.redis.hashes import bucket
from dataflows.redis.pipe import open_pipe, packed
from dataflows.redis.records import Append, Columns, appends, joined
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    import redis
    from numpy.typing import NDArray

    from dataflows.redis.hashes import Hashes
    from enforcement.batch import PostColumns
    from enforcement.policy import Policies

_NAMED = 1 << 20  # authors remembered as named: a direct-mapped table, since a set of them costs a cache miss each
_SURFACES, _LANGUAGES = 31, 255
_HOUR_MS = 3_600_000


class PostWriter:
    """Collects posts and appends them; nothing is durable before `wait` has returned after `flush`."""

    def __init__(self, client: redis.Redis, hashes: Hashes, policies: Policies) -> None:
        self._hashes = hashes
        self._keep_ms = max(policy.keep_ms for policy in policies.versions)
        self._wait_ms = min(policy.wait_ms for policy in policies.versions)
        self._share_ms = max(policy.fairness.share_window_ms for policy in policies.versions)
        named = sorted({word for p in policies.versions for word in (*p.matching, *p.claims.surfaces)})
        self.surfaces = SharedCodes(client, keys.SURFACES, "other", _SURFACES, named)
        self.languages = SharedCodes(client, keys.LANGUAGES, "und", _LANGUAGES)
        self._pipe = open_pipe(client)
        self._named: NDArray[np.uint64] = np.zeros(_NAMED, np.uint64)
        self._parts: list[Columns] = []
        self._names: list[tuple[int, str]] = []
        self._expiring: dict[str, int] = {}
        self._latest = 0
        self.pending = 0
        """Posts collected and not yet sent."""

    def add(self, posts: PostColumns, rows: list[int] | None = None) -> None:
        """Collect posts, or some rows of them; none may be from before its author's erasure."""
        ids, authors, ats = posts.ids, posts.authors, posts.ats
        surfaces, languages = posts.surfaces, posts.languages
        if rows is not None:
            ids, authors, ats = _chosen(ids, rows), _chosen(authors, rows), _chosen(ats, rows)
            surfaces, languages = _chosen(surfaces, rows), _chosen(languages, rows)
        if not ids:
            return
        hashed = self.author_hashes(authors)
        self._name(authors, hashed)
        self._latest = max(self._latest, *ats)
        coded = np.array(list(map(self.surfaces.__getitem__, surfaces)), np.uint8)
        spoken = np.array([0 if word is None else self.languages[word] for word in languages], np.uint8)
        self._parts.append(Columns(self._hashes.posts(ids), hashed, np.array(ats, np.int64), coded, spoken))
        self.pending += len(ids)

    def author_hashes(self, authors: list[str]) -> NDArray[np.uint64]:
        """The hashes of authors as they are now: the erased have begun anew."""
        hashed = self._hashes.authors(authors)
        generations = self._hashes.generations
        if generations:
            for row in np.flatnonzero(np.isin(hashed, np.array(list(generations), np.uint64))).tolist():
                hashed[row] = self._hashes.author(authors[row], generations[int(hashed[row])].number)
        return hashed

    def _name(self, authors: list[str], hashed: NDArray[np.uint64]) -> None:
        slots = (hashed & np.uint64(_NAMED - 1)).astype(np.int64)
        new = np.flatnonzero(self._named[slots] != hashed)
        if new.size:
            self._names += {int(hashed[row]): authors[row] for row in new.tolist()}.items()
            self._named[slots[new]] = hashed[new]

    def forget_names(self) -> None:
        """Write every name again: somebody was erased, and what was remembered as named may be named no more."""
        self._named[:] = 0

    def flush(self) -> list[NDArray[np.uint64]]:
        """Send what was collected, without waiting for the answers; returns the posts' hashes."""
        if not self._parts:
            return []
        sent = [part.posts for part in self._parts]
        commands = [_naming(hashed, name) for hashed, name in self._names]
        days = set()
        for append in appends(joined(self._parts)):
            key = append.key.encode()
            commands.append(packed(b"APPEND", key, append.records))
            days.add(b"%d" % append.day)
            if append.key not in self._expiring or self._may_be_sealed(append.day):
                commands.append(packed(b"PEXPIRE", key, b"%d" % self._expires(append)))
        commands.append(packed(b"SADD", keys.OPEN_DAYS.encode(), *sorted(days)))
        self._pipe.send(commands)
        self._parts, self._names, self.pending = [], [], 0
        return sent

    def _may_be_sealed(self, day: int) -> bool:
        """Whether a key of the day may have been sealed since it was met: then it begins anew, and needs its expiry."""
        return (day + 1) * DAY_MS + self._wait_ms <= self._latest + DAY_MS

    def _expires(self, append: Append) -> int:
        """How long a key of a day lives: as long as a reader may look at it, by stream time, and two days more."""
        if len(self._expiring) > 1 << 18:
            self._expiring.clear()
        self._expiring[append.key] = append.day
        kept = self._keep_ms if append.key == keys.posts(append.day, append.bucket) else self._keep_ms + self._share_ms
        return max((append.day + 3) * DAY_MS + kept - self._latest, _HOUR_MS)

    def wait(self) -> None:
        """Wait until what was sent is acknowledged; raises redis.ResponseError."""
        self._pipe.wait()


def _naming(hashed: int, name: str) -> bytes:
    return packed(b"HSET", keys.names(bucket(hashed)).encode(), hashed.to_bytes(8, "big"), name.encode())


def _chosen(column: list, rows: list[int]) -> list:  # type: ignore[type-arg]  # of whatever it is
    return [column[row] for row in rows]
