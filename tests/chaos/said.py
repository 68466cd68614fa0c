"""What a replay says of a stream, and what a pipeline has delivered, in one form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from confluent_kafka import Message

from dataflows.replay import Replay, output_directory
from dataflows.settings import policies_from
from enforcement.wording import Wording
from tests.chaos.judge import STREAMS, Said
from tests.live.pipeline import Pipeline, messages

Row = dict[str, Any]


def replayed(lines: Sequence[bytes], policies: Path, home: Path) -> Said:
    """What an uninterrupted run says."""
    file, out = home / "stream.jsonl", home / "out"
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    outcome = Replay([file], policies_from([policies]), output_directory(out), Wording()).run()
    assert (outcome.trouble, outcome.lost) == (None, None)
    found = {
        name: (out / f"{name}.jsonl").read_bytes().splitlines() for name in (*STREAMS, "dead_letters", "standings")
    }
    letters = [row | {"place": row["origin"]["line"] - 1} for row in map(json.loads, found.pop("dead_letters"))]
    standings = [(row["profile_id"], row) for row in map(json.loads, found.pop("standings"))]
    return Said(found, letters, {name: None if row.get("erased") else row for name, row in standings})


def delivered(pipeline: Pipeline, places: Sequence[int]) -> Said:
    """What a pipeline has said; `places` are the partitions of the lines it was fed."""
    records = {name: pipeline.read(name) for name in STREAMS}
    standings = messages(pipeline.kafka, pipeline.topic("standings"))
    lines = _lines(places)
    letters = [
        row | {"place": lines[row["origin"]["partition"], row["origin"]["offset"]]}
        for row in pipeline.rows("dead_letters")
    ]
    return Said(records, letters, {_key(one): json.loads(one.value() or b"null") for one in standings})


def _key(message: Message) -> str:
    return (message.key() or b"").decode()


def _lines(places: Sequence[int]) -> dict[tuple[int, int], int]:
    """Partition and offset -> line."""
    ends = dict.fromkeys(places, 0)
    found = {}
    for line, place in enumerate(places):
        found[place, ends[place]] = line
        ends[place] += 1
    return found
