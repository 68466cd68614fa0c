"""What was done and what was not: actions by day, dead letters by reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from metrics.questions.question import Column, Drawing, Question, Shape, Unit, count, share, words

if TYPE_CHECKING:
    from metrics.schemas import Records


def actions_by_day(records: Records) -> pl.LazyFrame:
    """Actions of each kind whose time lies in each UTC day; days and kinds without any have no row."""
    by_day = records.actions.group_by(pl.col("at").dt.date().alias("day"), "kind")
    return by_day.agg(
        pl.len().cast(pl.Int64).alias("actions"), pl.col("profile_id").n_unique().cast(pl.Int64).alias("profiles")
    ).sort("day", "kind")


def dead_letters(records: Records) -> pl.LazyFrame:
    """Records that led to nothing, by the reason why, the most frequent first."""
    letters = pl.len().cast(pl.Int64)
    counted = records.dead_letters.group_by("reason").agg(letters.alias("dead_letters"))
    return counted.select(
        "reason", "dead_letters", (pl.col("dead_letters") / pl.col("dead_letters").sum()).alias("share")
    ).sort("dead_letters", "reason", descending=[True, False])


QUESTIONS: Final = (
    Question(
        name="actions-by-day",
        title="What was done, day by day",
        answer=actions_by_day,
        columns=(
            Column("day", Unit.DATE, "the day of the action's time"),
            words("kind", "what the platform was told to do"),
            count("actions", "actions of that kind"),
            count("profiles", "different profiles they are about"),
        ),
        drawing=Drawing(shape=Shape.STACKED, along="day", measured=("actions",), split="kind", says="actions a day"),
    ),
    Question(
        name="dead-letters",
        title="What led to nothing, and why",
        answer=dead_letters,
        columns=(
            words("reason", "why, as on the page of the records"),
            count("dead_letters", "records"),
            share("share", "of all dead letters"),
        ),
        drawing=Drawing(shape=Shape.BARS, along="reason", measured=("dead_letters",), says="dead letters"),
    ),
)
