"""The door: any bytes become an event, a refusal with a reason from a closed set, or nothing (private content).

`judge` is the whole truth about one record, step by step. `Door.admit` does the same for many at once: it takes a
short cut for well-formed posts, reports and violations, and asks `judge` about everything else.
Source: contracts.md sections 1 and 2 (dead letter), domain.md section 2.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from enforcement import instants
from enforcement.events import (
    GROUNDS,
    HATE_GROUNDS,
    KINDS,
    SOURCES,
    Appeal,
    Claim,
    ClaimRuling,
    CounterClaim,
    Dismissal,
    Erasure,
    Event,
    Post,
    Profile,
    Report,
    Reversal,
    Ruling,
    Violation,
)

if TYPE_CHECKING:
    from enforcement.policy import Policies, Policy

MAX_RECORD_BYTES = 65_536
MAX_ID_LENGTH = 128


class Refusal(msgspec.Struct, frozen=True):
    """Why a record is no event; `raw` is what may be kept of it (None: nothing)."""

    reason: str
    detail: str
    raw: bytes | None


class Private(msgspec.Struct, frozen=True):
    """A record about private content: counted by kind, and nothing else of it survives."""

    kind: str


Judgement = Event | Refusal | Private


class _BadField(ValueError):
    """A field is missing or not as the contract says."""


def is_id(value: object) -> bool:
    """Whether a value is 1-128 visible ASCII characters without spaces."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= MAX_ID_LENGTH
        and value.isascii()
        and value.isprintable()
        and " " not in value
    )


def judge(raw: bytes | None, policies: Policies, latest_ms: int | None = None) -> Judgement:
    """What one record is. `raw` None stands for one that was too large to be read; `latest_ms` bounds `at` when live."""
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
        return Refusal("unknown_kind", f"kind is {_brief(kind)}", _named_fields(record))
    try:
        event = _READERS[str(kind)](_Fields(record))
    except _BadField as error:
        return Refusal("bad_field", str(error), _named_fields(record))
    refusal = _unknown_guideline(event, policies) or _in_future(event, latest_ms)
    return event if refusal is None else Refusal(*refusal, _named_fields(record))


def _brief(value: object) -> str:
    return str(value)[:80]


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


