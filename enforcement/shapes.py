"""Well-formed posts, reports and violations as they are on the wire: what the door's short cut decodes."""

from __future__ import annotations

import msgspec


class WireEmbedded(msgspec.Struct, gc=False):
    """A post within another record."""

    profile_id: str
    at: str
    surface: str
    audience: str
    language: str | None = None


class WirePost(msgspec.Struct, gc=False, tag_field="kind", tag="post"):
    """A post; of what it embeds itself only whether it does."""

    post_id: str
    profile_id: str
    at: str
    surface: str
    audience: str
    language: str | None = None
    post: msgspec.Raw | None = None


class WireReport(msgspec.Struct, gc=False, tag_field="kind", tag="report"):
    """A report."""

    report_id: str
    post_id: str
    reporter_id: str
    at: str
    guideline: str | None = None
    trusted: bool | None = None
    post: WireEmbedded | None = None


class WireViolation(msgspec.Struct, gc=False, tag_field="kind", tag="violation"):
    """A violation."""

    violation_id: str
    post_id: str
    guideline: str
    at: str
    decided_by: str
    automated: bool | None = None
    incident_id: str | None = None
    grounds: list[str] | None = None
    source: str | None = None
    post: WireEmbedded | None = None


Wire = WirePost | WireReport | WireViolation
decode = msgspec.json.Decoder(Wire).decode
