"""The door: any bytes become an event, a refusal with a reason from a closed set, or nothing (private content).

`judge` is the whole truth about one record, step by step. `intake.admit` does the same for many at once: it takes a
short cut for well-formed posts, reports and violations, and asks `judge` about everything else.
Source: contracts.md sections 1 and 2 (dead letter), domain.md section 2.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from enforcement import instants
from enforcement.events import KINDS, Event, Report, Violation
from enforcement.fields import READERS, BadField, Fields, named_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enforcement.policy import Policies, Policy

MAX_RECORD_BYTES = 65_536


class Refusal(msgspec.Struct, frozen=True):
    """Why a record is no event; `raw` is what may be kept of it (None: nothing)."""

    reason: str
    detail: str
    raw: bytes | None


class Private(msgspec.Struct, frozen=True):
    """A record about private content: counted by kind, and nothing else of it survives."""

    kind: str


Judgement = Event | Refusal | Private


def judge(raw: bytes | None, policies: Policies, latest_ms: int | None = None) -> Judgement:
    """What one record is; None stands for one too large to be read, and `latest_ms` bounds `at` when live."""
    if raw is None or len(raw) > MAX_RECORD_BYTES:
        return Refusal("too_large", f"more than {MAX_RECORD_BYTES} bytes", None)
    try:
        record = _json_object(raw)
    except (ValueError, RecursionError) as error:
        return Refusal("not_json", f"no JSON object in UTF-8: {_brief(error)}", raw)
    kind = record.get("kind")
    known = isinstance(kind, str) and kind in KINDS
    if _is_private(record, kind if known else None, policies):
        return Private(str(kind) if known else "unknown")
    if not known:
        return Refusal("unknown_kind", f"kind is {_brief(kind)}", named_fields(record))
    try:
        event = READERS[str(kind)](Fields(record))
    except BadField as error:
        return Refusal("bad_field", str(error), named_fields(record))
    refusal = _unknown_guideline(event, policies) or _in_future(event, latest_ms)
    return event if refusal is None else Refusal(*refusal, named_fields(record))


def _brief(value: object) -> str:
    return str(value)[:80].encode("ascii", "backslashreplace").decode()


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _json_object(raw: bytes) -> dict[str, Any]:
    # Numbers are never used: reading them as 0.0 keeps a number of ten thousand digits from being an error.
    value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_int=_zero, parse_float=_zero)
    if not isinstance(value, dict):
        raise ValueError(f"a {type(value).__name__}")  # noqa: TRY004  one kind of error for one reason
    return value


def _zero(_: str) -> float:
    return 0.0


def _is_private(record: Mapping[str, Any], kind: str | None, policies: Policies) -> bool:
    places = [record] if kind is None or kind == "post" else []
    embedded = record.get("post")
    if isinstance(embedded, dict):
        places.append(embedded)
    if not places:
        return False
    return any(_out_of_scope(place, policy) for policy in _scopes(record, policies) for place in places)


def _scopes(record: Mapping[str, Any], policies: Policies) -> tuple[Policy, ...]:
    """The policy in effect at the record's time; of a record without one every policy protects privacy."""
    at = record.get("at")
    try:
        return (policies.at(instants.parse(at)),) if isinstance(at, str) else policies.versions
    except ValueError:
        return policies.versions


def _out_of_scope(place: Mapping[str, Any], policy: Policy) -> bool:
    audience, surface = place.get("audience"), place.get("surface")
    return (isinstance(audience, str) and audience not in policy.audiences) or (
        isinstance(surface, str) and surface in policy.private_surfaces
    )


def _unknown_guideline(event: Event, policies: Policies) -> tuple[str, str] | None:
    if not isinstance(event, (Report, Violation)) or event.guideline is None:
        return None
    policy = policies.at(event.at)
    if event.guideline in policy.guidelines:
        return None
    return "unknown_guideline", f"policy {policy.version} has no guideline {_brief(event.guideline)!r}"


def _in_future(event: Event, latest_ms: int | None) -> tuple[str, str] | None:
    if latest_ms is None or event.at <= latest_ms:
        return None
    return "in_future", f"at {instants.text(event.at)} is after {instants.text(latest_ms)}"
