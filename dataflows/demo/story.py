"""A short story through the real dataflow, told decision by decision: what happened, what was decided, and why."""

from __future__ import annotations

import json
from operator import le, lt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dataflows.demo.sentences import Row, clock, sentence
from dataflows.replay import Replay, output_directory
from enforcement import instants
from enforcement.policy_file import default_policies
from enforcement.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console


def _post(post_id: str, at: str, profile_id: str = "asha", surface: str = "feed_post", audience: str = "public") -> Row:
    return {
        "kind": "post",
        "post_id": post_id,
        "profile_id": profile_id,
        "at": at,
        "surface": surface,
        "audience": audience,
        "language": "en",
    }


def _violation(violation_id: str, post_id: str, guideline: str, at: str, decided_by: str = "kim") -> Row:
    return {
        "kind": "violation",
        "violation_id": violation_id,
        "post_id": post_id,
        "guideline": guideline,
        "at": at,
        "decided_by": decided_by,
    }


STORY: list[tuple[str, Row]] = [
    ("Asha posts.", _post("p1", "2026-01-05T09:00:00Z")),
    ("It was spam, a moderator decides.", _violation("v1", "p1", "spam", "2026-01-05T12:00:00Z")),
    ("She posts again.", _post("p2", "2026-01-07T09:00:00Z")),
    ("Spam once more.", _violation("v2", "p2", "spam", "2026-01-07T10:00:00Z")),
    ("She comments below a post.", _post("p3", "2026-01-09T08:00:00Z", surface="comment")),
    (
        "Ravi reports the comment. A report restricts nobody.",
        {
            "kind": "report",
            "report_id": "r1",
            "post_id": "p3",
            "reporter_id": "ravi",
            "at": "2026-01-09T08:30:00Z",
            "guideline": "sexual_harassment",
        },
    ),
    (
        "It broke a guideline, a moderator decides.",
        _violation("v3", "p3", "cyberbullying_harassment", "2026-01-09T09:00:00Z"),
    ),
    ("She posts on the feed.", _post("p4", "2026-01-10T07:00:00Z")),
    (
        "Hate speech, a moderator decides.",
        _violation("v4", "p4", "hate_speech_discrimination", "2026-01-10T08:00:00Z"),
    ),
    (
        "Asha appeals: the last post quoted somebody else.",
        {
            "kind": "appeal",
            "appeal_id": "a1",
            "profile_id": "asha",
            "target": "v4",
            "at": "2026-01-10T09:00:00Z",
        },
    ),
    (
        "A private chat message reaches us by mistake. It is dropped, uncounted against anybody, unstored.",
        _post("c1", "2026-01-10T10:00:00Z", "meera", "chat_message", "friends"),
    ),
    (
        "Another person than the first decider rules: she is right.",
        {
            "kind": "ruling",
            "ruling_id": "g1",
            "appeal_id": "a1",
            "profile_id": "asha",
            "outcome": "overturned",
            "at": "2026-01-11T15:00:00Z",
            "decided_by": "lena",
            "reason": "a quotation that condemns what it quotes",
        },
    ),
    ("A day passes; somebody else posts.", _post("p5", "2026-01-13T09:00:00Z", "meera", "open_profile_post")),
    (
        "Tom claims a right in that item, with evidence.",
        {
            "kind": "claim",
            "claim_id": "k1",
            "claimant_id": "tom",
            "post_id": "p5",
            "ground": "portrait",
            "evidence": ["deed"],
            "at": "2026-01-13T10:00:00Z",
        },
    ),
    (
        "Meera asks for it to be re-posted.",
        {
            "kind": "counter_claim",
            "counter_claim_id": "q1",
            "claim_id": "k1",
            "post_id": "p5",
            "profile_id": "meera",
            "at": "2026-01-14T10:00:00Z",
        },
    ),
    ("A month later the world goes on.", _post("p6", "2026-02-14T09:00:00Z", "ravi")),
]


def tell(console: Console) -> None:
    """Decide the story in memory and print it."""
    with TemporaryDirectory() as directory:
        said = _run(Path(directory))
    console.print("[bold]What is decided, and why[/] (default policy; times in UTC)\n")
    for at, text, decided in timeline(STORY, said["reviews"] + said["actions"]):
        console.print(f"[dim]{clock(at)}[/]" + (f"     [cyan]-> {text}[/]" if decided else f"  {text}"))
    console.print("\n[bold]In full: the notice of the first restriction[/]\n")
    notice = next(row for row in said["notices"] if row["template"] == "restricted")
    console.print(f"[bold]{notice['subject']}[/]\n{notice['body']}\n", markup=True)
    console.print("[bold]How it ended[/]")
    for row in {row["profile_id"]: row for row in said["standings"]}.values():
        held = ", ".join(row["restrictions"]) or "nothing restricted"
        console.print(f"  {row['profile_id']}: {held}; score {row['score']}, strikes {row['strikes']}")
    console.print("\nNext: [bold]enforce replay FILE --out DIR[/] decides a stream of your own; README.md says more.")


def _run(directory: Path) -> dict[str, list[Row]]:
    events = directory / "story.jsonl"
    events.write_text("".join(json.dumps(event) + "\n" for _, event in STORY))
    out = directory / "out"
    Replay([events], default_policies(), output_directory(out), Wording()).run()
    return {
        name: [json.loads(line) for line in (out / f"{name}.jsonl").read_text().splitlines()]
        for name in ("actions", "standings", "notices", "reviews")
    }


def timeline(story: Sequence[tuple[str, Row]], said: Sequence[Row]) -> Iterator[tuple[str, str, bool]]:
    """What happened and what was decided, as (time, line, whether it was decided), each decision below its event."""
    told: set[str] = set()
    for line, event in story:
        at = instants.text(instants.parse(event["at"]))  # as a decision spells it
        yield from _decided(said, told, at, lt)
        yield at, line, False
        yield from _decided(said, told, at, le)


def _decided(
    said: Sequence[Row], told: set[str], at: str, by: Callable[[str, str], bool]
) -> Iterator[tuple[str, str, bool]]:
    """What was not told yet of what was said by then."""
    for row in said:
        identity = row.get("action_id") or row["review_id"]
        if identity not in told and by(row["at"], at):
            told.add(identity)
            yield row["at"], sentence(row), True
