"""A bar of progress on a terminal; nothing where nobody watches."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.progress import ProgressColumn


@contextmanager
def bar(
    console: Console, what: str, *columns: ProgressColumn, total: float | None = None
) -> Iterator[Callable[..., None]]:
    """What is done, a bar, and the columns; what is yielded takes `completed` and `total`, as `Progress.update`."""
    shown = (TextColumn(what), BarColumn(), *columns)
    with Progress(*shown, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield partial(progress.update, progress.add_task(what, total=total))
