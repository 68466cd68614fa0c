"""The post log as the decider sees it: port `PostLog` over Redis and the batch in hand.

The posts of the batch in hand are written only when what was decided on it is journaled, so that an event that is
decided again after a crash sees exactly the posts it saw (design.md sections 2 and 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.redis.hashes import written_field
from dataflows.redis.reader import PostReader
from dataflows.redis.writer import PostWriter
from enforcement.batch import PostColumns, columns_of
from enforcement.events import Post
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import redis

    from dataflows.redis.hashes import Hashes
    from enforcement.policy import Policies

_NO_POSTS = columns_of([])


class RedisPostLog:
    """Port `PostLog`; `append` of a batch must be followed by the decisions on it and by `keep`."""

    def __init__(self, client: redis.Redis, hashes: Hashes, policies: Policies) -> None:
        self._hashes, self._policies = hashes, policies
        keeps = [policy.keep_ms for policy in policies.versions]
        self._shortest_ms = min(keeps)
        self.reader = PostReader(client, hashes, max(keeps), max(p.max_future_ms for p in policies.versions))
        self._writer = PostWriter(client, hashes, policies)
        self._turn = self._base = 0
        self._pinned: set[str] = set()
        self._hold(_NO_POSTS)

    def _hold(self, posts: PostColumns) -> None:
        self._posts = posts
        self._rows: dict[str, int] = {}
        self._by_author: dict[str, list[int]] | None = None
        self._unwritten: set[int] = set()
        self._added: dict[str, tuple[Post, int]] = {}
        self._counted: list[tuple[Post, int]] = []
        """All that were added; of one id there may be several, if it was forgotten in between."""
        self._erased: set[str] = set()
        self._known: dict[str, Post | None] = {}
        self._nameless: set[int] = set()
        self._written: dict[str, dict[int, set[bytes]]] = {}
        self._written_days = range(0)

    # --- the batch in hand ----------------------------------------------------------------------------------------

    def next_turn(self) -> int:
        """See the port."""
        return self._turn

    def append(self, posts: PostColumns, latest_ms: int, now_ms: int | None = None) -> tuple[int, list[int]]:
        """See the port; ids that came in an earlier batch are not looked for: the first record of a post counts."""
        del now_ms
        self._hold(posts)
        self._base = self._turn
        self._turn += len(posts.ids)
        oldest = latest_ms - self._shortest_ms
        left_out = [row for row, at in enumerate(posts.ats) if at < oldest]
        if self._hashes.generations:
            left_out += [row for row, name in enumerate(posts.authors) if self._hashes.generation_of(name)]
        if self._pinned:
            left_out += [row for row, post_id in enumerate(posts.ids) if post_id in self._pinned]
        self._unwritten.update(left_out)
        for row, post_id in enumerate(posts.ids):
            if row not in self._unwritten and self._rows.setdefault(post_id, row) != row:
                left_out.append(row)
        self._unwritten.update(left_out)
        return self._base, sorted(set(left_out))

    def add(self, post: Post, turn: int) -> int | None:
        """See the port."""
        row = self._rows.pop(post.post_id, None)
        self._added[post.post_id] = post, turn
        self._counted.append((post, turn))
        if row is None or row in self._unwritten:
            return None
        later = self._base + row
        if later <= turn:
            return None
        self._unwritten.add(row)
        return later

    def arrives(self, post_id: str, turn: int) -> int | None:
        """See the port."""
        row = self._rows.get(post_id)
        if row is None or row in self._unwritten or self._base + row < turn:
            return None
        return self._base + row

    def pin(self, post_id: str) -> None:
        """See the port; after a restart a second record is noticed when its post is looked up."""
        self._pinned.add(post_id)

    def keep(self) -> None:
        """See the port; returns when Redis has acknowledged the posts."""
        if self._posts.ids:
            self._writer.add(self._posts, [row for row in range(len(self._posts.ids)) if row not in self._unwritten])
        if self._counted:
            self._writer.add(columns_of([post for post, _ in self._counted]))
        self._writer.flush()
        self._writer.wait()
        self._hold(_NO_POSTS)

    def bring_again(self, posts: list[Post]) -> None:
        """Make posts durable that were decided on before a crash, which may have come before they were written."""
        gone = self._erased_of(posts) if self._hashes.generations else set()
        kept = [post for post in posts if post.post_id not in gone]
        if kept:
            self._writer.add(columns_of(kept))
            self._writer.flush()
            self._writer.wait()

    def _erased_of(self, posts: list[Post]) -> set[str]:
        """Posts from before the erasure of their author; of a later time too, where a record shows they came first."""
        back = {post.post_id: post for post in posts if self._hashes.generation_of(post.profile_id)}
        there = self.reader.find(list(back), max((post.at for post in back.values()), default=0))
        return {post.post_id for post, one in zip(back.values(), there, strict=True) if one or self._is_erased(post)}

    def _is_erased(self, post: Post) -> bool:
        known = self._hashes.generation_of(post.profile_id)
        return known is not None and post.at <= known.erased_ms

    # --- looking --------------------------------------------------------------------------------------------------

    def prefetch(self, post_ids: Iterable[str], now_ms: int) -> None:
        """Look for posts that will be asked for, in one round trip; again for those that were not there before."""
        wanted = [post_id for post_id in dict.fromkeys(post_ids) if self._known.get(post_id) is None]
        self._known.update(dict.fromkeys(wanted))
        while wanted:
            wanted = self._learn(wanted, now_ms)

    def _learn(self, wanted: list[str], now_ms: int) -> list[str]:
        """Look once; returns the posts whose first record has an author without a name: one who was erased."""
        found = self.reader.find(wanted, now_ms, self._nameless)
        there = [(post_id, one) for post_id, one in zip(wanted, found, strict=True) if one is not None]
        names = self.reader.names([one.author for _, one in there], now_ms)
        for (post_id, one), name in zip(there, names, strict=True):
            if name is None:
                self._nameless.add(one.author)
            else:
                language = self._writer.languages.word(one.language) if one.language else None
                self._known[post_id] = Post(post_id, name, one.at, self._writer.surfaces.word(one.surface), language)
        return [post_id for (post_id, _), name in zip(there, names, strict=True) if name is None]

    def prefetch_written(self, profile_ids: Iterable[str], after_ms: int, until_ms: int) -> None:
        """Look for what authors wrote on the days that begin in (after, until], in one round trip."""
        days = range(after_ms // DAY_MS + 1, until_ms // DAY_MS + 1)
        wanted = list(dict.fromkeys(profile_ids))
        hashed = [int(author) for author in self._writer.author_hashes(wanted)]
        self._written_days = days
        self._written = dict(zip(wanted, self.reader.written(hashed, days.start, days.stop - 1)))  # noqa: B905  one each

    def find(self, post_id: str, turn: int, now_ms: int) -> Post | None:
        """See the port."""
        if post_id not in self._known:
            self.prefetch([post_id], now_ms)
        known = self._known[post_id]
        if known is not None and known.profile_id not in self._erased and self._fresh(known, now_ms):
            return known
        in_hand = self._in_hand(post_id, turn)
        return in_hand if in_hand is not None and self._fresh(in_hand, now_ms) else None

    def _in_hand(self, post_id: str, turn: int) -> Post | None:
        added = self._added.get(post_id)
        if added is not None:
            return added[0] if added[1] < turn else None
        row = self._rows.get(post_id)
        if row is None or row in self._unwritten or self._base + row >= turn:
            return None
        return self._posts.post(row)

    def _fresh(self, post: Post, now_ms: int) -> bool:
        return now_ms <= post.at + self._policies.at(post.at).keep_ms

    def observed(self, profile_id: str, after_ms: int, until_ms: int, turn: int) -> int:
        """See the port."""
        days = range(after_ms // DAY_MS + 1, until_ms // DAY_MS + 1)
        hashes = {self._hashes.post(post_id) for post_id in self._ids_in_hand(profile_id, days, turn)}
        found = set(map(written_field, hashes))
        if profile_id not in self._erased:
            for day, written in self._written_by(profile_id, days).items():
                if day in days:
                    found |= written
        return len(found)

    def _written_by(self, profile_id: str, days: range) -> dict[int, set[bytes]]:
        known = self._written_days
        if profile_id not in self._written or not (known.start <= days.start and days.stop <= known.stop):
            author = int(self._writer.author_hashes([profile_id])[0])
            return self.reader.written([author], days.start, days.stop - 1)[0]
        return self._written[profile_id]

    def _ids_in_hand(self, profile_id: str, days: range, turn: int) -> Iterable[str]:
        if self._by_author is None:
            self._by_author = {}
            for row, name in enumerate(self._posts.authors):
                self._by_author.setdefault(name, []).append(row)
        for row in self._by_author.get(profile_id, ()):
            if row not in self._unwritten and self._base + row < turn and self._posts.ats[row] // DAY_MS in days:
                yield self._posts.ids[row]
        for post, added in self._counted:
            if post.profile_id == profile_id and added < turn and post.at // DAY_MS in days:
                yield post.post_id

    # --- forgetting -----------------------------------------------------------------------------------------------

    def erase(self, profile_id: str, at_ms: int, turn: int) -> None:
        """See the port; what is in Redis leaves with the entry, which makes the profile another author."""
        self._erased.add(profile_id)
        for row, name in enumerate(self._posts.authors):
            if name == profile_id and (self._base + row < turn or self._posts.ats[row] <= at_ms):
                self._unwritten.add(row)
        self._counted = [
            (post, added)
            for post, added in self._counted
            if post.profile_id != profile_id or (added >= turn and post.at > at_ms)
        ]
        self._added = {post.post_id: (post, added) for post, added in self._counted}
