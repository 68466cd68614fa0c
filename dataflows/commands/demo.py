"""`enforce demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dataflows.settings import EXIT_FAILED, Refused
from dataflows.terminal import ERRORS, Terminal


def demo(
    kafka: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="A broker to use instead of the embedded one.")
    ] = None,
    redis: Annotated[
        str | None, typer.Option(metavar="URL", help="An empty Redis to use instead of the embedded one.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, max=120, metavar="S", help="How long traffic comes.")] = 12,
    rate: Annotated[int, typer.Option(min=100, max=5_000, metavar="N", help="Events a second.")] = 1_200,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw the view, as it is in the end, into a file.")
    ] = None,
    story: Annotated[
        bool, typer.Option("--story", help="Only tell a short built-in story, decided in memory, decision by decision.")
    ] = False,
) -> None:
    """See it all at once: simulated traffic through the live pipeline, with nothing installed.

    A month of a small platform in some seconds, ending now: what is decided,
    who is restricted, then a summary, and the story of one profile from the
    first strike to the appeal it won. It starts a Redis and a broker of its
    own, or uses those that are named, under topics of its own; nothing is
    left behind.

    Examples:
      enforce demo

      enforce demo --seconds 30 --rate 3000

      enforce demo --kafka localhost:9092 --redis redis://localhost:6379/0

      enforce demo --story

    """
    if svg is not None and svg.suffix.lower() != ".svg":
        raise Refused(f"--svg {svg}: the picture is an SVG; end its name in .svg")
    if story:
        _tell()
        return
    from dataflows.demo.live import run  # noqa: PLC0415  only where it is asked for
    from dataflows.demo.pipeline import PipelineFailed  # noqa: PLC0415  the same

    try:
        run(Terminal(), kafka, redis, seconds, rate, svg)
    except PipelineFailed as error:
        ERRORS.print(f"{error}\nenforce: the pipeline ended: its last words are above", style="red")
        raise typer.Exit(EXIT_FAILED) from error
    except Refused as error:
        if kafka or redis:
            raise
        ERRORS.print(f"enforce: {error}; told in memory instead:\n")
        _tell()


def _tell() -> None:
    from dataflows.demo.story import tell  # noqa: PLC0415  only where it is asked for

    tell(Console(highlight=False, soft_wrap=True, emoji=False))
