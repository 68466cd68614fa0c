"""Well-formed posts, reports and violations as they are on the wire: what the door's short cut decodes."""

from __future__ import annotations

from typing import Annotated

import msgspec

from enforcement.fields import MAX_ID_LENGTH

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_ID_LENGTH)]
"""An id, of whose characters nothing is said."""


class WireEmbedded(msgspec.Struct, gc=False):
    """A post within another record."""

    profile_id: Id
    at: str
    surface: str
    audience: str
    language: str | None = None


class WirePost(msgspec.Struct, gc=False, tag_field="kind", tag="post"):
    """A post that embeds none: scope would look into that too."""

    post_id: Id
    profile_id: Id
    at: str
    surface: str
    audience: str
    language: str | None = None
    post: None = None


class WireReport(msgspec.Struct, gc=False, tag_field="kind", tag="report"):
    """A report."""

    report_id: Id
    post_id: Id
    reporter_id: Id
    at: str
    guideline: str | None = None
    trusted: bool | None = None
    post: WireEmbedded | None = None


class WireViolation(msgspec.Struct, gc=False, tag_field="kind", tag="violation"):
    """A violation."""

    violation_id: Id
    post_id: Id
    guideline: str
    at: str
    decided_by: Id
    automated: bool | None = None
    incident_id: Id | None = None
    grounds: list[str] | None = None
    source: str | None = None
    post: WireEmbedded | None = None


Wire = WirePost | WireReport | WireViolation
decode = msgspec.json.Decoder(Wire).decode
