"""The posts of an hour or a part of it, as columns, and as lines without a Python object per post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from dataflows.simulate import digits, rates
from dataflows.simulate.dice import BITS, Columns, below, spread
from dataflows.simulate.lines import Item, post_line
from dataflows.simulate.mixes import LANGUAGES, PLACES
from dataflows.simulate.names import POST_DIGITS, PROFILE_DIGITS
from enforcement import instants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dataflows.simulate.population import Population

_STREAM: Final = 2
_ROWS: Final = 1 << 14  # lines made at once: they stay in the processor's cache
_PLACES: Final = tuple(PLACES)
_LANGUAGES: Final = tuple(LANGUAGES)
_PLACE_OF: Final = spread(list(PLACES.values()))
_IS_PUBLIC: Final = np.array([place.audience == "public" for place in _PLACES])
_LOW: Final = np.uint64((1 << 16) - 1)


class Posts(NamedTuple):
    """Columns, in order of time; `times` are milliseconds of the hour."""

    start: int
    numbers: NDArray[np.int64]
    times: NDArray[np.int64]
    authors: NDArray[np.int64]
    places: NDArray[np.uint8]
    languages: NDArray[np.uint8]
    late: NDArray[np.bool_]
    again: NDArray[np.bool_]

    def only(self, chosen: NDArray[np.bool_]) -> Posts:
        """The rows that are chosen."""
        return Posts(
            self.start,
            self.numbers[chosen],
            self.times[chosen],
            self.authors[chosen],
            self.places[chosen],
            self.languages[chosen],
            self.late[chosen],
            self.again[chosen],
        )

    def item(self, row: int) -> Item:
        """One of them by itself."""
        place = _PLACES[self.places[row]]
        return Item(
            int(self.numbers[row]),
            int(self.authors[row]),
            self.start + int(self.times[row]),
            place.surface,
            place.audience,
            _LANGUAGES[self.languages[row]],
        )

    def public_rows(self, most: int) -> list[int]:
        """At most so many rows of public posts, spread over the hour."""
        rows = np.flatnonzero(_IS_PUBLIC[self.places])
        step = max(1, -(-len(rows) // most))
        return [int(row) for row in rows[::step]]


class Writers:
    """Makes the posts of one part of an hour after the other."""

    def __init__(self, people: Population, seed: int) -> None:
        """The same seed, the same posts."""
        self._people = people
        self._bits = Columns(seed, _STREAM)

    def span(self, start: int, begin: int, end: int, first: int, count: int) -> Posts:
        """`count` posts of a part of the hour from `start` on, without those of profiles that are gone.

        `begin` and `end` are milliseconds of the hour; `first` is the first post's number.
        """
        times = begin + np.sort(below(self._bits.words(count), end - begin))
        authors = _threads(self._people.authors(self._bits.words(count)), self._bits.words(count))
        here = ~self._people.gone[authors]
        times, authors = times[here], authors[here]
        words = self._bits.words(len(times))
        return Posts(
            start,
            first + np.arange(len(times)),
            times,
            authors,
            _PLACE_OF[words >> np.uint64(64 - BITS)],
            self._people.languages[authors],
            _in_share(words, rates.LATE),
            _in_share(words >> np.uint64(16), rates.DUPLICATES),
        )


def _in_share(words: NDArray[np.uint64], share: float) -> NDArray[np.bool_]:
    chosen: NDArray[np.bool_] = (words & _LOW) < np.uint64(int(share * (1 << 16)))
    return chosen


def _threads(authors: NDArray[np.int64], words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Let some rows have the author of the row before, which is the post just before in time."""
    starts = np.where(_in_share(words, rates.THREADS), 0, np.arange(len(authors)))
    chosen: NDArray[np.int64] = authors[np.maximum.accumulate(starts)]
    return chosen


# --- as lines ---------------------------------------------------------------------------------------------------------


def _templates() -> list[bytes]:
    items = [Item(0, 0, 0, *place, language) for place in _PLACES for language in _LANGUAGES]
    return [post_line(item) for item in items]


_TEXTS: Final = _templates()
_WIDTH: Final = max(map(len, _TEXTS))
_TEMPLATES: Final = np.frombuffer(b"".join(text.ljust(_WIDTH, b"\0") for text in _TEXTS), np.uint8).reshape(-1, _WIDTH)
LENGTHS: Final = np.array([len(text) for text in _TEXTS])
_POST: Final = _TEXTS[0].index(b"post-") + len("post-")
_PROFILE: Final = _TEXTS[0].index(b"p-0") + len("p-")
_AT: Final = _TEXTS[0].index(b"1970")
_CLOCK: Final = _AT + len("1970-01-01T00:")


def templates_of(posts: Posts) -> NDArray[np.int64]:
    """Which line each post is like but for its digits."""
    return posts.places.astype(np.int64) * len(_LANGUAGES) + posts.languages


def written(posts: Posts) -> Iterator[bytes]:
    """Their lines, newlines included, many at a time."""
    templates = _TEMPLATES.copy()
    hour = instants.text(posts.start)[: _CLOCK - _AT].encode()
    templates[:, _AT:_CLOCK] = np.frombuffer(hour, np.uint8)
    kinds = templates_of(posts)
    for start in range(0, len(kinds), _ROWS):
        rows = slice(start, start + _ROWS)
        lines = templates[kinds[rows]]
        digits.put(lines, _POST, POST_DIGITS, posts.numbers[rows])
        digits.put(lines, _PROFILE, PROFILE_DIGITS, posts.authors[rows])
        digits.put_clock(lines, _CLOCK, posts.times[rows])
        yield lines.tobytes().translate(None, b"\0")
