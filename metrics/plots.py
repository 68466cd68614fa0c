"""Answers drawn: one figure a question, as PNG or SVG, the same bytes for the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import polars as pl
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter, StrMethodFormatter

from metrics.questions.question import Question, Shape, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

FORMATS: Final = ("png", "svg")
# Okabe and Ito's colours, told apart also by people who see fewer; after them, for rare kinds, lighter ones.
_COLOURS: Final = (
    *("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000"),
    *("#999999", "#a6cee3", "#b2df8a", "#cab2d6"),
)
_STYLE: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters on any machine
    "font.size": 10,
    "axes.edgecolor": "#888888",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#e4e4e4",
    "svg.hashsalt": "enforce",
}
_LONG: Final = 14
"""Names longer than this stand beside their bars, not below them."""
_MOST_BARS: Final = 30


def save(question: Question, answer: pl.DataFrame, path: Path) -> None:
    """Draw an answer into a file, PNG or SVG by its ending; OSError if it cannot be written."""
    with mpl.rc_context(_STYLE):
        figure = draw(question, answer)
        unsaid = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
        kind = path.suffix[1:].lower()
        figure.savefig(path, format=kind, dpi=150, metadata=unsaid[kind])


def draw(question: Question, answer: pl.DataFrame) -> Figure:
    """An answer as a figure; one without rows says so."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(question.title, x=0.01, ha="left", weight="bold", size=13)
    figure.supxlabel(question.contract, x=0.01, ha="left", color="#666666", size=8.5)
    if answer.is_empty():
        axes.text(0.5, 0.5, "nothing in these records", ha="center", va="center", color="#666666")
        axes.set_axis_off()
    elif question.drawing.shape is Shape.BARS:
        _bars(axes, question, answer)
    else:
        _over_time(axes, question, answer)
    return figure


def _over_time(axes: Axes, question: Question, answer: pl.DataFrame) -> None:
    drawing = question.drawing
    drawn = series(question, answer)
    names = [name for name in drawn.columns if name != drawing.along and drawn[name].sum()]
    names.sort(key=lambda name: -drawn[name].sum())
    colours = _COLOURS[: len(names)]
    if drawing.shape is Shape.STACKED:
        areas = [drawn[name].to_list() for name in names]
        axes.stackplot(drawn[drawing.along].to_list(), areas, labels=names, colors=colours, step="post")
    else:
        for place, (name, colour) in enumerate(zip(names, colours, strict=True)):
            # The greater, the thicker and the further behind: lines that coincide can still be seen.
            width = max(1.2, 4 - place)
            axes.step(drawn[drawing.along], drawn[name], where="post", label=name, color=colour, linewidth=width)
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]  # matplotlib has no types here
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]  # nor here
    axes.margins(x=0)
    _finish(axes, question, beside=False, entries=len(names))


def series(question: Question, answer: pl.DataFrame) -> pl.DataFrame:
    """The columns to draw over time, the first the days; days without a row are 0, the last day lasts until its end."""
    drawing = question.drawing
    wide = answer.select(drawing.along, *drawing.measured)
    if drawing.split is not None:
        [measured] = drawing.measured
        split = answer.pivot(drawing.split, index=drawing.along, values=measured).sort(drawing.along)
        wide = split.upsample(drawing.along, every="1d").fill_null(0)
    return pl.concat([wide, wide.tail(1).with_columns(pl.col(drawing.along) + pl.duration(days=1))])


def _bars(axes: Axes, question: Question, answer: pl.DataFrame) -> None:
    drawing = question.drawing
    shown = answer.head(_MOST_BARS)
    names = [_label(row, drawing.along, drawing.split) for row in shown.iter_rows(named=True)]
    beside = max(map(len, names)) > _LONG
    thick = 0.8 / len(drawing.measured)
    for place, measured in enumerate(drawing.measured):
        where = [row + (place - (len(drawing.measured) - 1) / 2) * thick for row in range(len(names))]
        values = [value or 0 for value in shown[measured]]
        bar = axes.barh if beside else axes.bar
        drawn = bar(where, values, thick * 0.94, color=_COLOURS[place], label=measured.replace("_", " "))
        if len(drawing.measured) == 1:
            axes.bar_label(drawn, [_said(question, value) for value in shown[measured]], padding=3, size=9)
    _name(axes, names, drawing.along, beside=beside)
    _finish(axes, question, beside=beside, entries=len(drawing.measured))


def _label(row: dict[str, object], along: str, split: str | None) -> str:
    name = "(none)" if row[along] is None else str(row[along])
    return name if split is None else f"{name} ({split} {row[split]})"


def _name(axes: Axes, names: list[str], along: str, *, beside: bool) -> None:
    places = range(len(names))
    if beside:
        axes.set_yticks(places, names)
        axes.invert_yaxis()
    else:
        axes.set_xticks(places, names)
        axes.set_xlabel(along)
        axes.set_xlim(min(-0.6, len(names) / 2 - 3), max(len(names) - 0.4, len(names) / 2 + 2))


def _unit(question: Question) -> Unit:
    return next(column.unit for column in question.columns if column.name == question.drawing.measured[0])


def _said(question: Question, value: float | None) -> str:
    if value is None:
        return "unknown"
    return {Unit.SHARE: f"{value:.1%}", Unit.DAYS: f"{value:.1f}"}.get(_unit(question), f"{value:,}")


def _finish(axes: Axes, question: Question, *, beside: bool, entries: int) -> None:
    """The measured axis: what it measures, from 0, in its unit; a legend where there is more than one thing."""
    axis, says = (axes.xaxis, axes.set_xlabel) if beside else (axes.yaxis, axes.set_ylabel)
    says(question.drawing.says)
    (axes.set_xmargin if beside else axes.set_ymargin)(0.1)
    (axes.set_xlim if beside else axes.set_ylim)(0)
    axis.grid(visible=True)
    unit = _unit(question)
    if unit is Unit.SHARE:
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    else:
        axis.set_major_locator(MaxNLocator("auto", integer=unit is Unit.COUNT, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    if entries > 1:
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
