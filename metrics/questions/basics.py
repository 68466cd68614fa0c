"""What several questions begin with: strikes, decisions taken back, facts of notices, the end of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from metrics.schemas import Records

_OF_STRIKES: Final = ("remind", "restrict_visibility", "block_creation", "record_strike")
RUNG_ORDER: Final = pl.col("rung").cast(pl.Int64, strict=False)
"""Sorts rungs: by points, `zero_tolerance` after all."""


def strikes(records: Records) -> pl.LazyFrame:
    """Strikes as decided, one row each: profile_id, cause, at, guideline, level, points, score, kind, rung."""
    of_strikes = records.actions.filter(pl.col("kind").is_in(_OF_STRIKES))
    return of_strikes.unique(["profile_id", "cause"], keep="first", maintain_order=True).select(
        "profile_id", "cause", "at", "guideline", "level", "points", "score", "kind", "rung"
    )


def undone(records: Records) -> pl.LazyFrame:
    """Decisions taken back, once each: profile_id, cause, how (`overturned` on appeal, `reversed` by the platform)."""
    how = {"appeal_overturned": "overturned", "decision_reversed": "reversed"}
    taken_back = records.notices.filter(pl.col("template").is_in(list(how)))
    return taken_back.select(
        pl.col("recipient").alias("profile_id"),
        fact("cause"),
        pl.col("template").replace_strict(how, return_dtype=pl.String).alias("how"),
    ).unique(["profile_id", "cause"], keep="first", maintain_order=True)


def lasting(records: Records) -> pl.LazyFrame:
    """Strikes whose decision was not taken back."""
    return strikes(records).join(undone(records), on=["profile_id", "cause"], how="anti")


def fact(name: str) -> pl.Expr:
    """A fact of a notice as text; null where the notice does not have it."""
    return pl.col("facts").str.json_path_match(f"$.{name}").alias(name)


def last_record(records: Records) -> pl.LazyFrame:
    """The greatest time in the records, as `until_now`: as far as is known what came of anything."""
    streams = (records.actions, records.standings, records.notices, records.reviews)
    return pl.concat([stream.select("at") for stream in streams]).select(pl.col("at").max().alias("until_now"))


def ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """A share; null where there is nothing to have a share of."""
    return pl.when(whole > 0).then(part / whole)


def in_days(duration: pl.Expr) -> pl.Expr:
    """A duration in days."""
    return duration.dt.total_milliseconds() / 86_400_000
