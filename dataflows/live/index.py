"""Index: posts become findable in bulk; a batch in which something else happens goes on to the decider whole."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from time import monotonic
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from dataflows.live.turn import Turn
from dataflows.mail import Hits
from dataflows.redis import keys, scripts
from dataflows.redis.lives import StoreLost
from dataflows.redis.writer import PostWriter
from enforcement.batch import Batch, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import redis
    from numpy.typing import NDArray

    from dataflows.mail import Mail
    from dataflows.redis.hashes import Hashes
    from enforcement.batch import PostColumns
    from enforcement.policy import Policies
    from metrics.meters import Meters

_encode, _decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(dict[str, int]).decode
_MOST_PENDING = 400_000
_LONGEST_S = 0.25
_BEHIND_S = 1.0  # whoever is behind saves Redis half its work by waiting for more
_FEW, _SOON_S = 1_000, 0.02  # where little comes, it is findable soon


class Index:
    """One worker's way into the post log. What it returns is mail for the decider, and must be sent in order.

    Positions are written under the number `lease`; under an older one than Redis has, they are refused.
    """

    def __init__(
        self,
        client: redis.Redis,
        hashes: Hashes,
        policies: Policies,
        lease: int,
        meters: Meters,
        turn: Turn | None = None,
    ) -> None:
        self.turn = turn or Turn(one_process=False)
        self._lease, self._meters = lease, meters
        self._mark, self._was_read = client.register_script(scripts.MARK), client.register_script(scripts.READ_AGAIN)
        self._client, self._hashes, self._policies = client, hashes, policies
        self._writer = PostWriter(client, hashes, policies)
        self._keep_ms = min(policy.keep_ms for policy in policies.versions)
        self._awaited: dict[int, str] = {}
        self._changes: bytes | None = b"unknown"
        self._sent: list[NDArray[np.uint64]] = []
        self._found: list[int] = []
        self._sources: set[tuple[str, int | None]] = set()
        self._flushed_s = monotonic()
        self._caught_up = True
        """Whether something was read to its end since the last flush."""
        self._flights = 0
        self.acknowledged = 0
        """How many flights of posts have arrived: see `flight`."""
        self.latest_ms = 0
        """The greatest time of an event so far."""
        self.tally: Counter[str] = Counter()
        """What the decider does not see."""
        self._decided = client.hgetall(keys.DECIDED)
        """Part of the input -> how far it was decided at the start."""
        self._reread: set[str] = set()
        self._marks: dict[str, bytes] = {}
        self._learn()

    def __call__(self, batch: Batch) -> list[Mail]:
        """What of a batch the decider must see."""
        self._writer.push()
        if batch.rare or batch.refused or self.turn.concerns(batch) or self._was_erased_from(batch):
            self.latest_ms = max(self.latest_ms, batch.latest_ms)
            if (batch.source, batch.partition) in self._sources:
                self.settle()  # within one partition an event sees exactly the posts before it
            return [*self.hits(), batch]
        self._count(batch)
        if not batch.posts.ids:
            return []
        self._sources.add((batch.source, batch.partition))
        late = self._add(batch)
        longest_s = _LONGEST_S if self._caught_up else _BEHIND_S
        if self._writer.pending >= _MOST_PENDING or monotonic() - self._flushed_s >= longest_s:
            self._flush()
        return [*self.hits(), *late]

    def _was_erased_from(self, batch: Batch) -> bool:
        """Whether a batch was decided before a start, and has posts of the erased: the decider knows which are gone."""
        if not self._hashes.generations:
            return False
        known = self._decided.get(f"{batch.source}:{batch.partition}".encode(), b"0")
        return batch.first < int(known) and self._has_erased(batch.posts.authors)

    def _has_erased(self, authors: list[str]) -> bool:
        return any(self._hashes.generation_of(name) is not None for name in authors)

    def _count(self, batch: Batch) -> None:
        self.tally["records"] += batch.size
        self.tally["events.post"] += len(batch.posts.ids)
        for kind, count in batch.private.items():
            self.tally["private." + kind] += count

    def _add(self, batch: Batch) -> list[Mail]:
        """Collect the posts that may be kept; those that come too late may still be waited for."""
        posts, before_ms = batch.posts, self.latest_ms
        least_ms, latest_ms = posts.times.ends()
        self.latest_ms = max(before_ms, latest_ms)
        out = self._unkept(posts, before_ms, least_ms)
        rows = [row for row in range(len(posts.ids)) if row not in out] if out else None
        self._writer.add(posts, rows)
        waited = [row for row in sorted(out) if out[row] and posts.ids[row] in self._awaited.values()]
        return [_rows(batch, waited)] if waited else []

    def _unkept(self, posts: PostColumns, before_ms: int, least_ms: int) -> dict[int, bool]:
        """The rows that are not kept -> whether they count as having come."""
        out: dict[int, bool] = {}
        if least_ms < self.latest_ms - self._keep_ms:
            ats = posts.ats
            times = zip(ats, accumulate(ats, max, initial=before_ms))  # noqa: B905  each, and stream time before it
            out = {row: True for row, (at, now) in enumerate(times) if now > at + self._policies.at(at).keep_ms}
        if self._hashes.generations:
            for row, name in enumerate(posts.authors):
                known = self._hashes.generation_of(name)
                if known is not None and posts.ats[row] <= known.erased_ms:
                    out[row] = False
                    self.tally["erased.post"] += 1
        return out

    # --- after the store was lost ---------------------------------------------------------------------------------

    def rewound(self, part: str) -> bool:
        """Whether a part must be read from its beginning: its posts were lost."""
        return bool(self._client.hexists(keys.REWIND, part))

    def mark(self, part: str, offsets: Mapping[str, int]) -> None:
        """Write down how far a part's posts are findable: if the store loses its last seconds, this goes with them."""
        written = _encode(offsets)
        if self._marks.get(part) != written:
            with self._meters.store("offsets"):
                self._mark(keys=[keys.FENCE, keys.MARKS], args=[self._lease, part, written])
            self._marks[part] = written

    def marked(self, part: str) -> dict[str, int] | None:
        """How far a part's posts are findable, as the store says; None: it knows of none."""
        written = self._client.hget(keys.MARKS, part)
        return None if written is None else _decode(written)

    def read_again(self, part: str) -> None:
        """A position of this run is durable: whoever starts from now on goes on from there."""
        if part not in self._reread:
            self._reread.add(part)
            self._was_read(keys=[keys.FENCE, keys.REWIND], args=[self._lease, part])

    # --- flushing -------------------------------------------------------------------------------------------------

    def poll(self) -> list[Mail]:
        """Nothing was read: what was collected becomes findable soon."""
        self._caught_up = True
        self._writer.push()
        longest_s = _SOON_S if self._writer.pending < _FEW else _LONGEST_S
        if (self._writer.pending or self._sent) and monotonic() - self._flushed_s >= longest_s:
            self._flush()
        return self.hits()

    @property
    def flight(self) -> int:
        """The flight with which all posts given so far will have arrived, or have."""
        return self._flights + bool(self._writer.pending)

    def hits(self) -> list[Mail]:
        """The posts found meanwhile that somebody may wait for."""
        found, self._found = self._found, []
        return [Hits(found)] if found else []

    def settle(self) -> None:
        """Return when every post collected is findable and acknowledged; `hits` says then who may wait for one."""
        while self._writer.pending or self._sent:
            self._flush()

    def _flush(self) -> None:
        """Send what was collected; look who waits for what was sent the time before, and is acknowledged now."""
        with self._meters.store("wait"):
            self._writer.wait()
        self.acknowledged = self._flights
        if self._sent:
            self._look()
        with self._meters.store("flush"):
            self._sent = self._writer.flush()
        if self._sent:
            self._flights += 1
        else:
            self._sources.clear()
        self._caught_up = False
        self._flushed_s = monotonic()

    def _look(self) -> None:
        """Appended first, read now: who parked before, we see; who parks after, looks again and sees what is there."""
        with self._meters.store("learn"):
            self._learn()
        if self._awaited:
            awaited = np.fromiter(self._awaited, np.uint64, len(self._awaited))
            for hashes in self._sent:
                self._found += hashes[np.isin(hashes, awaited)].tolist()

    def _learn(self) -> None:
        """Read who waits, and who was erased, when either has changed."""
        pipe = self._client.pipeline(transaction=False)
        pipe.get(keys.CHANGES)
        pipe.hgetall(keys.MARKS)
        changes, marks = pipe.execute()
        if changes is None or any(marks.get(part.encode()) != written for part, written in self._marks.items()):
            message = "all of it is gone, or its last seconds"
            raise StoreLost(message)
        if changes == self._changes:
            return
        pipe = self._client.pipeline()
        pipe.smembers(keys.AWAITED)
        pipe.hgetall(keys.GENERATIONS)
        awaited, generations = pipe.execute()
        self._awaited = {self._hashes.post(post_id): post_id for post_id in (raw.decode() for raw in awaited)}
        self._hashes.learn(generations)
        self._changes = changes


def _rows(batch: Batch, rows: list[int]) -> Batch:
    """Some posts of a batch."""
    posts = batch.posts
    chosen = columns_of([posts.post(row) for row in rows], [posts.positions[row] for row in rows])
    return Batch(batch.source, batch.first, 0, chosen, [], [], Counter(), batch.partition)
