"""Small streams: the beginnings of the hostile ones, over one partition or several."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from enforcement.event_ids import event_key
from enforcement.intake import admit
from enforcement.policy import Policies
from enforcement.policy_file import default_policies, shipped_text
from tests import hostile
from tests.crashes.world import Stream
from tests.running import policies_of

_ENDS_MS = (2_000, 3_600_000, 86_400_000, 30 * 86_400_000)
_ORDERLY = {"post", "violation", "reversal"}
_SHIPPED = default_policies()


@lru_cache(maxsize=32)
def settled(seed: int) -> Stream:
    """One partition, its posts first and in order of time: how far posts are read ahead makes no difference.

    Erasures are left out, a race with posts that are read ahead; and embedded posts, which a crash may leave uncounted.
    Posts are kept for long: one that is read again, too late by then, would meet what did not find it.
    """
    rng = random.Random(seed)
    lines, texts = hostile.stream(seed)
    kept = _first(rng, (_bare(line) for line in lines if _kind(line) != "erasure"))
    return _stream(rng, [sorted(kept, key=_time_of_post)], _policies(tuple(map(_keeping, texts))))


@lru_cache(maxsize=32)
def plain(seed: int) -> Stream:
    """One partition as it comes, events with posts too; but of two authors of a post only the first is heard of."""
    rng = random.Random(seed)
    lines, texts = hostile.stream(seed)
    authors: dict[str, str] = {}
    kept = _first(rng, (line for line in lines if _kind(line) != "erasure" and _agrees(line, authors)))
    return _stream(rng, [kept], _policies(tuple(map(_keeping, texts))))


def _agrees(line: bytes, authors: dict[str, str]) -> bool:
    """Whether a line names the author of its post that an earlier one has named; other lines do."""
    batch = admit([line], _SHIPPED, "f", 0)
    posts = (
        [batch.posts.post(0)] if batch.posts.ids else [getattr(one.arrival.event, "post", None) for one in batch.rare]
    )
    return all(post is None or authors.setdefault(post.post_id, post.profile_id) == post.profile_id for post in posts)


@lru_cache(maxsize=32)
def mingled(seed: int) -> Stream:
    """Two to four partitions in any order, of what gives the same standings in any: posts, violations, reversals.

    Under the shipped policy, whose windows are long, with posts kept for longer than a stream lasts: what is too late
    does not depend on the order either. Nothing rests on how many posts were there by then, which does (law 1).
    """
    rng = random.Random(seed)
    lines, _ = hostile.stream(seed)
    kept = _first(rng, (_bare(line) for line in lines if _kind(line) in _ORDERLY))
    split: list[list[bytes]] = [[] for _ in range(rng.randint(2, 4))]
    for line in kept:
        rng.choice(split).append(line)
    return _stream(rng, split, _policies((_keeping(re.sub(r"(?m)^min_(share|posts) = .*\n", "", shipped_text())),)))


@lru_cache(maxsize=4)
def _policies(texts: tuple[str, ...]) -> Policies:
    """Read once what several streams are judged under."""
    return policies_of(list(texts))


def _kind(line: bytes) -> str | None:
    try:
        return str(json.loads(line)["kind"])
    except (ValueError, KeyError, TypeError):
        return None


def _first(rng: random.Random, lines: Iterable[bytes]) -> list[bytes]:
    """Some of the first, each id once: of several events of one id, another may count when they are read again."""
    return list(islice(_once(lines), rng.randint(20, 60)))


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    seen: set[str] = set()
    for place, line in enumerate(lines):
        batch = admit([line], _SHIPPED, "f", 0)
        key = next((event_key(rare.arrival.event) for rare in batch.rare), str(place))
        key = next(iter(batch.posts.ids), key)
        if key not in seen:
            seen.add(key)
            yield line


def _bare(line: bytes) -> bytes:
    """An event without the post it brings."""
    try:
        row = json.loads(line)
    except ValueError:
        return line
    if not isinstance(row, dict) or "post" not in row:
        return line
    return json.dumps({key: value for key, value in row.items() if key != "post"}).encode()


def _keeping(text: str) -> str:
    """A policy that keeps posts for longer than a stream lasts."""
    return re.sub(r'keep = "\d+d"', 'keep = "400d"', text)


def _time_of_post(line: bytes) -> int:
    """When a post was written; everything else is later."""
    at = admit([line], _SHIPPED, "f", 0).posts.ats
    return at[0] if at else 1 << 60


def _stream(rng: random.Random, lines: Iterable[Iterable[bytes]], policies: Policies) -> Stream:
    split = tuple(map(tuple, lines))
    batches = [admit(part, policies, "f", 0, 0) for part in split]
    times = [at for batch in batches for at in batch.posts.ats]
    times += [rare.arrival.event.at for batch in batches for rare in batch.rare]
    return Stream(split, policies, max(times), max(times) + rng.choice(_ENDS_MS))
