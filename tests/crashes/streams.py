"""Small streams: the beginnings of the hostile ones, over one partition or several."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from functools import lru_cache

from enforcement.intake import admit
from tests import hostile
from tests.crashes.world import Stream
from tests.running import policies_of

_ENDS_MS = (2_000, 3_600_000, 86_400_000, 30 * 86_400_000)
_ORDERLY = {"post", "violation", "reversal"}


@lru_cache(maxsize=16)
def settled(seed: int) -> Stream:
    """One partition, its posts first: how far posts are read ahead of events makes no difference.

    Erasures are left out: they are a race with posts that are read ahead.
    """
    rng = random.Random(seed)
    lines, texts = hostile.stream(seed)
    kept = [line for line in lines if _kind(line) != "erasure"][: rng.randint(20, 60)]
    return _stream(rng, [sorted(kept, key=lambda line: _kind(line) != "post")], texts)


@lru_cache(maxsize=16)
def mingled(seed: int) -> Stream:
    """Two to four partitions in any order, of what gives the same standings in any: posts, violations, reversals."""
    rng = random.Random(seed)
    lines, texts = hostile.stream(seed)
    kept = [line for line in lines if _kind(line) in _ORDERLY][: rng.randint(20, 60)]
    split: list[list[bytes]] = [[] for _ in range(rng.randint(2, 4))]
    for line in kept:
        rng.choice(split).append(line)
    return _stream(rng, split, texts)


def _kind(line: bytes) -> str | None:
    try:
        return str(json.loads(line)["kind"])
    except (ValueError, KeyError, TypeError):
        return None


def _stream(rng: random.Random, lines: Iterable[Iterable[bytes]], texts: list[str]) -> Stream:
    split, policies = tuple(map(tuple, lines)), policies_of(texts)
    batches = [admit(part, policies, "f", 0, 0) for part in split]
    times = [at for batch in batches for at in batch.posts.ats]
    times += [rare.arrival.event.at for batch in batches for rare in batch.rare]
    return Stream(split, policies, max(times), max(times) + rng.choice(_ENDS_MS))
