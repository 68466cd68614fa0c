"""What came of reports, and how right those are who make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from metrics.questions.basics import fact
from metrics.questions.question import Drawing, Question, Shape, count, share, words

if TYPE_CHECKING:
    from metrics.schemas import Records

OUTCOMES: Final = ("upheld", "dismissed", "unfounded")
_SIZES: Final = ((1, "1"), (2, "2 to 4"), (5, "5 to 9"), (10, "10 to 49"), (50, "50 or more"))
"""Classes of reporters: the least number of settled reports, and the name."""
_NAMES: Final = {place: name for place, (_, name) in enumerate(_SIZES, 1)}


def report_outcomes(records: Records) -> pl.LazyFrame:
    """Settled reports by what came of them; claims are none."""
    counted = _settled(records).group_by("outcome")
    return (
        counted.agg(
            pl.len().cast(pl.Int64).alias("reports"),
            pl.col("recipient").n_unique().cast(pl.Int64).alias("reporters"),
        )
        .with_columns((pl.col("reports") / pl.col("reports").sum()).alias("share"))
        .sort(pl.col("outcome").replace_strict({name: n for n, name in enumerate(OUTCOMES)}))
    )


def reporters_precision(records: Records) -> pl.LazyFrame:
    """Reporters by how many reports of theirs were settled, the share of these that was upheld, and who was warned."""
    outcome = [(pl.col("outcome") == name).sum().cast(pl.Int64).alias(name) for name in OUTCOMES]
    each = _settled(records).group_by("recipient").agg(pl.len().cast(pl.Int64).alias("reports"), *outcome)
    known = each.join(_told(records), on="recipient", how="left").with_columns(_size().alias("size"))
    sums = [pl.col(name).sum() for name in ("reports", *OUTCOMES, "warned", "suspended")]
    counted = known.group_by("size").agg(pl.len().cast(pl.Int64).alias("reporters"), *sums).sort("size")
    return counted.select(
        pl.col("size").replace_strict(_NAMES, return_dtype=pl.String).alias("settled"),
        *("reporters", "reports", *OUTCOMES),
        (pl.col("upheld") / pl.col("reports")).alias("precision"),
        *("warned", "suspended"),
    )


def _settled(records: Records) -> pl.LazyFrame:
    return records.notices.filter(pl.col("template") == "report_outcome").select("recipient", fact("outcome"))


def _told(records: Records) -> pl.LazyFrame:
    """Who was warned or suspended as a reporter: 1 or 0."""
    told = [
        (pl.col("template") == f"reporter_{name}").any().cast(pl.Int64).alias(name) for name in ("warned", "suspended")
    ]
    return records.notices.group_by("recipient").agg(*told)


def _size() -> pl.Expr:
    """The number of the class that a reporter is in, from 1."""
    return pl.sum_horizontal(pl.col("reports") >= least for least, _ in _SIZES)


QUESTIONS: Final = (
    Question(
        name="report-outcomes",
        title="What came of reports",
        answer=report_outcomes,
        columns=(
            words("outcome", "upheld, dismissed (an honest mistake), or unfounded (manifestly)"),
            count("reports", "settled reports with that outcome"),
            count("reporters", "different people who made them"),
            share("share", "of all settled reports"),
        ),
        drawing=Drawing(shape=Shape.BARS, along="outcome", measured=("reports",), says="settled reports"),
    ),
    Question(
        name="reporters-precision",
        title="How right reporters are",
        answer=reporters_precision,
        columns=(
            words("settled", "how many reports of a reporter were settled"),
            count("reporters", "reporters with so many"),
            count("reports", "their settled reports"),
            *(count(name, f"of them, {name}") for name in OUTCOMES),
            share("precision", "upheld of their settled reports"),
            count("warned", "of the reporters, ever warned"),
            count("suspended", "of the reporters, ever suspended from reporting"),
        ),
        drawing=Drawing(
            shape=Shape.BARS, along="settled", measured=("precision",), says="share of settled reports upheld"
        ),
    ),
)
