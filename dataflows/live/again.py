"""What was decided, read again: it decides nothing, but Redis may have lost the posts in it.

Posts that came as records are written again as they were; those that came with events, where no other is known.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from enforcement.batch import PostColumns, Rare
from enforcement.event_ids import event_key
from enforcement.events import Erasure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from enforcement.batch import Batch
    from enforcement.events import Post
    from enforcement.policy import Policies


def take_decided(
    batch: Batch,
    known: int,
    now_ms: int,
    policies: Policies,
    erasures: set[str],
    without: Callable[[list[str]], set[str]],
) -> list[Post]:
    """Take the records before an offset out of a batch; returns their posts that were kept, in an order to write them.

    `now_ms` is stream time before the batch; `erasures` are those read again so far in its partition, and become more;
    `without` says of which posts nothing is known, of those that it is given.
    """
    posts = batch.posts
    rows = bisect_left(posts.positions, known - batch.first)
    rares = [rare for rare in batch.rare if rare.arrival.origin.position < known]
    times = _stream_times(posts.ats[:rows], rares, now_ms)
    rares = list(_that_counted(rares, erasures))
    erased = {_names(rare): place for place, rare in enumerate(rares) if isinstance(rare.arrival.event, Erasure)}
    since = {name: rares[place].before for name, place in erased.items()}
    there = [row for row in range(rows) if row >= since.get(posts.authors[row], 0)]
    first = {posts.ids[row]: row for row in reversed(there)}
    gone = {posts.ids[row]: row for row in reversed(range(rows)) if row < since.get(posts.authors[row], 0)}
    came: dict[str, Post] = {}
    for place, rare in enumerate(rares):
        post: Post | None = getattr(rare.arrival.event, "post", None)
        if post is None or first.get(post.post_id, rows) < rare.before or place < erased.get(post.profile_id, 0):
            continue
        row = gone.get(post.post_id, rows)
        if row < rare.before and place < erased[posts.authors[row]]:
            continue  # it was known, perhaps as another author's, until that one was erased
        if _is_kept(post, max(times[rare.before], rare.arrival.event.at), policies):
            came.setdefault(post.post_id, post)
    missing = without(list(came))
    plain = [posts.post(row) for row in sorted(first.values())]
    _cut(batch, known, rows)
    found = [post for post in plain if _is_kept(post, times[first[post.post_id]], policies)]
    return [post for post in came.values() if post.post_id in missing] + found


def _stream_times(ats: list[int], rares: list[Rare], now_ms: int) -> list[int]:
    """Stream time when each post came, and after the last: events move it, too."""
    moved = [now_ms, *ats]
    for rare in rares:
        moved[rare.before] = max(moved[rare.before], rare.arrival.event.at)
    return list(accumulate(moved, max))


def _that_counted(rares: list[Rare], erasures: set[str]) -> Iterator[Rare]:
    """Events without those that came a second time: in this batch, or of erasures in any that was read again before.

    An erasure whose first copy is not read again, or came in another partition, is taken for the first: in doubt what
    was erased stays away.
    """
    met: set[str] = set()
    for rare in rares:
        event = rare.arrival.event
        before, key = (erasures if isinstance(event, Erasure) else met), event_key(event)
        if key not in before:
            before.add(key)
            yield rare


def _names(rare: Rare) -> str:
    return str(rare.arrival.event.profile_id)  # type: ignore[union-attr]  # of an erasure


def _is_kept(post: Post, now_ms: int, policies: Policies) -> bool:
    return now_ms <= post.at + policies.at(post.at).keep_ms


def _cut(batch: Batch, known: int, rows: int) -> None:
    """Leave what is not decided."""
    batch.rare = [
        Rare(rare.before - rows, rare.arrival) for rare in batch.rare if rare.arrival.origin.position >= known
    ]
    batch.refused = [one for one in batch.refused if batch.first + one[0] >= known]
    posts = batch.posts
    ids, authors, surfaces, languages = posts.ids, posts.authors, posts.surfaces, posts.languages
    batch.posts = PostColumns(
        posts.positions[rows:], ids[rows:], authors[rows:], posts.times.since(rows), surfaces[rows:], languages[rows:]
    )
