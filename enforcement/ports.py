"""What the domain needs of shared state, and no more: the post log (hot) and the ledger store (rare).

Both are promises with one contract suite each (`tests/contracts`), run on every implementation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from enforcement.events import Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enforcement.batch import PostColumns


class PostLog(Protocol):
    """Public posts, findable while stream time <= their time + join.keep, and counted per author and UTC day.

    A post's *turn* is its place in the order of arrival; whoever looks from turn T sees the posts with turns < T.
    """

    def append(self, posts: PostColumns, latest_ms: int, now_ms: int | None = None) -> tuple[int, list[int]]:
        """Make a batch findable; `latest_ms` is the greatest stream time it may bring, `now_ms` the one before it.

        Without `now_ms` it is the `latest_ms` of the batch before.

        Returns the turn of its first post and the rows left out, which need a look of their own in their turn:
        repeated ids, posts that may have come too late, posts of erased profiles. For those call `add`.
        """

    def add(self, post: Post, turn: int) -> int | None:
        """Make one post findable and count it: the first of its id that is still kept, as the caller knows.

        Returns the turn of a later post of the same id that `append` had made findable before its turn, and that
        now needs a look of its own.
        """

    def arrives(self, post_id: str, turn: int) -> int | None:
        """The turn, not before this one, at which the batch in hand brings a post of this id."""

    def find(self, post_id: str, turn: int, now_ms: int) -> Post | None:
        """The post of this id that is known at a turn and a stream time."""

    def observed(self, profile_id: str, after_ms: int, until_ms: int, turn: int) -> int:
        """How many distinct posts of an author are known on the UTC days that begin in (after, until]."""

    def erase(self, profile_id: str, at_ms: int, turn: int) -> None:
        """Forget a profile's posts of earlier turns, or with times <= `at_ms`; later appends leave the latter out."""

    def next_turn(self) -> int:
        """The turn that the next appended post will have."""

    def pin(self, post_id: str) -> None:
        """The first record of this post is kept elsewhere, for good: leave out what comes under its id from now on."""

    def keep(self) -> None:
        """What was decided on the batch in hand is journaled: its posts may become durable, which they must not before.

        So that an event that is decided again, after a crash, sees the posts it saw.
        """


class Entry(msgspec.Struct, gc=False):
    """What one batch of events changed: written at once, or not at all."""

    ledgers: dict[str, bytes | None]
    """Key -> the new ledger; None deletes it."""
    due: dict[str, int | None]
    """Key -> when the ledger wants to be looked at next, in stream time; None: never."""
    seen_add: dict[str, int]
    """Event ids that count from now on -> the stream time until which they must be remembered."""
    seen_drop: list[str]
    """Event ids that may come again."""
    appears: list[tuple[str, str]]
    """(hash of a profile, key of a case that names it), for erasure."""
    appears_drop: dict[str, int]
    """Profiles that were erased, and no case names any more -> the time of the erasure."""
    erased: dict[str, int]
    """Keyed hash of a profile -> the time of its erasure."""
    awaited_add: list[str]
    """Posts that parked events wait for from now on."""
    awaited_drop: list[str]
    """Posts that nothing waits for any more."""
    now: int
    """Stream time."""
    outputs: dict[str, list[bytes]]
    """Stream -> encoded records to deliver, in order."""
    embedded: list[Post] = []
    """Posts that came with events: nothing else brings them again after a crash."""
    decided: dict[str, int] = {}
    """Part of the input -> the place of the first record that is not decided: what is before decides nothing again."""
    waits: dict[str, str | None] = {}
    """Key -> what waits in the changed ledger, see `waits.Waits`; None: nothing does any more."""


class Store(Protocol):
    """Ledgers by key, what is due, ids that counted; changed only by an entry that was journaled.

    Keys of ledgers are `p:` + profile_id and `c:` + post_id.
    """

    def load(self, key: str) -> bytes | None:
        """The ledger of this key, as it was last applied."""

    def seen(self, event_keys: Sequence[str]) -> set[str]:
        """Those of these event ids that have counted and are still remembered."""

    def due(self, after_ms: int, until_ms: int) -> Iterable[tuple[int, str]]:
        """(stream time, key) of every ledger that wants to be looked at after a time, and not after another."""

    def awaited(self) -> Iterable[str]:
        """The posts that parked events wait for."""

    def appearances(self, profile_id: str) -> Iterable[str]:
        """The posts whose cases name a profile; some may be forgotten by now."""

    def erased(self) -> Mapping[str, int]:
        """Keyed hash of each erased profile -> the time of its erasure."""

    def waits(self) -> Mapping[str, str]:
        """Key of each ledger in which something waits -> what, as the last entry that changed it said."""

    def now(self) -> int:
        """Stream time as of the last entry applied; 0 at first."""

    def journal(self, entry: Entry) -> None:
        """Write an entry after the open ones, at once or not at all; from here it is decided."""

    def open_entries(self) -> Sequence[Entry]:
        """The entries that were journaled and not cleared, in order: to be applied and delivered again."""

    def apply(self) -> None:
        """Take over what the open entries say, in order; doing so again changes nothing."""

    def clear(self, count: int) -> None:
        """So many of the oldest open entries were applied, and their outputs delivered."""
