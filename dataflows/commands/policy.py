"""`enforce policy`: check, show, schema, diff."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from dataflows.settings import Refused, policies_from
from dataflows.terminal import Terminal

if TYPE_CHECKING:
    from enforcement.policy import Policy
    from enforcement.policy_diff import Comparison

policy = typer.Typer(
    no_args_is_help=True,
    help="The policy file: find its mistakes, read it, edit it with an editor's help, compare two.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@policy.command()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Policy files, and directories of them; all are taken together."),
    ],
    json: Json = False,
) -> None:
    """Find every mistake at once: file, key, value, and what to write instead.

    Exit code 2 if there is any, else a line for each version.

    Examples:
      enforce policy check policy.toml

      enforce policy check policies/ --json

    """
    from dataflows.policy_view import day  # noqa: PLC0415  only where it is asked for
    from dataflows.policy_words import counted  # noqa: PLC0415  the same

    try:
        versions = policies_from(paths).versions
    except Refused as refusal:
        if json:
            _print_json({"problems": list(refusal.args), "versions": []})
        raise
    if json:
        _print_json({"problems": [], "versions": [_summary(version) for version in versions]})
        return
    for version in versions:
        counts = {"rung": version.ladder, "guideline": version.guidelines, "level": version.levels}
        told = ", ".join(counted(len(those), noun) for noun, those in counts.items())
        Terminal().print(f"{version.version}: good, from {day(version.effective_from)} on: {told}")


@policy.command()
def show(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Policy files, and directories of them. Default: the shipped one."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="The version in effect then: 2026-03-01, or 2026-03-01T12:00:00Z."),
    ] = None,
    json: Json = False,
    toml: Annotated[
        bool, typer.Option("--toml", help="Print the shipped file itself, to start one of your own from.")
    ] = False,
) -> None:
    """Print a policy to be read: what a score leads to, what a strike weighs, what else holds.

    Of several versions the one in effect now, or at TIME.

    Examples:
      enforce policy show

      enforce policy show policies/ --at 2026-03-01

      enforce policy show --toml > policy.toml

    """
    from dataflows.policy_view import print_policy  # noqa: PLC0415  only where it is asked for
    from enforcement.policy_form import file_form  # noqa: PLC0415  the same

    if toml:
        _print_shipped(paths)
        return
    policies = policies_from(paths or [])
    shown = policies.at(int(time.time() * 1000) if at is None else _instant(at))
    if json:
        _print_json({"policy": file_form(shown), "versions": [_summary(version) for version in policies.versions]})
        return
    print_policy(Terminal(), shown, policies)


@policy.command()
def schema() -> None:
    """Print a JSON Schema (2020-12), for editors to complete, explain and check a policy file with.

    Editors that use taplo find it by the policy file's first line: #:schema ./policy.schema.json

    Examples:
      enforce policy schema > policy.schema.json

    """
    from enforcement.policy_json_schema import policy_json_schema  # noqa: PLC0415  only where it is asked for

    Terminal().write(msgspec.json.format(msgspec.json.encode(policy_json_schema()), indent=2).decode())


@policy.command()
def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="A policy file, or a directory of them.")],
    b: Annotated[
        Path | None,
        typer.Argument(metavar="B", help="Another. Without it, A is compared with the shipped default."),
    ] = None,
    json: Json = False,
) -> None:
    """Say what differs between two policies, key by key, and whom it touches.

    Directories are compared version by version, at every time from which on another one is in effect.

    Examples:
      enforce policy diff today.toml tomorrow.toml

      enforce policy diff mine.toml

    """
    from dataflows.policy_diff_view import alone, print_comparisons  # noqa: PLC0415  only where it is asked for
    from enforcement.policy_diff import compare  # noqa: PLC0415  the same

    old, new = (policies_from([path] if path else []) for path in ((a, b) if b else (b, a)))
    comparisons = compare(old, new)
    if json:
        _print_json({"comparisons": [_in_json(comparison) for comparison in comparisons]})
        return
    print_comparisons(Terminal(), comparisons)
    if mind := alone(old, new):
        Terminal().print(f"\n{mind}")


def _summary(version: Policy) -> dict[str, Any]:
    from enforcement import instants  # noqa: PLC0415  only where it is asked for

    return {
        "version": version.version,
        "effective_from": instants.text(version.effective_from),
        "rungs": len(version.ladder),
        "guidelines": len(version.guidelines),
        "levels": len(version.levels),
    }


def _in_json(comparison: Comparison) -> dict[str, Any]:
    from enforcement import instants  # noqa: PLC0415  only where it is asked for

    since = None if comparison.since is None else instants.text(comparison.since)
    return {**msgspec.structs.asdict(comparison), "since": since}


def _instant(text: str) -> int:
    """Read a day or an instant, or refuse it."""
    from enforcement import instants  # noqa: PLC0415  only where it is asked for

    for written in (text, f"{text}T00:00:00Z"):
        try:
            return instants.parse(written)
        except ValueError:
            continue
    raise Refused(f"--at {text}: no time of 2000 to 2099; write a day or an instant: 2026-03-01, 2026-03-01T12:00:00Z")


def _print_shipped(paths: list[Path] | None) -> None:
    if paths:
        raise Refused(f"--toml with {paths[0]}: it prints the shipped default; leave one of the two away")
    from enforcement.policy_file import shipped_text  # noqa: PLC0415  only where it is asked for

    Terminal().write(shipped_text())


def _print_json(value: object) -> None:
    Terminal().write(msgspec.json.encode(value).decode())
