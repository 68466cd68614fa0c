"""The post log in memory: columns of fixed width, a hash index over them, counts per author and day.

No Python object outlives its batch but one name per author. Ids are compared by 64-bit hashes keyed per process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dataflows.stores.author_days import AuthorDays
from dataflows.stores.block import Block
from dataflows.stores.codes import Codes, Names
from dataflows.stores.columns import zeros
from dataflows.stores.hash_index import HashIndex
from enforcement.events import Post
from enforcement.instants import DAY_MS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from enforcement.batch import PostColumns
    from enforcement.policy import Policies

_NEVER = np.iinfo(np.int64).max  # the turn of a row that nobody may see
_FIRST_CAPACITY = 1 << 16
_DTYPES = {
    "hashes": np.int64,
    "authors": np.int32,
    "ats": np.int64,
    "turns": np.int64,
    "surfaces": np.uint8,
    "languages": np.uint8,
}


class MemoryPostLog:
    """Port `PostLog`; `append` of a batch must be followed by the decisions on it before the next `append`."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies
        self._keep_ms = [policy.keep_ms for policy in policies.versions]
        self._least_keep_ms = min(self._keep_ms)
        share = max(policy.fairness.share_window_ms for policy in policies.versions)
        self._days = AuthorDays(max(self._keep_ms) + share + DAY_MS)
        self._surfaces, self._languages = Codes("other"), Codes("und")
        for policy in policies.versions:  # what a policy names is always told apart
            for surface in (*sorted(policy.matching), *sorted(policy.claims.surfaces)):
                self._surfaces[surface]
        self._codes = Names([])
        self._erased: dict[int, int] = {}
        self._watched: set[int] = set()
        self._pinned: set[int] = set()
        self._index = HashIndex(_FIRST_CAPACITY)
        self._size = self._turn = 0
        # Stream time at the end of the batch in hand, and before it: events in its midst know what is older.
        self._latest_ms = self._settled_ms = 0
        self._allocate(_FIRST_CAPACITY)
        self._block: Block | None = None

    # --- appending ------------------------------------------------------------------------------------------------

    def next_turn(self) -> int:
        """See the port."""
        return self._turn

    def pin(self, post_id: str) -> None:
        """See the port."""
        self._pinned.add(hash(post_id))

    def keep(self) -> None:
        """See the port."""

    def append(self, posts: PostColumns, latest_ms: int, now_ms: int | None = None) -> tuple[int, list[int]]:
        """See the port; a row left out is one that `add` may have to be called for."""
        count, base = len(posts.ids), self._turn
        self._settled_ms = self._latest_ms if now_ms is None else now_ms
        self._latest_ms = max(self._settled_ms, latest_ms)
        self._block = None
        if not count:
            return base, []
        self._days.forget_before(self._settled_ms // DAY_MS)
        start = self._room(count)
        rows = slice(start, start + count)
        self._fill(rows, posts, base)
        left_out = self._left_out(rows, start)
        counted = self.authors[rows]
        days = self.ats[rows] // DAY_MS
        if left_out.size:
            self.turns[start + left_out] = _NEVER
            mask = np.ones(count, dtype=bool)
            mask[left_out] = False
            counted, days = counted[mask], days[mask]
        self._days.count(counted, days)
        self._size += count
        self._turn += count
        self._block = Block(start, base, self.authors[rows])
        return base, left_out.tolist()

    def _fill(self, rows: slice, posts: PostColumns, base: int) -> None:
        count = len(posts.ids)
        self.hashes[rows] = np.fromiter(map(hash, posts.ids), np.int64, count)
        self.authors[rows] = self._author_codes(posts.authors)
        self.ats[rows] = posts.ats
        self.turns[rows] = np.arange(base, base + count)
        self.surfaces[rows] = list(map(self._surfaces.__getitem__, posts.surfaces))
        self.languages[rows] = [0 if x is None else self._languages[x] for x in posts.languages]

    def _author_codes(self, authors: list[str]) -> list[int]:
        known = len(self._codes.names)
        codes = list(map(self._codes.__getitem__, authors))
        self._meet_authors(known)
        return codes

    def _author_code(self, name: str) -> int:
        known = len(self._codes.names)
        code = self._codes[name]
        self._meet_authors(known)
        return code

    def _meet_authors(self, known: int) -> None:
        """Have room for the authors that are new, and watch those that were erased."""
        names = self._codes.names
        self._days.reserve(len(names))
        if self._erased:
            self._watched.update(code for code in range(known, len(names)) if hash(names[code]) in self._erased)

    def _left_out(self, rows: slice, start: int) -> NDArray[np.int64]:
        """Rows (within the batch) whose id is there already or twice, that are late, or whose author was erased."""
        repeated = self._index.insert(self.hashes, np.arange(start, rows.stop, dtype=np.int32))
        out = self.ats[rows] < self._latest_ms - self._least_keep_ms
        out[repeated[repeated >= start] - start] = True
        if self._watched:
            out |= np.isin(self.authors[rows], list(self._watched))
        if self._pinned:
            out |= np.isin(self.hashes[rows], list(self._pinned))
        return np.flatnonzero(out)

    def add(self, post: Post, turn: int) -> int | None:
        """See the port; returns the turn of a later row of the batch in hand that this post came before."""
        found = hash(post.post_id)
        old = self._index.find(found, self._hashes_view)
        row = self._own_row(old, turn) if old >= 0 else None
        displaced = self._displace(old, turn) if old >= 0 else None
        if row is None:
            row = self._room(1)
            self._size += 1
        code = self._author_code(post.profile_id)
        self.hashes[row], self.authors[row], self.ats[row], self.turns[row] = found, code, post.at, turn
        self.surfaces[row] = self._surfaces[post.surface]
        self.languages[row] = 0 if post.language is None else self._languages[post.language]
        self._index.put(found, row, self._hashes_view)
        self._days.count_one(code, post.at // DAY_MS, 1)
        return displaced

    def _own_row(self, old: int, turn: int) -> int | None:
        """The row that `append` laid out for the post of this turn, if it is this one."""
        block = self._block
        return old if block and old - block.start == turn - block.base and self.turns[old] == _NEVER else None

    def _displace(self, row: int, turn: int) -> int | None:
        """Hide an older row of the same id: an expired one stays counted, one still to come does not count."""
        later = int(self.turns[row])
        self.turns[row] = _NEVER
        if later == _NEVER or later <= turn:
            return None
        self._days.count_one(int(self.authors[row]), int(self.ats[row]) // DAY_MS, -1)
        return later

    # --- looking --------------------------------------------------------------------------------------------------

    def find(self, post_id: str, turn: int, now_ms: int) -> Post | None:
        """See the port."""
        row = self._index.find(hash(post_id), self._hashes_view)
        if row < 0 or self._turns_view[row] >= turn:
            return None
        at = self._ats_view[row]
        if now_ms > at + self._least_keep_ms and now_ms > at + self._policies.at(at).keep_ms:
            return None
        surface = self._surfaces.names[self._surfaces_view[row]]
        language = self._languages_view[row]
        return Post(
            post_id,
            self._codes.names[self._authors_view[row]],
            at,
            surface,
            self._languages.names[language] if language else None,
        )

    def arrives(self, post_id: str, turn: int) -> int | None:
        """The turn, at or after this one, of the post's row in the batch in hand."""
        row = self._index.find(hash(post_id), self._hashes_view)
        if row < 0:
            return None
        later = int(self.turns[row])
        return later if turn <= later != _NEVER else None

    def observed(self, profile_id: str, after_ms: int, until_ms: int, turn: int) -> int:
        """See the port."""
        code = self._codes.get(profile_id)
        if code is None:
            return 0
        first, last = after_ms // DAY_MS + 1, until_ms // DAY_MS
        count = self._days.between(code, first, last)
        block = self._block
        if block is not None and turn < self._turn:
            turns, ats = self._turns_view, self._ats_view
            for row in block.rows_of(code, turn):
                if turns[row] != _NEVER and first <= ats[row] // DAY_MS <= last:
                    count -= 1
        return count

    # --- forgetting -----------------------------------------------------------------------------------------------

    def erase(self, profile_id: str, at_ms: int, turn: int) -> None:
        """See the port."""
        self._erased[hash(profile_id)] = max(at_ms, self._erased.get(hash(profile_id), at_ms))
        code = self._codes.pop(profile_id, None)
        if code is None:
            return
        rows = np.flatnonzero(self.authors[: self._size] == code)
        gone = rows[(self.turns[rows] < turn) | (self.ats[rows] <= at_ms)]
        self.turns[gone] = _NEVER
        self._days.forget(code)
        left = rows[self.turns[rows] != _NEVER]
        self._codes.names[code] = ""
        if left.size:
            self.authors[left] = fresh = self._author_code(profile_id)
            self._days.count(self.authors[left], self.ats[left] // DAY_MS)
            if self._block is not None:
                self._block.rename(code, fresh)

    def _room(self, count: int) -> int:
        """Index of the first of `count` free rows; forgets what has expired when the columns are full."""
        if self._size + count > len(self.hashes):
            self._compact(count)
        return self._size

    def _compact(self, count: int) -> None:
        size = self._size
        kept = self.turns[:size] != _NEVER
        kept &= self.ats[:size] + max(self._keep_ms) >= self._settled_ms
        if self._block is not None:
            kept[self._block.start :] = True  # rows in hand keep their places relative to one another
        rows = np.flatnonzero(kept)
        if self._block is not None:
            self._block.start = int(np.count_nonzero(kept[: self._block.start]))
        columns = {name: getattr(self, name)[rows] for name in _DTYPES}
        self._allocate(max(_FIRST_CAPACITY, (len(rows) + count) * 3 // 2))  # twice would hold as many dead as alive
        self._size = len(rows)
        for name, values in columns.items():
            getattr(self, name)[: self._size] = values
        self._index = HashIndex(len(self.hashes))
        self._index.insert(self.hashes, np.flatnonzero(self.turns[: self._size] != _NEVER).astype(np.int32))
        self._forget_names()

    def _forget_names(self) -> None:
        names = self._codes.names
        if self._block is not None or len(names) < _FIRST_CAPACITY:
            return
        in_use = np.zeros(len(names), dtype=bool)
        in_use[self.authors[: self._size]] = in_use[self._days.authors()] = True
        used = np.flatnonzero(in_use)
        if 2 * used.size > len(names):
            return
        new_codes = np.zeros(len(names), np.int32)
        new_codes[used] = np.arange(used.size, dtype=np.int32)
        self.authors[: self._size] = new_codes[self.authors[: self._size]]
        self._days.renumber(new_codes, used.size)
        self._watched = {int(new_codes[code]) for code in self._watched if in_use[code]}
        self._codes = Names([names[code] for code in used.tolist()])

    def _allocate(self, capacity: int) -> None:
        for name, dtype in _DTYPES.items():
            setattr(self, name, zeros(capacity, dtype))
        # One number is read in a third of the time through a view.
        self._hashes_view, self._turns_view, self._ats_view = self.hashes.data, self.turns.data, self.ats.data
        self._authors_view = self.authors.data
        self._surfaces_view, self._languages_view = self.surfaces.data, self.languages.data

    hashes: NDArray[np.int64]
    authors: NDArray[np.int32]
    ats: NDArray[np.int64]
    turns: NDArray[np.int64]
    surfaces: NDArray[np.uint8]
    languages: NDArray[np.uint8]
