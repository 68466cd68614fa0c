"""A state machine that compares a store with the naive one, entry after entry, with crashes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from enforcement.instants import DAY_MS
from enforcement.policy import OPEN
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
        "appears_drop": {},
        "erased": {},
        "awaited_add": [],
        "awaited_drop": [],
        "now": START_MS,
        "outputs": {},
    }
    return Entry(**(nothing | parts))


parts = st.fixed_dictionaries(
    {},
    optional={
        "ledgers": st.dictionaries(keys, st.none() | st.binary(min_size=1, max_size=3), max_size=5),
        "due": st.dictionaries(keys, st.none() | moments, max_size=5),
        "seen_add": st.dictionaries(event_ids, st.sampled_from(REMEMBERED_MS), max_size=4),
        "seen_drop": st.lists(event_ids, max_size=3),
        "appears": st.lists(st.tuples(profiles, posts), max_size=6),
        "appears_drop": st.dictionaries(profiles, moments, max_size=2),
        "erased": st.dictionaries(profiles, moments, max_size=2),
        "awaited_add": st.lists(posts, max_size=4, unique=True),
        "awaited_drop": st.lists(posts, max_size=4, unique=True),
        "waits": st.dictionaries(keys, st.none() | st.text(max_size=3), max_size=5),
        "outputs": st.dictionaries(
            st.sampled_from(["actions", "notices"]), st.lists(st.binary(max_size=3), max_size=3)
        ),
    },
)


class StoreMachine(RuleBasedStateMachine):
    """Up to three open entries; what is open may be applied again, as after a crash."""

    def __init__(self, open_store: OpenStore) -> None:
        super().__init__()
        self.store, self.naive = open_store(), NaiveStore()
        self.now = START_MS
        self.open: list[Entry] = []
        self.applied = 0

    @precondition(lambda self: len(self.open) < 3)
    @rule(changes=parts, passed_ms=st.sampled_from(REMEMBERED_MS))
    def journal(self, changes: dict[str, Any], passed_ms: int) -> None:
        """Write an entry."""
        self.now += passed_ms
        remembered = {key: self.now + kept_ms for key, kept_ms in changes.get("seen_add", {}).items()}
        self.open.append(an_entry(**changes | {"seen_add": remembered, "now": self.now}))
        self.store.journal(self.open[-1])

    @rule(times=st.integers(1, 2))
    def apply(self, times: int) -> None:
        """Apply the open entries, or apply them again."""
        for _ in range(times):
            self.store.apply()
        for entry in self.open[self.applied :]:
            self.naive.apply(entry)
        self.applied = len(self.open)

    @precondition(lambda self: self.applied)
    @rule(place=st.integers(0, 2))
    def clear(self, place: int) -> None:
        """Be done with the oldest open entries."""
        count = 1 + place % self.applied
        self.store.clear(count)
        del self.open[:count]
        self.applied -= count

    @invariant()
    def both_say_the_same(self) -> None:
        """What was journaled is open, what was applied is there."""
        store, naive = self.store, self.naive
        assert list(store.open_entries()) == self.open
        assert {key: found for key in KEYS if (found := store.load(key)) is not None} == naive.ledgers
        assert sorted(store.due(-1, OPEN)) == sorted((at_ms, key) for key, at_ms in naive.due.items())
        assert set(store.awaited()) == naive.awaited
        assert dict(store.waits()) == naive.waits
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
