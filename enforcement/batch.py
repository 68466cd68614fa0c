"""A batch of records after the door: posts by column, everything else event by event."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from enforcement.door import Refusal
from enforcement.events import Arrival, Origin, Post

if TYPE_CHECKING:
    from collections.abc import Sequence


class PostColumns(msgspec.Struct, gc=False):
    """The public posts of a batch, column by column, in order; `positions` are their places in the batch."""

    positions: list[int]
    ids: list[str]
    authors: list[str]
    ats: list[int]
    surfaces: list[str]
    languages: list[str | None]

    def post(self, row: int) -> Post:
        """One of them as an event."""
        return Post(self.ids[row], self.authors[row], self.ats[row], self.surfaces[row], self.languages[row])


def columns_of(posts: Sequence[Post], positions: list[int] | None = None) -> PostColumns:
    """Posts by column, in order; without positions they are their own batch."""
    return PostColumns(
        list(range(len(posts))) if positions is None else positions,
        [post.post_id for post in posts],
        [post.profile_id for post in posts],
        [post.at for post in posts],
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

    def origin(self, position: int) -> Origin:
        """Where the record at a place in the batch came from."""
        return Origin(self.source, self.first + position, self.partition)
