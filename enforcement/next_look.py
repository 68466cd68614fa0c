"""When a post's ledger wants to be looked at next (domain.md section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.ledgers import Case


def next_look(case: Case, wait_end: Callable[[Any], int], after_ms: int = -1) -> int | None:
    """When a wait or a block of a case ends next, after a time, or it may be forgotten; None: never.

    `wait_end` says of an event that waits when it has waited too long. All times are in milliseconds.
    """
    if not case.parked and not case.claims:
        return case.forget_at + 1 if case.forget_at and case.forget_at >= after_ms else None
    return min((at_ms for at_ms in _times(case, wait_end) if at_ms > after_ms), default=None)


def _times(case: Case, wait_end: Callable[[Any], int]) -> list[int]:
    times = [wait_end(arrival.event) for arrival in case.parked]
    times += [claim.until for claim in case.claims if claim.blocks]
    if case.post is None and case.forget_at:
        times.append(case.forget_at + 1)
    return times
