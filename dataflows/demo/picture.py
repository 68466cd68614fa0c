"""A view as an SVG file that refers to nothing outside itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.console import Console

from dataflows.settings import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import RenderableType

COLUMNS, LINES = 124, 34
_NAME: Final = "enforce-demo"  # of its styles: the same view gives the same file
# rich's own template fetches a font from the web. Each text has its length in the file: any font of fixed width fits.
_TEMPLATE: Final = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def check(path: Path) -> None:
    """Raise OutputError where no picture can be written, before anything long begins."""
    if path.is_dir() or not path.parent.is_dir():
        raise OutputError(f"--svg: {path}: not a file in a directory that is there: name one, like demo.svg")


def draw(path: Path, view: Callable[[int], RenderableType], title: str) -> None:
    """Write `view` of so many lines into a file; raises OutputError."""
    console = Console(
        record=True, width=COLUMNS, height=LINES, force_terminal=True, color_system="truecolor", file=io.StringIO()
    )
    console.print(view(LINES))
    try:
        console.save_svg(str(path), title=title, code_format=_TEMPLATE, unique_id=_NAME)
    except OSError as error:
        raise OutputError(f"--svg: {path}: {error.strerror}; name a file that can be written") from error
