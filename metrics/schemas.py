"""The five outputs as polars tables: their schemas (`docs/reference/tables.md`), and how to read a replay's `--out`."""

from __future__ import annotations

from dataclasses import dataclass
from glob import escape
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

TIME: Final = pl.Datetime("ms", "UTC")
_WRITTEN: Final = "%Y-%m-%dT%H:%M:%S%.3fZ"
TEXTS: Final = pl.List(pl.String)
NEXT_RUNG: Final = pl.Struct({"points": pl.Int64, "capabilities": TEXTS})
RESTRICTION: Final = pl.Struct({"until": TIME, "causes": TEXTS})
CAPABILITIES: Final = ("feed_search", "notifications", "comments", "creation", "reporting", "service")
ORIGIN: Final = pl.Struct(
    {"topic": pl.String, "partition": pl.Int64, "offset": pl.Int64, "file": pl.String, "line": pl.Int64}
)


def _table(**columns: pl.DataType | type[pl.DataType]) -> pl.Schema:
    return pl.Schema(columns)


ACTIONS: Final = _table(
    action_id=pl.String,
    kind=pl.String,
    at=TIME,
    policy_version=pl.String,
    profile_id=pl.String,
    cause=pl.String,
    guideline=pl.String,
    level=pl.Int64,
    post_id=pl.String,
    points=pl.Int64,
    score=pl.Int64,
    rung=pl.String,  # points, or zero_tolerance
    final=pl.Boolean,
    next_rung=NEXT_RUNG,
    capabilities=TEXTS,
    until=TIME,
    sanction_until=TIME,
    posts_observed=pl.Int64,
    confirm_by=TIME,
    why=pl.String,
    scope=pl.String,
    reason=pl.String,
    causes=TEXTS,
    claim_id=pl.String,
    ground=pl.String,
)
STANDINGS: Final = _table(
    profile_id=pl.String,
    version=pl.Int64,
    at=TIME,
    restrictions=pl.Struct(dict.fromkeys(CAPABILITIES, RESTRICTION)),
    score=pl.Int64,
    strikes=pl.Int64,
    last_rung=pl.String,
    policy_version=pl.String,
    erased=pl.Boolean,
)
NOTICES: Final = _table(
    notice_id=pl.String,
    template=pl.String,
    recipient=pl.String,
    language=pl.String,
    at=TIME,
    action_id=pl.String,
    facts=pl.String,  # JSON: each template has its own
    subject=pl.String,
    body=pl.String,
)
REVIEWS: Final = _table(
    review_id=pl.String,
    post_id=pl.String,
    profile_id=pl.String,
    at=TIME,
    priority=pl.Float64,
    weight=pl.Float64,
    reporters=pl.Int64,
    guidelines=TEXTS,
    level=pl.Int64,
)
DEAD_LETTERS: Final = _table(reason=pl.String, detail=pl.String, origin=ORIGIN, at=TIME, raw=pl.String)
SCHEMAS: Final = {
    "actions": ACTIONS,
    "standings": STANDINGS,
    "notices": NOTICES,
    "reviews": REVIEWS,
    "dead_letters": DEAD_LETTERS,
}


@dataclass(frozen=True, kw_only=True)
class Records:
    """The five outputs of one run, each record once, in the order in which they were said."""

    actions: pl.LazyFrame
    standings: pl.LazyFrame
    notices: pl.LazyFrame
    reviews: pl.LazyFrame
    dead_letters: pl.LazyFrame


def path_of(directory: Path, stream: str) -> Path:
    """The file of one output in a directory that `enforce replay --out` wrote."""
    return directory / f"{stream}.jsonl"


def scan_stream(directory: Path, stream: str) -> pl.LazyFrame:
    """One output, read when it is collected; polars.exceptions.PolarsError then if a line is no such record."""
    schema = SCHEMAS[stream]
    times = [name for name, kind in schema.items() if kind == TIME]
    # Read as text: polars' own reading of times in JSON looks for the form of each one, and takes ten times as long.
    written = schema | dict.fromkeys(times, pl.String)
    frame = pl.scan_ndjson(escape(str(path_of(directory, stream))), schema=written)
    return frame.with_columns(pl.col(times).str.to_datetime(_WRITTEN, time_unit="ms", time_zone="UTC"))


def scan(directory: Path) -> Records:
    """All five outputs of a directory."""
    return Records(**{stream: scan_stream(directory, stream) for stream in SCHEMAS})
