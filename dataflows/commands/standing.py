"""`enforce standing`."""

from __future__ import annotations

from typing import Annotated

import typer

from dataflows.commands.known import Policy, Redis, Source
from dataflows.settings import Refused


def standing(
    profiles: Annotated[list[str], typer.Argument(metavar="PROFILE...", help="One profile_id or more.")],
    source: Source = None,
    redis: Redis = None,
    policy: Policy = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object: for each profile its standing record.")
    ] = False,
) -> None:
    """Print what holds of profiles now: what is restricted, until when, because of which strikes.

    Times are UTC, as of the last event of a replay, or as of now in a running pipeline's store. Of whom nothing is
    known is said at the end, with exit code 2. `enforce explain` tells how it came about.

    Examples:
      enforce standing asha meera --from out/

      enforce standing asha --redis redis://localhost:6379/0 --json

    """
    import msgspec  # noqa: PLC0415  only where it is asked for

    from dataflows.explain.source import known, profiles_of  # noqa: PLC0415  the same
    from dataflows.explain.view import print_standing  # noqa: PLC0415  the same
    from dataflows.terminal import Terminal  # noqa: PLC0415  the same
    from enforcement import explain as explaining  # noqa: PLC0415  the same

    ledgers, where = known(source, redis, policy or [])
    found, problems = profiles_of(profiles, ledgers, where)
    holds = {ledger.profile_id: explaining.standing(ledger, ledgers.policies, ledgers.now()) for ledger in found}
    if not found:
        raise Refused(*problems)
    terminal = Terminal()
    if json:
        terminal.write(msgspec.json.encode(holds).decode())
    else:
        for one in holds.values():
            print_standing(terminal, one)
    if problems:
        raise Refused(*problems)
