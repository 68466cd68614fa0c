"""Shared round trips: what a batch of events names is read at once, before the batch is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement.events import Appeal, Claim, Erasure, Profile, Report, Reversal, Ruling, Violation

if TYPE_CHECKING:
    from dataflows.redis.post_log import RedisPostLog
    from dataflows.redis.store import RedisStore
    from enforcement.batch import Batch
    from enforcement.desk import Desk

_OF_PROFILE = (Appeal, Ruling, Reversal, Profile, Erasure)


class Prefetch:
    """Reads ahead for one decider; what it leaves out is read when it is asked for."""

    def __init__(self, desk: Desk, store: RedisStore, log: RedisPostLog) -> None:
        self._desk, self._store, self._log = desk, store, log

    def ledgers(self, batch: Batch) -> None:
        """Before the batch is laid out: the ledgers that its events name."""
        ledgers: list[str] = []
        for rare in batch.rare:
            event = rare.arrival.event
            if isinstance(event, _OF_PROFILE):
                ledgers.append("p:" + event.profile_id)
                continue
            ledgers.append("c:" + event.post_id)
            if isinstance(event, Report):
                ledgers.append("p:" + event.reporter_id)
            elif isinstance(event, Claim):
                ledgers.append("p:" + event.claimant_id)
        self._store.prefetch(ledgers)

    def posts(self, batch: Batch) -> None:
        """Once it is laid out: the posts that events name, their authors' ledgers, and what violators wrote."""
        named = [rare.arrival.event for rare in batch.rare if not isinstance(rare.arrival.event, _OF_PROFILE)]
        if not named:
            return
        now, log = self._desk.now, self._log
        turn = log.next_turn()
        log.prefetch([event.post_id for event in named], now)
        authors: dict[str, None] = {}
        times: list[int] = []
        violators: dict[str, None] = {}
        for event in named:
            post = log.find(event.post_id, turn, now) or getattr(event, "post", None)
            if post is None:
                continue
            authors["p:" + post.profile_id] = None
            if isinstance(event, Violation):
                violators[post.profile_id] = None
                times.append(event.at)
        self._store.prefetch(authors)
        if violators:
            share_ms = max(policy.fairness.share_window_ms for policy in self._desk.policies.versions)
            log.prefetch_written(violators, min(times) - share_ms, max(times))
