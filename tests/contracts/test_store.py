"""The promises of the port `Store`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from enforcement.instants import DAY_MS
from enforcement.policy import OPEN
from tests.contracts.implementations import every_store, thorough
from tests.contracts.store_machine import START_MS, StoreMachine, an_entry
from tests.machines import run_machine

if TYPE_CHECKING:
    from enforcement.ports import Store
    from tests.contracts.implementations import OpenStore


def take(store: Store, **parts: Any) -> None:
    """Let a store take an entry from beginning to end."""
    store.journal(an_entry(**parts))
    store.apply()
    store.clear(1)


@every_store
def test_nothing_is_visible_before_it_is_applied(open_store: OpenStore) -> None:
    """A crash between the two must find the state from which the entry was decided."""
    store = open_store()
    store.journal(
        an_entry(ledgers={"p:u": b"1"}, due={"p:u": START_MS}, seen_add={"report:r": START_MS}, awaited_add=["w"])
    )
    assert (store.load("p:u"), list(store.due(-1, OPEN)), store.seen(["report:r"])) == (None, [], set())
    assert (list(store.awaited()), store.now()) == ([], 0)


@every_store
def test_an_entry_is_open_until_it_is_cleared(open_store: OpenStore) -> None:
    """Whoever starts after a crash delivers its outputs again, byte for byte."""
    store = open_store()
    entry = an_entry(outputs={"actions": [b"{}"]})
    store.journal(entry)
    assert list(store.open_entries()) == [entry]
    store.apply()
    assert list(store.open_entries()) == [entry]
    store.clear(1)
    assert not store.open_entries()


@every_store
def test_entries_are_applied_and_cleared_in_order(open_store: OpenStore) -> None:
    """Several may be decided before the first is delivered."""
    store = open_store()
    first, second = an_entry(ledgers={"p:u": b"1"}, now=START_MS), an_entry(ledgers={"p:u": b"2"}, now=START_MS + 1)
    store.journal(first)
    store.journal(second)
    store.apply()
    assert (store.load("p:u"), store.now()) == (b"2", START_MS + 1)
    store.clear(1)
    assert list(store.open_entries()) == [second]


@every_store
def test_what_was_not_applied_cannot_be_cleared(open_store: OpenStore) -> None:
    """It would be lost."""
    store = open_store()
    store.journal(an_entry(ledgers={"p:u": b"1"}))
    with pytest.raises(ValueError, match="applied"):
        store.clear(1)
    store.apply()
    assert store.load("p:u") == b"1"


@every_store
def test_a_ledger_can_be_deleted(open_store: OpenStore) -> None:
    """Forgetting is a change like any other."""
    store = open_store()
    take(store, ledgers={"p:u": b"1", "c:w": b"2"}, due={"p:u": 1, "c:w": 2})
    take(store, ledgers={"p:u": None}, due={"p:u": None})
    assert (store.load("p:u"), store.load("c:w"), list(store.due(-1, OPEN))) == (None, b"2", [(2, "c:w")])


@every_store
def test_what_is_due_is_given_by_time(open_store: OpenStore) -> None:
    """After one time, up to another, that one included: a part of millions can be read."""
    store = open_store()
    take(store, ledgers=dict.fromkeys(("p:a", "p:b", "p:c"), b"1"), due={"p:a": 1, "p:b": 2, "p:c": 3})
    assert [list(store.due(*span)) for span in ((-1, 0), (-1, 1), (1, 2), (2, OPEN))] == [
        [],
        [(1, "p:a")],
        [(2, "p:b")],
        [(3, "p:c")],
    ]


@every_store
def test_an_id_is_remembered_until_its_time_and_dropped_on_demand(open_store: OpenStore) -> None:
    """A repeated event must not count twice, one that came to nothing may come again."""
    store = open_store()
    take(store, seen_add={"report:a": START_MS + DAY_MS, "report:b": START_MS + DAY_MS})
    take(store, seen_drop=["report:b"], now=START_MS + DAY_MS)
    assert store.seen(["report:a", "report:b", "report:c"]) == {"report:a"}


@every_store
def test_an_id_that_came_to_nothing_and_then_counts_is_remembered(open_store: OpenStore) -> None:
    """Both may happen to it in one batch, in this order only."""
    store = open_store()
    take(store, seen_add={"report:a": START_MS}, seen_drop=["report:a"])
    assert store.seen(["report:a"]) == {"report:a"}


@every_store
def test_ids_do_not_stay_for_ever(open_store: OpenStore) -> None:
    """A store that only grows ends in an outage; two months after its time an id is gone."""
    store = open_store()
    take(store, seen_add={"report:a": START_MS})
    take(store, now=START_MS + 64 * DAY_MS)
    assert store.seen(["report:a"]) == set()


@every_store
def test_the_cases_that_name_a_profile_are_found(open_store: OpenStore) -> None:
    """An erasure must reach all of them; a thousand forgotten ones on the way do not matter."""
    store = open_store()
    for number in range(1000):
        take(store, ledgers={f"c:w{number}": b"1"}, appears=[("u", f"w{number}"), ("v", f"w{number}")])
        if number % 100:
            take(store, ledgers={f"c:w{number}": None})
    assert set(store.appearances("u")) >= {f"w{number}" for number in range(0, 1000, 100)}


@every_store
def test_a_profile_that_appears_after_its_erasure_in_one_batch_is_found(open_store: OpenStore) -> None:
    """An erased person may come back at once, and ask to be forgotten again."""
    store = open_store()
    take(store, ledgers={"c:w": b"1"}, appears=[("u", "w")], appears_drop={"u": START_MS})
    assert set(store.appearances("u")) == {"w"}


@every_store
@pytest.mark.usefixtures("tiny_stores")
def test_a_store_says_what_a_naive_one_would(open_store: OpenStore, request: pytest.FixtureRequest) -> None:
    """Entries of every kind, applied once or again."""
    run_machine(lambda: StoreMachine(open_store), thorough(request))
