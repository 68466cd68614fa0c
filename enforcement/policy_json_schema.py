"""The policy file as JSON Schema 2020-12, derived from the tables that the loader reads by; for editors of TOML.

What only the whole file can tell (a guideline of an unknown level, rungs out of order, a duration over a limit) is
left to the loader: `enforce policy check`.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from enforcement.policy_file import read_toml
from enforcement.policy_keys import below
from enforcement.policy_kinds import (
    DURATION_DIGITS,
    LEAST_AMOUNT,
    MOST,
    Amount,
    Choice,
    Duration,
    DurationOrOpen,
    Flag,
    Instant,
    Kind,
    Single,
    Text,
    Whole,
)
from enforcement.policy_ladder import FIRST, NEEDED, ONLY_OF_RESTRICTIONS
from enforcement.policy_meanings import KEYS, TABLES
from enforcement.policy_schema import POLICY
from enforcement.policy_tables import LEVEL_FORM, ByLevel, ByName, ListOf, SetOf, Some, Table

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DURATION = f"[1-9][0-9]{{0,{DURATION_DIGITS - 1}}}[smhd]"


def policy_json_schema() -> Schema:
    """Return the schema; a valid policy file passes it, and what it refuses the loader refuses too."""
    return {"$schema": DIALECT, "title": "policy of profile enforcement", **schema_of(POLICY, "")}


@singledispatch
def schema_of(kind: Kind, path: str) -> Schema:
    """Return the schema of a kind at a general path, with what is said of it there."""
    raise TypeError(type(kind).__name__, path)


@schema_of.register
def _(kind: Single, path: str) -> Schema:
    told = {"description": KEYS[path]} if path in KEYS else {}  # elements of a list are told with the list
    example = kind.example if isinstance(kind, Instant) else read_toml(f"it = {kind.example}")["it"]
    return {**told, **_form(kind), "examples": [example]}


@schema_of.register
def _(kind: Some, path: str) -> Schema:
    schema = schema_of(kind.of, path)
    least = "minItems" if schema["type"] == "array" else "minProperties"
    return {**schema, least: 1}


@schema_of.register
def _(kind: ListOf, path: str) -> Schema:
    schema = {**_told(path), "type": "array", "items": schema_of(kind.item, f"{path}[]")}
    return {**schema, **_LADDER} if path == "ladder" else schema


@schema_of.register
def _(kind: SetOf, path: str) -> Schema:
    return {**_told(path), "type": "array", "items": schema_of(kind.item, f"{path}[]"), "uniqueItems": True}


@schema_of.register
def _(kind: Table, path: str) -> Schema:
    properties = {name: schema_of(inner, below(path, name)) for name, inner in kind.keys.items()}
    required = [name for name in kind.keys if name not in kind.optional]
    schema = {**_told(path), "type": "object", "properties": properties, "required": required}
    return {**schema, "additionalProperties": False, **(_RUNG if path == "ladder[]" else {})}


@schema_of.register
def _(kind: ByLevel, path: str) -> Schema:
    levels = {f"^{LEVEL_FORM}$": schema_of(kind.item, below(path, ""))}
    return {**_told(path), "type": "object", "patternProperties": levels, "additionalProperties": False}


@schema_of.register
def _(kind: ByName, path: str) -> Schema:
    names = {"propertyNames": _form(kind.name), "additionalProperties": schema_of(kind.item, below(path, ""))}
    return {**_told(path), "type": "object", **names}


def _told(path: str) -> Schema:
    return {"description": TABLES.get(path) or KEYS[path]}


@singledispatch
def _form(kind: Kind) -> Schema:
    raise TypeError(type(kind).__name__)


@_form.register
def _(kind: Text) -> Schema:
    return {"type": "string", "pattern": f"^(?:{kind.form})$"}


@_form.register
def _(kind: Choice) -> Schema:
    return {"enum": list(kind.among)}


@_form.register
def _(_kind: Flag) -> Schema:
    return {"type": "boolean"}


@_form.register
def _(kind: Whole) -> Schema:
    return {"type": "integer", "minimum": kind.least, "maximum": MOST}


@_form.register
def _(kind: Amount) -> Schema:
    return {"type": "number", "minimum": LEAST_AMOUNT, "maximum": kind.most}


@_form.register
def _(_kind: Duration) -> Schema:
    return {"type": "string", "pattern": f"^0*{DURATION}$"}


@_form.register
def _(_kind: DurationOrOpen) -> Schema:
    return {"type": "string", "pattern": f"^(?:0*{DURATION}|open)$"}


@_form.register
def _(_kind: Instant) -> Schema:
    return {"type": "string", "format": "date-time"}  # what readers of TOML make of its times


_FIRST: Schema = {"properties": {key: {"const": value} for key, value in FIRST.items()}}
_LADDER: Schema = {"allOf": [{"prefixItems": [_FIRST]}]}
"""The first rung, as the loader wants it; in a schema of its own, or `items` would pass it over."""


def _where(action: str, then: Schema) -> Schema:
    return {"if": {"properties": {"action": {"const": action}}, "required": ["action"]}, "then": then}


_RUNG: Schema = {
    "allOf": [
        _where("remind", {"properties": dict.fromkeys(ONLY_OF_RESTRICTIONS.values(), False)}),
        _where("restrict", {"required": list(NEEDED)}),
    ],
    "dependentRequired": {"min_posts": ["min_share"]},
}
"""What makes a reminder, and what a restriction."""
