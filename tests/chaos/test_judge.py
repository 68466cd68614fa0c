"""The judge sees what is wrong: a replay, held against itself with one thing changed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.judge import Said, judge
from tests.chaos.rounds import write_policies
from tests.chaos.said import replayed
from tests.chaos.streams import Stream, fresh


@pytest.fixture
def stream() -> Stream:
    """One that has some of everything."""
    return fresh(random.Random(5), 500, 1, 1.0)


@pytest.fixture
def said(stream: Stream, tmp_path: Path) -> Said:
    """What a replay says of it."""
    return replayed(stream.lines, write_policies(stream, tmp_path), tmp_path)


def with_actions(said: Said, actions: list[bytes]) -> Said:
    """The same but for the actions."""
    return replace(said, records=said.records | {"actions": actions})


def test_a_replay_equals_itself_with_everything_said_twice(stream: Stream, said: Said) -> None:
    twice = {name: records + records for name, records in said.records.items()}
    assert judge(stream, said, replace(said, records=twice)).lines() == []


def test_a_lost_action_is_seen(stream: Stream, said: Said) -> None:
    found = judge(stream, said, with_actions(said, said.records["actions"][1:]))
    assert len(found.lost) == 1


def test_a_foreign_action_is_seen(stream: Stream, said: Said) -> None:
    action = said.records["actions"][0].replace(b'"action_id":"', b'"action_id":"x')
    found = judge(stream, said, with_actions(said, [action, *said.records["actions"]]))
    assert len(found.foreign) == 1


def test_the_wrong_order_is_seen(stream: Stream, said: Said) -> None:
    assert judge(stream, said, with_actions(said, said.records["actions"][::-1])).wrong


def test_a_wrong_standing_is_seen(stream: Stream, said: Said) -> None:
    name, row = next((name, row) for name, row in said.standings.items() if row and row["restrictions"])
    found = judge(stream, said, replace(said, standings=said.standings | {name: row | {"restrictions": {}}}))
    assert len(found.wrong) == 2


def test_a_lost_dead_letter_is_seen(stream: Stream, said: Said) -> None:
    found = judge(stream, said, replace(said, letters=[row for row in said.letters if row["reason"] != "not_json"]))
    assert found.lost
