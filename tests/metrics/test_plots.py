"""Plots: of every answer, the same bytes each time, and about what was asked."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from metrics import plots
from metrics.questions import QUESTIONS, Question
from metrics.schemas import Records
from tests.metrics.recorded import NAMED, hostile

RICH_SEED = 10


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """What was said about a hostile stream."""
    return hostile(tmp_path_factory.mktemp("out"), RICH_SEED)[1]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_answer_can_be_drawn(question: Question, records: Records) -> None:
    """Titled, measured from 0, and saying what is measured."""
    figure = plots.draw(question, question.answer(records).collect())
    [axes] = figure.axes
    assert figure.get_suptitle() == question.title
    assert question.drawing.says in {axes.get_xlabel(), axes.get_ylabel()}
    assert 0 in {axes.get_xlim()[0], axes.get_ylim()[0]}


def test_an_answer_without_rows_says_so() -> None:
    """An empty frame of axes would look like a fault."""
    question = NAMED["dead-letters"]
    figure = plots.draw(question, pl.DataFrame(schema=[column.name for column in question.columns]))
    assert [text.get_text() for text in figure.axes[0].texts] == ["nothing in these records"]


def test_the_bars_are_as_high_as_the_answer_says() -> None:
    """A null has no bar and says that it is unknown."""
    answer = pl.DataFrame({"level": [1, 3], "share_warned": [0.25, None]})
    [axes] = plots.draw(NAMED["warned-before"], answer).axes
    assert [bar.get_height() for bar in axes.patches] == [0.25, 0]  # type: ignore[attr-defined]  # bars are rectangles
    assert [text.get_text() for text in axes.texts] == ["25.0%", "unknown"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "3"]


def test_days_without_a_row_are_days_without_an_action() -> None:
    """Nothing is drawn as if something had been there in between; the last day is as wide as any other."""
    days = pl.Series(["2026-01-01", "2026-01-04"]).str.to_date()
    answer = pl.DataFrame({"day": days, "kind": ["remind", "lift"], "actions": [2, 3], "profiles": [1, 1]})
    series = plots.series(NAMED["actions-by-day"], answer)
    assert series["remind"].to_list() == [2, 0, 0, 0, 0]
    assert series["lift"].to_list() == [0, 0, 0, 3, 3]


@pytest.mark.parametrize("ending", [".svg", ".png", ".SVG"])
def test_the_same_answer_gives_the_same_bytes(ending: str, records: Records, tmp_path: Path) -> None:
    """A plot can be kept under version control."""
    question = NAMED["strikes-by-guideline"]
    answer = question.answer(records).collect()
    made = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}{ending}"
        plots.save(question, answer, path)
        made.append(path.read_bytes())
    assert made[0] == made[1]
    assert made[0].startswith(b"\x89PNG" if ending == ".png" else b"<?xml")