class _Fields:
    """The fields of one record, read as the contract says; each reader raises _BadField."""

    def __init__(self, record: Mapping[str, Any], where: str = "") -> None:
        self.record, self.where = record, where

    def optional(self, name: str, kind: type) -> Any:  # noqa: ANN401  whatever JSON holds
        value = self.record.get(name)
        if value is not None and type(value) is not kind:
            raise _BadField(f"{self.where}{name}: not a {kind.__name__}")
        return value

    def required(self, name: str, kind: type) -> Any:  # noqa: ANN401  whatever JSON holds
        value = self.optional(name, kind)
        if value is None:
            raise _BadField(f"{self.where}{name}: missing")
        return value

    def id(self, name: str) -> str:
        value: str = self.required(name, str)
        if not is_id(value):
            raise _BadField(f"{self.where}{name}: not 1-{MAX_ID_LENGTH} visible ASCII characters")
        return value

    def optional_id(self, name: str) -> str | None:
        return None if self.record.get(name) is None else self.id(name)

    def at(self) -> int:
        value: str = self.required("at", str)
        try:
            return instants.parse(value)
        except ValueError:
            raise _BadField(f"{self.where}at: not an RFC 3339 instant in 2000-2099") from None

    def flag(self, name: str) -> bool:
        return bool(self.optional(name, bool))

    def one_of(self, name: str, values: tuple[str, ...]) -> str:
        value: str = self.required(name, str)
        if value not in values:
            raise _BadField(f"{self.where}{name}: not one of {', '.join(values)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.required(name, list)
        if not all(isinstance(value, str) for value in values):
            raise _BadField(f"{self.where}{name}: not a list of strings")
        return tuple(values)

    def post(self, post_id: str) -> Post | None:
        record = self.optional("post", dict)
        if record is None:
            return None
        fields = _Fields(record, "post.")
        fields.required("audience", str)
        return Post(post_id, fields.id("profile_id"), fields.at(), fields.required("surface", str), fields.optional("language", str))


def _post(f: _Fields) -> Post:
    f.required("audience", str)
    return Post(f.id("post_id"), f.id("profile_id"), f.at(), f.required("surface", str), f.optional("language", str))


def _report(f: _Fields) -> Report:
    post_id = f.id("post_id")
    return Report(
        f.id("report_id"), post_id, f.id("reporter_id"), f.at(), f.optional("guideline", str), f.flag("trusted"), f.post(post_id)
    )


def _violation(f: _Fields) -> Violation:
    post_id = f.id("post_id")
    grounds = f.texts("grounds") if f.record.get("grounds") is not None else ()
    if not set(grounds) <= set(HATE_GROUNDS):
        raise _BadField(f"grounds: not all of {', '.join(HATE_GROUNDS)}")
    source = f.one_of("source", SOURCES) if f.record.get("source") is not None else None
    return Violation(
        f.id("violation_id"),
        post_id,
        f.required("guideline", str),
        f.at(),
        f.id("decided_by"),
        f.flag("automated"),
        f.optional_id("incident_id"),
        grounds,
        source,
        f.post(post_id),
    )


def _dismissal(f: _Fields) -> Dismissal:
    return Dismissal(f.id("dismissal_id"), f.id("post_id"), f.at(), f.id("decided_by"), f.flag("manifestly_unfounded"))


def _reversal(f: _Fields) -> Reversal:
    return Reversal(
        f.id("reversal_id"), f.id("violation_id"), f.id("profile_id"), f.at(), f.id("decided_by"), f.optional("reason", str)
    )


def _appeal(f: _Fields) -> Appeal:
    return Appeal(f.id("appeal_id"), f.id("profile_id"), f.id("target"), f.at())


def _ruling(f: _Fields) -> Ruling:
    return Ruling(
        f.id("ruling_id"),
        f.id("appeal_id"),
        f.id("profile_id"),
        f.one_of("outcome", ("upheld", "overturned")),
        f.at(),
        f.id("decided_by"),
        f.optional("reason", str),
    )


def _claim(f: _Fields) -> Claim:
    post_id = f.id("post_id")
    return Claim(
        f.id("claim_id"), f.id("claimant_id"), post_id, f.one_of("ground", GROUNDS), f.texts("evidence"), f.at(), f.post(post_id)
    )


def _counter_claim(f: _Fields) -> CounterClaim:
    return CounterClaim(f.id("counter_claim_id"), f.id("claim_id"), f.id("post_id"), f.id("profile_id"), f.at())


def _claim_ruling(f: _Fields) -> ClaimRuling:
    return ClaimRuling(
        f.id("ruling_id"),
        f.id("claim_id"),
        f.id("post_id"),
        f.one_of("outcome", ("infringing", "unfounded", "withdrawn")),
        f.at(),
        f.id("decided_by"),
        f.flag("manifestly_unfounded"),
    )


def _profile(f: _Fields) -> Profile:
    return Profile(f.id("profile_id"), f.at(), f.optional("language", str))


def _erasure(f: _Fields) -> Erasure:
    return Erasure(f.id("erasure_id"), f.id("profile_id"), f.at())


_READERS: dict[str, Callable[[_Fields], Event]] = {
    "post": _post,
    "report": _report,
    "violation": _violation,
    "dismissal": _dismissal,
    "reversal": _reversal,
    "appeal": _appeal,
    "ruling": _ruling,
    "claim": _claim,
    "counter_claim": _counter_claim,
    "claim_ruling": _claim_ruling,
    "profile": _profile,
    "erasure": _erasure,
}

# Every field that section 1 of the contracts names; only these of a refused record are kept, so no text.
NAMED_FIELDS = frozenset(
    "kind post_id profile_id at surface audience language report_id reporter_id guideline trusted post violation_id"
    " decided_by automated incident_id grounds source dismissal_id manifestly_unfounded reversal_id reason appeal_id"
    " target ruling_id outcome claim_id claimant_id ground evidence counter_claim_id erasure_id".split()
)
_EMBEDDED_FIELDS = frozenset(("profile_id", "at", "surface", "audience", "language"))


def _named_fields(record: Mapping[str, Any]) -> bytes:
    kept = {name: value for name, value in record.items() if name in NAMED_FIELDS}
    embedded = kept.get("post")
    if isinstance(embedded, dict):
        kept["post"] = {name: value for name, value in embedded.items() if name in _EMBEDDED_FIELDS}
    return json.dumps(kept).encode()
