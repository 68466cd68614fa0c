"""An event back as the record it came from: only the fields that the contract names, so no text."""

from __future__ import annotations

from typing import Any

import msgspec

from enforcement import instants
from enforcement.events import Erasure, Post, Profile, Waiting


def record(event: Post | Waiting | Profile | Erasure, audience: str) -> bytes:
    """The JSON of an event; `audience` is written for the posts in it (which one made them public is not kept)."""
    return msgspec.json.encode({"kind": event.kind, **_fields(event, audience)})


def _fields(event: Post | Waiting | Profile | Erasure, audience: str) -> dict[str, Any]:
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    fields["at"] = instants.text(event.at)
    if isinstance(event, Post):
        fields["audience"] = audience
    elif fields.get("post") is not None:
        fields["post"] = _fields(fields["post"], audience)
        del fields["post"]["post_id"]
    return {name: value for name, value in fields.items() if value is not None}
