"""What was decided, read again: it decides nothing, but Redis may have lost the posts in it.

Posts that came as records are written again as they were; those that came with events, where no other is known.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from enforcement.batch import PostColumns, Rare

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.batch import Batch
    from enforcement.events import Post
    from enforcement.policy import Policies


def take_decided(
    batch: Batch, known: int, now_ms: int, policies: Policies, without: Callable[[list[str]], set[str]]
) -> list[Post]:
    """Take the records before an offset out of a batch; returns their posts that were kept, in an order to write them.

    `now_ms` is stream time before the batch; `without` says of which posts nothing is known, of those that it is given.
    """
    posts = batch.posts
    rows = bisect_left(posts.positions, known - batch.first)
    times = list(accumulate(posts.ats[:rows], max, initial=now_ms))
    first = {post_id: row for row, post_id in reversed(list(enumerate(posts.ids[:rows])))}
    came: dict[str, Post] = {}
    for rare in batch.rare:
        event = rare.arrival.event
        post: Post | None = getattr(event, "post", None)
        if post is None or rare.arrival.origin.position >= known or first.get(post.post_id, rows) < rare.before:
            continue
        if max(times[rare.before], event.at) <= post.at + policies.at(post.at).keep_ms:
            came.setdefault(post.post_id, post)
    missing = without(list(came))
    kept = [row for row in first.values() if times[row + 1] <= posts.ats[row] + policies.at(posts.ats[row]).keep_ms]
    _cut(batch, known, rows)
    return [post for post in came.values() if post.post_id in missing] + [posts.post(row) for row in sorted(kept)]


def _cut(batch: Batch, known: int, rows: int) -> None:
    """Leave what is not decided."""
    batch.rare = [
        Rare(rare.before - rows, rare.arrival) for rare in batch.rare if rare.arrival.origin.position >= known
    ]
    batch.refused = [one for one in batch.refused if batch.first + one[0] >= known]
    posts = batch.posts
    batch.posts = PostColumns(*(getattr(posts, name)[rows:] for name in posts.__struct_fields__))
