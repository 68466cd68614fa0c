"""Answers about hostile streams: those that plain Python gives, and those that the standings give."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from metrics.questions import QUESTIONS, Question
from metrics.questions.restrictions import periods
from metrics.schemas import Records
from tests.metrics.plain import PLAIN
from tests.metrics.recorded import NAMED, hostile
from tests.running import Result

SEEDS = range(12)
_P90 = "p90_days"  # plain Python has its own idea of a quantile; the hand-made records hold it


@cache
def _said(seed: int) -> tuple[Result, Records]:
    directory = TemporaryDirectory()
    result, read = hostile(Path(directory.name), seed)
    _KEPT.append(directory)
    return result, read


_KEPT: list[TemporaryDirectory[str]] = []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_plain_python_gives_the_same_answer(question: Question) -> None:
    """Late events, duplicates, erasures, overturned strikes, several policies: one record after the other."""
    answered = 0
    for seed in SEEDS:
        result, read = _said(seed)
        expected = PLAIN[question.name](result)
        found = question.answer(read).drop(_P90, strict=False).collect().rows()
        assert len(found) == len(expected), seed
        for row, plain in zip(found, expected, strict=True):
            assert row == tuple(_about(value) for value in plain), seed
        answered += len(expected)
    assert answered


def _about(value: Any) -> Any:
    return pytest.approx(value) if isinstance(value, float) else value


def test_every_question_is_answered_twice() -> None:
    """None goes without its second reading."""
    assert PLAIN.keys() == NAMED.keys()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_runs_by_the_actions_is_what_the_standings_restrict(seed: int) -> None:
    """Applied in order, the actions of a profile give its standing, ends included."""
    result, read = _said(seed)
    last = {row["profile_id"]: row["restrictions"] for row in result.standings}
    held = {(who, name, held["until"]) for who, restrictions in last.items() for name, held in restrictions.items()}
    until = pl.col("until").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
    running = periods(read).filter(pl.col("end").is_null()).select("profile_id", "capability", until)
    assert set(running.collect().rows()) == held
