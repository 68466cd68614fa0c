"""`enforce replay`."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataflows.settings import EXIT_DEAD_LETTERS, EXIT_FAILED, policies_from, readable
from dataflows.terminal import ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataflows.replay import Outcome
    from enforcement.wording import Wording


def replay(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Events, one JSON object a line: .jsonl, .gz or .zst; - for standard input.",
        ),
    ],
    policy: Annotated[
        list[Path] | None,
        typer.Option(
            help="A policy file, or a directory of them; repeat for several versions. Default: the shipped one."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write the five .jsonl files there: a new or empty directory."),
    ] = None,
    store: Annotated[
        str,
        typer.Option(
            metavar="memory|embedded|URL",
            help="Where state lives: memory, a redis-server started for this run, or an empty Redis.",
        ),
    ] = "memory",
    words: Annotated[bool, typer.Option("--words", help="Put notices into words.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 3 if any record became a dead letter.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    r"""Decide a recorded stream again: files in order, in stream time, from an empty store.

    The end of the input ends nothing: what waits or runs is left as it is.

    Examples:
      enforce replay events.jsonl --out out/

      enforce replay january.jsonl.gz february.jsonl.gz \
        --policy policies/ --out out/ --words

    """
    from dataflows import report  # noqa: PLC0415  only where it is asked for
    from dataflows.replay import Replay, output_directory  # noqa: PLC0415  the same
    from dataflows.replay_stores import opened  # noqa: PLC0415  the same

    policies = policies_from(policy or [])
    readable(files)
    directory = None if out is None else output_directory(out)
    if directory is not None:
        directory.check()
    with _no_collector(), opened(store, policies) as stores, report.progress(files, ERRORS) as advance:
        run = Replay(files, policies, directory, _wording() if words else None, advance, stores)
        outcome = run.run()
    _finish(outcome, out, strict=strict, json=json)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Ledgers are many and nothing makes cycles: looking for some costs a tenth of a replay, and its end another."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _wording() -> Wording:
    from enforcement.wording import Wording  # noqa: PLC0415  only where it is asked for

    return Wording()


def _finish(outcome: Outcome, out: Path | None, *, strict: bool, json: bool) -> None:
    import msgspec  # noqa: PLC0415  only where it is asked for

    from dataflows import report  # noqa: PLC0415  the same
    from metrics.tally import summary  # noqa: PLC0415  the same

    if outcome.interrupted:
        outcome.lost = f"interrupted after {outcome.lines:,} lines; nothing was kept: start again for the whole"
    if outcome.lost:
        ERRORS.print(f"enforce: {outcome.lost}", style="red")
        raise typer.Exit(EXIT_FAILED)
    result = summary(outcome.tally)
    if json:
        print(msgspec.json.encode(result).decode())  # noqa: T201  the answer
    else:
        report.print_summary(result, out)
    if outcome.trouble:
        ERRORS.print(f"enforce: {outcome.trouble}", style="red")
        raise typer.Exit(EXIT_FAILED)
    if strict and result.all_dead_letters:
        raise typer.Exit(EXIT_DEAD_LETTERS)
