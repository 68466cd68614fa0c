"""A policy as its file writes it: keys in their order, durations with units; the way back from `policy_file`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from enforcement.policy import OPEN
from enforcement.policy_kinds import EPOCH, UNITS_MS, Amount, Duration, Instant, Kind
from enforcement.policy_schema import POLICY
from enforcement.policy_tables import ByLevel, ByName, ListOf, SetOf, Some, Table, Tree

if TYPE_CHECKING:
    from enforcement.policy import Policy

Form = dict[str, Any]
"""What reading the TOML file gives, sets sorted: text, whole numbers, amounts, flags, times, lists, tables."""


def file_form(policy: Policy) -> Form:
    """Return the policy in the form of its file; optional keys only where they say something."""
    tree: Tree = to_builtins(policy, builtin_types=(datetime,))
    small = {name: tree for name in POLICY.keys if name not in tree}  # their keys are the policy's own
    of_own_form = {
        "ladder": [_rung(rung) for rung in tree["ladder"]],
        "guidelines": {name: _guideline(one) for name, one in tree["guidelines"].items()},
        "reports": {**tree["reports"], "prior": {name: tree["reports"][f"prior_{name}"] for name in ("a", "b")}},
    }
    form: Form = form_of(POLICY, {**tree, **small, **of_own_form})
    return form


def duration_form(ms: int) -> str:
    """Return a duration with the largest unit that leaves a whole number, or `open`."""
    if ms >= OPEN:
        return "open"
    unit = next(unit for unit in reversed(UNITS_MS) if ms % UNITS_MS[unit] == 0)
    return f"{ms // UNITS_MS[unit]}{unit}"


@singledispatch
def form_of(kind: Kind, value: Any) -> Any:  # noqa: ANN401  each kind has its own
    """Return a value in the core's units as the file writes one of its kind."""
    del kind
    return value


@form_of.register
def _(_kind: Duration, value: int) -> str:
    return duration_form(value)


@form_of.register
def _(_kind: Instant, value: int) -> datetime:
    return EPOCH + timedelta(milliseconds=value)


@form_of.register
def _(_kind: Amount, value: float) -> float:
    return int(value) if value == int(value) else value


@form_of.register
def _(kind: Some, value: Any) -> Any:  # noqa: ANN401
    return form_of(kind.of, value)


@form_of.register
def _(kind: ListOf, value: list[Any]) -> list[Any]:
    return [form_of(kind.item, one) for one in value]


@form_of.register
def _(kind: SetOf, value: list[Any]) -> list[Any]:
    return sorted(form_of(kind.item, one) for one in value)


@form_of.register
def _(kind: Table, value: Tree) -> Form:
    names = {name: name + inner.unit() for name, inner in kind.keys.items()}
    return {key: form_of(kind.keys[key], value[name]) for key, name in names.items() if name in value}


@form_of.register
def _(kind: ByLevel, value: dict[int, Any]) -> Form:
    return {str(number): form_of(kind.item, one) for number, one in sorted(value.items())}


@form_of.register
def _(kind: ByName, value: dict[str, Any]) -> Form:
    return {name: form_of(kind.item, one) for name, one in value.items()}


def _rung(rung: Tree) -> Tree:
    """Return a rung with its action, without what it does not ask for."""
    if rung["remind"]:
        return {"points": rung["points"], "action": "remind"}
    silent = [name for name in ("min_share", "min_posts") if not rung[name]]
    return {"action": "restrict", **{name: value for name, value in rung.items() if name not in silent}}


def _guideline(guideline: Tree) -> Tree:
    return {name: value for name, value in guideline.items() if value is not False}
