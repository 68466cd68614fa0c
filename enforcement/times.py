"""A column of times in milliseconds, in whichever form is at hand; as a list once somebody asks for single ones."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Protocol

import msgspec

from enforcement import instants

if TYPE_CHECKING:
    from collections.abc import Sequence


class Times(Protocol):
    """The times of some records, in order."""

    def ends(self) -> tuple[int, int]:
        """The least and the greatest; ValueError if there are none."""

    def chosen(self, which: Sequence[bool]) -> Times:
        """Those that are true in `which`, which has as many."""

    def since(self, row: int) -> Times:
        """Those from this row on."""

    def listed(self) -> list[int]:
        """All of them, the same list each time."""


class ListedTimes(msgspec.Struct, gc=False, frozen=True):
    """Times in a list."""

    found: list[int]

    def ends(self) -> tuple[int, int]:
        """See the port."""
        return min(self.found), max(self.found)

    def chosen(self, which: Sequence[bool]) -> ListedTimes:
        """See the port."""
        return ListedTimes(list(compress(self.found, which)))

    def since(self, row: int) -> ListedTimes:
        """See the port."""
        return ListedTimes(self.found[row:])

    def listed(self) -> list[int]:
        """See the port."""
        return self.found


def listed_times(texts: list[str]) -> Times:
    """The times that texts say, in a list; ValueError where one says none."""
    return ListedTimes(instants.parse_all(texts))
