"""The part of JSON Schema 2020-12 that the policy's schema uses, read literally; an unknown keyword is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

Schema = dict[str, Any]

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}
DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
SILENT = {"$schema", "title", "description", "examples", "then"}


def as_json(value: Any) -> Any:
    """Return what readers of TOML make of a document: its times become text."""
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value


def errors(schema: Any, value: Any, path: str = "$") -> Iterator[str]:
    """Yield a line for each keyword that a value does not satisfy."""
    if isinstance(schema, bool):
        yield from [] if schema else [f"{path}: not wanted"]
        return
    for keyword, wanted in schema.items():
        if keyword not in SILENT:
            yield from CHECKS[keyword](wanted, value, path, schema)


def _objects(check: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    return lambda wanted, value, path, schema: (
        check(wanted, value, path, schema) if isinstance(value, dict) else iter(())
    )


def _arrays(check: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    return lambda wanted, value, path, schema: (
        check(wanted, value, path, schema) if isinstance(value, list) else iter(())
    )


def _says(holds: Callable[[Any, Any], bool]) -> Callable[..., Iterator[str]]:
    def check(wanted: Any, value: Any, path: str, schema: Schema) -> Iterator[str]:
        del schema
        if not holds(wanted, value):
            yield f"{path}: {value!r} against {wanted!r}"

    return check


def _number(holds: Callable[[Any, Any], bool]) -> Callable[..., Iterator[str]]:
    return _says(lambda wanted, value: not TYPES["number"](value) or holds(wanted, value))


def _additional(wanted: Any, value: Any, path: str, schema: Schema) -> Iterator[str]:
    patterns = schema.get("patternProperties", {})
    for name, one in value.items():
        if name not in schema.get("properties", {}) and not any(re.search(pattern, name) for pattern in patterns):
            yield from errors(wanted, one, f"{path}.{name}")


def _properties(wanted: Any, value: Any, path: str, _schema: Schema) -> Iterator[str]:
    for name in wanted.keys() & value.keys():
        yield from errors(wanted[name], value[name], f"{path}.{name}")


def _patterns(wanted: Any, value: Any, path: str, _schema: Schema) -> Iterator[str]:
    for pattern, schema in wanted.items():
        for name in [name for name in value if re.search(pattern, name)]:
            yield from errors(schema, value[name], f"{path}.{name}")


def _names(wanted: Any, value: Any, path: str, _schema: Schema) -> Iterator[str]:
    for name in value:
        yield from errors(wanted, name, f"{path}.{name}")


def _items(wanted: Any, value: Any, path: str, schema: Schema) -> Iterator[str]:
    for index, one in list(enumerate(value))[len(schema.get("prefixItems", [])) :]:
        yield from errors(wanted, one, f"{path}[{index}]")


def _prefix(wanted: Any, value: Any, path: str, _schema: Schema) -> Iterator[str]:
    for index, (schema, one) in enumerate(zip(wanted, value, strict=False)):
        yield from errors(schema, one, f"{path}[{index}]")


def _if(wanted: Any, value: Any, path: str, schema: Schema) -> Iterator[str]:
    if not list(errors(wanted, value, path)):
        yield from errors(schema["then"], value, path)


def _all(wanted: Any, value: Any, path: str, _schema: Schema) -> Iterator[str]:
    for schema in wanted:
        yield from errors(schema, value, path)


CHECKS: dict[str, Callable[..., Iterator[str]]] = {
    "type": _says(lambda wanted, value: TYPES[wanted](value)),
    "enum": _says(lambda wanted, value: value in wanted),
    "const": _says(lambda wanted, value: value == wanted),
    "pattern": _says(lambda wanted, value: not isinstance(value, str) or bool(re.search(wanted, value))),
    "format": _says(lambda _wanted, value: not isinstance(value, str) or bool(re.fullmatch(DATE_TIME, value))),
    "minimum": _number(lambda wanted, value: value >= wanted),
    "maximum": _number(lambda wanted, value: value <= wanted),
    "required": _objects(_says(lambda wanted, value: set(wanted) <= set(value))),
    "dependentRequired": _objects(
        _says(lambda wanted, value: all(set(needs) <= set(value) for name, needs in wanted.items() if name in value))
    ),
    "minProperties": _objects(_says(lambda wanted, value: len(value) >= wanted)),
    "minItems": _arrays(_says(lambda wanted, value: len(value) >= wanted)),
    "uniqueItems": _arrays(
        _says(lambda wanted, value: not wanted or all(one not in value[:at] for at, one in enumerate(value)))
    ),
    "properties": _objects(_properties),
    "patternProperties": _objects(_patterns),
    "additionalProperties": _objects(_additional),
    "propertyNames": _objects(_names),
    "items": _arrays(_items),
    "prefixItems": _arrays(_prefix),
    "if": _if,
    "allOf": _all,
}
