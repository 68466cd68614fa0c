"""Where what is known of profiles is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataflows.explain import kept
from dataflows.settings import Refused
from enforcement.explain import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enforcement.ledgers import ProfileLedger


def profiles_of(names: Sequence[str], directory: Path | None) -> tuple[kept.Kept, list[ProfileLedger]]:
    """The ledgers of these profiles, in order; Refused names each of which nothing is known."""
    if directory is None:
        raise Refused("--from: missing; name the directory that enforce replay --out made")
    ledgers = kept.read(directory)
    found = {name: load(ledgers, name) for name in names}
    problems = [
        f"profile {name}: nothing is known of it in {directory}; check the profile_id "
        "(it may have no strike, appeal or settled report, or have been erased)"
        for name, ledger in found.items()
        if ledger is None
    ]
    if problems:
        raise Refused(*problems)
    return ledgers, [ledger for name in names if (ledger := found[name]) is not None]
