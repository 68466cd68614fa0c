"""What a run shows in the terminal: progress while it works, a summary when it is done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import TaskProgressColumn, TimeElapsedColumn
from rich.table import Table

from dataflows.policy_words import counted
from dataflows.progress import bar
from dataflows.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from metrics.tally import Summary


@contextmanager
def progress(files: Sequence[Path], console: Console) -> Iterator[Callable[[int], None] | None]:
    """A progress bar over the bytes of files; None where nobody watches, or where their size is not known."""
    if not console.is_terminal or not all(path.is_file() for path in files):
        yield None
        return
    size = sum(path.stat().st_size for path in files)
    with bar(console, "replaying", TaskProgressColumn(), TimeElapsedColumn(), total=size) as update:
        yield lambda bytes_read: update(completed=bytes_read)


def print_summary(result: Summary, out: Path | None) -> None:
    """Print what a run counted, as a table."""
    console = Terminal()
    table = Table("what", "kind", "count", box=None, header_style="bold", pad_edge=False)
    table.columns[2].justify = "right"
    _rows(table, "events", result.events)
    _rows(table, "duplicates", result.duplicates)
    _rows(table, "private, dropped", result.private)
    table.add_row("strikes", "", f"{result.strikes:,}")
    _rows(table, "actions", result.actions)
    if result.reviews:
        table.add_row("reviews", "", f"{result.reviews:,}")
    table.add_row("notices", "", f"{sum(result.notices.values()):,}")
    _rows(table, "dead letters", result.dead_letters)
    if not result.dead_letters:
        table.add_row("dead letters", "", "0")
    console.print(table)
    console.print(counted(result.records, "record") + (f"; results in {out}" if out is not None else ""))
    if result.dead_letters and out is not None:
        console.print(f"enforce dead-letters list --from {out} shows which records led to nothing, and why")


def _rows(table: Table, name: str, counts: dict[str, int]) -> None:
    for kind, count in counts.items():
        table.add_row(name, kind, f"{count:,}")
        name = ""
