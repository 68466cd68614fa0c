"""Records for questions: written out by hand, or said by the pipeline about a hostile stream; read as a user's are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from metrics.questions import QUESTIONS
from metrics.schemas import SCHEMAS, Records, path_of, scan
from tests.hostile import stream
from tests.running import Result, policies_of, run

Row = dict[str, Any]
NAMED = {question.name: question for question in QUESTIONS}


def written(directory: Path, **streams: Sequence[Row]) -> Path:
    """A directory as `enforce replay --out` leaves it, with these records."""
    for name in SCHEMAS:
        lines = [json.dumps(record) + "\n" for record in streams.get(name, ())]
        path_of(directory, name).write_text("".join(lines))
    return directory


def answer(name: str, records: Records) -> list[tuple[Any, ...]]:
    """The rows that answer a question."""
    return NAMED[name].answer(records).collect().rows()


def asked(name: str, directory: Path, **streams: Sequence[Row]) -> list[tuple[Any, ...]]:
    """The rows that answer a question about these records."""
    return answer(name, scan(written(directory, **streams)))


def hostile(directory: Path, seed: int) -> tuple[Result, Records]:
    """What the pipeline says about a hostile stream, as it was said and as it is read."""
    lines, texts = stream(seed)
    result = run(lines, policies_of(texts))
    said = {name: getattr(result, name) for name in SCHEMAS}
    return result, scan(written(directory, **said))


def at(day: int, hour: int = 0) -> str:
    """A time in January 2026."""
    return f"2026-01-{day:02}T{hour:02}:00:00.000Z"


def strike(kind: str, who: str, cause: str, when: str, **more: Any) -> Row:
    """An action on a strike."""
    plain = {"guideline": "spam", "level": 3, "points": 1, "score": 1, "rung": 1}
    return {
        "action_id": f"{kind}-{cause}",
        "kind": kind,
        "profile_id": who,
        "cause": cause,
        "at": when,
        **plain,
        **more,
    }


def restrict(who: str, cause: str, when: str, until: str | None, *capabilities: str, **more: Any) -> Row:
    """A restriction of visibility."""
    more = {"rung": 4, "until": until, "capabilities": list(capabilities or ["feed_search"]), **more}
    return strike("restrict_visibility", who, cause, when, **more)


def lift(who: str, when: str, reason: str = "expired", *capabilities: str) -> Row:
    """The end of a restriction."""
    capabilities = capabilities or ("feed_search",)
    row = {"action_id": f"lift-{who}-{when}", "kind": "lift", "at": when, "profile_id": who, "reason": reason}
    return {**row, "capabilities": list(capabilities), "causes": []}


def notice(template: str, who: str, when: str, **facts: Any) -> Row:
    """A notice."""
    return {"notice_id": f"{template}-{who}-{when}", "template": template, "recipient": who, "at": when, "facts": facts}
