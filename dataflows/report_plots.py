"""An answer drawn into a file; a file that cannot be is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.settings import Refused
from metrics import plots

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from metrics.questions import Question


def drawable(path: Path) -> None:
    """Refuse a file whose ending names no picture that can be drawn, or whose directory is not there."""
    if path.suffix[1:].lower() not in plots.FORMATS:
        raise Refused(f"--plot {path}: its ending names no known picture; end it in .png or .svg")
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise Refused(f"--plot {path}: {str(error.strerror).lower()}; name a file that can be written") from error
    if not path.parent.is_dir():
        raise Refused(f"--plot {path}: no directory {path.parent}; make it first, or write elsewhere")


def draw(question: Question, answer: pl.DataFrame, path: Path) -> None:
    """Draw an answer into a file; refuses one that cannot be written."""
    try:
        plots.save(question, answer, path)
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise Refused(f"--plot {path}: {what}; name a file that can be written") from error
