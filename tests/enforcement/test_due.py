"""What a jump of stream time makes due happens in as many entries as one likes: it is said alike."""

from __future__ import annotations

import pytest

from enforcement.batch import columns_of
from enforcement.decider import Decider
from enforcement.instants import DAY_MS
from tests.hostile import stream
from tests.running import Pipeline, policies_of

_JUMP_MS = 400 * DAY_MS


def _in_the_middle(seed: int) -> Pipeline:
    """A pipeline after two thirds of a stream: much is due later (at its end, streams have waited for all of it)."""
    lines, texts = stream(seed)
    pipeline = Pipeline(policies_of(texts))
    pipeline.feed(lines[: len(lines) * 2 // 3])
    return pipeline


def _said(seed: int, most: int) -> list[dict[str, list[bytes]]]:
    """What each entry says, when so much of what is due may happen in one."""
    pipeline = _in_the_middle(seed)
    desk, store, said = pipeline.desk, pipeline.store, []
    decider, until_ms = Decider(desk), desk.now + _JUMP_MS
    while desk.agenda.has_due(until_ms):
        desk.log.append(columns_of([]), until_ms, desk.now)
        entry = decider.come(until_ms, most)
        store.journal(entry)
        store.apply()
        desk.log.keep()
        said.append(entry.outputs)
    return said


@pytest.mark.parametrize("seed", range(12))
def test_what_is_due_is_said_alike_in_one_entry_and_in_many(seed: int) -> None:
    """Record by record, stream by stream, and nothing is left."""
    [whole] = _said(seed, most=1_000_000)
    for most in (1, 3):
        parts = _said(seed, most)
        for name, records in whole.items():
            assert [record for part in parts for record in part[name]] == records, name


def test_stream_time_comes_to_the_end_only_when_all_is_done() -> None:
    """Until then it is that of the last that happened, so that nothing is told as earlier than it is."""
    desk = _in_the_middle(0).desk
    decider, before_ms = Decider(desk), desk.now
    decider.come(before_ms + _JUMP_MS, most=1)
    assert before_ms <= desk.now < before_ms + _JUMP_MS  # more is left
    decider.come(before_ms + _JUMP_MS, most=1_000_000)
    assert desk.now == before_ms + _JUMP_MS
