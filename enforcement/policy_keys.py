"""Every key of the policy file, walked from the tables that the loader reads by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from enforcement.policy_kinds import Kind
from enforcement.policy_schema import POLICY
from enforcement.policy_tables import ByLevel, ByName, ListOf, Some, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACEHOLDERS = {
    "levels": "N",
    "guidelines": "NAME",
    "matching": "SURFACE",
    "reports.triage": "N",
    "claims.guideline": "GROUND",
}
"""What stands for a name that the operator chooses, or that is one of a few alike."""


class Key(Struct, frozen=True, kw_only=True):
    """A key that holds a value or a list of values, by its general path."""

    path: str
    kind: Kind
    required: bool


def policy_keys() -> list[Key]:
    """Return all keys in the order of the tables, each general path once."""
    return list({key.path: key for key in _keys(POLICY, "", required=True)}.values())


def below(path: str, name: str) -> str:
    """Return the general path of a name in the table at a general path."""
    name = PLACEHOLDERS.get(path, name)
    return f"{path}.{name}" if path else name


def general(names: tuple[str, ...]) -> str:
    """Return the general path of a key given by the names that lead to it; those of a rung begin with `ladder[]`."""
    path = ""
    for name in names:
        path = below(path, name)
    return path


def _keys(kind: Kind, path: str, *, required: bool) -> Iterator[Key]:
    if isinstance(kind, Some):
        yield from _keys(kind.of, path, required=required)
    elif isinstance(kind, Table):
        for name, inner in kind.keys.items():
            yield from _keys(inner, below(path, name), required=name not in kind.optional)
    elif isinstance(kind, (ByLevel, ByName)):
        yield from _keys(kind.item, below(path, ""), required=True)
    elif isinstance(kind, ListOf) and isinstance(kind.item, Table):
        yield from _keys(kind.item, f"{path}[]", required=True)
    else:
        yield Key(path=path, kind=kind, required=required)
