"""What was contested and what was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from metrics.questions.basics import fact, in_days, ratio, strikes, undone
from metrics.questions.question import Drawing, Question, Shape, count, days, share, words

if TYPE_CHECKING:
    from metrics.schemas import Records

_RULINGS: Final = ("appeal_upheld", "appeal_overturned")


def appeals(records: Records) -> pl.LazyFrame:
    """Appeals that were taken, by the guideline of the contested decision, and how they ended."""
    told = records.notices.select("template", "recipient", "at", fact("appeal_id"), fact("guideline"))
    ruled = told.filter(pl.col("template").is_in(_RULINGS)).select(
        "recipient", "appeal_id", pl.col("template").alias("ruling"), pl.col("at").alias("ruled")
    )
    taken = told.filter(pl.col("template") == "appeal_received")
    followed = taken.join(ruled, on=["recipient", "appeal_id"], how="left")
    return followed.group_by("guideline").agg(*_ends()).sort("appeals", "guideline", descending=[True, False])


def _ends() -> list[pl.Expr]:
    upheld, overturned = ((pl.col("ruling") == name).sum().cast(pl.Int64) for name in _RULINGS)
    return [
        pl.len().cast(pl.Int64).alias("appeals"),
        upheld.alias("upheld"),
        overturned.alias("overturned"),
        pl.col("ruling").is_null().sum().cast(pl.Int64).alias("undecided"),
        ratio(overturned, upheld + overturned).alias("share_overturned"),
        in_days(pl.col("ruled") - pl.col("at")).median().alias("median_days"),
    ]


def strikes_undone(records: Records) -> pl.LazyFrame:
    """Strikes by guideline and level, and how many were taken back, on appeal or by the platform."""
    known = strikes(records).join(undone(records), on=["profile_id", "cause"], how="left")
    overturned, taken_back = pl.col("how") == "overturned", pl.col("how").is_not_null()
    counted = known.group_by("guideline", "level").agg(
        pl.len().cast(pl.Int64).alias("strikes"),
        overturned.sum().cast(pl.Int64).alias("overturned"),
        (pl.col("how") == "reversed").sum().cast(pl.Int64).alias("reversed"),
        taken_back.mean().alias("share_undone"),
    )
    return counted.sort("strikes", "guideline", "level", descending=[True, False, False])


QUESTIONS: Final = (
    Question(
        name="appeals",
        title="What people contest, and how it ends",
        answer=appeals,
        columns=(
            words(
                "guideline", "of the contested decision; none for a suspension from reporting, or if it is forgotten"
            ),
            count("appeals", "appeals that were taken; refused ones are not counted"),
            count("upheld", "of them: the decision stayed"),
            count("overturned", "of them: the person was right"),
            count("undecided", "of them: not ruled yet"),
            share("share_overturned", "overturned of those ruled"),
            days("median_days", "from appeal to ruling, the median"),
        ),
        drawing=Drawing(
            shape=Shape.BARS, along="guideline", measured=("overturned", "upheld", "undecided"), says="appeals"
        ),
    ),
    Question(
        name="strikes-undone",
        title="Which decisions do not last",
        answer=strikes_undone,
        columns=(
            words("guideline", "the guideline that was said to be broken"),
            count("level", "its level, 1 the gravest"),
            count("strikes", "strikes of it"),
            count("overturned", "of them, taken back on appeal"),
            count("reversed", "of them, taken back by the platform"),
            share("share_undone", "taken back of all"),
        ),
        drawing=Drawing(
            shape=Shape.BARS,
            along="guideline",
            measured=("share_undone",),
            split="level",
            says="share of strikes taken back",
        ),
    ),
)
