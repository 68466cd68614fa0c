"""`enforce report`: list, run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.console import Console

from dataflows.settings import Refused

if TYPE_CHECKING:
    from metrics.questions import Question

# What answers and draws is imported where it is used: polars and matplotlib take longer than most other commands.
report = typer.Typer(
    no_args_is_help=True,
    help="Answers for analysts, from the records of a replay: tables, CSV, JSON, plots.",
)
_out = Console(highlight=False, markup=False, emoji=False)


def _names() -> list[str]:
    from metrics.questions import QUESTIONS  # noqa: PLC0415  see above

    return [question.name for question in QUESTIONS]


@report.command("list")
def list_questions(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the questions: by which name to ask, and what exactly is answered.

    `enforce report run NAME --from DIR` answers one.

    Examples:
      enforce report list

    """
    from dataflows import report_view  # noqa: PLC0415  see above

    if json:
        print(report_view.questions_in_json())  # noqa: T201  the answer
    else:
        report_view.print_questions(_out)


@report.command()
def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that list shows.", autocompletion=_names)],
    source: Annotated[
        Optional[Path],
        typer.Option("--from", metavar="DIR", help="The directory that enforce replay --out DIR wrote."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the answer as CSV: all rows, numbers as they are.")] = False,
    plot: Annotated[
        Optional[Path],
        typer.Option("--plot", metavar="FILE", help="Draw the answer into FILE.png or FILE.svg."),
    ] = None,
) -> None:
    """Answer one question: a table, or one of --json, --csv, --plot.

    It is answered from the records that enforce replay --out DIR wrote;
    `enforce report list` says which questions there are.

    Examples:
      enforce report run recidivism --from out/

      enforce report run restricted-by-day --from out/ --plot restricted.svg

      enforce report run actions-by-day --from out/ --csv > actions.csv

    """
    chosen = [option for option, given in (("--json", json), ("--csv", csv), ("--plot", plot)) if given]
    if len(chosen) > 1:
        raise Refused(f"{' and '.join(chosen)}: an answer takes one form; ask once for each")
    from dataflows import report_view, reports  # noqa: PLC0415  see above

    question = reports.question_named(name)
    if plot is not None:
        _plot(question, source, plot)
        return
    answer = reports.answer_to(question, source)
    if json:
        print(report_view.answer_in_json(question, answer))  # noqa: T201  the answer
    elif csv:
        print(answer.write_csv(), end="")  # noqa: T201  the answer
    else:
        report_view.print_answer(_out, question, answer)


def _plot(question: Question, source: Path | None, plot: Path) -> None:
    from dataflows import report_plots, reports  # noqa: PLC0415  see above

    report_plots.drawable(plot)
    report_plots.draw(question, reports.answer_to(question, source), plot)
    _out.print(f"{question.title}: {plot}", soft_wrap=True)
