"""The post log as one would write it without a thought for size: one post after the other, and nothing is a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from enforcement.events import Post
    from enforcement.policy import Policies


class Counted(NamedTuple):
    """A post that was kept once, and counts for its author on its day."""

    author: str
    post_id: str
    day: int


class NaiveLog:
    """What is known after each post, by domain.md section 3."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies
        self._posts: dict[str, Post] = {}
        self._counted: list[Counted] = []
        self._erased: dict[str, int] = {}

    def is_erased(self, profile_id: str, at_ms: int) -> bool:
        """Whether a profile was erased at or after a time."""
        return self._erased.get(profile_id, -1) >= at_ms

    def is_fresh(self, post: Post, now_ms: int) -> bool:
        """Whether a post may still be known."""
        return now_ms <= post.at + self._policies.at(post.at).keep_ms

    def arrive(self, post: Post, now_ms: int) -> None:
        """Keep the first post of an id that is not too late."""
        if self.find(post.post_id, now_ms) is None and self.is_fresh(post, now_ms):
            self._posts[post.post_id] = post
            self._counted.append(Counted(post.profile_id, post.post_id, post.at // DAY_MS))

    def find(self, post_id: str, now_ms: int) -> Post | None:
        """Return the post of an id, while it is known."""
        post = self._posts.get(post_id)
        return post if post is not None and self.is_fresh(post, now_ms) else None

    def observed(self, profile_id: str, after_ms: int, until_ms: int) -> range:
        """Return what may be counted: a post that came back after it was forgotten is one or two."""
        first, last = after_ms // DAY_MS + 1, until_ms // DAY_MS
        found = [one for one in self._counted if one.author == profile_id and first <= one.day <= last]
        return range(len({one.post_id for one in found}), len(found) + 1)

    def erase(self, profile_id: str, at_ms: int) -> None:
        """Forget a profile."""
        self._erased[profile_id] = max(at_ms, self._erased.get(profile_id, at_ms))
        self._posts = {name: post for name, post in self._posts.items() if post.profile_id != profile_id}
        self._counted = [one for one in self._counted if one.author != profile_id]
