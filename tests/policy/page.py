"""The table of keys on `docs/reference/policy.md`, made from the tables that the loader reads by.

`python -m tests.policy.page` writes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from enforcement.policy_file import read_toml, shipped_text
from enforcement.policy_keys import Key, below, policy_keys
from enforcement.policy_kinds import (
    CENTURY_DAYS,
    MOST,
    Amount,
    Choice,
    Duration,
    DurationOrOpen,
    Flag,
    Instant,
    Kind,
    Text,
    Whole,
)
from enforcement.policy_ladder import NEEDED, ONLY_OF_RESTRICTIONS
from enforcement.policy_meanings import KEYS
from enforcement.policy_spot import one_of, shown
from enforcement.policy_tables import ListOf, SetOf, Some
from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "reference" / "policy.md"
TABLE = re.compile(r"^\| key \|.*?(?=^\n)", re.MULTILINE | re.DOTALL)
SHOWN_VALUES = 40


def key_table() -> str:
    """Return the table, a line each."""
    head = ["| key | shipped | may be | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *map(_row, policy_keys())]) + "\n"


def _row(key: Key) -> str:
    return f"| `{key.path}` | {_default(key.path)} | {_form(key.kind)}{_presence(key)} | {KEYS[key.path]} |"


def _presence(key: Key) -> str:
    name = key.path.removeprefix("ladder[].")
    if name in NEEDED:
        return "; of every restriction, of no reminder"
    optional = "; optional, of restrictions" if name in ONLY_OF_RESTRICTIONS.values() else "; optional"
    return "" if key.required else optional


def _default(path: str) -> str:
    """Return the shipped values at a general path, each once, or how many there are."""
    found = [value for its, value in _values(read_toml(shipped_text()), "") if its == path]
    each = list(map(shown, found)) if "N" in path.split(".") else list(dict.fromkeys(map(shown, found)))
    text = ", ".join(each)
    if len(text) <= SHOWN_VALUES:
        return f"`{text}`"
    return f"{len(found[0])} entries" if isinstance(found[0], list) and len(found) == 1 else f"{len(each)} different"


def _values(tree: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _values(value, below(path, name))
    elif isinstance(tree, list) and isinstance(tree[0], dict):
        for value in tree:
            yield from _values(value, f"{path}[]")
    else:
        yield path, tree


@singledispatch
def _form(kind: Kind) -> str:
    raise TypeError(type(kind).__name__)


@_form.register
def _(kind: Text) -> str:
    return kind.what


@_form.register
def _(kind: Choice) -> str:
    return one_of(f'`"{word}"`' for word in kind.among)


@_form.register
def _(_kind: Flag) -> str:
    return "`true` or `false`"


@_form.register
def _(kind: Whole) -> str:
    return f"a whole number from {kind.least} on"


@_form.register
def _(kind: Amount) -> str:
    return "a number above 0" if kind.most == MOST else f"a number above 0, at most {kind.most}"


@_form.register
def _(kind: Duration) -> str:
    return "a duration" if kind.most_days == CENTURY_DAYS else f"a duration, at most {kind.most_days} days"


@_form.register
def _(_kind: DurationOrOpen) -> str:
    return 'a duration, or `"open"` until a person ends it'


@_form.register
def _(_kind: Instant) -> str:
    return "a time with an offset"


@_form.register
def _(kind: Some) -> str:
    return f"{_form(kind.of)}, at least one"


@_form.register(SetOf)
@_form.register(ListOf)
def _(kind: SetOf | ListOf) -> str:
    return f"a list of: {_form(kind.item)}"


if __name__ == "__main__":
    PAGE.write_text(TABLE.sub(lambda _: key_table(), PAGE.read_text(encoding="utf-8") + "\n").rstrip() + "\n")
