"""`enforce explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from dataflows.commands.known import Policy, Redis, Source
from dataflows.settings import Refused


def explain(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A profile_id.")],
    source: Source = None,
    redis: Redis = None,
    policy: Policy = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell old strikes in full too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")] = False,
) -> None:
    """Tell why a profile is restricted, or not: strike by strike, with the evidence.

    Points and why, the score and the strikes that make it, the rungs from the
    top down with the conditions that held or failed, what followed until when,
    appeals and what they changed, and what is still possible. Times are UTC,
    as of stream time. A replay's directory knows its policy; for the store of
    a running pipeline give the same --policy.

    Examples:
      enforce explain asha --from out/

      enforce explain asha --redis redis://localhost:6379/0

      enforce explain asha --from out/ --json | jq '.steps[-1].tried'

    """
    import msgspec  # noqa: PLC0415  only where it is asked for

    from dataflows.explain.source import known, profiles_of  # noqa: PLC0415  the same
    from dataflows.explain.view import print_story  # noqa: PLC0415  the same
    from dataflows.terminal import Terminal  # noqa: PLC0415  the same
    from enforcement import explain as explaining  # noqa: PLC0415  the same

    ledgers, where = known(source, redis, policy or [])
    found, problems = profiles_of([profile], ledgers, where)
    if problems:
        raise Refused(*problems)
    story = explaining.explain(found[0], ledgers.policies, ledgers.now())
    if json:
        Terminal().write(msgspec.json.encode(story).decode())
    else:
        print_story(Terminal(), story, everything=everything)
