"""What a run counted, read back: the live counters of the pipeline by name (`events.post`, `actions.remind`...)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A run in numbers; each table maps a kind, a reason or a template to its count."""

    records: int
    events: dict[str, int]
    duplicates: dict[str, int]
    private: dict[str, int]
    strikes: int
    actions: dict[str, int]
    notices: dict[str, int]
    reviews: int
    dead_letters: dict[str, int]

    @property
    def all_dead_letters(self) -> int:
        """How many records led to nothing."""
        return sum(self.dead_letters.values())


def summary(tally: Mapping[str, int]) -> Summary:
    """Sort a tally into tables."""
    return Summary(
        records=tally.get("records", 0),
        events=table(tally, "events"),
        duplicates=table(tally, "duplicates"),
        private=table(tally, "private"),
        strikes=tally.get("strikes", 0),
        actions=table(tally, "actions"),
        notices=table(tally, "notices"),
        reviews=tally.get("reviews", 0),
        dead_letters=table(tally, "dead_letters"),
    )


def table(tally: Mapping[str, int], name: str) -> dict[str, int]:
    """The counters under a name, most first."""
    found = {key.split(".", 1)[1]: count for key, count in tally.items() if key.startswith(name + ".") and count}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
