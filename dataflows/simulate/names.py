"""Ids: numbers with zeros in front, of things and never of people."""

from __future__ import annotations

from typing import Final

PROFILE_DIGITS: Final = 7
POST_DIGITS: Final = 10
MOST_PROFILES: Final = 10**PROFILE_DIGITS - 1
MOST_EVENTS: Final = 10**POST_DIGITS // 2  # posts in cases need some too


def profile(number: int) -> str:
    """`p-0000123`."""
    return f"p-{number:0{PROFILE_DIGITS}}"


def post(number: int) -> str:
    """`post-0000000123`."""
    return f"post-{number:0{POST_DIGITS}}"


class Numbers:
    """Counts what is named, each kind apart; posts by themselves, many at a time."""

    def __init__(self) -> None:
        """Nothing is named yet."""
        self._last: dict[str, int] = {}
        self._next_post = 1

    def new(self, kind: str) -> str:
        """`report-000001`, and so on."""
        number = self._last.get(kind, 0) + 1
        self._last[kind] = number
        return f"{kind}-{number:06}"

    def posts(self, count: int) -> int:
        """The first of `count` post numbers that nobody else gets."""
        first = self._next_post
        self._next_post += count
        return first
