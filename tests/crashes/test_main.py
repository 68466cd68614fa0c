"""The command that plays thousands of seeds: what it counts, and that it names what fails."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import typer

from dataflows.live.sink import KafkaDelivery
from tests.crashes import __main__ as command
from tests.crashes.test_mutants import never_confirms


def test_what_was_played_is_counted_by_kind() -> None:
    """Two blocks end well, and are the same as the one after the other."""
    found = command.play_some(range(10))
    halves = command.play_some(range(5))
    halves.add(command.play_some(range(5, 10)))
    assert not found.failed
    assert set(found.seeds.values()) == {2}
    assert found.happened == halves.happened
    assert sum(counts["crashed"] for counts in found.happened.values()) > 10


def test_a_seed_that_fails_is_said_with_the_way_to_repeat_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1."""
    with patch.object(KafkaDelivery, "confirm", never_confirms), pytest.raises(typer.Exit) as ended:
        command.main(seeds=20, seed=0, processes=1)
    assert ended.value.exit_code == 1
    assert "python -m tests.crashes 1 --seed" in capsys.readouterr().out
