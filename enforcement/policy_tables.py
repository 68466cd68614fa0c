"""The kinds in a policy file that hold others: lists, tables with fixed keys, tables with free keys."""

import re
from typing import Any

from enforcement.policy_kinds import Kind, unusable
from enforcement.policy_spot import Spot, closest

Tree = dict[str, Any]
"""What was read of a table, durations as `…_ms`; what is there but cannot be used is None."""

LEVEL_FORM = "[1-9][0-9]{0,5}"


class Some(Kind, frozen=True, kw_only=True):
    """A list or table that holds at least one value."""

    of: Kind

    def read(self, spot: Spot, value: object, /) -> object:
        """Return what the kind reads of it."""
        if value in ([], {}):
            return unusable("empty", f"at least one, as in {self.written()}")
        return self.of.read(spot, value)

    def written(self) -> str:
        """Return the example of the kind."""
        return self.of.written()

    def headed(self, name: str) -> str:
        """Return the line of the kind."""
        return self.of.headed(name)

    def unit(self) -> str:
        """Return the unit of the kind."""
        return self.of.unit()


class ListOf(Kind, frozen=True, kw_only=True):
    """Values of one kind in an order."""

    item: Kind
    example: str

    def read(self, spot: Spot, value: object, /) -> list[object]:
        """Return a value for each element, None for what cannot be used."""
        if not isinstance(value, list):
            return unusable("not a list", self.example)
        return [self.item.read_at(spot.item(index), one) for index, one in enumerate(value)]

    def written(self) -> str:
        """Return the example."""
        return self.example

    def headed(self, name: str) -> str:
        """Return the header of an element, of a list of tables."""
        return f"[[{name}]] with {self.item.written()[2:-2]}"

    def unit(self) -> str:
        """Return the unit of the elements."""
        return self.item.unit()


class SetOf(Kind, frozen=True, kw_only=True):
    """Values of one kind, each at most once."""

    item: Kind
    example: str

    def read(self, spot: Spot, value: object, /) -> list[object]:
        """Return a value for each element, None for what cannot be used."""
        if not isinstance(value, list):
            return unusable("not a list", self.example)
        read = [self.item.read_at(spot.item(index), one) for index, one in enumerate(value)]
        for index in [index for index, one in enumerate(read) if one is not None and one in read[:index]]:
            spot.item(index).refuse(value[index], "in the list already; write each once")
        return read

    def written(self) -> str:
        """Return the example."""
        return self.example


class Table(Kind, frozen=True, kw_only=True):
    """Keys that are all known, each with its kind, and required unless optional."""

    keys: dict[str, Kind]
    optional: frozenset[str] = frozenset()

    def read(self, spot: Spot, value: object, /) -> Tree:
        """Return a value for each key that is there, also under a name that was only meant."""
        if not isinstance(value, dict):
            return unusable("not a table", self.written())
        meant = [self._refuse_unknown(spot, name, value) for name in value if name not in self.keys]
        present = [name for name in self.keys if name in value or name in meant]
        for name in [name for name in self._required() if name not in present]:
            spot.key(name).miss(self.line(name))
        return {name + self.keys[name].unit(): self._value(spot, name, value) for name in present}

    def written(self) -> str:
        """Return the required keys with their examples, as an inline table."""
        return f"{{ {', '.join(Table.line(self, name) for name in self._required())} }}"

    def headed(self, name: str) -> str:
        """Return the header and the required keys."""
        return _headed(name, self)

    def line(self, name: str) -> str:
        """Return what to write where a key is missing."""
        return f"{name} = {self.keys[name].written()}"

    def _required(self) -> list[str]:
        return [name for name in self.keys if name not in self.optional]

    def _refuse_unknown(self, spot: Spot, name: str, table: Tree) -> str | None:
        near = closest(name, self.keys)
        instead = f"write {near}" if near else f"remove it; known here: {', '.join(self.keys)}"
        spot.key(name).refuse(table[name], f"unknown key; {instead}")
        return near

    def _value(self, spot: Spot, name: str, table: Tree) -> object:
        return self.keys[name].read_at(spot.key(name), table[name]) if name in table else None


class TopTable(Table, frozen=True, kw_only=True):
    """The whole file, where tables have headers."""

    def line(self, name: str) -> str:
        """Return what to write where a key or a table is missing."""
        return self.keys[name].headed(name)


class ByLevel(Kind, frozen=True, kw_only=True):
    """A table whose keys are numbers of levels."""

    item: Kind
    example: str

    def read(self, spot: Spot, value: object, /) -> dict[int, object]:
        """Return a value for each level, None for what cannot be used."""
        if not isinstance(value, dict):
            return unusable("not a table", self.written())
        for name in [name for name in value if not re.fullmatch(LEVEL_FORM, name)]:
            spot.key(name).refuse(value[name], "not the number of a level; write one from 1 on as the key")
        levels = {int(name): name for name in value if re.fullmatch(LEVEL_FORM, name)}
        return {level: self.item.read_at(spot.key(name), value[name]) for level, name in levels.items()}

    def written(self) -> str:
        """Return the example."""
        return self.example

    def headed(self, name: str) -> str:
        """Return the header and the example."""
        return _headed(name, self)


class ByName(Kind, frozen=True, kw_only=True):
    """A table whose keys are names that the operator chooses."""

    item: Kind
    name: Kind
    example: str

    def read(self, spot: Spot, value: object, /) -> dict[str, object]:
        """Return a value for each usable name, None for what cannot be used."""
        if not isinstance(value, dict):
            return unusable("not a table", self.written())
        return {
            name: self.item.read_at(spot.key(name), one)
            for name, one in value.items()
            if self.name.read_at(spot.key(name), name)
        }

    def written(self) -> str:
        """Return the example."""
        return self.example

    def headed(self, name: str) -> str:
        """Return the header and the example."""
        return _headed(name, self)


def _headed(name: str, table: Kind) -> str:
    """Return an inline table's content below a header of its own."""
    return f"[{name}] with {table.written()[2:-2]}"
