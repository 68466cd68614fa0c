"""A short story through the real dataflow, told decision by decision: what happened, what was decided, and why."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dataflows.replay import Replay, output_directory
from enforcement.policy_file import default_policies
from enforcement.wording import Wording

if TYPE_CHECKING:
    from rich.console import Console

Row = dict[str, Any]


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
    """Run the story and print it."""
    with TemporaryDirectory() as directory:
        said = _run(Path(directory))
    console.print("[bold]What is decided, and why[/] (default policy; times in UTC)\n")
    told: set[str] = set()
    for line, event in STORY:
        _tell_until(console, said, event["at"], told, caused=False)
        console.print(f"[dim]{_clock(event['at'])}[/]  {line}")
        _tell_until(console, said, event["at"], told, caused=True)
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


def _tell_until(console: Console, said: dict[str, list[Row]], at: str, told: set[str], *, caused: bool) -> None:
    """Print what was said before an event's time; with `caused`, also what it led to itself."""
    limit = at.replace("Z", ".000Z")
    for row in said["reviews"] + said["actions"]:
        identity = row.get("action_id") or row["review_id"]
        if identity not in told and (row["at"] < limit or (caused and row["at"] == limit)):
            told.add(identity)
            console.print(f"[dim]{_clock(row['at'])}[/]     [cyan]-> {_sentence(row)}[/]")


def _clock(at: str) -> str:
    return f"{at[:10]} {at[11:16]}"


def _sentence(row: Row) -> str:  # noqa: PLR0911  one sentence per kind
    kind = row.get("kind")
    names = ", ".join(row.get("capabilities", ()))
    if kind is None:
        return (
            f"review: somebody should look at {row['post_id']} (weight {row['weight']:g}, priority {row['priority']:g})"
        )
    if kind == "remind":
        last = " This is the last reminder." if row["final"] else ""
        return f"reminder: {row['points']} point for {row['guideline']}, score {row['score']}.{last}"
    if kind in ("restrict_visibility", "block_creation"):
        return f"{kind}: {names} until {_end(row)} ({row['points']} points, score {row['score']}, rung {row['rung']})"
    if kind == "lift":
        return f"lift: {names} ({row['reason']})"
    if kind == "amend":
        return f"amend: {names} now end {_end(row)} ({row['reason']})"
    if kind == "block_content":
        return f"block_content: {row['post_id']} until {_end(row)} ({row['ground']})"
    return f"{kind}: {row.get('post_id', '')}"


def _end(row: Row) -> str:
    return _clock(row["until"]) if row["until"] else "a person ends it"
