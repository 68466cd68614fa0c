"""Is this process alive, is it ready, and if not, why: pure state; whoever calls says what the time is.

Times are seconds of one clock that never goes back (`time.monotonic`). Alive and ready differ on purpose: a pipeline
that waits for Redis is not ready, but killing it would not help. Source: design.md sections 4 and 5.
"""

from __future__ import annotations

import msgspec

WHAT_NEXT = {
    "stopping": "nothing: it finishes its epoch, delivers and ends",
    "redis_down": "bring Redis back; the pipeline tries again by itself",
    "kafka_down": "bring the brokers back; the pipeline tries again by itself",
    "restoring": "wait; enforce_restore_ratio shows how far it is",
    "lag_unknown": "wait; if it lasts, check that the group may describe and fetch from every input topic",
    "epoch_old": "look at enforce_store_call_duration_seconds and at the log; it ends itself if nothing moves",
    "journal_open": "check that every output topic takes records: space, access, message size",
    "no_progress": "nothing: it ends itself and is started again; the log says where it was stuck",
}
"""Every reason, the gravest first, and what to do about it."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From when on something takes too long, in seconds."""

    epoch: float = 5.0
    """Without a closed epoch: not ready."""
    silence: float = 60.0
    """Without any sign of progress: not alive."""
    journal: float = 10.0
    """With the same journal entry open: not ready."""


class Reason(msgspec.Struct, frozen=True):
    """Why not: a name from `WHAT_NEXT`, what was seen, and what to do."""

    reason: str
    detail: str
    next: str


class Health:
    """What a process knows of itself; the dataflow writes, the HTTP thread reads, each field is one assignment.

    A field that does not concern a process keeps its harmless value (a worker without the decider has no journal).
    """

    def __init__(self, started: float, limits: Limits = Limits()) -> None:  # noqa: B008  frozen
        self.limits = limits
        self.epoch_at: float | None = None
        """When the last epoch closed."""
        self.sign_at = started
        """The last sign of progress: an epoch closed, a record restored, an honest attempt to reconnect."""
        self.down_since: dict[str, float | None] = {"redis": started, "kafka": started}
        """Server -> since when it does not answer; None: it does. Nothing is up before it was seen to be."""
        self.restored = False
        self.lag_known = False
        self.journal_since: float | None = None
        """When the oldest open journal entry was written."""
        self.stopping = False
        self.started = started

    def epoch_closed(self, now: float) -> None:
        """An epoch's offsets are durable."""
        self.epoch_at = self.sign_at = now

    def sign(self, now: float) -> None:
        """Something moved that closes no epoch: a step of a restore, another attempt to connect."""
        self.sign_at = now

    def connected(self, server: str, now: float, *, up: bool) -> None:
        """A server answered, or did not; trying is a sign of progress."""
        if up:
            self.down_since[server] = None
        elif self.down_since[server] is None:
            self.down_since[server] = now
        self.sign_at = now

    def is_up(self, server: str) -> bool:
        """Whether a server answered when last asked."""
        return self.down_since[server] is None

    def epoch_age(self, now: float) -> float:
        """Seconds since an epoch closed, or since the start."""
        return now - (self.started if self.epoch_at is None else self.epoch_at)

    def journal_age(self, now: float) -> float:
        """Seconds since the oldest open journal entry was written."""
        since = self.journal_since
        return 0.0 if since is None else now - since


def live(health: Health, now: float) -> list[Reason]:
    """Why this process should be ended; none: it lives."""
    silence = now - health.sign_at
    if silence <= health.limits.silence:
        return []
    return [_because("no_progress", f"no sign of progress for {silence:.1f} s, limit {health.limits.silence:g} s")]


def ready(health: Health, now: float) -> list[Reason]:
    """Why nothing can be relied on now, the gravest first; none: it is ready."""
    found = [_because("stopping", "asked to stop")] if health.stopping else []
    for server in ("redis", "kafka"):
        since = health.down_since[server]
        if since is not None:
            found.append(_because(f"{server}_down", f"no answer for {now - since:.1f} s"))
    if not health.restored:
        found.append(_because("restoring", "the store does not hold all that the changelogs say"))
    if not health.lag_known:
        found.append(_because("lag_unknown", "the end of some partition is not known yet"))
    return found + _late(health, now) + live(health, now)


def _late(health: Health, now: float) -> list[Reason]:
    limits, found = health.limits, []
    if (age := health.epoch_age(now)) > limits.epoch:
        found.append(_because("epoch_old", f"no epoch closed for {age:.1f} s, limit {limits.epoch:g} s"))
    if (age := health.journal_age(now)) > limits.journal:
        found.append(_because("journal_open", f"an entry is open for {age:.1f} s, limit {limits.journal:g} s"))
    return found


def _because(reason: str, detail: str) -> Reason:
    return Reason(reason, detail, WHAT_NEXT[reason])
