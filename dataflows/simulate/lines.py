"""Events as lines (contracts.md section 1), and the one post that a case is about."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from dataflows.simulate import names
from enforcement import instants

Fields = dict[str, object]
_encode = msgspec.json.Encoder().encode


class Item(NamedTuple):
    """A post; `at` in milliseconds."""

    number: int
    profile: int
    at: int
    surface: str
    audience: str
    language: str

    @property
    def post_id(self) -> str:
        """As it is named on the wire."""
        return names.post(self.number)

    def embedded(self) -> Fields:
        """As other events carry it."""
        return {
            "profile_id": names.profile(self.profile),
            "at": instants.text(self.at),
            "surface": self.surface,
            "audience": self.audience,
            "language": self.language,
        }


def post_line(item: Item) -> bytes:
    """The line of a post."""
    return _encode({"kind": "post", "post_id": item.post_id, **item.embedded()}) + b"\n"


def line(kind: str, event_id: str, at: int, fields: Fields) -> bytes:
    """The line of any other event; what is None or False is left out."""
    given = {name: value for name, value in fields.items() if value is not None and value is not False}
    own = "ruling_id" if kind == "claim_ruling" else f"{kind}_id"
    return _encode({"kind": kind, own: event_id, "at": instants.text(at), **given}) + b"\n"
