"""What a question is: a name, a title, how it is answered, what its columns mean, and how its answer is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from metrics.schemas import Records


class Unit(str, Enum):
    """What the numbers of a column are."""

    WORD = "word"
    DATE = "date, UTC"
    COUNT = "count"
    SHARE = "share of 1"
    DAYS = "days"


class Shape(str, Enum):
    """How an answer is drawn."""

    LINES = "lines over time"
    STACKED = "areas over time, stacked"
    BARS = "bars, one group a row"


@dataclass(frozen=True)
class Column:
    """A column of an answer."""

    name: str
    unit: Unit
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How an answer is drawn: the column along the axis, those measured, the one that splits them, what is measured."""

    shape: Shape
    along: str
    measured: tuple[str, ...]
    split: str | None = None
    says: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A named question over the records of a run."""

    name: str
    title: str
    answer: Callable[[Records], pl.LazyFrame]
    columns: tuple[Column, ...]
    drawing: Drawing

    @property
    def contract(self) -> str:
        """What exactly is answered: the first sentence of the function that answers."""
        return (self.answer.__doc__ or "").strip().split("\n", 1)[0]


def words(name: str, meaning: str) -> Column:
    """A column of words."""
    return Column(name, Unit.WORD, meaning)


def count(name: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(name, Unit.COUNT, meaning)


def share(name: str, meaning: str) -> Column:
    """A column of shares, 0 to 1; null where there is nothing to have a share of."""
    return Column(name, Unit.SHARE, meaning)


def days(name: str, meaning: str) -> Column:
    """A column of durations in days; null where there is none."""
    return Column(name, Unit.DAYS, meaning)
