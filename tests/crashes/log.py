"""The post log's durable part as a set of records, with a reader and a writer like those of `dataflows.redis`."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dataflows.redis import keys
from dataflows.redis.codes import SharedCodes
from dataflows.redis.hashes import bucket, written_field
from dataflows.redis.records import Stored
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dataflows.redis.hashes import Hashes
    from enforcement.batch import PostColumns
    from enforcement.policy import Policies
    from tests.crashes.redis import Client


class Record(NamedTuple):
    """One post on its way, and what its author is called if that is news."""

    post: int
    stored: Stored
    name: str | None


class Posts:
    """What survives: each day's records in the order they came."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records: list[Record] = []
        self.by_post: dict[int, dict[int, list[Stored]]] = {}
        self.by_author: dict[int, dict[int, set[bytes]]] = {}
        for record in records:
            self.append(record)

    def append(self, record: Record) -> None:
        """One more record; twice is as good as once."""
        self.records.append(record)
        day, stored = record.stored.at // DAY_MS, record.stored
        self.by_post.setdefault(record.post, {}).setdefault(day, []).append(stored)
        self.by_author.setdefault(stored.author, {}).setdefault(day, set()).add(written_field(record.post))


class Writer:
    """As `PostWriter`: what is sent is durable when `wait` has returned; before that, any part of it may be."""

    def __init__(self, client: Client, hashes: Hashes, policies: Policies) -> None:
        self._client, self._hashes = client, hashes
        self._log: Posts = client.data["posts"]
        named = sorted({word for p in policies.versions for word in (*p.matching, *p.claims.surfaces)})
        # One call, though it is one for each word: a third of all crashes would fall on words that are known by then.
        self.surfaces = client.at_once("codes", lambda: SharedCodes(client, keys.SURFACES, "other", 31, named))
        self.languages = SharedCodes(client, keys.LANGUAGES, "und", 255)
        self._named: set[tuple[int, int]] = set()
        self._collected: list[Record] = []
        self._sent: list[Record] = []
        client.data["writers"].append(self)

    @property
    def pending(self) -> int:
        """Posts collected and not yet sent."""
        return len(self._collected)

    def add(self, posts: PostColumns, rows: Iterable[int] | None = None) -> None:
        """Collect posts, or some rows of them."""
        for row in range(len(posts.ids)) if rows is None else rows:
            name, language = posts.authors[row], posts.languages[row]
            author = self._author(name)
            code = 0 if language is None else self.languages[language]
            stored = Stored(author, posts.ats[row], self.surfaces[posts.surfaces[row]], code)
            named = author, keys.names_period(stored.at)
            new = named not in self._named
            self._named.add(named)
            self._collected.append(Record(self._hashes.post(posts.ids[row]), stored, name if new else None))

    def author_hashes(self, authors: list[str]) -> list[int]:
        """The hashes of authors as they are now: the erased have begun anew."""
        return list(map(self._author, authors))

    def _author(self, name: str) -> int:
        known = self._hashes.generation_of(name)
        return self._hashes.author(name, 0 if known is None else known.number)

    def flush(self) -> list[NDArray[np.uint64]]:
        """Send what was collected."""
        self.wait()
        if not self._collected:
            return []
        self._sent, self._collected = self._collected, []
        return [np.array([record.post for record in self._sent], np.uint64)]

    def push(self) -> None:
        """What was sent is on its way."""

    def wait(self) -> None:
        """Return when all that was sent is acknowledged."""
        if self._sent:
            self._client.port("append", lambda: self.land(len(self._sent)))
            self._sent = []

    def land(self, count: int) -> None:
        """So many of the records on their way arrive."""
        for record in self._sent[:count]:
            stored = record.stored
            if record.name is not None:
                period = keys.names_period(stored.at)
                names = self._client.data.setdefault(keys.names(bucket(stored.author), period), {})
                names[stored.author.to_bytes(8, "big")] = record.name.encode()
            self._log.append(record)

    def land_some(self, rng: random.Random) -> None:
        """A crash: what was sent may have arrived in part."""
        self.land(rng.randint(0, len(self._sent)))


class Reader:
    """As `PostReader`."""

    def __init__(self, client: Client, hashes: Hashes, keep_ms: int, ahead_ms: int) -> None:
        self._client, self._hashes = client, hashes
        self._keep_ms, self._ahead_ms = keep_ms, ahead_ms
        self._log: Posts = client.data["posts"]

    def find(self, post_ids: Sequence[str], now_ms: int, passed: Collection[int] = ()) -> list[Stored | None]:
        """The first record of each post on the days that may still be known at a stream time, but for some authors'."""
        days = range((now_ms - self._keep_ms) // DAY_MS, (now_ms + self._ahead_ms) // DAY_MS + 1)
        return [self._client.port("find", lambda one=one: self._first(one, days, passed)) for one in post_ids]  # type: ignore[misc]

    def _first(self, post_id: str, days: range, passed: Collection[int]) -> Stored | None:
        by_day = self._log.by_post.get(self._hashes.post(post_id), {})
        found = (one for day in sorted(by_day) if day in days for one in by_day[day])
        return next((one for one in found if one.author not in passed), None)

    def names(self, authors: Sequence[int], now_ms: int) -> list[str | None]:
        """The profiles of author hashes; None for who was erased."""
        periods = keys.names_periods(self._keep_ms, now_ms)
        return [self._client.port("names", lambda one=one: self._name(one, periods)) for one in authors]  # type: ignore[misc]

    def _name(self, author: int, periods: range) -> str | None:
        data, field = self._client.data, author.to_bytes(8, "big")
        found = (data.get(keys.names(bucket(author), period), {}).get(field) for period in periods)
        return next((name.decode() for name in found if name is not None), None)

    def written(self, authors: Sequence[int], first: int, last: int) -> list[dict[int, set[bytes]]]:
        """The posts of authors on the days first..last: for each its days, and on each the posts' hashes."""
        days = range(first, last + 1)
        return [self._client.port("written", lambda one=one: self._written(one, days)) for one in authors]  # type: ignore[misc]

    def _written(self, author: int, days: range) -> dict[int, set[bytes]]:
        return {day: set(posts) for day, posts in self._log.by_author.get(author, {}).items() if day in days}
