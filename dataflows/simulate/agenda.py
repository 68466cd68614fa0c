"""What is still to come: lines on their way, and steps of cases that go on."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Step = Callable[[int], None]


class Agenda:
    """In order of time; what falls on one time, in the order in which it was put down."""

    def __init__(self) -> None:
        """Nothing is to come."""
        self._ahead: list[tuple[int, int, bytes | Step]] = []
        self._turn = 0

    def at(self, time: int, what: bytes | Step) -> None:
        """Deliver a line at a time, or take a step then; the step is given the time."""
        self._turn += 1
        heappush(self._ahead, (time, self._turn, what))

    def until(self, end: int) -> Iterator[tuple[int, bytes]]:
        """Lines that arrive before `end`, with their times; the steps before it are taken on the way."""
        ahead = self._ahead
        while ahead and ahead[0][0] < end:
            time, _, what = heappop(ahead)
            if isinstance(what, bytes):
                yield time, what
            else:
                what(time)
