"""The terminal as a place to print to: plain text stays plain, and a reader who stops early is no failure."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from rich.console import Console

from dataflows.settings import EXIT_DONE

if TYPE_CHECKING:
    from rich.table import Table

NO_EDGE: Final = 10_000

ERRORS = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
"""Where it is said what went wrong, and how far something is; as it is, in lines that no pipe folds."""


class Terminal(Console):
    """Standard output; names and values are printed as they are, never read as markup."""

    def __init__(self) -> None:
        super().__init__(highlight=False, markup=False, emoji=False)

    def write(self, text: str) -> None:
        """Print what a program or a file is to have: to the letter, no line folded."""
        try:
            print(text, end="" if text.endswith("\n") else "\n", flush=True)  # noqa: T201  the answer
        except BrokenPipeError:
            self.on_broken_pipe()

    def on_broken_pipe(self) -> NoReturn:
        """End well: `enforce ... | head` has read what it wanted."""
        nobody_reads()
        sys.exit(EXIT_DONE)


def edge(console: Console) -> int:
    """How wide a table may be: as wide as the terminal; a pipe has no edge, unless COLUMNS gives it one."""
    return console.width if console.is_terminal or "COLUMNS" in os.environ else NO_EDGE


def print_table(console: Console, table: Table) -> None:
    """Print a table within that edge."""
    width, console.width = console.width, edge(console)
    try:
        console.print(table)
    finally:
        console.width = width


def nobody_reads() -> None:
    """Let what is still to be printed go nowhere, or Python would complain of the closed pipe as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
