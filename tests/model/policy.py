"""The policy file (contracts.md 3), read without checks: the tests hand in good ones."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from .when import duration, millis

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Until = int | None  # None = open: until a human ends it


@dataclass(frozen=True)
class Policy:
    version: str
    effective_from: int
    table: dict[str, Any]

    def __getitem__(self, section: str) -> Any:
        return self.table[section]

    def time(self, section: str, key: str) -> int:
        return duration(self.table[section][key])

    def level(self, guideline: str) -> int:
        return int(self["guidelines"][guideline]["level"])

    def row(self, guideline: str) -> dict[str, Any]:
        """The policy row levels.L of a guideline."""
        row: dict[str, Any] = self["levels"][str(self.level(guideline))]
        return row

    def window(self, guideline: str) -> int:
        return duration(self.row(guideline)["window"])

    def zero_tolerance(self, guideline: str) -> bool:
        return bool(self["guidelines"][guideline].get("zero_tolerance", False))

    def mildest(self) -> int:
        return max(int(level) for level in self["levels"])

    def longest(self) -> int:
        """The longest of the level, share, warning and appeal windows (domain.md 11)."""
        levels = [duration(row["window"]) for row in self["levels"].values()]
        fairness = [self.time("fairness", "share_window"), self.time("fairness", "warning_window")]
        return max([*levels, *fairness, self.time("appeals", "window")])


class Policies:
    """All versions in order; which one holds when (domain.md 5, last paragraph)."""

    def __init__(self, texts: list[str]) -> None:
        tables = [tomllib.loads(text) for text in texts]
        rows = [Policy(t["version"], millis(t["effective_from"]), t) for t in tables]
        self.versions = sorted(rows, key=lambda p: p.effective_from)
        self.forget = max(p.longest() for p in self.versions)  # A of domain.md 11: of any policy version

    def at(self, at: int) -> Policy:
        """The latest effective_from <= at; the first one also for anything earlier."""
        return ([p for p in self.versions if p.effective_from <= at] or self.versions[:1])[-1]


def ladder_of(policy: Policy) -> list[dict[str, Any]]:
    return list(policy["ladder"])


def narrowest(policy: Policy, capability: str, surface: str) -> str:
    """`matching` stands for the narrowest capability that fits the surface (domain.md 5.3)."""
    return policy["matching"].get(surface, "feed_search") if capability == "matching" else capability


def until(at: int, length: str) -> Until:
    return None if length == "open" else at + duration(length)


def later(a: Until, b: Until) -> Until:
    """The later of two ends: open beats all."""
    return None if a is None or b is None else max(a, b)
