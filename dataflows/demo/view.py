"""The view of a demo that runs: how much flows, what was decided, what is restricted now, and the newest decisions."""

from __future__ import annotations

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
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from dataflows.demo.play import Play
    from dataflows.demo.sentences import Row

_action_types: Any = records.Action
KINDS: Final[tuple[str, ...]] = tuple(one.__struct_config__.tag for one in _action_types.__args__)
_CAPABILITIES: Final = ("comments", "feed_search", "notifications", "creation", "reporting", "service")
_FRAMES: Final = 8  # lines of frames and of the flow
_FEWEST, _MOST = 3, 14
_MILD: Final = {"remind": "cyan", "record_strike": "cyan"}
_KIND: Final = {**dict.fromkeys(KINDS, "red"), **_MILD, **dict.fromkeys(("lift", "amend", "release_content"), "green")}
"""Kind -> style."""


def frame(play: Play, height: int) -> RenderableType:
    """Everything there is to see now, in so many lines; narrower than 70 columns it is cut."""
    halves = Table.grid(expand=True)
    halves.add_column(ratio=1)
    halves.add_column(ratio=1)
    restricted = f"restricted now: {counted(len(play.seen.restricted), 'profile')}"
    halves.add_row(
        _panel(_bars(play.seen.actions, KINDS, "cyan"), f"actions: {play.seen.actions.total():,}"),
        _panel(_bars(play.seen.capabilities(), _CAPABILITIES, "red"), restricted),
    )
    lines = min(_MOST, max(_FEWEST, height - len(KINDS) - _FRAMES))
    return Group(_panel(_flow(play), "flow"), halves, _panel(_newest(play, lines), "newest decisions (UTC)"))


def _panel(content: RenderableType, title: str) -> Panel:
    return Panel(content, title=f" {title} ", title_align="left", border_style="dim")


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
    return Group(ProgressBar(len(play.records), play.sent.total()), told)


def milliseconds(value: float | None) -> str:
    """A time, or that there is none."""
    return "-" if value is None else f"{value:,.0f} ms"


def _bars(found: Counter[str], names: Sequence[str], style: str) -> RenderableType:
    """A line for each name that was found, as many lines as there are kinds of actions."""
    bars = Table.grid(padding=(0, 1), expand=True)
    bars.add_column(no_wrap=True)
    bars.add_column(justify="right")
    bars.add_column(ratio=1)
    most = max(found.values(), default=1)
    shown = [name for name in names if found[name]]
    for name in shown:
        bar = ProgressBar(most, found[name], complete_style=style, finished_style=style)
        bars.add_row(name, f"{found[name]:,}", bar)
    for _ in range(len(KINDS) - len(shown)):
        bars.add_row("", "", "")
    return bars


def _newest(play: Play, lines: int) -> RenderableType:
    newest = list(play.seen.newest)[-lines:]
    told = Table.grid(padding=(0, 1))
    for _ in range(3):
        told.add_column(no_wrap=True, overflow="ellipsis")
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
        f"{seen.actions.total():,} actions",
        f"{counted(len(seen.restricted), 'profile')} restricted now",
    )
    console.print("  ".join(parts), soft_wrap=True)
    if seen.newest:
        row = seen.newest[-1]
        console.print(f"        {row['profile_id']}  {sentence(row)}", soft_wrap=True)
