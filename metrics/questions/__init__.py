"""Named questions over the records of a run: LazyFrames in, LazyFrame out, no input or output in between."""

from __future__ import annotations

from typing import Final

from metrics.questions import flow, ladder, redress, reporters, restrictions, reviews
from metrics.questions.question import Column, Drawing, Question, Shape, Unit

QUESTIONS: Final[tuple[Question, ...]] = (
    *flow.QUESTIONS,
    *ladder.QUESTIONS,
    *restrictions.QUESTIONS,
    *redress.QUESTIONS,
    *reporters.QUESTIONS,
    *reviews.QUESTIONS,
)

__all__ = ["QUESTIONS", "Column", "Drawing", "Question", "Shape", "Unit"]
