"""`enforce dead-letters`: each once, harmless to look at, and sent again to where it came from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from tests.conftest import REPOSITORY
from tests.live.pipeline import messages
from tests.servers.fixtures import Kafka
from tests.servers.ports import free_ports

Row = dict[str, Any]


def dead_letters(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command; nobody is there to be asked."""
    return subprocess.run(
        [sys.executable, "-m", "dataflows", "dead-letters", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "250"},
    )


def a_letter(raw: bytes | None, origin: Row, reason: str = "unmatched_post") -> bytes:
    """A dead letter as the pipeline writes it."""
    found = {"reason": reason, "detail": "post_id: never came", "origin": origin, "at": None}
    return json.dumps({**found, "raw": None if raw is None else b64encode(raw).decode()}).encode()


@pytest.fixture
def replayed(tmp_path: Path) -> Path:
    """What a replay of two bad lines wrote, by the command itself."""
    events = tmp_path / "events.jsonl"
    events.write_bytes(b'{"kind": "\x1b[31mstorm"}\nnonsense\n')
    out = tmp_path / "out"
    subprocess.run([sys.executable, "-m", "dataflows", "replay", events, "--out", out], check=True, cwd=REPOSITORY)
    return out


def test_a_replays_dead_letters_are_listed_with_reason_and_line(replayed: Path) -> None:
    """What strangers wrote cannot command the terminal."""
    done = dead_letters("list", "--from", replayed)
    assert done.returncode == 0, done.stderr
    assert "events.jsonl:2" in done.stdout
    assert "nonsense" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith("dead letters: 2\n")
    told = json.loads(dead_letters("list", "--from", replayed, "--json", "--limit", "1").stdout)
    assert (told["count"], sum(told["reasons"].values()), len(told["dead_letters"])) == (2, 2, 1)


def test_a_replays_records_are_written_for_the_next_one(replayed: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    done = dead_letters("retry", "--from", replayed, "--out", again)
    assert done.returncode == 0, done.stderr
    kept = [json.loads(line)["raw"] for line in (replayed / "dead_letters.jsonl").read_text().splitlines()]
    assert [b64encode(line).decode() for line in again.read_bytes().splitlines()] == [raw for raw in kept if raw]


def test_mistakes_are_one_line(replayed: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    (tmp_path / "dead_letters.jsonl").write_text("{}\n")
    (tmp_path / "odd").mkdir()
    odd: dict[str, object] = {"reason": "not_json", "detail": "", "origin": {}, "at": None, "raw": "no base64: ä"}
    (tmp_path / "odd" / "dead_letters.jsonl").write_text(json.dumps(odd) + "\n")
    nowhere = f"127.0.0.1:{free_ports(1)[0]}"
    for words, told in (
        (("list", "--from", tmp_path / "missing"), "--out wrote"),
        (("list", "--from", tmp_path), "dead_letters.jsonl:1"),
        (("list", "--from", tmp_path / "odd"), "this is no dead letter"),
        (("list", "--from", replayed, "--reason", "not-json"), "write one of too_large, not_json"),
        (("retry", "--from", replayed, "--reason", "nope", "--dry-run"), "there is no such reason"),
        (("list",), "or --from DIR"),
        (("list", "--kafka", nowhere), "see that a broker is there"),
        (("list", "--kafka", nowhere, "--kafka-options", "[]"), "ENFORCE_KAFKA_OPTIONS"),
        (("retry", "--from", replayed), "--out"),
        (("retry", "--from", replayed, "--out", taken), "new file"),
    ):
        done = dead_letters(*words)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), (words, done.stderr)
        assert told in done.stderr
    assert taken.read_text() == "mine"


def test_a_topics_records_go_back_to_where_they_came_from(kafka: Kafka) -> None:
    """Each once, though its dead letter came twice, and a retry in vain had made another."""
    source, prefix = kafka.topic("in", partitions=1), f"{kafka.topic('of')}."
    kafka.server.create_topic(f"{prefix}enforcement.dead-letters")
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "log_level": 0})
    first = a_letter(b"late", {"topic": source, "partition": 0, "offset": 1})
    in_vain = a_letter(b"late", {"topic": source, "partition": 0, "offset": 7})
    too_large = a_letter(None, {"topic": source, "partition": 0, "offset": 2}, "too_large")
    broken = a_letter(b"{", {"topic": source, "partition": 0, "offset": 3}, "not_json")
    for letter in (first, first, too_large, in_vain, broken):
        producer.produce(f"{prefix}enforcement.dead-letters", letter)
    assert producer.flush(10) == 0
    where = ("--kafka", kafka.bootstrap, "--topic-prefix", prefix)

    told = json.loads(dead_letters("list", *where, "--json").stdout)
    assert told["reasons"] == {"unmatched_post": 2, "too_large": 1, "not_json": 1}
    dry = dead_letters("retry", *where, "--dry-run")
    assert dry.stdout.startswith("would be refused again, so left out (--reason sends them): 1\n")
    assert f"records of {source}: 1\nwithout a record, so never sent again: 1" in dry.stdout
    named = dead_letters("retry", *where, "--reason", "not_json", "--dry-run")
    assert named.stdout == f"records of {source}: 1\nnothing was sent: --dry-run\n"
    unasked = dead_letters("retry", *where)
    assert (unasked.returncode, "--yes" in unasked.stderr) == (2, True)
    assert messages(kafka, source) == []

    sent = dead_letters("retry", *where, "--reason", "unmatched_post", "--yes")
    assert (sent.returncode, sent.stdout.splitlines()[-1]) == (0, "sent again, and confirmed: 1")
    assert [message.value() for message in messages(kafka, source)] == [b"late"]


def test_somebody_who_is_there_is_asked_and_may_say_no(kafka: Kafka) -> None:
    source, prefix = kafka.topic("in", partitions=1), f"{kafka.topic('of')}."
    kafka.server.create_topic(f"{prefix}enforcement.dead-letters")
    producer = Producer({"bootstrap.servers": kafka.bootstrap, "log_level": 0})
    producer.produce(f"{prefix}enforcement.dead-letters", a_letter(b"late", {"topic": source, "partition": 0}))
    assert producer.flush(10) == 0
    ours, theirs = os.openpty()
    os.write(ours, b"n\n")
    words = ["dead-letters", "retry", "--kafka", kafka.bootstrap, "--topic-prefix", prefix]
    done = subprocess.run(
        [sys.executable, "-m", "dataflows", *words], stdin=theirs, capture_output=True, check=False, cwd=REPOSITORY
    )
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, b"again (1)?" in done.stdout + done.stderr) == (1, True)
    assert messages(kafka, source) == []
