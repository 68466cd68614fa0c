"""`enforce explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from dataflows.explain.source import profiles_of
from dataflows.explain.view import print_story
from dataflows.terminal import Terminal
from enforcement import explain as explaining


def explain(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A profile_id.")],
    source: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="The directory that a replay wrote with --out.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell old strikes in full too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")] = False,
) -> None:
    """Tell why a profile is restricted, or not: strike by strike, with the evidence.

    Points and why, the score and the strikes that make it, the rungs from the top down with the conditions that held or
    failed, what followed until when, appeals and what they changed, and what is still possible. No --policy is needed:
    the replay kept the versions it used. Times are UTC, as of the last event of the replay.

    Examples:
      enforce explain asha --from out/

      enforce explain asha --from out/ --json | jq '.steps[-1].tried'

    """
    ledgers, [ledger] = profiles_of([profile], source)
    story = explaining.explain(ledger, ledgers.policies, ledgers.now())
    if json:
        Terminal().write(msgspec.json.encode(story).decode())
    else:
        print_story(Terminal(), story, everything=everything)
