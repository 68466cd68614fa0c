"""A batch of records after the door: posts by column, everything else event by event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from enforcement.door import Refusal
from enforcement.events import Arrival, Origin, Post
from enforcement.times import ListedTimes, Times


class PostColumns(msgspec.Struct, gc=False):
    """The public posts of a batch, column by column, in order; `positions` are their places in the batch."""

    positions: Sequence[int]
    ids: list[str]
    authors: list[str]
    times: Times
    surfaces: list[str]
    languages: list[str | None]

    @property
    def ats(self) -> list[int]:
        """The times, one by one."""
        return self.times.listed()

    def post(self, row: int) -> Post:
        """One of them as an event."""
        return Post(self.ids[row], self.authors[row], self.ats[row], self.surfaces[row], self.languages[row])


def columns_of(posts: Sequence[Post], positions: Sequence[int] | None = None) -> PostColumns:
    """Posts by column, in order; without positions they are their own batch."""
    return PostColumns(
        range(len(posts)) if positions is None else positions,
        [post.post_id for post in posts],
        [post.profile_id for post in posts],
        ListedTimes([post.at for post in posts]),
        [post.surface for post in posts],
        [post.language for post in posts],
    )


class Rare(msgspec.Struct, gc=False):
    """An event that is not a post, and how many of the batch's posts came before it."""

    before: int
    arrival: Arrival


class Batch(msgspec.Struct, gc=False):
    """What became of one batch of raw records; `first` is the position of its first record in its source."""

    source: str
    first: int
    size: int
    posts: PostColumns
    rare: list[Rare]
    refused: list[tuple[int, Refusal]]
    private: Counter[str]
    partition: int | None = None
    read_s: float = 0.0
    """When it was read, in seconds of the reader's clock; 0: not known."""

    @property
    def latest_ms(self) -> int:
        """The greatest time of an event in it; 0 if there is none."""
        times = [rare.arrival.event.at for rare in self.rare]
        if self.posts.ids:
            times.append(self.posts.times.ends()[1])
        return max(times, default=0)

    def origin(self, position: int) -> Origin:
        """Where the record at a place in the batch came from."""
        return Origin(self.source, self.first + position, self.partition)
