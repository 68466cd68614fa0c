"""A state machine that compares a post log, some days of it sealed, with one that never seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dataflows.redis import keys
from dataflows.redis.hashes import Hashes, written_field
from dataflows.redis.reader import PostReader
from dataflows.redis.records import Columns, by_day
from dataflows.redis.sealer import Conflict, Sealer
from enforcement.instants import DAY_MS
from tests.contracts.log_machine import keeping

if TYPE_CHECKING:
    import redis

FIRST_DAY = 20_000
WAIT_MS = DAY_MS
POLICIES = keeping(30)
TTL_MS = 10_000_000


class Chosen(Hashes):
    """Ids that are their own hashes, so that a test chooses their buckets."""

    def post(self, post_id: str) -> int:
        """A number in hexadecimal."""
        return int(post_id, 16)


def hashed(bucket: int, rest: int) -> int:
    """A hash in a bucket; the records have all of its bits but the last 4 (posts) or 24 (what an author wrote)."""
    return bucket << 52 | rest << 24


def columns(*posts: tuple[int, int, int]) -> Columns:
    """Posts as (hash, author's hash, time)."""
    ids, authors, ats = zip(*posts, strict=True)
    codes = np.full(len(posts), 7, np.uint8)
    return Columns(np.array(ids, np.uint64), np.array(authors, np.uint64), np.array(ats, np.int64), codes, codes)


def append(client: redis.Redis, *posts: tuple[int, int, int]) -> None:
    """Append as a writer does."""
    for day, of_posts, of_authors in by_day(columns(*posts)):
        for key_of, parts in ((keys.posts, of_posts), (keys.authors, of_authors)):
            for bucket, records in zip(parts.buckets, parts.records, strict=True):
                client.append(key_of(day, bucket), records)
                client.pexpire(key_of(day, bucket), TTL_MS)
        client.sadd(keys.OPEN_DAYS, day)


def a_reader(client: redis.Redis) -> PostReader:
    """A reader that looks at all days of the test."""
    return PostReader(client, Chosen(b"secret"), 30 * DAY_MS, 0)


def seal_all(sealer: Sealer, now_ms: int) -> set[Conflict]:
    """Step until there is nothing to seal; what was found contradicting."""
    found: set[Conflict] = set()
    while sealer.step(now_ms):
        found.update(sealer.conflicts)
    return found


IDS = [hashed(bucket, rest) for bucket in (0, 3) for rest in (0, 1, 0x100, 0xF00FF0F)]
AUTHORS = [hashed(bucket, rest) for bucket in (0, 2) for rest in (0, 0x80)]
LAST_MS = (FIRST_DAY + 9) * DAY_MS

posts = st.tuples(
    st.sampled_from(IDS),
    st.sampled_from(AUTHORS),
    st.builds(lambda day, ms: (FIRST_DAY + day) * DAY_MS + ms, st.integers(0, 1), st.sampled_from([0, 1, DAY_MS - 1])),
)


class SealingMachine(RuleBasedStateMachine):
    """Few posts, again and again, by this author and that one, while days are sealed in small steps."""

    def __init__(self, client: redis.Redis) -> None:
        super().__init__()
        self.client, self.reader = client, a_reader(client)
        client.flushall()
        self.sealer = Sealer(client, POLICIES)
        self.now = FIRST_DAY * DAY_MS
        self.first: dict[tuple[int, int], tuple[int, int]] = {}
        self.all: set[tuple[int, int, int]] = set()

    @rule(batch=st.lists(posts, min_size=1, max_size=6))
    def append(self, batch: list[tuple[int, int, int]]) -> None:
        """Append some posts, perhaps to a day that is sealed."""
        append(self.client, *batch)
        for post, author, at in batch:
            self.first.setdefault((at // DAY_MS, post), (author, at))
            self.all.add((at // DAY_MS, author, post))

    @rule(hours=st.integers(1, 30), steps=st.integers(1, 6))
    def seal(self, hours: int, steps: int) -> None:
        """Let time pass, and seal a little."""
        self.now += hours * 3_600_000
        for _ in range(steps):
            self.sealer.step(self.now)

    @rule()
    def start_again(self) -> None:
        """Crash."""
        self.sealer = Sealer(self.client, POLICIES)

    @invariant()
    def readers_see_what_was_appended(self) -> None:
        """The first of each post, and every post of its author."""
        found = self.reader.find([f"{post:x}" for post in IDS], LAST_MS)
        for post, one in zip(IDS, found, strict=True):
            known = [self.first[day, post] for day in (FIRST_DAY, FIRST_DAY + 1) if (day, post) in self.first]
            assert (one and (one.author, one.at)) == (known[0] if known else None)
            assert one is None or (one.surface, one.language) == (7, 7)
        rightful = {(day, author, post) for (day, post), (author, _) in self.first.items()}
        assert {written(*it) for it in rightful} <= self.written() <= {written(*it) for it in self.all}

    def written(self) -> set[tuple[int, int, bytes]]:
        """Who wrote what on which day, as a reader has it."""
        found = self.reader.written(AUTHORS, FIRST_DAY, FIRST_DAY + 1)
        return {
            (day, author, post)
            for author, days in zip(AUTHORS, found, strict=True)
            for day, wrote in days.items()
            for post in wrote
        }

    def teardown(self) -> None:
        """In the end all is sealed, and whoever was second counts no more."""
        for _ in range(2):  # one pass may be under way
            self.now = max(self.now, (FIRST_DAY + 3) * DAY_MS) + 3_600_000
            seal_all(self.sealer, self.now)
        self.readers_see_what_was_appended()
        rightful = {written(day, author, post) for (day, post), (author, _) in self.first.items()}
        assert self.written() == rightful
        names = [name.decode() for name in self.client.keys("*")]
        assert all(name.endswith(keys.SEALED) for name in names)
        for name in names:
            width = 19 if ":posts:" in name else 10
            raw = self.client.get(name)
            records = [raw[at : at + width] for at in range(0, len(raw), width)]
            ids = [record[:6] if width == 19 else record for record in records]
            assert ids == sorted(set(ids))
            assert 0 < self.client.pttl(name) <= TTL_MS


def written(day: int, author: int, post: int) -> tuple[int, int, bytes]:
    """As a reader gives it."""
    return day, author, written_field(post)
