"""The ladder and those who climb it: strikes, how far people get, whether they were warned, whether they come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from metrics.questions.basics import RUNG_ORDER, in_days, last_record, lasting, ratio, strikes
from metrics.questions.question import Drawing, Question, Shape, count, days, share, words

if TYPE_CHECKING:
    from metrics.schemas import Records

AFTER_DAYS: Final = (30, 90, 180)
_RESTRICTING: Final = ("restrict_visibility", "block_creation")


def strikes_by_guideline(records: Records) -> pl.LazyFrame:
    """Strikes as decided, also those taken back later, by guideline and level; the most frequent first."""
    counted = strikes(records).group_by("guideline", "level")
    return (
        counted.agg(
            pl.len().cast(pl.Int64).alias("strikes"),
            pl.col("profile_id").n_unique().cast(pl.Int64).alias("profiles"),
            pl.col("points").sum().alias("points"),
        )
        .with_columns((pl.col("strikes") / pl.col("strikes").sum()).alias("share"))
        .sort("strikes", "guideline", "level", descending=[True, False, False])
    )


def ladder_reach(records: Records) -> pl.LazyFrame:
    """People by the highest rung that any of their sanctions stood on; a decision taken back does not count."""
    sanctions = lasting(records).filter(pl.col("rung").is_not_null())
    # The number of zero tolerance is none: it stands above all rungs.
    height = RUNG_ORDER.fill_null(pl.lit(2**31))
    highest = sanctions.group_by("profile_id").agg(pl.col("rung").sort_by(height).last())
    return (
        highest.group_by("rung")
        .agg(pl.len().cast(pl.Int64).alias("profiles"))
        .sort(RUNG_ORDER, nulls_last=True)
        .with_columns((pl.col("profiles") / pl.col("profiles").sum()).alias("share"))
        .with_columns(pl.col("share").cum_sum(reverse=True).clip(upper_bound=1).alias("this_far"))
    )


def warned_before(records: Records) -> pl.LazyFrame:
    """People ever restricted for a strike, by the level of the first such strike, and how many were reminded before."""
    reminded = records.actions.filter(pl.col("kind") == "remind").select("profile_id", pl.col("at").alias("reminded"))
    first = records.actions.filter(pl.col("kind").is_in(_RESTRICTING)).sort("at", maintain_order=True)
    first = first.unique("profile_id", keep="first", maintain_order=True).select("profile_id", "level", "at")
    with_warning = first.join(
        first.join(reminded, on="profile_id")
        .filter(pl.col("reminded") < pl.col("at"))
        .group_by("profile_id")
        .agg(pl.col("reminded").max()),
        on="profile_id",
        how="left",
    )
    return with_warning.group_by("level").agg(*_warned()).sort("level")


def _warned() -> list[pl.Expr]:
    warned = pl.col("reminded").is_not_null()
    return [
        pl.len().cast(pl.Int64).alias("restricted"),
        warned.sum().cast(pl.Int64).alias("warned"),
        warned.mean().alias("share_warned"),
        in_days(pl.col("at") - pl.col("reminded")).median().alias("median_days"),
    ]


def recidivism(records: Records) -> pl.LazyFrame:
    """People by rung that ever sanctioned them: who had a further strike within 30, 90, 180 days after the first time.

    Only those are followed whose sanction was so long before the last record. Decisions taken back count neither as
    sanction nor as strike. A strike counts by the time of its decision: the records do not say when its post was made.
    """
    found = lasting(records)
    times = found.select("profile_id", "at").unique().sort("profile_id", "at")
    following = times.with_columns(pl.col("at").shift(-1).over("profile_id").alias("next"))
    first = found.filter(pl.col("rung").is_not_null()).sort("at", "cause")
    first = first.unique(["profile_id", "rung"], keep="first", maintain_order=True)
    followed = first.join(following, on=["profile_id", "at"], how="left").join(last_record(records), how="cross")
    measures = [measure for after in AFTER_DAYS for measure in _again(after)]
    counted = followed.group_by("rung").agg(pl.len().cast(pl.Int64).alias("profiles"), *measures)
    return counted.sort(RUNG_ORDER, nulls_last=True)


def _again(after_days: int) -> tuple[pl.Expr, pl.Expr]:
    """How many could be followed for so long, and the share of them who came again within."""
    long_enough = pl.col("at") + pl.duration(days=after_days) <= pl.col("until_now")
    again = (pl.col("next") <= pl.col("at") + pl.duration(days=after_days)).fill_null(value=False)
    followed = long_enough.sum().cast(pl.Int64)
    share_again = ratio((long_enough & again).sum(), followed)
    return followed.alias(f"seen_{after_days}d"), share_again.alias(f"again_{after_days}d")


QUESTIONS: Final = (
    Question(
        name="strikes-by-guideline",
        title="What people break",
        answer=strikes_by_guideline,
        columns=(
            words("guideline", "the guideline that was broken"),
            count("level", "its level, 1 the gravest"),
            count("strikes", "strikes of it"),
            count("profiles", "different profiles with one"),
            count("points", "points they weighed"),
            share("share", "of all strikes"),
        ),
        drawing=Drawing(shape=Shape.BARS, along="guideline", measured=("strikes",), split="level", says="strikes"),
    ),
    Question(
        name="ladder-reach",
        title="How far up the ladder people get",
        answer=ladder_reach,
        columns=(
            words("rung", "the highest rung reached, by its points, or zero_tolerance"),
            count("profiles", "people for whom it is the highest"),
            share("share", "of all who were ever sanctioned"),
            share("this_far", "of the same, who got to this rung or beyond"),
        ),
        drawing=Drawing(
            shape=Shape.BARS, along="rung", measured=("this_far",), says="share of the sanctioned who got this far"
        ),
    ),
    Question(
        name="warned-before",
        title="Who was reminded before the first restriction",
        answer=warned_before,
        columns=(
            count("level", "level of the strike that first restricted; a policy may exempt some from a warning"),
            count("restricted", "people restricted for the first time"),
            count("warned", "of them, reminded at an earlier time"),
            share("share_warned", "warned of restricted"),
            days("median_days", "from the last reminder before to the first restriction, the median"),
        ),
        drawing=Drawing(
            shape=Shape.BARS,
            along="level",
            measured=("share_warned",),
            says="share of the restricted who were reminded",
        ),
    ),
    Question(
        name="recidivism",
        title="Who comes again after a sanction",
        answer=recidivism,
        columns=(
            words("rung", "the rung of the sanction, by its points, or zero_tolerance"),
            count("profiles", "people ever sanctioned on it"),
            *(
                column
                for after in AFTER_DAYS
                for column in (
                    count(
                        f"seen_{after}d", f"of them, for the first time at least {after} days before the last record"
                    ),
                    share(f"again_{after}d", f"of those seen, with a further strike within {after} days"),
                )
            ),
        ),
        drawing=Drawing(
            shape=Shape.BARS,
            along="rung",
            measured=tuple(f"again_{after}d" for after in AFTER_DAYS),
            says="share with a further strike within so many days",
        ),
    ),
)
