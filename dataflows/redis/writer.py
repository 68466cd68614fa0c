"""Posts become findable: columns of fixed-width records, one APPEND per bucket and flush (design.md section 2).

Readers take a log as a set, so what is appended twice after a crash changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dataflows.instants import column
from dataflows.redis import keys
from dataflows.redis.codes import SharedCodes
from dataflows.redis.commands import DayKeys, naming
from dataflows.redis.pipe import open_pipe, packed
from dataflows.redis.records import Columns, by_day, grouped, joined
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    import redis
    from numpy.typing import NDArray

    from dataflows.redis.hashes import Hashes
    from enforcement.batch import PostColumns
    from enforcement.policy import Policies

_NAMED = 1 << 18  # fours of authors remembered as named: a table, since a set of them costs two cache misses each
_WAYS = 4
_SURFACES, _LANGUAGES = 31, 255
_HOUR_MS = 3_600_000
_DAYS = 64  # whose keys are at hand


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
        self._named: NDArray[np.uint64] = np.zeros((_NAMED, _WAYS), np.uint64)
        self._parts: list[Columns] = []
        self._names: list[str] = []
        self._names_of: list[NDArray[np.uint64]] = []
        self._days: dict[int, tuple[DayKeys, DayKeys]] = {}
        self._latest = self._period = 0
        self.pending = 0
        """Posts collected and not yet sent."""

    def add(self, posts: PostColumns, rows: list[int] | None = None) -> None:
        """Collect posts, or some rows of them; none may be from before its author's erasure."""
        ids, authors = posts.ids, posts.authors
        surfaces, languages = posts.surfaces, posts.languages
        times = column(posts.times)
        if rows is not None:
            ids, authors, times = _chosen(ids, rows), _chosen(authors, rows), times[rows]
            surfaces, languages = _chosen(surfaces, rows), _chosen(languages, rows)
        if not ids:
            return
        hashed = self.author_hashes(authors)
        self._latest = max(self._latest, int(times.max()))
        if keys.names_period(self._latest) != self._period:
            self._period = keys.names_period(self._latest)
            self.forget_names()
        self._name(authors, hashed)
        coded = np.frombuffer(bytes(map(self.surfaces.__getitem__, surfaces)), np.uint8)
        spoken = np.frombuffer(bytes(map(self.languages.__getitem__, languages)), np.uint8)
        self._parts.append(Columns(self._hashes.posts(ids), hashed, times, coded, spoken))
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
        known = self._named.take(slots, axis=0)  # a third of what indexing takes
        unknown = known[:, 0] != hashed
        for way in range(1, _WAYS):
            unknown &= known[:, way] != hashed
        new = np.flatnonzero(unknown)
        if new.size:
            self._names += [authors[row] for row in new.tolist()]
            self._names_of.append(hashed[new])
            slots = slots[new]
            self._named[slots, 1:] = self._named[slots, :-1]  # the one longest there gives way
            self._named[slots, 0] = hashed[new]

    def forget_names(self) -> None:
        """Write every name again: a period of names begins."""
        self._named[:] = 0

    def flush(self) -> list[NDArray[np.uint64]]:
        """Send what was collected, without waiting for the answers; returns the posts' hashes."""
        if not self._parts:
            return []
        sent = [part.posts for part in self._parts]
        commands = self._naming()
        days = []
        for day, posts, authors in by_day(joined(self._parts)):
            lives_ms, always = self._lives_ms(day), self._may_be_sealed(day)
            of_posts, of_authors = self._keys(day)
            commands += of_posts.append(posts, lives_ms, always=always)
            commands += of_authors.append(authors, lives_ms + self._share_ms, always=always)
            days.append(b"%d" % day)
        commands.append(packed(b"SADD", keys.OPEN_DAYS.encode(), *days))
        self._pipe.send(commands)
        self._parts, self._names, self._names_of, self.pending = [], [], [], 0
        return sent

    def _naming(self) -> list[bytes]:
        if not self._names:
            return []
        hashed, names = np.concatenate(self._names_of), self._names
        if self._hashes.generations:  # who was erased since is another author now, and the old one stays without a name
            still = self.author_hashes(names) == hashed
            hashed, names = hashed[still], [names[row] for row in np.flatnonzero(still).tolist()]
        rows = grouped(hashed, np.arange(len(hashed), dtype=np.uint32))
        wide = hashed.astype(">u8").tobytes()
        lives = b"%d" % max(keys.names_end_ms(self._period) + 3 * DAY_MS + self._keep_ms - self._latest, _HOUR_MS)
        commands = []
        for bucket, raw in zip(rows.buckets, rows.records):  # noqa: B905  one each
            key = keys.names(bucket, self._period).encode()
            chosen = np.frombuffer(raw, np.uint32).tolist()
            commands.append(naming(key, [(wide[8 * row : 8 * row + 8], names[row]) for row in chosen]))
            commands.append(packed(b"PEXPIRE", key, lives))
        return commands

    def _keys(self, day: int) -> tuple[DayKeys, DayKeys]:
        if day not in self._days:
            if len(self._days) >= _DAYS:
                self._days.clear()
            self._days[day] = DayKeys(keys.posts, day), DayKeys(keys.authors, day)
        return self._days[day]

    def _may_be_sealed(self, day: int) -> bool:
        """Whether a key of the day may have been sealed since it was met: then it begins anew, and needs its expiry."""
        return (day + 1) * DAY_MS + self._wait_ms <= self._latest + DAY_MS

    def _lives_ms(self, day: int) -> int:
        """How long a key of a day lives: as long as a reader may look at it, by stream time, and two days more."""
        return max((day + 3) * DAY_MS + self._keep_ms - self._latest, _HOUR_MS)

    def push(self) -> None:
        """Send more of what was flushed, as far as that takes no waiting."""
        self._pipe.push()

    def wait(self) -> None:
        """Wait until what was sent is acknowledged; raises redis.ResponseError."""
        self._pipe.wait()


def _chosen(column: list, rows: list[int]) -> list:  # type: ignore[type-arg]  # of whatever it is
    return [column[row] for row in rows]
