"""What came of posts that reports put up for review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from metrics.questions.basics import fact, in_days, ratio
from metrics.questions.question import Drawing, Question, Shape, count, days, share

if TYPE_CHECKING:
    from metrics.schemas import Records


def reviews(records: Records) -> pl.LazyFrame:
    """Posts put up for review, by the gravest level reported, how they were decided and how long they waited for it."""
    up = records.reviews.group_by("post_id").agg(pl.col("at").min(), pl.col("level").min())
    known = up.join(_decided(records), on="post_id", how="left")
    return known.group_by("level").agg(*_ends()).sort("level")


def _decided(records: Records) -> pl.LazyFrame:
    """When the first reporter of a post was told what came of it, and whether it broke a guideline."""
    told = records.notices.filter(pl.col("template") == "report_outcome")
    first = told.select(fact("post_id"), fact("outcome"), pl.col("at").alias("decided"))
    return first.unique("post_id", keep="first", maintain_order=True)


def _ends() -> list[pl.Expr]:
    broke, undecided = (pl.col("outcome") == "upheld").sum(), pl.col("outcome").is_null().sum()
    waited = in_days(pl.max_horizontal("decided", "at") - pl.col("at")).filter(pl.col("decided").is_not_null())
    counts = {"posts": pl.len(), "upheld": broke, "dismissed": pl.len() - broke - undecided, "undecided": undecided}
    return [
        *(number.cast(pl.Int64).alias(name) for name, number in counts.items()),
        ratio(broke, pl.len() - undecided).alias("share_upheld"),
        waited.median().alias("median_days"),
        waited.quantile(0.9, "nearest").alias("p90_days"),
    ]


QUESTIONS: Final = (
    Question(
        name="reviews",
        title="What came of reviews, and how long they waited",
        answer=reviews,
        columns=(
            count("level", "the gravest level that was reported, 1 the gravest"),
            count("posts", "posts that reports put up for review, each once"),
            count("upheld", "of them: a guideline was broken"),
            count("dismissed", "of them: none was"),
            count("undecided", "of them: no reporter was told of a decision"),
            share("share_upheld", "upheld of those decided"),
            days("median_days", "from the first review to the decision, the median"),
            days("p90_days", "within which nine of ten were decided"),
        ),
        drawing=Drawing(
            shape=Shape.BARS,
            along="level",
            measured=("upheld", "dismissed", "undecided"),
            says="posts put up for review",
        ),
    ),
)
