"""A question of an analyst, from the name to the answer; every mistake is one line."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from polars.exceptions import PolarsError

from dataflows.settings import Refused
from metrics import schemas
from metrics.questions import QUESTIONS, Question

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def question_named(name: str) -> Question:
    """The question of a name; refuses an unknown one with the nearest."""
    named = {question.name: question for question in QUESTIONS}
    if name in named:
        return named[name]
    near = get_close_matches(name, named, 1, 0.4)
    hint = f"did you mean {near[0]}? " if near else ""
    raise Refused(f"{name}: no such question; {hint}enforce report list names all")


def records_in(directory: Path | None) -> schemas.Records:
    """The records of a directory that `enforce replay --out` wrote; refuses any other."""
    if directory is None:
        raise Refused("report run: --from is missing; give it the directory that enforce replay --out DIR wrote")
    if not directory.is_dir():
        what = "not a directory" if directory.exists() else "no such directory"
        raise Refused(f"--from {directory}: {what}; name one that enforce replay --out DIR wrote")
    missing = [name for name in schemas.SCHEMAS if not schemas.path_of(directory, name).is_file()]
    if missing:
        raise Refused(
            f"--from {directory}: no {missing[0]}.jsonl in it, so it is no whole replay; "
            "name a directory that enforce replay --out DIR wrote"
        )
    return schemas.scan(directory)


def answer_to(question: Question, directory: Path | None) -> pl.DataFrame:
    """The answer; refuses records that cannot be read."""
    try:
        return question.answer(records_in(directory)).collect()
    except (PolarsError, OSError) as error:
        what = str(error).strip().split("\n", 1)[0]
        raise Refused(
            f"--from {directory}: a file of it cannot be read ({what}); replay once more to another"
        ) from error
