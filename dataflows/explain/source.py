"""Where what is known of profiles is read from: a replay's directory, or the store of a running pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dataflows.explain import kept
from dataflows.settings import Refused, policies_from
from enforcement.explain import Ledgers, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enforcement.ledgers import ProfileLedger
    from enforcement.policy import Policies


class Known(Ledgers, Protocol):
    """Ledgers, and the policies they were decided under."""

    policies: Policies


def known(directory: Path | None, redis: str | None, policy: Sequence[Path]) -> tuple[Known, str]:
    """The ledgers of a directory, else of a store; and where that is. Raises Refused."""
    if directory is not None:
        return kept.read(directory), str(directory)
    if redis is None:
        raise Refused("--from: missing; name a directory of enforce replay --out, or a store: --redis URL")
    from dataflows.redis.ledgers import LiveLedgers  # noqa: PLC0415  only where there is a store

    return LiveLedgers(redis, policies_from(policy)), "the store"


def profiles_of(names: Sequence[str], ledgers: Known, where: str) -> tuple[list[ProfileLedger], list[str]]:
    """The ledgers of these profiles, in order; and one line for each of which nothing is known."""
    found = {name: load(ledgers, name) for name in names}
    problems = [
        f"profile {name}: nothing is known of it in {where}; check the profile_id "
        "(it may have no strike, appeal or settled report, or have been erased)"
        for name, ledger in found.items()
        if ledger is None
    ]
    return [ledger for ledger in found.values() if ledger is not None], problems
