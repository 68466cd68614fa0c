"""The posts that parked events wait for, and which of them are new or gone since the last entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Awaited(set[str]):
    """Post ids; what `add` and `discard` changed is told once, by `changes`."""

    _touched: dict[str, None]

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__(known)
        self._touched = {}

    def add(self, post_id: str) -> None:
        """An event waits for this post."""
        super().add(post_id)
        self._touched[post_id] = None

    def discard(self, post_id: str) -> None:  # type: ignore[override]  # of posts only
        """Nothing waits for this post any more."""
        super().discard(post_id)
        self._touched[post_id] = None

    def changes(self) -> tuple[list[str], list[str]]:
        """The posts waited for, and those waited for no more, since the last call."""
        touched, self._touched = self._touched, {}
        return [name for name in touched if name in self], [name for name in touched if name not in self]
