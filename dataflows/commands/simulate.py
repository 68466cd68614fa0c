"""`enforce simulate`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, NoReturn, Optional

import typer

from dataflows.settings import EXIT_DONE, EXIT_FAILED, OutputError, Refused
from dataflows.terminal import ERRORS, nobody_reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dataflows.simulate.output import Output
    from dataflows.simulate.traffic import Traffic

_MOST_DAYS = 3650


def simulate(
    profiles: Annotated[int, typer.Option(metavar="N", help="How many people take part.")] = 2000,
    days: Annotated[int, typer.Option(metavar="D", help="How many days, from 2025-01-01 on.")] = 30,
    seed: Annotated[int, typer.Option(metavar="S", help="The same seed gives the same bytes, on any machine.")] = 1,
    events: Annotated[
        Optional[int],
        typer.Option(metavar="N", help="About so many events: more posts or fewer. Default: one a day and profile."),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="FILE.jsonl, FILE.jsonl.gz, FILE.jsonl.zst; - for standard output.")
    ] = Path("-"),
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there already.")] = False,
) -> None:
    """Make realistic synthetic traffic: one event a line, in order of arrival.

    Posts by day and night, a few people who break rules, reports that are
    right, wrong or malicious, decisions, appeals and rulings, rights claims,
    private content, events that come late or twice. Every rate has its
    source: see docs/reference/simulate.md.

    Examples:
      enforce simulate --out traffic.jsonl

      enforce simulate --profiles 300000 --seed 7 --out traffic.jsonl.zst

      enforce simulate | enforce replay - --out out/

    """
    _check(profiles, days, seed, events)
    from dataflows.simulate.output import Output  # noqa: PLC0415  numpy takes longer than most other commands
    from dataflows.simulate.traffic import Traffic  # noqa: PLC0415  the same

    output = Output(out, force=force)
    started = perf_counter()
    traffic = _written(output, lambda: Traffic(profiles, days, seed, events))
    took = perf_counter() - started
    ERRORS.print(f"{traffic.events:,} events in {took:.1f} s ({traffic.events / took:,.0f} events/s)")


def _check(profiles: int, days: int, seed: int, events: int | None) -> None:
    from dataflows.simulate.names import MOST_EVENTS, MOST_PROFILES  # noqa: PLC0415  only where it is asked for

    limits = (
        ("--profiles", profiles, 1, MOST_PROFILES),
        ("--days", days, 1, _MOST_DAYS),
        ("--seed", seed, 0, 2**63 - 1),
        ("--events", events, 1, MOST_EVENTS),
    )
    problems = [
        f"{option} {value}: out of range; write a number from {least:,} to {most:,}"
        for option, value, least, most in limits
        if value is not None and not least <= value <= most
    ]
    if problems:
        raise Refused(*problems)


def _written(output: Output, begin: Callable[[], Traffic]) -> Traffic:
    try:
        with output:
            traffic = begin()
            with _progress(traffic) as advance:
                for chunk in traffic:
                    output.write(chunk)
                    advance()
    except BrokenPipeError as error:
        nobody_reads()  # `enforce simulate | head` has what it wanted
        raise typer.Exit(EXIT_DONE) from error
    except OutputError as error:
        _fail(str(error), error)
    except KeyboardInterrupt as error:
        _fail(f"interrupted after {output.written / 1e6:,.0f} MB; no file was kept: start again for the whole", error)
    return traffic


def _fail(problem: str, error: BaseException) -> NoReturn:
    ERRORS.print(f"enforce: {problem}", style="red")
    raise typer.Exit(EXIT_FAILED) from error


@contextmanager
def _progress(traffic: Traffic) -> Iterator[Callable[[], None]]:
    """A bar over the simulated hours; none where nobody watches."""
    from rich.progress import TaskProgressColumn, TimeElapsedColumn  # noqa: PLC0415  only where it is asked for

    from dataflows.progress import bar  # noqa: PLC0415  the same

    with bar(ERRORS, "simulating", TaskProgressColumn(), TimeElapsedColumn(), total=traffic.hours) as update:
        yield lambda: update(completed=traffic.hours_done)
