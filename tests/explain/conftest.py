"""A replay of one small story, with all that it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataflows.replay import Replay, output_directory
from enforcement.policy_file import default_policies
from tests.running import Row, encode

DECIDED = ("spam", "spam", "cyberbullying_harassment", "hate_speech_discrimination")


def story() -> list[Row]:
    """Four strikes in four days, a reminder contested in vain, a restriction still to be ruled on; and a bystander."""
    events: list[Row] = [_post("h1", "bo", "2026-01-01T08:00:00Z")]
    for day, guideline in enumerate(DECIDED, start=5):
        surface = "comment" if day == 7 else "feed_post"
        events.append(_post(f"p{day}", "asha", f"2026-01-0{day}T09:00:00Z", surface))
        events.append(_violation(f"v{day}", f"p{day}", guideline, f"2026-01-0{day}T12:00:00Z"))
    events += [
        _appeal("a1", "v5", "2026-01-09T08:00:00Z"),
        {**_ruling("g1", "a1", "2026-01-09T09:00:00Z"), "outcome": "upheld"},
        _appeal("a2", "v8", "2026-01-09T10:00:00Z"),
        _post("h2", "bo", "2026-01-10T08:00:00Z"),
        _violation("v10", "h2", "spam", "2026-01-10T08:30:00Z"),
    ]
    return events


def _post(post_id: str, who: str, at: str, surface: str = "feed_post") -> Row:
    return {"kind": "post", "post_id": post_id, "profile_id": who, "at": at, "surface": surface, "audience": "public"}


def _violation(violation_id: str, post_id: str, guideline: str, at: str) -> Row:
    names = {"violation_id": violation_id, "post_id": post_id, "guideline": guideline}
    return {"kind": "violation", "at": at, "decided_by": "kim", **names}


def _appeal(appeal_id: str, target: str, at: str) -> Row:
    return {"kind": "appeal", "appeal_id": appeal_id, "profile_id": "asha", "target": target, "at": at}


def _ruling(ruling_id: str, appeal_id: str, at: str) -> Row:
    names = {"ruling_id": ruling_id, "appeal_id": appeal_id, "profile_id": "asha"}
    return {"kind": "ruling", "at": at, "decided_by": "lena", **names}


@pytest.fixture(scope="session")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of that replay."""
    home = tmp_path_factory.mktemp("explain")
    (home / "story.jsonl").write_bytes(b"\n".join(encode(story())))
    Replay([home / "story.jsonl"], default_policies(), output_directory(home / "out")).run()
    return home / "out"
