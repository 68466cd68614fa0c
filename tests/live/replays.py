"""What a replay says of the same records, and how a live run is held against it."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dataflows.replay import Replay, output_directory
from dataflows.settings import policies_from
from enforcement.records import STREAMS
from enforcement.wording import Wording
from tests.live.pipeline import Pipeline

Said = dict[str, list[Any]]
"""Stream -> its records; dead letters without what a file and a topic name differently."""


def replayed(lines: Sequence[bytes], home: Path, policies: Sequence[Path] = ()) -> Said:
    """What a replay says."""
    (home / "stream.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    out = home / "out"
    outcome = Replay([home / "stream.jsonl"], policies_from(policies), output_directory(out), Wording()).run()
    assert (outcome.trouble, outcome.lost) == (None, None)
    said: Said = {stream: (out / f"{stream}.jsonl").read_bytes().splitlines() for stream in STREAMS}
    said["dead_letters"] = [_without_origin(json.loads(record)) for record in said["dead_letters"]]
    said["standings"] = [b"" if b'"erased":true' in record else record for record in said["standings"]]
    return said


def delivered(pipeline: Pipeline, offsets: Sequence[int] | None = None) -> Said:
    """What a pipeline has said so far; `offsets` are those of the records, where they are not 0, 1, 2, ..."""
    said: Said = {stream: pipeline.read(stream) for stream in STREAMS}
    letters = [_without_origin(json.loads(record)) for record in said["dead_letters"]]
    if offsets is not None:
        lines = {offset: line for line, offset in enumerate(offsets)}
        letters = [letter | {"place": lines[letter["place"]]} for letter in letters]
    said["dead_letters"] = letters
    return said


def compare(said: Said, expected: Said) -> None:
    """The same, and after it only what a clock adds to a replay, which ends nothing.

    A post's second record in a later batch is not noticed when it comes (domain.md 3.1): no dead letter tells of it.
    """
    for stream in ("actions", "standings", "notices", "reviews"):
        assert said[stream][: len(expected[stream])] == expected[stream], stream
    later = {json.loads(record)["kind"] for record in said["actions"][len(expected["actions"]) :]}
    assert later <= {"lift", "release_content", "remove_content"}
    letters, wanted = _in_order(said["dead_letters"]), _in_order(expected["dead_letters"])
    assert {letter["reason"] for letter in letters if letter not in wanted} <= WAITED_IN_VAIN
    assert [letter for letter in wanted if letter not in letters and not _is_second_post(letter)] == []
    assert len({json.dumps(letter) for letter in letters}) == len(letters)


WAITED_IN_VAIN = {"unmatched_post", "unmatched_violation", "unmatched_appeal", "unmatched_claim"}


def _in_order(letters: list[Any]) -> list[Any]:
    return sorted(letters, key=lambda letter: (letter["place"], letter["reason"]))


def _is_second_post(letter: Any) -> bool:
    return bool(letter["reason"] == "post_conflict" and json.loads(b64decode(letter["raw"]))["kind"] == "post")


def _without_origin(letter: dict[str, Any]) -> dict[str, Any]:
    origin = letter["origin"]
    place = origin["line"] - 1 if "line" in origin else origin["offset"]
    return {"reason": letter["reason"], "detail": letter["detail"], "raw": letter["raw"], "place": place}


def a_year(real_year: Path, count: int) -> list[bytes]:
    """The first events of a real year."""
    with gzip.open(real_year) as file:
        return [line.rstrip(b"\n") for line in itertools.islice(file, count)]


def once(said: Said) -> Said:
    """What a consumer sees that drops what it has seen."""
    return {
        stream: list(dict.fromkeys(records)) if stream != "dead_letters" else records
        for stream, records in said.items()
    }


def patient(texts: Sequence[str], home: Path) -> Path:
    """Policies under which nothing waits in vain: live, waits run only while nothing lags (domain.md 3.3)."""
    directory = home / "policies"
    directory.mkdir()
    for number, text in enumerate(texts):
        (directory / f"{number}.toml").write_text(re.sub(r'(?m)^wait = ".*"', 'wait = "9000d"', text))
    return directory
