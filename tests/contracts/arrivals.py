"""Posts and events that arrive, in batches at a post log as the decider brings them, one by one at the naive one."""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING

from enforcement.batch import columns_of
from tests.contracts.naive_log import NaiveLog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enforcement.events import Post
    from enforcement.policy import Policies
    from enforcement.ports import PostLog


class Arrivals:
    """A batch in hand and how far it was read; whatever is asked is asked at that place, and compared."""

    def __init__(self, log: PostLog, policies: Policies, now_ms: int) -> None:
        self.log, self.naive = log, NaiveLog(policies)
        self._policies = policies
        self.now = self.latest = now_ms
        self.awaited: set[str] = set()
        self._posts: Sequence[Post] = ()
        self._base = self._read = 0
        self._left_out: set[int] = set()
        self._expected: list[int] = []
        self.append([])

    @property
    def turn(self) -> int:
        """Whoever looks from here sees the posts before this turn."""
        return self._base + self._read

    @property
    def to_come(self) -> Sequence[Post]:
        """The posts of the batch in hand that were not read yet."""
        return self._posts[self._read :]

    def append(self, posts: Sequence[Post], ahead_ms: int = 0) -> None:
        """Take the next batch in hand, whose other events come up to `ahead_ms` later than what was there before."""
        self.read(len(self._posts))
        self.now = self.latest
        self.latest = max([self.latest + ahead_ms, *(post.at for post in posts)])
        self.log.keep()
        expected_base = self.log.next_turn()
        self._base, left_out = self.log.append(columns_of(posts), self.latest)
        assert self._base == expected_base
        assert self.log.next_turn() == self._base + len(posts)
        self._posts, self._read, self._left_out = posts, 0, set(left_out)
        waited_for = {row for row, post in enumerate(posts) if post.post_id in self.awaited}
        self._expected = sorted(self._base + row for row in self._left_out | waited_for)

    def read(self, count: int = 1) -> None:
        """Let the next posts of the batch in hand come to pass."""
        for post in self.to_come[:count]:
            self._read_one(post)

    def _read_one(self, post: Post) -> None:
        turn = self.turn
        is_expected = bool(self._expected) and self._expected[0] == turn
        if is_expected:
            del self._expected[0]
        if not self.naive.is_erased(post.profile_id, post.at):
            self.now = max(self.now, post.at)
            assert is_expected or post.post_id not in self.awaited, "what waits for this post would miss it"
            if is_expected:
                self._look(post, turn)
            self.naive.arrive(post, self.now)
            self.awaited.discard(post.post_id)
        self._read += 1

    def _look(self, post: Post, turn: int) -> None:
        kept = turn - self._base not in self._left_out and self.log.arrives(post.post_id, turn) == turn
        if not kept and self.log.find(post.post_id, turn, self.now) is None:
            self._add(post, turn)

    def _add(self, post: Post, turn: int) -> None:
        if self.naive.is_fresh(post, self.now):
            self._expect(self.log.add(post, turn))

    def _expect(self, turn: int | None) -> None:
        if turn is not None and turn not in self._expected:
            assert turn >= self.turn, "a post of an earlier turn needs no look any more"
            insort(self._expected, turn)

    def come(self, at_ms: int) -> None:
        """Let stream time come to an event of the batch in hand."""
        self.now = max(self.now, min(at_ms, self.latest))

    def embed(self, post: Post) -> None:
        """Let a post come with an event, just before it."""
        if self.naive.is_erased(post.profile_id, post.at):
            return
        if self.log.find(post.post_id, self.turn, self.now) is None:
            self._add(post, self.turn - 1)
        self.naive.arrive(post, self.now)
        self.awaited.discard(post.post_id)

    def park(self, post_id: str) -> None:
        """Let an event wait for its post."""
        if self.naive.find(post_id, self.now) is None:
            self.awaited.add(post_id)
            self._expect(self.log.arrives(post_id, self.turn))

    def erase(self, profile_id: str, at_ms: int) -> None:
        """Erase a profile at a time that is not later than the batch in hand."""
        at_ms = min(at_ms, self.latest)
        self.come(at_ms)
        self.log.erase(profile_id, at_ms, self.turn)
        self.naive.erase(profile_id, at_ms)

    def compare(self, post_ids: Iterable[str], profile_ids: Iterable[str]) -> None:
        """What is known here and now is known to both."""
        for post_id in post_ids:
            assert self.log.find(post_id, self.turn, self.now) == self.naive.find(post_id, self.now)
        whole = 366 * 86_400_000
        for profile_id in profile_ids:
            for late_ms in (0, 3_600_000, 86_400_000):
                self.compare_count(profile_id, self.now - late_ms)
            assert self.log.observed(profile_id, self.now + whole, self.now, self.turn) == 0

    def compare_count(self, profile_id: str, at_ms: int) -> None:
        """What a violation of this time would observe, if it still may."""
        policy = self._policies.at(at_ms)
        if self.now > at_ms + policy.keep_ms:
            return
        after = at_ms - policy.fairness.share_window_ms
        observed = self.log.observed(profile_id, after, at_ms, self.turn)
        assert observed in self.naive.observed(profile_id, after, at_ms), profile_id
