"""What ends is looked at in order of time, whenever it was put on the agenda."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enforcement.agenda import Agenda
from enforcement.instants import DAY_MS

_moments = st.integers(0, 12).map(lambda thirds: thirds * DAY_MS // 3)
_steps = st.lists(st.tuples(st.sampled_from(["add", "come"]), _moments, st.sampled_from("abc")), max_size=30)


@given(_steps)
def test_the_earliest_that_is_due_comes_first_also_if_it_was_added_late(steps: list[tuple[str, int, str]]) -> None:
    """At one moment a restriction ends, then the next begins: also one that was added that very day, or overdue."""
    agenda, waiting = Agenda(), list[tuple[int, str]]()
    for step, at_ms, key in steps:
        if step == "add":
            agenda.add(at_ms, key)
            waiting.append((at_ms, key))
            continue
        due = min((entry for entry in waiting if entry[0] <= at_ms), default=None)
        assert due is None or agenda.has_due(at_ms)
        assert agenda.pop(at_ms) == due
        if due is not None:
            waiting.remove(due)
