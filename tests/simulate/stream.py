"""A simulated stream, read: what each kind of event says, each once, and who wrote what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from dataflows.simulate import rates
from dataflows.simulate.traffic import START, Traffic
from enforcement import instants

Row = dict[str, Any]


class Offence(NamedTuple):
    """A violating post that was decided; times in milliseconds."""

    posted_at: int
    decided_at: int
    guideline: str
    surface: str


@dataclass
class Stream:
    """Events by kind and id."""

    profiles: int
    end: int
    rows: list[Row]
    by_kind: dict[str, dict[str, Row]]

    def offences(self) -> dict[str, list[Offence]]:
        """By profile, in order of posting; without decisions about old posts."""
        found = defaultdict(list)
        for violation in self.by_kind["violation"].values():
            post = self.by_kind["post"].get(violation["post_id"])
            if post:
                posted_at, decided_at = (instants.parse(row["at"]) for row in (post, violation))
                offence = Offence(posted_at, decided_at, violation["guideline"], post["surface"])
                found[post["profile_id"]].append(offence)
        return {profile: sorted(offences) for profile, offences in found.items()}


def simulated(profiles: int, days: int, seed: int, events: int | None = None) -> Stream:
    """Simulate and read."""
    rows = [msgspec.json.decode(line) for line in lines(profiles, days, seed, events)]
    by_kind: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        by_kind[row["kind"]].setdefault(id_of(row), row)
    return Stream(profiles, START + days * rates.DAY, rows, dict(by_kind))


def lines(profiles: int, days: int, seed: int, events: int | None = None) -> list[bytes]:
    """Simulate."""
    return b"".join(Traffic(profiles, days, seed, events)).splitlines()


def id_of(row: Row) -> str:
    """What an event is called."""
    own = "ruling_id" if row["kind"] == "claim_ruling" else f"{row['kind']}_id"
    return str(row[own])
