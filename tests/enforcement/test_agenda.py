"""The agenda over a store that has more than anybody wants to read at once."""

from __future__ import annotations

from itertools import pairwise

from enforcement.agenda import Agenda
from enforcement.instants import DAY_MS

STORED = [(DAY_MS * day // 2, f"p:{day}") for day in range(20)]


def test_what_a_store_has_is_read_a_day_ahead_and_once() -> None:
    """Everything comes, in order, whoever asks for whatever time; and a start reads no more than it must."""
    asked: list[tuple[int, int]] = []

    def stored(after_ms: int, until_ms: int) -> list[tuple[int, str]]:
        asked.append((after_ms, until_ms))
        return [entry for entry in STORED if after_ms < entry[0] <= until_ms]

    agenda = Agenda(stored)
    assert agenda.has_due(0)
    agenda.add(DAY_MS * 3 + 1, "p:new")
    found = []
    for until_ms in (0, DAY_MS, DAY_MS + 1, DAY_MS * 7, DAY_MS * 20):
        while (entry := agenda.pop(until_ms)) is not None:
            assert entry[0] <= until_ms
            found.append(entry)
    assert found == sorted([*STORED, (DAY_MS * 3 + 1, "p:new")])
    assert asked[0] == (-1, DAY_MS)
    assert all(later[0] == earlier[1] for earlier, later in pairwise(asked))
