"""The fields of one record, read as contracts.md section 1 says: required or optional, of a type, of a closed set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from enforcement import instants
from enforcement.events import (
    GROUNDS,
    HATE_GROUNDS,
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
    from collections.abc import Callable, Mapping

MAX_ID_LENGTH = 128


class BadField(ValueError):
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


class Fields:
    """The fields of one record, read as the contract says; each reader raises BadField."""

    def __init__(self, record: Mapping[str, Any], where: str = "") -> None:
        self.record, self.where = record, where

    def optional(self, name: str, kind: type) -> Any:  # noqa: ANN401  whatever JSON holds
        """A field of this type, or None where it is absent or null."""
        value = self.record.get(name)
        if value is not None and type(value) is not kind:
            raise BadField(f"{self.where}{name}: not a {kind.__name__}")
        if isinstance(value, str):
            _whole(value, f"{self.where}{name}")
        return value

    def required(self, name: str, kind: type) -> Any:  # noqa: ANN401  whatever JSON holds
        """A field of this type."""
        value = self.optional(name, kind)
        if value is None:
            raise BadField(f"{self.where}{name}: missing")
        return value

    def id(self, name: str) -> str:
        """A field that is an id."""
        value: str = self.required(name, str)
        if not is_id(value):
            raise BadField(f"{self.where}{name}: not 1-{MAX_ID_LENGTH} visible ASCII characters")
        return value

    def optional_id(self, name: str) -> str | None:
        """A field that is an id, or None."""
        return None if self.record.get(name) is None else self.id(name)

    def at(self) -> int:
        """The time of the record, in milliseconds."""
        value: str = self.required("at", str)
        try:
            return instants.parse(value)
        except ValueError:
            raise BadField(f"{self.where}at: not an RFC 3339 instant in 2000-2099") from None

    def flag(self, name: str) -> bool:
        """A field that is true or false; false where it is absent."""
        return bool(self.optional(name, bool))

    def one_of(self, name: str, values: tuple[str, ...]) -> str:
        """A field with one of these values."""
        value: str = self.required(name, str)
        if value not in values:
            raise BadField(f"{self.where}{name}: not one of {', '.join(values)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of strings."""
        values = self.required(name, list)
        if not all(isinstance(value, str) for value in values):
            raise BadField(f"{self.where}{name}: not a list of strings")
        for value in values:
            _whole(value, f"{self.where}{name}")
        return tuple(values)

    def post(self, post_id: str) -> Post | None:
        """The embedded post, if there is one."""
        record = self.optional("post", dict)
        if record is None:
            return None
        fields = Fields(record, "post.")
        fields.required("audience", str)
        return Post(
            post_id,
            fields.id("profile_id"),
            fields.at(),
            fields.required("surface", str),
            fields.optional("language", str),
        )


def _whole(text: str, where: str) -> None:
    """JSON can spell half a character (a lone surrogate); nothing that is written afterwards could."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadField(f"{where}: not text in Unicode") from None


def _post(f: Fields) -> Post:
    f.required("audience", str)
    return Post(f.id("post_id"), f.id("profile_id"), f.at(), f.required("surface", str), f.optional("language", str))


def _report(f: Fields) -> Report:
    post_id = f.id("post_id")
    return Report(
        f.id("report_id"),
        post_id,
        f.id("reporter_id"),
        f.at(),
        f.optional("guideline", str),
        f.flag("trusted"),
        f.post(post_id),
    )


def _violation(f: Fields) -> Violation:
    post_id = f.id("post_id")
    grounds = f.texts("grounds") if f.record.get("grounds") is not None else ()
    if not set(grounds) <= set(HATE_GROUNDS):
        raise BadField(f"grounds: not all of {', '.join(HATE_GROUNDS)}")
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


def _dismissal(f: Fields) -> Dismissal:
    return Dismissal(f.id("dismissal_id"), f.id("post_id"), f.at(), f.id("decided_by"), f.flag("manifestly_unfounded"))


def _reversal(f: Fields) -> Reversal:
    return Reversal(
        f.id("reversal_id"),
        f.id("violation_id"),
        f.id("profile_id"),
        f.at(),
        f.id("decided_by"),
        f.optional("reason", str),
    )


def _appeal(f: Fields) -> Appeal:
    return Appeal(f.id("appeal_id"), f.id("profile_id"), f.id("target"), f.at())


def _ruling(f: Fields) -> Ruling:
    return Ruling(
        f.id("ruling_id"),
        f.id("appeal_id"),
        f.id("profile_id"),
        f.one_of("outcome", ("upheld", "overturned")),
        f.at(),
        f.id("decided_by"),
        f.optional("reason", str),
    )


def _claim(f: Fields) -> Claim:
    post_id = f.id("post_id")
    return Claim(
        f.id("claim_id"),
        f.id("claimant_id"),
        post_id,
        f.one_of("ground", GROUNDS),
        f.texts("evidence"),
        f.at(),
        f.post(post_id),
    )


def _counter_claim(f: Fields) -> CounterClaim:
    return CounterClaim(f.id("counter_claim_id"), f.id("claim_id"), f.id("post_id"), f.id("profile_id"), f.at())


def _claim_ruling(f: Fields) -> ClaimRuling:
    return ClaimRuling(
        f.id("ruling_id"),
        f.id("claim_id"),
        f.id("post_id"),
        f.one_of("outcome", ("infringing", "unfounded", "withdrawn")),
        f.at(),
        f.id("decided_by"),
        f.flag("manifestly_unfounded"),
    )


def _profile(f: Fields) -> Profile:
    return Profile(f.id("profile_id"), f.at(), f.optional("language", str))


def _erasure(f: Fields) -> Erasure:
    return Erasure(f.id("erasure_id"), f.id("profile_id"), f.at())


READERS: dict[str, Callable[[Fields], Event]] = {
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

# Every field that the contracts name; only these of a refused record are kept, so no text.
_KINDS = (
    Post,
    Report,
    Violation,
    Dismissal,
    Reversal,
    Appeal,
    Ruling,
    Claim,
    CounterClaim,
    ClaimRuling,
    Profile,
    Erasure,
)
NAMED_FIELDS = frozenset({"kind", "audience"}.union(*(kind.__struct_fields__ for kind in _KINDS)))
_EMBEDDED_FIELDS = frozenset(("profile_id", "at", "surface", "audience", "language"))


def named_fields(record: Mapping[str, Any]) -> bytes:
    """What may be kept of a refused record, as JSON."""
    kept = {name: value for name, value in record.items() if name in NAMED_FIELDS}
    embedded = kept.get("post")
    if isinstance(embedded, dict):
        kept["post"] = {name: value for name, value in embedded.items() if name in _EMBEDDED_FIELDS}
    return json.dumps(kept).encode()
