"""The whole demo: servers, pipeline, traffic, view, summary, and one story; nothing of it is left behind."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final

from rich.live import Live
from rich.text import Text

from dataflows.demo import picture
from dataflows.demo.pipeline import Pipeline
from dataflows.demo.play import Play
from dataflows.demo.servers import started
from dataflows.demo.summary import print_profile, print_summary, print_why
from dataflows.demo.traffic import HEROINE, records, story_ended, story_of
from dataflows.demo.view import frame, print_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import Console

_FRAME_S: Final = 0.25
_LINE_S: Final = 2.0


def run(console: Console, kafka: str | None, redis: str | None, seconds: float, rate: int, svg: Path | None) -> None:
    """Run it all; raises Refused, PipelineFailed."""
    if svg is not None:
        picture.check(svg)
    end_ms = time.time_ns() // 1_000_000
    traffic = records(int(seconds * rate), end_ms)
    with started(kafka, redis, traffic) as servers:
        for name, said in zip(("store", "broker"), servers.said, strict=True):
            console.print(Text.assemble((f"{name:<8}", "dim"), said))
        console.print(Text("Nothing of this demo survives its end. The pipeline starts ...", style="dim"))
        with Pipeline(servers) as pipeline:
            play = Play(servers.settings, pipeline, traffic, seconds, story_ended)
            _shown(console, play)
            console.print()
            print_summary(console, play)
            print_profile(console, play, HEROINE, story_of(HEROINE, end_ms))
            print_why(console, servers.settings.redis, HEROINE)
    if svg is not None:
        picture.draw(svg, partial(frame, play), "enforce demo")


def _shown(console: Console, play: Play) -> None:
    """Let it run, in a view of its own on a terminal, else in lines."""
    if not console.is_terminal:
        play.run(_every(_LINE_S, lambda: print_line(console, play)))
        return
    with Live(console=console, auto_refresh=False, transient=True) as view:
        play.run(_every(_FRAME_S, lambda: view.update(frame(play, console.height), refresh=True)))


def _every(seconds: float, call: Callable[[], object]) -> Callable[[Play], None]:
    last_s = time.monotonic()

    def maybe(_: Play) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= seconds:
            last_s = time.monotonic()
            call()

    return maybe
