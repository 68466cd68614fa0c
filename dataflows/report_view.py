"""Questions and answers in the terminal, as JSON, as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from rich import box
from rich.table import Table
from rich.text import Text

from dataflows.terminal import NO_EDGE, edge, print_table
from metrics.questions import QUESTIONS, Column, Question, Unit

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

_SHOWN: Final = 40
"""Rows of an answer that a terminal shows: the first and the last."""
_LEFT: Final = (Unit.WORD, Unit.DATE)
_MINUTES_A_DAY: Final = 1440


def print_questions(console: Console) -> None:
    """List every question by its name."""
    table = _table("name", "question", "what exactly")
    table.columns[0].no_wrap = True
    for question in QUESTIONS:
        table.add_row(question.name, question.title, question.contract)
    console.print(table)


def questions_in_json() -> str:
    """Every question, as one JSON object."""
    return _json({"questions": [_about(question) for question in QUESTIONS]})


def print_answer(console: Console, question: Question, answer: pl.DataFrame) -> None:
    """Print an answer as a table, and below it what its columns mean."""
    console.print(Text(question.title, style="bold"))
    console.print(question.contract, style="dim")
    console.print()
    if answer.is_empty():
        console.print("Nothing in these records answers it.")
        return
    print_table(console, _fitting(console, question, answer))
    if answer.height > _SHOWN:
        console.print(f"{answer.height - _SHOWN:,} of {answer.height:,} rows are not shown; --csv and --json give all")
    console.print()
    for column in question.columns:
        console.print(f"{column.name}: {column.meaning}", style="dim")


def answer_in_json(question: Question, answer: pl.DataFrame) -> str:
    """An answer as one JSON object: the question, its columns, its rows."""
    return _json({**_about(question), "rows": answer.to_dicts()})


def _about(question: Question) -> dict[str, Any]:
    columns = [{"name": c.name, "unit": c.unit.value, "meaning": c.meaning} for c in question.columns]
    return {"name": question.name, "title": question.title, "contract": question.contract, "columns": columns}


def _fitting(console: Console, question: Question, answer: pl.DataFrame) -> Table:
    """The answer with its numbers and dates in one piece, their names in two if need be; in pieces where no room is."""
    names, boundless = [column.name for column in question.columns], console.options.update(max_width=NO_EDGE)
    broken = [name.replace("_", "_\n", 1) for name in names]
    for headers, padding in ((names, 1), (broken, 1), (broken, 0)):
        table = _rows(question, answer, headers)
        table.padding = (0, padding)
        for shown, column in zip(table.columns, question.columns, strict=True):
            if column.unit is not Unit.WORD:
                lines = [*str(shown.header).splitlines(), *map(str, shown.cells)]
                shown.no_wrap, shown.min_width = True, max(map(len, lines))
        if console.measure(table, options=boundless).minimum <= edge(console):
            return table
    return _rows(question, answer, names)


def _rows(question: Question, answer: pl.DataFrame, headers: list[str]) -> Table:
    table = _table(*headers)
    for shown, column in zip(table.columns, question.columns, strict=True):
        shown.justify = "left" if column.unit in _LEFT else "right"
    half = _SHOWN // 2
    for place, row in enumerate(answer.iter_rows()):
        if answer.height <= _SHOWN or place < half or place >= answer.height - half:
            table.add_row(*map(_cell, question.columns, row))
        elif place == half:
            table.add_row(*("..." for _ in question.columns))
    return table


def _cell(column: Column, value: object) -> str:
    """A value as people read it; nothing where there is none."""
    if value is None:
        return "(none)" if column.unit in _LEFT else "-"
    if column.unit is Unit.SHARE:
        return f"{value:.1%}"
    if column.unit is Unit.DAYS and isinstance(value, float):
        return _duration(value)
    return f"{value:,}" if column.unit is Unit.COUNT else str(value)


def _duration(days: float) -> str:
    """A duration in the unit that fits it: days, hours, minutes."""
    if days >= 1 or not days:
        return f"{days:,.1f} d"
    minutes = days * _MINUTES_A_DAY
    return f"{minutes / 60:.1f} h" if minutes >= 60 else f"{minutes:.1f} min"  # noqa: PLR2004  minutes of an hour


def _table(*columns: str) -> Table:
    made = Table(
        *columns, box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, collapse_padding=True
    )
    for column in made.columns:
        column.overflow = "fold"  # a name is never cut off
    return made


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
