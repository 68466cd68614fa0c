"""Who is restricted, from when to when: periods, as the actions tell them one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from metrics.questions.basics import in_days, last_record
from metrics.questions.question import Column, Drawing, Question, Shape, Unit, count, days, share, words
from metrics.schemas import CAPABILITIES

if TYPE_CHECKING:
    from metrics.schemas import Records

_RESTRICTING: Final = ("restrict_visibility", "block_creation", "restrict_reporting", "restrict_service", "amend")
_ONE: Final = ("profile_id", "capability")


def periods(records: Records) -> pl.LazyFrame:
    """Each time one capability of one profile was restricted: profile_id, capability, start, end, until, reason.

    `end` is when it was lifted, null while it runs; `until` the end last told, null if a person must end it. A period
    begins with the time of its first action, but never before the one before it has ended.
    """
    told = records.actions.filter(pl.col("kind").is_in([*_RESTRICTING, "lift"])).explode(
        "capabilities", empty_as_null=False
    )
    steps = told.with_columns(pl.col("capabilities").alias("capability"), (pl.col("kind") == "lift").alias("lifts"))
    # A lift closes the period it is in: the next action opens another.
    number = pl.col("lifts").cast(pl.Int64).cum_sum().shift(1, fill_value=0).over(_ONE).alias("number")
    found = steps.with_columns(number).group_by(*_ONE, "number", maintain_order=True).agg(*_bounds())
    return found.filter(pl.col("start").is_not_null()).with_columns(*_in_order()).drop("number")


def _bounds() -> list[pl.Expr]:
    restricts = ~pl.col("lifts")
    return [
        pl.col("at").filter(restricts).first().alias("start"),
        pl.col("at").filter("lifts").first().alias("end"),
        pl.col("until").filter(restricts).last().alias("until"),
        pl.col("reason").filter("lifts").first().alias("reason"),
    ]


def _in_order() -> list[pl.Expr]:
    start = pl.max_horizontal("start", pl.col("end").shift(1).over(_ONE, order_by="number"))
    return [start.alias("start"), pl.when(pl.col("end").is_not_null()).then(pl.max_horizontal("end", start))]


def restricted_by_day(records: Records) -> pl.LazyFrame:
    """People restricted at the start of each UTC day, in anything and by capability, up to the last record."""
    found = periods(records).select(*_ONE, "start", "end")
    anything = _merged(found).with_columns(pl.lit("anything").alias("capability"))
    changes = pl.concat([_changes(found), _changes(anything)]).group_by("day").agg(*_sums())
    counted = _calendar(records).join(changes, on="day", how="left").sort("day")
    return counted.select("day", pl.exclude("day").fill_null(0).cum_sum())


def _calendar(records: Records) -> pl.LazyFrame:
    first = records.actions.select(pl.col("at").min().dt.date().alias("first"))
    bounds = first.join(last_record(records), how="cross").drop_nulls()
    return bounds.select(pl.date_ranges("first", pl.col("until_now").dt.date()).alias("day")).explode(
        "day", empty_as_null=False
    )


def _merged(found: pl.LazyFrame) -> pl.LazyFrame:
    """Periods of a profile that touch or overlap, as one, whatever they restrict."""
    far = pl.lit("9999-01-01T00:00:00Z").str.to_datetime(time_unit="ms", time_zone="UTC")
    ordered = found.with_columns(pl.col("end").fill_null(far)).sort("profile_id", "start")
    before = pl.col("end").cum_max().shift(1).over("profile_id")
    begins = (before.is_null() | (pl.col("start") > before)).cast(pl.Int64)
    whole = ordered.with_columns(begins.cum_sum().over("profile_id").alias("number")).group_by("profile_id", "number")
    merged = whole.agg(pl.col("start").min(), pl.col("end").max())
    return merged.select("profile_id", "start", pl.when(pl.col("end") < far).then("end"))


def _changes(found: pl.LazyFrame) -> pl.LazyFrame:
    """How many more, or fewer, are restricted at the start of a day than of the day before."""
    begun = found.select("capability", pl.col("start").alias("at"), pl.lit(1).alias("change"))
    ended = found.drop_nulls("end").select("capability", pl.col("end").alias("at"), pl.lit(-1).alias("change"))
    next_midnight = (pl.col("at") + pl.duration(days=1, milliseconds=-1)).dt.date()
    return pl.concat([begun, ended]).select("capability", "change", next_midnight.alias("day"))


def _sums() -> list[pl.Expr]:
    return [
        pl.col("change").filter(pl.col("capability") == name).sum().cast(pl.Int64).alias(name)
        for name in ("anything", *CAPABILITIES)
    ]


def restricted_how_long(records: Records) -> pl.LazyFrame:
    """Periods of restriction by capability: how many, how long those that ended, how many days so far."""
    known = periods(records).join(last_record(records), how="cross")
    ended = pl.col("end").is_not_null()
    length = in_days(pl.col("end") - pl.col("start"))
    so_far = in_days(pl.max_horizontal(pl.coalesce("end", "until_now"), "start") - pl.col("start"))
    counted = known.group_by("capability").agg(
        pl.len().cast(pl.Int64).alias("periods"),
        pl.col("profile_id").n_unique().cast(pl.Int64).alias("profiles"),
        ended.sum().cast(pl.Int64).alias("ended"),
        (~ended & pl.col("until").is_not_null()).sum().cast(pl.Int64).alias("running"),
        (~ended & pl.col("until").is_null()).sum().cast(pl.Int64).alias("open"),
        length.median().alias("median_days"),
        length.quantile(0.9, "nearest").alias("p90_days"),
        so_far.sum().alias("days_so_far"),
    )
    return counted.sort(pl.col("capability").replace_strict({name: n for n, name in enumerate(CAPABILITIES)}))


def lifts_by_reason(records: Records) -> pl.LazyFrame:
    """Periods of restriction that ended, by the reason of their lift, the most frequent first."""
    ended = periods(records).filter(pl.col("end").is_not_null())
    counted = ended.group_by("reason").agg(
        pl.len().cast(pl.Int64).alias("periods"),
        pl.col("profile_id").n_unique().cast(pl.Int64).alias("profiles"),
        in_days(pl.col("end") - pl.col("start")).median().alias("median_days"),
    )
    return counted.select(
        *("reason", "periods", "profiles", "median_days"),
        (pl.col("periods") / pl.col("periods").sum()).alias("share"),
    ).sort("periods", "reason", descending=[True, False])


QUESTIONS: Final = (
    Question(
        name="restricted-by-day",
        title="How many people are restricted",
        answer=restricted_by_day,
        columns=(
            Column("day", Unit.DATE, "its start, 00:00"),
            count("anything", "people restricted in anything at that time"),
            *(count(name, f"people restricted in {name} at that time") for name in CAPABILITIES),
        ),
        drawing=Drawing(
            shape=Shape.LINES, along="day", measured=("anything", *CAPABILITIES), says="people restricted at 00:00"
        ),
    ),
    Question(
        name="restricted-how-long",
        title="How long restrictions last",
        answer=restricted_how_long,
        columns=(
            words("capability", "what is restricted"),
            count("periods", "times it was restricted"),
            count("profiles", "different people"),
            count("ended", "of the periods, lifted"),
            count("running", "of the periods, with an end still to come"),
            count("open", "of the periods, until a person ends them"),
            days("median_days", "length of those that ended, the median"),
            days("p90_days", "length that nine of ten that ended do not exceed"),
            days("days_so_far", "all periods together, up to the last record"),
        ),
        drawing=Drawing(
            shape=Shape.BARS, along="capability", measured=("median_days", "p90_days"), says="days, of those that ended"
        ),
    ),
    Question(
        name="lifts-by-reason",
        title="Why restrictions end",
        answer=lifts_by_reason,
        columns=(
            words("reason", "why it was lifted"),
            count("periods", "restrictions of one capability that it ended"),
            count("profiles", "different people"),
            days("median_days", "how long they had lasted, the median"),
            share("share", "of all restrictions that ended"),
        ),
        drawing=Drawing(shape=Shape.BARS, along="reason", measured=("periods",), says="restrictions ended"),
    ),
)
