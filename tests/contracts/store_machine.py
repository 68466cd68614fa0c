"""A state machine that compares a store with the naive one, entry after entry, with crashes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from enforcement.instants import DAY_MS
from enforcement.ports import Entry
from tests.contracts.naive_store import NaiveStore

if TYPE_CHECKING:
    from tests.contracts.implementations import OpenStore

START_MS = 20_000 * DAY_MS
POSTS = [f"w{number}" for number in range(5)]
PROFILES = [f"u{number}" for number in range(3)]
KEYS = [*("c:" + post_id for post_id in POSTS), *("p:" + profile_id for profile_id in PROFILES)]
IDS = [f"report:r{number}" for number in range(6)]
REMEMBERED_MS = [0, 1, DAY_MS - 1, DAY_MS, DAY_MS + 1, 3 * DAY_MS]

posts, profiles, keys, event_ids = map(st.sampled_from, (POSTS, PROFILES, KEYS, IDS))
moments = st.integers(0, 9).map(lambda days: START_MS + days * DAY_MS)


def an_entry(**parts: Any) -> Entry:
    """An entry that changes nothing but what is said."""
    nothing: dict[str, Any] = {
        "ledgers": {},
        "due": {},
        "seen_add": {},
        "seen_drop": [],
        "appears": [],
        "appears_drop": [],
        "erased": {},
        "awaited": [],
        "now": START_MS,
        "outputs": {},
    }
    return Entry(**(nothing | parts))


parts = st.fixed_dictionaries(
    {},
    optional={
        "ledgers": st.dictionaries(keys, st.none() | st.binary(max_size=3), max_size=5),
        "due": st.dictionaries(keys, st.none() | moments, max_size=5),
        "seen_add": st.dictionaries(event_ids, st.sampled_from(REMEMBERED_MS), max_size=4),
        "seen_drop": st.lists(event_ids, max_size=3),
        "appears": st.lists(st.tuples(profiles, posts), max_size=6),
        "appears_drop": st.lists(profiles, max_size=2),
        "erased": st.dictionaries(profiles, moments, max_size=2),
        "awaited": st.lists(posts, max_size=4, unique=True),
        "outputs": st.dictionaries(
            st.sampled_from(["actions", "notices"]), st.lists(st.binary(max_size=3), max_size=3)
        ),
    },
)


class StoreMachine(RuleBasedStateMachine):
    """One entry after the other; each may be applied again, as after a crash."""

    def __init__(self, open_store: OpenStore) -> None:
        super().__init__()
        self.store, self.naive = open_store(), NaiveStore()
        self.now = START_MS
        self.open: Entry | None = None
        self.is_applied = False

    @precondition(lambda self: self.open is None)
    @rule(changes=parts, passed_ms=st.sampled_from(REMEMBERED_MS))
    def journal(self, changes: dict[str, Any], passed_ms: int) -> None:
        """Write an entry."""
        self.now += passed_ms
        remembered = {key: self.now + kept_ms for key, kept_ms in changes.get("seen_add", {}).items()}
        self.open = an_entry(**changes | {"seen_add": remembered, "now": self.now})
        self.is_applied = False
        self.store.journal(self.open)

    @precondition(lambda self: self.open is not None)
    @rule()
    def journal_while_one_is_open(self) -> None:
        """Nothing may be decided on top of what is not delivered."""
        with pytest.raises(RuntimeError):
            self.store.journal(an_entry(ledgers={"p:u0": b"lost"}))

    @precondition(lambda self: self.open is not None)
    @rule(times=st.integers(1, 2))
    def apply(self, times: int) -> None:
        """Apply the open entry, or apply it again."""
        for _ in range(times):
            self.store.apply()
        if self.open is not None and not self.is_applied:
            self.naive.apply(self.open)
        self.is_applied = True

    @precondition(lambda self: self.is_applied)
    @rule()
    def clear(self) -> None:
        """Be done with the open entry."""
        self.store.clear()
        self.open, self.is_applied = None, False

    @precondition(lambda self: self.open is None)
    @rule()
    def apply_nothing(self) -> None:
        """A start finds no open entry most of the time."""
        self.store.apply()

    @invariant()
    def both_say_the_same(self) -> None:
        """What was journaled is open, what was applied is there."""
        store, naive = self.store, self.naive
        assert store.open_entry() == self.open
        assert {key: found for key in KEYS if (found := store.load(key)) is not None} == naive.ledgers
        assert sorted(store.due()) == sorted((at_ms, key) for key, at_ms in naive.due.items())
        assert set(store.awaited()) == naive.awaited
        assert dict(store.erased()) == naive.erased
        assert store.now() == naive.now

    @invariant()
    def nothing_is_forgotten_too_early(self) -> None:
        """Forgetting later is allowed: it only costs room."""
        store, naive = self.store, self.naive
        assert naive.must_have_seen() <= store.seen(IDS) <= naive.may_have_seen()
        for profile_id in PROFILES:
            found = set(store.appearances(profile_id))
            assert naive.must_appear(profile_id) <= found <= naive.may_appear(profile_id)
