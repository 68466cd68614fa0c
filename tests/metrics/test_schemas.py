"""The schemas of the five outputs: those of the records, those of the page, and able to read what is said."""

from __future__ import annotations

import re
import types
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import msgspec
import polars as pl
import pytest

from enforcement import facts, records
from metrics import schemas
from tests.conftest import REPOSITORY
from tests.metrics.recorded import Row, hostile, written

PAGE = REPOSITORY / "docs" / "reference" / "tables.md"
RECORDS = {
    "actions": records.Action.__args__,
    "standings": (records.Standing,),
    "notices": (records.Notice,),
    "reviews": (records.Review,),
    "dead_letters": (records.DeadLetter,),
}
TIMES = ("at", "until", "sanction_until", "confirm_by")
MAPPINGS = {"facts": pl.String, "origin": schemas.ORIGIN, "restrictions": schemas.STANDINGS["restrictions"]}
PLAIN = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean, list[str]: schemas.TEXTS}


def kind_of(name: str, said: Any) -> Any:
    """The type of a column for a field of a record."""
    if name in TIMES:
        return schemas.TIME
    if name in MAPPINGS:
        return MAPPINGS[name]
    if get_origin(said) in {Union, types.UnionType}:
        kinds = [kind for kind in get_args(said) if kind is not type(None)]
        return kind_of(name, kinds[0]) if len(kinds) == 1 else pl.String  # a rung: points, or zero_tolerance
    if isinstance(said, type) and issubclass(said, msgspec.Struct):
        return pl.Struct(columns(said))
    return PLAIN[said]


def columns(record: type[msgspec.Struct]) -> dict[str, Any]:
    """The columns that a record needs."""
    return {field.name: kind_of(field.name, field.type) for field in msgspec.structs.fields(record)}


@pytest.mark.parametrize("stream", schemas.SCHEMAS)
def test_a_table_has_a_column_for_each_field_of_its_records_and_no_other(stream: str) -> None:
    """A field that is new in a record is new in the table."""
    needed: dict[str, Any] = {"kind": pl.String} if stream == "actions" else {}
    for record in RECORDS[stream]:
        needed |= columns(record)
    assert dict(schemas.SCHEMAS[stream]) == needed


def test_the_streams_are_those_of_the_pipeline_in_its_order() -> None:
    """Nothing that is said is missing."""
    assert tuple(schemas.SCHEMAS) == records.STREAMS
    assert set(schemas.CAPABILITIES) == set(facts.CAPABILITIES)
    restriction = schemas.RESTRICTION
    assert restriction == pl.Struct(columns(records.Restriction))


@pytest.mark.parametrize("stream", schemas.SCHEMAS)
def test_the_page_shows_the_columns_and_their_types(stream: str) -> None:
    """Queries are written from the page; the rows below are what it should have."""
    section = PAGE.read_text().split(f"\n## {stream}\n")[1].split("\n## ")[0]
    shown = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", section, re.MULTILINE)
    assert shown == [(name, written_out(kind)) for name, kind in schemas.SCHEMAS[stream].items()]


def written_out(kind: Any) -> str:
    """A type as the page writes it."""
    for plain, name in (
        (schemas.TIME, "time"),
        (schemas.TEXTS, "list of text"),
        (pl.Int64, "int"),
        (pl.String, "text"),
    ):
        if kind == plain:
            return name
    if not isinstance(kind, pl.Struct):
        return {pl.Float64: "float", pl.Boolean: "bool"}[type(kind) if isinstance(kind, pl.DataType) else kind]
    inner = dict(kind.to_schema())
    if set(inner) == set(schemas.CAPABILITIES):
        return f"struct(each capability: {written_out(schemas.RESTRICTION)})"
    return "struct(" + ", ".join(f"{name}: {written_out(part)}" for name, part in inner.items()) + ")"


@pytest.mark.parametrize("seed", range(5))
def test_every_value_that_is_said_is_read(tmp_path: Path, seed: int) -> None:
    """No value becomes null on its way into a table."""
    result, read = hostile(tmp_path, seed)
    for stream in schemas.SCHEMAS:
        said, found = getattr(result, stream), getattr(read, stream).collect()
        assert found.height == len(said)
        for name in found.columns:
            here = [record.get(name) is not None for record in said]
            assert found[name].is_not_null().to_list() == here, (stream, name)


def test_a_time_a_rung_a_fact_and_a_restriction_are_read_as_what_they_are(tmp_path: Path) -> None:
    """Milliseconds are kept; a rung is text, since it may be zero tolerance."""
    until = "2026-02-01T00:00:00.123Z"
    standing = {"profile_id": "ann", "at": until, "restrictions": {"comments": {"until": until, "causes": ["v1"]}}}
    rungs: list[Row] = [{"kind": "remind", "rung": 4}, {"kind": "block_creation", "rung": "zero_tolerance"}]
    said = {"template": "report_outcome", "facts": {"outcome": "upheld", "level": 3}}
    read = schemas.scan(written(tmp_path, actions=rungs, standings=[standing], notices=[said]))
    [found] = read.standings.collect().to_dicts()
    assert found["at"].microsecond == 123_000
    assert found["restrictions"]["comments"] == {"until": found["at"], "causes": ["v1"]}
    assert found["restrictions"]["creation"] is None
    assert read.actions.collect()["rung"].to_list() == ["4", "zero_tolerance"]
    assert read.notices.select(pl.col("facts").str.json_path_match("$.level")).collect().item() == "3"


def test_a_directory_whose_name_looks_like_a_pattern_is_read(tmp_path: Path) -> None:
    """Taken as a pattern, it would match nothing, and every answer would be empty."""
    odd = tmp_path / "out[1]*"
    odd.mkdir()
    assert schemas.scan(written(odd, actions=[{"kind": "remind"}])).actions.collect().height == 1
