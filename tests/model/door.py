"""The door: bytes become an event, a dead letter with a reason, or nothing (contracts.md 1 and 2, domain.md 2).

Reasons in the order of contracts.md 2: `too_large`, `not_json`, scope, `unknown_kind`, `bad_field`, `unknown_guideline`.
(`in_future` exists only live: a replay has no wall clock.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import choices, when
from .policy import Policies

ID = re.compile(r"[!-~]{1,128}")
GRANULES = [
    "origin",
    "race",
    "appearance",
    "disability",
    "illness",
    "social_status",
    "religion",
    "age",
    "gender",
    "sexual_identity",
    "sexual_preference",
    "other_identity",
]
SOURCES = ["report", "own_initiative", "order", "claim"]
GROUNDS = ["personal_information", "portrait", "defamation", "intellectual_property", "other_right"]


class Dead(Exception):
    """A dead letter at the door; the reason is its only argument."""


class Dropped(Exception):
    """Out of scope: never stored, indexed, logged, dead-lettered or emitted."""


@dataclass(frozen=True)
class Event:
    kind: str
    id: str
    at: int
    line: int
    fields: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)


def an_id(value: object) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def a_text(value: object) -> bool:
    return choices.text(value)


def a_flag(value: object) -> bool:
    return isinstance(value, bool)


def a_time(value: object) -> bool:
    return when.parse(value) is not None


def one_of(values: list[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in values


def list_of(each: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(each(v) for v in value)


def a_post(value: object) -> bool:
    return isinstance(value, dict) and fits(value, EMBEDDED)


Check = Callable[[object], bool]
EMBEDDED: dict[str, Check] = {
    "profile_id": an_id,
    "at": a_time,
    "surface": a_text,
    "audience": a_text,
    "language?": choices.language,
}
KINDS: dict[str, dict[str, Check]] = {
    "post": {"post_id": an_id, **EMBEDDED},
    "report": {
        "report_id": an_id,
        "post_id": an_id,
        "reporter_id": an_id,
        "guideline?": a_text,
        "trusted?": a_flag,
        "post?": a_post,
    },
    "violation": {
        "violation_id": an_id,
        "post_id": an_id,
        "guideline": a_text,
        "decided_by": an_id,
        "automated?": a_flag,
        "incident_id?": an_id,
        "grounds?": list_of(one_of(GRANULES)),
        "source?": one_of(SOURCES),
        "post?": a_post,
    },
    "dismissal": {
        "dismissal_id": an_id,
        "post_id": an_id,
        "decided_by": an_id,
        "manifestly_unfounded?": a_flag,
    },
    "reversal": {
        "reversal_id": an_id,
        "violation_id": an_id,
        "profile_id": an_id,
        "decided_by": an_id,
        "reason?": a_text,
    },
    "appeal": {"appeal_id": an_id, "profile_id": an_id, "target": an_id},
    "ruling": {
        "ruling_id": an_id,
        "appeal_id": an_id,
        "profile_id": an_id,
        "outcome": one_of(["upheld", "overturned"]),
        "decided_by": an_id,
        "reason?": a_text,
    },
    "claim": {
        "claim_id": an_id,
        "claimant_id": an_id,
        "post_id": an_id,
        "ground": one_of(GROUNDS),
        "evidence": list_of(a_text),
        "post?": a_post,
    },
    "counter_claim": {"counter_claim_id": an_id, "claim_id": an_id, "post_id": an_id, "profile_id": an_id},
    "claim_ruling": {
        "ruling_id": an_id,
        "claim_id": an_id,
        "post_id": an_id,
        "outcome": one_of(["infringing", "unfounded", "withdrawn"]),
        "decided_by": an_id,
        "manifestly_unfounded?": a_flag,
    },
    "profile": {"profile_id": an_id, "language?": choices.language},
    "erasure": {"erasure_id": an_id, "profile_id": an_id},
}
for _fields in KINDS.values():
    _fields["at"] = a_time


def fits(record: dict[str, Any], fields: dict[str, Check]) -> bool:
    """Every required field is there and every field is as the contract says; null in an optional field means absent."""
    for name, check in fields.items():
        value = record.get(name.rstrip("?"))
        if value is None and name.endswith("?"):
            continue
        if not check(value):
            return False
    return True


def refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def read(raw: bytes) -> dict[str, Any]:
    """Strict JSON, one object. Numbers never matter here beyond not being something else, so their size does not either."""
    if len(raw) > 64 * 1024:
        raise Dead("too_large")
    try:
        record = json.loads(raw.decode("utf-8"), parse_constant=refuse, parse_int=float)
    except (ValueError, RecursionError):
        raise Dead("not_json") from None
    if not isinstance(record, dict):
        raise Dead("not_json")
    return record


def in_scope(place: dict[str, Any], policy: Any) -> bool:
    """False where one string is out of scope, however malformed the rest (domain.md 2)."""
    audience, surface = place.get("audience"), place.get("surface")
    if isinstance(audience, str) and audience not in policy["scope"]["audiences"]:
        return False
    return not (isinstance(surface, str) and surface in policy["scope"]["private_surfaces"])


def scope(record: dict[str, Any], policies: Policies) -> None:
    known = isinstance(record.get("kind"), str) and record["kind"] in KINDS
    places = [] if known and record["kind"] != "post" else [record]
    if isinstance(record.get("post"), dict) and choices.embeds(record["kind"] if known else None, KINDS):
        places.append(record["post"])
    at = when.parse(record.get("at"))
    judges = [policies.at(at)] if at is not None else choices.scope_without_a_time(policies)
    if not all(in_scope(place, policy) for place in places for policy in judges):
        raise Dropped


def enter(raw: bytes, line: int, policies: Policies) -> Event:
    """One record through the door."""
    record = read(raw)
    scope(record, policies)
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Dead("unknown_kind")
    if not fits(record, KINDS[kind]):
        raise Dead("bad_field")
    at = when.parse(record["at"])
    assert at is not None
    fields = {name.rstrip("?"): record.get(name.rstrip("?")) for name in KINDS[kind]}
    if kind in ("violation", "report") and fields["guideline"] is not None:
        if fields["guideline"] not in policies.at(at)["guidelines"]:
            raise Dead("unknown_guideline")
    own = {"claim_ruling": "ruling_id", "profile": "profile_id"}.get(kind, kind + "_id")
    return Event(kind, str(fields[own]), at, line, fields)
