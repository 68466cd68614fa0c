"""The decider: one event after the other, each finished before the next (design.md section 2)."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from enforcement import claims, erasure, join, letters, lifetimes, redress, strikes
from enforcement.event_ids import event_key
from enforcement.events import (
    Appeal,
    Arrival,
    Claim,
    ClaimRuling,
    CounterClaim,
    Dismissal,
    Erasure,
    Profile,
    Report,
    Reversal,
    Ruling,
    Violation,
)

if TYPE_CHECKING:
    from enforcement.batch import Batch
    from enforcement.desk import Desk
    from enforcement.ports import Entry

_ARRIVE = {
    Report: join.arrive,
    Violation: join.arrive,
    Dismissal: join.arrive,
    Claim: join.arrive,
    Reversal: redress.arrive,
    Appeal: redress.arrive,
    Ruling: redress.arrive,
    CounterClaim: claims.arrive,
    ClaimRuling: claims.arrive,
}


_EVENTS: dict[type, str] = {
    kind: f"events.{kind.kind}"  # type: ignore[attr-defined]  # every kind of event has one
    for kind in (*_ARRIVE, Profile, Erasure)
}


class Decider:
    """Decides batches; the entry it returns must be journaled before the next batch is decided."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def decide(self, batch: Batch, base: int, left_out: list[int]) -> Entry:
        """Decide everything in a batch whose posts the log has from turn `base` on, but for those left out."""
        desk, posts = self.desk, batch.posts
        self._batch, self._base, self._left_out = batch, base, set(left_out)
        self._latest = self._stream_times(left_out)
        self._expect(base, left_out)
        for position, refusal in batch.refused:
            letters.refuse(desk, refusal, batch.origin(position))
        keys = [event_key(rare.arrival.event) for rare in batch.rare]
        desk.ids.look_up(keys)
        for rare, key in zip(batch.rare, keys):  # noqa: B905  one key each
            if desk.expected:
                self._posts_before(base + rare.before)
            self._rare(rare.before, rare.arrival, key)
        self._posts_before(base + len(posts.ids))
        desk.turn = base + len(posts.ids)
        if posts.ids:
            self.advance(self._latest[-1])
        self._tally(batch)
        return desk.close()

    def come(self, until_ms: int, most: int) -> Entry:
        """Nothing arrives, but stream time comes to a moment: what is due until then happens, so many ledgers at most.

        As long as the agenda has more due by then, stream time is that of the last.
        """
        desk, until_ms = self.desk, min(until_ms, self.desk.latest_ms)
        for _ in range(most):
            due = desk.agenda.pop(until_ms)
            if due is None:
                desk.now = max(desk.now, until_ms)
                break
            self._due(*due)
        return desk.close()

    def _stream_times(self, rows: list[int]) -> list[int]:
        """Stream time after each post, as far as posts make it; what is dropped as erased does not move it."""
        desk, posts = self.desk, self._batch.posts
        ats = posts.ats
        if desk.has_erased:
            erased = [row for row in rows if desk.is_erased(posts.authors[row], ats[row])]
            if erased:
                ats = ats.copy()
                for row in erased:
                    ats[row] = 0
        return ats if ats == sorted(ats) else list(accumulate(ats, max))

    def _expect(self, base: int, left_out: list[int]) -> None:
        desk, ids = self.desk, self._batch.posts.ids
        turns = {base + row for row in left_out}
        if desk.awaited:
            awaited = desk.awaited
            turns.update(base + row for row, post_id in enumerate(ids) if post_id in awaited)
        desk.expected = sorted(turns)

    def _tally(self, batch: Batch) -> None:
        tally = self.desk.tally
        if batch.size:  # live, posts that were waited for come once more, in a batch without records
            tally["records"] += batch.size
            tally["events.post"] += len(batch.posts.ids)
        for kind, count in batch.private.items():
            tally["private." + kind] += count

    def _posts_before(self, turn: int) -> None:
        """Give the posts of earlier turns that need it their look."""
        desk, expected = self.desk, self.desk.expected
        while expected and expected[0] < turn:
            turn_of_post = expected.pop(0)
            row = turn_of_post - self._base
            desk.turn = turn_of_post
            self.advance(self._latest[row])
            batch = self._batch
            origin = batch.origin(batch.posts.positions[row])
            kept = row not in self._left_out and desk.log.arrives(batch.posts.ids[row], turn_of_post) == turn_of_post
            join.post_arrives(desk, batch.posts.post(row), origin, kept=kept)
            redress.wake_all(desk)

    def _rare(self, before: int, arrival: Arrival, key: str) -> None:
        """One event that is not a post, at its turn; stream time has not yet come to it."""
        desk, event = self.desk, arrival.event
        desk.tally[_EVENTS[type(event)]] += 1
        if desk.has_erased and erasure.names_erased(desk, event):
            desk.tally["erased." + event.kind] += 1
            return
        desk.turn = self._base + before
        now = event.at
        if before and self._latest[before - 1] > now:
            now = self._latest[before - 1]
        if now > desk.now:
            self.advance(now)
        if type(event) is Profile:
            _prefer(desk, event)
            return
        if not desk.ids.add(key, desk.now):
            desk.tally["duplicates." + event.kind] += 1
            return
        if type(event) is Erasure:
            self._erase(before, event)
        else:
            _ARRIVE[type(event)](desk, arrival)
        if desk.woken:
            redress.wake_all(desk)

    def _erase(self, before: int, event: Erasure) -> None:
        erasure.erase(self.desk, event)
        authors = self._batch.posts.authors
        later = [row for row in range(before, len(authors)) if authors[row] == event.profile_id]
        self._latest = self._stream_times(sorted(self._left_out.union(later)))

    def advance(self, until_ms: int) -> None:
        """Let stream time come to a moment: what is due until then happens, each at its time."""
        desk = self.desk
        until_ms = min(until_ms, desk.latest_ms)
        while (due := desk.agenda.pop(until_ms)) is not None:
            self._due(*due)
        desk.now = max(desk.now, until_ms)

    def _due(self, at_ms: int, key: str) -> None:
        desk = self.desk
        desk.now = max(desk.now, at_ms)
        if not desk.waits_run:
            desk.held[key] = None
        if key[0] == "p":
            self._profile_due(key[2:])
        else:
            self._case_due(key[2:])
        if desk.woken:
            redress.wake_all(desk)

    def _profile_due(self, profile_id: str) -> None:
        desk = self.desk
        account = desk.known_account(profile_id)
        if account is None:
            return
        account.due = None
        strikes.expire(desk, account)
        redress.expire(desk, account)
        desk.changed(account)

    def _case_due(self, post_id: str) -> None:
        desk = self.desk
        case = desk.known_case(post_id)
        if case is None:
            return
        if case.parked:
            join.expire(desk, case)
        if case.claims or case.parked:
            claims.expire(desk, case)
        if not lifetimes.forget(desk, case) or desk.chained:
            lifetimes.look_again(desk, post_id)


def _prefer(desk: Desk, event: Profile) -> None:
    """A profile says which language it prefers; the newest word counts."""
    account = desk.account(event.profile_id)
    if event.at >= account.ledger.language_at:
        account.ledger.language, account.ledger.language_at = event.language, event.at
        desk.changed(account)
