"""Decide, live: one decider takes everything that is not a post, batch after batch (design.md sections 2 and 3)."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from dataflows.live import changelog
from dataflows.live.again import take_decided
from dataflows.live.turn import Turn
from dataflows.mail import Hits, Tick
from dataflows.redis.prefetch import Prefetch
from enforcement import letters
from enforcement.batch import Batch, columns_of
from enforcement.decider import Decider

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dataflows.live.time import StreamClock
    from dataflows.mail import Mail
    from dataflows.redis.closing import Closing
    from dataflows.redis.hashes import Hashes
    from dataflows.redis.post_log import RedisPostLog
    from dataflows.redis.store import RedisStore
    from dataflows.steps import Outputs
    from enforcement.desk import Desk
    from enforcement.events import Post
    from enforcement.ports import Entry
    from metrics.meters import Meters


_MOST_DUE = 5_000  # ledgers a tick: a quarter of a second, of which there may be ten
_WAITS_SAID_S = 1.0


class LiveDecide:
    """Decide, journal, apply, hand on; clear when the epoch after has ended."""

    def __init__(
        self,
        desk: Desk,
        store: RedisStore,
        log: RedisPostLog,
        hashes: Hashes,
        clock: StreamClock,
        meters: Meters,
        closing: Closing | None = None,
        turn: Turn | None = None,
    ) -> None:
        self._turn = turn or Turn(one_process=False)
        self.desk, self._store, self._log, self._hashes, self._clock = desk, store, log, hashes, clock
        self._meters, self._closing = meters, closing
        self._opened: deque[float] = deque()
        """When each open entry was written."""
        self._decider = Decider(desk)
        self._prefetch = Prefetch(desk, store, log)
        self._safe = 0
        self._pieces: dict[int, int] = {}
        """Entry -> into how many pieces it went out."""
        first = store.number - len(store.open_entries()) + 1
        self._again = [self._said(first + place, entry) for place, entry in enumerate(store.open_entries())]
        for entry in store.open_entries():
            log.bring_again(entry.embedded)
        self._cleared: list[bytes] = []
        self._waits_said_s = 0.0
        self._looked_again = False
        self._decided = store.decided()
        self._erasures: dict[str, set[str]] = {}
        """Part of the input -> the erasures that were read again."""
        self._turn.waits(desk.awaited)
        desk.waits_run = False  # until every partition is known to be read to its end

    def __call__(self, mail: Mail) -> list[Outputs]:
        """Decide what came, and what a start has left over."""
        self.desk.latest_ms = self._clock.wall_ms()
        said, self._again = self._again, []
        if not self._looked_again:
            self._looked_again = True
            said += self._meet(sorted(self.desk.awaited))
        if isinstance(mail, Tick):
            said += self._tick(mail)
        elif isinstance(mail, Hits):
            said += self._hit(mail)
        else:
            said += self._again_decided(mail)
            said += self._batch(mail)
            self._turn.decided(mail)
        if self._cleared and said:
            said.append({changelog.CHANGES: self._cleared})
            self._cleared = []
        return said

    def epoch_ends(self) -> None:
        """See `Deciding`: an item of this epoch came, so the one before is over, its outputs and offsets durable."""
        first = self._store.number - len(self._store.open_entries()) + 1
        with self._meters.store("clear"):
            self._store.clear(self._safe)
        for _ in range(min(self._safe, len(self._opened))):
            self._opened.popleft()
        for number in range(first, first + self._safe):
            self._cleared += changelog.delivered(number, self._pieces.pop(number))
        self._safe = len(self._store.open_entries())
        self._meters.tally(self.desk.tally)
        self._meters.stream_time(self.desk.now)
        self._say_what_waits()
        self._meters.journal(self._safe, self._opened[0] if self._opened else None)

    def _say_what_waits(self) -> None:
        if self._meters.clock() - self._waits_said_s < _WAITS_SAID_S:
            return
        self._waits_said_s = self._meters.clock()
        count, oldest_ms = self.desk.waits.parked()
        self._meters.parked(count, 0 if oldest_ms is None else max(0, self.desk.now - oldest_ms))
        self._meters.appeals_overdue(self.desk.waits.overdue(self.desk.now))

    def finish(self) -> None:
        """The dataflow has ended well: everything handed on is delivered."""
        self._store.clear(len(self._store.open_entries()))

    # --- what comes -----------------------------------------------------------------------------------------------

    def _again_decided(self, batch: Batch) -> list[Outputs]:
        """Take out of a batch what was decided before a crash; its posts may have been lost in it."""
        part, said = f"{batch.source}:{batch.partition}", []
        if any(refusal.reason == "gap" for _, refusal in batch.refused):
            self._decided.pop(part, None)  # the topic may have begun anew
        known = self._decided.get(part, 0)
        if batch.first < known:
            was_ms = self._clock.heard_ms(str(batch.partition))
            erasures = self._erasures.setdefault(part, set())
            posts = take_decided(batch, known, was_ms, self.desk.policies, erasures, self._unknown)
            self._log.bring_again(posts)
            said = self._meet([post.post_id for post in posts if post.post_id in self.desk.awaited])
        self._decided[part] = max(known, batch.first + batch.size)  # an entry from now on says so
        return said

    def _unknown(self, post_ids: list[str]) -> set[str]:
        """Those of these posts that the log does not have."""
        self._log.prefetch(post_ids, self.desk.now)
        turn, now = self._log.next_turn(), self.desk.now
        return {post_id for post_id in post_ids if self._log.find(post_id, turn, now) is None}

    def _batch(self, batch: Batch) -> list[Outputs]:
        with self._meters.store("prefetch_ledgers"):
            self._prefetch.ledgers(batch)
        desk = self.desk
        latest_ms = max(desk.now, batch.latest_ms)
        base, left_out = self._log.append(batch.posts, latest_ms, desk.now)
        with self._meters.store("prefetch_posts"):
            self._prefetch.posts(batch)
        entry = self._decider.decide(batch, base, left_out)
        entry.decided = dict(self._decided)
        said = self._close(entry, batch.read_s)
        return said + self._meet(entry.awaited_add)

    def _close(self, entry: Entry, read_s: float = 0.0) -> list[Outputs]:
        """Journal, apply, let the posts in hand become durable."""
        with self._meters.store("journal"):
            self._store.journal(entry)
        self._opened.append(self._meters.clock())
        with self._meters.store("apply"):
            self._store.apply()
        with self._meters.store("append"):
            self._log.keep()
        self.desk.trim()
        return [self._said(self._store.number, entry, read_s)]

    def _said(self, number: int, entry: Entry, read_s: float = 0.0) -> Outputs:
        """What an entry says to others, and to the changelogs before that."""
        pieces = changelog.written(number, entry)
        self._pieces[number] = len(pieces)
        return {
            changelog.ENTRIES: pieces,
            **entry.outputs,
            changelog.CHANGES: changelog.changes(number, entry, self._store.kept(number, entry), self._hashes),
            changelog.READ: [changelog.pack(read_s)] if read_s else [],
        }

    def _hit(self, hits: Hits) -> list[Outputs]:
        awaited = {self._hashes.post(post_id): post_id for post_id in self.desk.awaited}
        return self._meet([awaited[hashed] for hashed in hits.hashes if hashed in awaited])  # in the order they came

    def _meet(self, post_ids: Iterable[str]) -> list[Outputs]:
        """Look again for posts that are waited for: parked first, looked then, so nobody is missed."""
        wanted = list(post_ids)
        if not wanted:
            return []
        self._log.prefetch(wanted, self.desk.now)
        found = [self._log.find(post_id, self._log.next_turn(), self.desk.now) for post_id in wanted]
        posts = [post for post in found if post is not None]
        return self._batch(_batch_of(posts)) if posts else []

    def _tick(self, tick: Tick) -> list[Outputs]:
        """Stream time and lag, and what is due when nothing else comes: what a jump makes due goes out step by step."""
        desk = self.desk
        self._clock.hear(tick)
        if self._clock.at_end != desk.waits_run:
            desk.let_waits_run(self._clock.at_end)
        until_ms = self._clock.now_ms(desk.now)
        if not desk.agenda.has_due(until_ms):
            desk.now = max(desk.now, until_ms)
            return self._close_days()
        self._log.append(_NOTHING.posts, until_ms, desk.now)
        return self._close(self._decider.come(until_ms, _MOST_DUE))

    def _close_days(self) -> list[Outputs]:
        """Nothing is due: a day that is over is sealed a little further."""
        if self._closing is None:
            return []
        with self._meters.store("seal"):
            found = self._closing.step(self.desk.now)
        for conflict in found:
            letters.conflict_of_day(self.desk, *conflict)
        self._log.append(_NOTHING.posts, self.desk.now, self.desk.now)
        return self._close(self.desk.close()) if found else []


def _batch_of(posts: list[Post]) -> Batch:
    return Batch("", 0, 0, columns_of(posts), [], [], Counter())


_NOTHING = _batch_of([])
