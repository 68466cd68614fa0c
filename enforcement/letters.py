"""Dead letters: which record led to nothing, why, and what it takes to send it again (contracts.md section 2)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from enforcement import instants, wire
from enforcement.records import DeadLetter

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.door import Refusal
    from enforcement.events import Arrival, Origin, Post


def dead(desk: Desk, reason: str, detail: str, arrival: Arrival) -> None:
    """An event came to nothing: say why, keep what it takes to send it again, and let its id come again."""
    event = arrival.event
    _write(desk, reason, detail, arrival.origin, wire.record(event, _audience(desk, event.at)))
    desk.ids.forget(event)


def conflict(desk: Desk, post: Post, origin: Origin) -> None:
    """A post record names another author than the first of its id."""
    detail = f"{post.post_id} is known as another author's"
    _write(desk, "post_conflict", detail, origin, wire.record(post, _audience(desk, post.at)))


def conflict_of_day(desk: Desk, day: int, post: int, first: str, other: str) -> None:
    """Two records of one post, seen when their day was closed: neither is kept, so it is named by day and hash."""
    place: dict[str, str | int | None] = {"topic": "post log", "partition": day, "offset": post}
    detail = f"a second record named {other}, the first names {first}; the first counts"
    desk.tally["dead_letters.post_conflict"] += 1
    desk.say("dead_letters", DeadLetter("post_conflict", detail, place, instants.text(desk.now), None))


def refuse(desk: Desk, refusal: Refusal, origin: Origin) -> None:
    """A record did not come through the door."""
    _write(desk, refusal.reason, refusal.detail, origin, refusal.raw)


def _audience(desk: Desk, at_ms: int) -> str:
    """An audience that makes a post public: which one it was is not kept."""
    return min(desk.policy_at(at_ms).audiences)


def _write(desk: Desk, reason: str, detail: str, origin: Origin, raw: bytes | None) -> None:
    desk.tally["dead_letters." + reason] += 1
    place: dict[str, str | int | None] = {"file": origin.source, "line": origin.position}
    if origin.partition is not None:
        place = {"topic": origin.source, "partition": origin.partition, "offset": origin.position}
    at = instants.text(desk.now) if desk.now else None
    text = None if raw is None else base64.b64encode(raw).decode()
    desk.say("dead_letters", DeadLetter(reason, detail, place, at, text))
