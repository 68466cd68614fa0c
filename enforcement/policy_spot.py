"""Where in a policy file a reader stands, and how a problem there is told in one line."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from difflib import get_close_matches

from msgspec import Struct
from msgspec.structs import replace

SHOWN_CHARACTERS = 72
SHOWN_DEPTH = 4
LARGEST_TOML_NUMBER = 2**63


class Spot(Struct, frozen=True, kw_only=True):
    """A key path in a file; all spots of one file share one list of problems."""

    where: str
    problems: list[str]
    path: str = ""

    def key(self, *names: object) -> "Spot":
        """Return the spot of a key in the table here, or of one further down."""
        path = ".".join(_key(str(name)) for name in names)
        return replace(self, path=f"{self.path}.{path}" if self.path else path)

    def item(self, index: int) -> "Spot":
        """Return the spot of an element of the list here, counted from 0."""
        return replace(self, path=f"{self.path}[{index}]")

    def refuse(self, value: object, why: str) -> None:
        """Note that the value here cannot be used; `why` ends with what to write instead."""
        self.problems.append(f"{self.where}: {self.path} = {shown(value)}: {why}")

    def miss(self, line: str) -> None:
        """Note that nothing is here, and the line that mends it."""
        self.problems.append(f"{self.where}: {self.path}: missing; write {line}")


def closest(name: object, known: Iterable[object]) -> str | None:
    """Return the known name that was probably meant."""
    return next(iter(get_close_matches(str(name), [str(one) for one in known], n=1)), None)


def one_of(known: Iterable[object]) -> str:
    """Say in words which values there are to choose from, of at least one."""
    *others, last = [str(one) for one in known]
    return f"{', '.join(others)} or {last}" if others else last


def shown(value: object) -> str:
    """Return a value as TOML writes it, in one line and never long."""
    text = _toml(value, SHOWN_DEPTH)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."


def _toml(value: object, depth: int) -> str:
    if isinstance(value, (dict, list)):
        return _nested(value, depth - 1)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat().replace("+00:00", "Z")
    return _number(value)


def _nested(value: dict[str, object] | list[object], depth: int) -> str:
    # the writer of the file chooses how deep it goes, and recursion ends somewhere
    if not depth:
        return "..."
    if isinstance(value, list):
        return f"[{', '.join(_toml(one, depth) for one in value)}]"
    pairs = (f"{_key(name)} = {_toml(one, depth)}" for name, one in value.items())
    return f"{{ {', '.join(pairs)} }}" if value else "{}"


def _number(value: object) -> str:
    # Python refuses to write very long numbers in decimal, but reads them from hexadecimal
    long = isinstance(value, int) and abs(value) > LARGEST_TOML_NUMBER
    return f"{value:#x}" if long else str(value)


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())
