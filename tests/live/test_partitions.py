"""Several partitions have no common order, and several workers share them: the final standings are the same."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from enforcement.instants import parse, text
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.live.replays import a_year, replayed
from tests.running import encode

HOUR_MS = 3_600_000
PARTITIONS = 4


def as_of_now(lines: list[bytes]) -> list[bytes]:
    """The same events, the last of them an hour ago: most restrictions still run."""
    passed_ms = now_ms() - HOUR_MS - parse(json.loads(lines[-1])["at"])
    return [
        re.sub(rb'"at":"([^"]*)"', lambda found: f'"at":"{text(parse(found[1].decode()) + passed_ms)}"'.encode(), line)
        for line in lines
    ]


def partition_of(line: bytes) -> int:
    """By post_id, as is recommended."""
    return zlib.crc32(json.loads(line)["post_id"].encode()) % PARTITIONS


def standings(records: Iterable[bytes]) -> dict[str, Any]:
    """What holds of each profile in the end, whatever the way there."""
    last = {row["profile_id"]: row for row in map(json.loads, filter(None, records))}
    for row in last.values():
        for restriction in row["restrictions"].values():
            restriction["causes"].sort()
    return {name: (row["restrictions"], row["strikes"], row["last_rung"]) for name, row in last.items()}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_final_standings_are_those_of_a_replay(
    pipeline: MakePipeline, real_year: Path, tmp_path: Path, workers: str
) -> None:
    """Posts first, then all else."""
    lines = as_of_now(a_year(real_year, 6_000))
    posts = [line for line in lines if b'"kind":"post"' in line]
    others = [line for line in lines if b'"kind":"post"' not in line]
    live = pipeline(partitions=PARTITIONS, workers=workers)
    live.feed(posts, partition_of)
    with live:
        live.wait()
        assert len(live.workers()) == int(workers)
        live.feed(others, partition_of)
        live.wait()

        def expected() -> dict[str, Any]:
            """As of now: a restriction that ends in these seconds ends in both."""
            passing = json.dumps(post("passing", now_ms(), "passer-by")).encode()
            home = tmp_path / str(now_ms())
            home.mkdir()
            return standings(replayed([*posts, *others, passing], home)["standings"])

        live.until(lambda: standings(live.read("standings")) == expected(), "they are the same")
        assert sum(bool(restrictions) for restrictions, _, _ in expected().values()) > 10
        assert live.stop() == 0


def test_a_topic_that_was_made_again_is_read_as_new(pipeline: MakePipeline) -> None:
    """What was decided of the old one is not taken for what the new one has; whoever runs it says that it may be."""
    live = pipeline()
    old = [event for number in range(3) for event in breach(f"old{number}", f"u{number}")]
    live.feed(encode(old))
    with live:
        live.until(lambda: len({row["profile_id"] for row in live.rows("actions")}) == 3, "the old ones are decided")
        live.wait()
        assert live.stop() == 0
    server = live.kafka.server
    admin = server.admin()
    admin.delete_topics([live.input])[live.input].result(30)
    live.until(lambda: live.input not in admin.list_topics(timeout=10).topics, "the topic is gone")
    server.create_topic(live.input, config={"retention.ms": "-1"})
    live.feed(encode(breach("new", "newcomer")))
    live.start("--accept-gap")
    live.until(lambda: live.rows("actions")[-1]["profile_id"] == "newcomer", "the new one is decided")
    assert live.stop() == 0
    assert live.said().count("topic_begun_anew") == 1


def breach(post_id: str, profile_id: str) -> list[dict[str, Any]]:
    """A post and a violation that restricts."""
    return [post(post_id, now_ms(), profile_id), violation(post_id, now_ms())]
