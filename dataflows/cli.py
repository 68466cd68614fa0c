"""The command `enforce`: thin; each command checks, runs, prints, and ends with the exit codes of contracts.md 4."""

from __future__ import annotations

import errno
import sys
from typing import Annotated

import typer

from dataflows.commands import dead_letters, demo, explain, policy, replay, report, restore, run, simulate, standing
from dataflows.settings import EXIT_DONE, EXIT_FAILED, EXIT_REFUSED, OutputError, Refused
from dataflows.terminal import ERRORS, nobody_reads

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

app = typer.Typer(
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn decided violations into graded, explained, contestable restrictions that end in time.",
)
app.command()(replay.replay)
app.command()(demo.demo)
app.command()(run.run)
app.command()(restore.restore)
app.command()(simulate.simulate)
app.command()(explain.explain)
app.command()(standing.standing)
app.add_typer(dead_letters.dead_letters, name="dead-letters")
app.add_typer(policy.policy, name="policy")
app.add_typer(report.report, name="report")


def _version(value: bool) -> None:  # noqa: FBT001  typer calls it so
    if value:
        from importlib.metadata import version  # noqa: PLC0415  only where it is asked for

        print(f"enforce {version('profile-enforcement')}")  # noqa: T201  the answer
        raise typer.Exit(EXIT_DONE)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command; a user's mistake is one line on standard error, never a traceback."""
    try:
        code = app(prog_name="enforce", standalone_mode=False)  # what typer.Exit carries, or None
        sys.stdout.flush()  # while it can still be said that this failed
        sys.exit(code)
    except (Refused, OutputError) as error:
        _refuse(*map(str, error.args))
    except typer.Abort:
        sys.exit(EXIT_FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has stopped reading: nothing to say
        sys.exit(EXIT_DONE)
    except OSError as error:
        if error.errno not in _FULL or error.filename is not None:
            raise
        nobody_reads()
        ERRORS.print(f"enforce: standard output: {str(error.strerror).lower()}; make room there or name another place")
        sys.exit(EXIT_FAILED)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        _refuse(*_with_help(error.format_message(), getattr(error, "ctx", None)))


def _with_help(message: str, context: typer.Context | None) -> list[str]:
    """What is wrong with the words of a command, and whose help says more; nothing where help was printed."""
    command = context.command_path if context else "enforce"
    ended = message if message.endswith((".", "?")) else f"{message}."
    return [f"{ended} Try {command} --help."] if message else []


def _refuse(*problems: str) -> None:
    for problem in problems:
        ERRORS.print(f"enforce: {problem}", style="red")
    sys.exit(EXIT_REFUSED)
