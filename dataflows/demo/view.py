"""The view of a demo that runs: how much flows, what was decided, what is restricted now, and the newest decisions."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from dataflows.demo.sentences import clock, sentence
from dataflows.policy_words import counted
from enforcement import records

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from rich.console import Console, RenderableType

    from dataflows.demo.play import Play
    from dataflows.demo.sentences import Row

_action_types: Any = records.Action
KINDS: Final[tuple[str, ...]] = tuple(one.__struct_config__.tag for one in _action_types.__args__)
_CAPABILITIES: Final = ("comments", "feed_search", "notifications", "creation", "reporting", "service")
_FRAMES: Final = 9  # lines of frames and of the flow, and the one below the view
_INDENT: Final = " " * 8
_FEWEST, _MOST = 3, 16
_MOMENT, _NAME = 11, 20
"""Columns of a time and of a profile, which an overlong decision must not take away."""
_MILD: Final = {"remind": "cyan", "record_strike": "cyan"}
_KIND: Final = {**dict.fromkeys(KINDS, "red"), **_MILD, **dict.fromkeys(("lift", "amend", "release_content"), "green")}
"""Kind -> style."""


def frame(play: Play, height: int) -> RenderableType:
    """Everything there is to see now, in so many lines; narrower than 70 columns it is cut."""
    halves = Table.grid(expand=True)
    halves.add_column(ratio=1)
    halves.add_column(ratio=1)
    seen = play.seen
    restricted = f"restricted now: {counted(len(seen.restricted), 'profile')}"
    bars = _bars(seen.capabilities(), _CAPABILITIES, dict.fromkeys(_CAPABILITIES, "red"))
    halves.add_row(
        _panel(_bars(seen.actions, KINDS, _KIND), f"actions: {seen.actions.total():,}"),
        Group(_panel(bars, restricted), _panel(_besides(play), "besides")),
    )
    lines = min(_MOST, max(_FEWEST, height - len(KINDS) - _FRAMES))
    return Group(_panel(_flow(play), "flow"), halves, _panel(_newest(play, lines), "newest decisions (UTC)"))


def _panel(content: RenderableType, title: str) -> Panel:
    return Panel(content, title=Text(title, "bold"), title_align="left", border_style="dim")


def _flow(play: Play) -> RenderableType:
    facts = (
        ("sent", f"{play.sent.total():,}"),
        ("read", f"{play.counted['enforce_records']:,}"),
        ("private, dropped", f"{play.counted['enforce_private_dropped']:,}"),
        ("event to action", milliseconds(play.seen.latency_ms(0.5))),
    )
    told = Table.grid(expand=True)
    for _ in facts:
        told.add_column(no_wrap=True)
    told.add_row(*(Text.assemble((f"{name} ", "dim"), (value, "bold")) for name, value in facts))
    flow = Table.grid(expand=True)
    flow.add_row(ProgressBar(len(play.records), play.sent.total()))
    flow.add_row(told)
    return flow


def milliseconds(value: float | None) -> str:
    """A time, or that there is none."""
    return "-" if value is None else f"{value:,.0f} ms"


def _bars(found: Counter[str], names: Sequence[str], styles: Mapping[str, str]) -> RenderableType:
    """A line for each name, those that were not found yet in grey."""
    bars = Table.grid(padding=(0, 1), expand=True)
    bars.add_column(no_wrap=True)
    bars.add_column(justify="right")
    bars.add_column(ratio=1)
    most = max(found.values(), default=1)
    for name in names:
        bar = ProgressBar(most, found[name], complete_style=styles[name], finished_style=styles[name])
        style = "" if found[name] else "dim"
        bars.add_row(Text(name, style), Text(f"{found[name]:,}", style), bar if found[name] else "")
    return bars


def _besides(play: Play) -> RenderableType:
    """What is neither an action nor a standing."""
    seen = play.seen
    facts = {
        "notices written": seen.notices,
        "posts put up for review": seen.reviews,
        "dead letters": seen.dead_letters.total(),
    }
    told = Table.grid(padding=(0, 1))
    told.add_column(no_wrap=True)
    told.add_column(justify="right")
    for name, number in facts.items():
        told.add_row(name, f"{number:,}")
    return told


def _newest(play: Play, lines: int) -> RenderableType:
    newest = list(play.seen.newest)[-lines:]
    told = Table.grid(padding=(0, 1), expand=True)
    names = max((len(row["profile_id"]) for row in newest), default=0)
    for width in (_MOMENT, min(names, _NAME)):
        told.add_column(no_wrap=True, overflow="ellipsis", width=width)
    told.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    for row in newest:
        told.add_row(Text(clock(row["at"])[5:], "dim"), row["profile_id"], decision(row))
    for _ in range(lines - len(newest)):
        told.add_row("", "", "")
    return told


def decision(row: Row) -> Text:
    """An action in one line."""
    kind, _, rest = sentence(row).partition(": ")
    return Text.assemble((kind, _KIND[row["kind"]]), f": {rest}")


def print_line(console: Console, play: Play) -> None:
    """Print how far it is, and the newest decision, where no view can be drawn."""
    seen = play.seen
    parts = (
        f"{play.elapsed_s:4.0f} s",
        f"{play.sent.total():,} sent",
        f"{counted(seen.actions.total(), 'action')}",
        f"{counted(len(seen.restricted), 'profile')} restricted now",
    )
    console.print("  ".join(parts), soft_wrap=True)
    if seen.newest:
        row = seen.newest[-1]
        text = fill(f"{row['profile_id']}  {sentence(row)}", console.width - len(_INDENT))
        console.print(indent(text, _INDENT), soft_wrap=True, markup=False)
