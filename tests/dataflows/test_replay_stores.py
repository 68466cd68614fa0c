"""A replay decides the same wherever its state lives."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis

from dataflows.cli import app
from dataflows.settings import EXIT_FAILED, Refused
from tests.hostile import stream
from tests.running import Row, encode
from tests.servers.redis import RedisServer

OUTPUTS = ("actions.jsonl", "standings.jsonl", "notices.jsonl", "reviews.jsonl")


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[Path, Path]:
    """A file of hostile events, and their policies."""
    lines, texts = stream(3)
    events, policies = tmp_path / "events.jsonl", tmp_path / "policies"
    events.write_bytes(b"\n".join(line for line in lines if b"\n" not in line))
    policies.mkdir()
    for place, text in enumerate(texts):
        (policies / f"{place}.toml").write_text(text)
    return events, policies


def replayed(recorded: tuple[Path, Path], store: str, out: Path) -> list[bytes]:
    """What a replay says with a store."""
    events, policies = recorded
    app(["replay", str(events), "--policy", str(policies), "--out", str(out), "--store", store], standalone_mode=False)
    return [(out / name).read_bytes() for name in OUTPUTS]


@pytest.mark.usefixtures("redis_program")
def test_a_redis_started_for_the_run_decides_as_memory(recorded: tuple[Path, Path], tmp_path: Path) -> None:
    """The same records, byte for byte."""
    assert replayed(recorded, "embedded", tmp_path / "b") == replayed(recorded, "memory", tmp_path / "a")


def test_a_redis_that_is_not_empty_is_refused(
    recorded: tuple[Path, Path], fresh_redis: redis.Redis, redis_server: RedisServer, tmp_path: Path
) -> None:
    """A replay starts from nothing, and does not mix with what is somebody's."""
    said = replayed(recorded, redis_server.url, tmp_path / "a")
    assert any(said)
    with pytest.raises(Refused, match="not empty, and a replay starts from nothing"):
        replayed(recorded, redis_server.url, tmp_path / "b")
    assert fresh_redis.dbsize()


def test_a_store_that_is_none_is_refused(recorded: tuple[Path, Path], tmp_path: Path) -> None:
    """With the words that are meant."""
    with pytest.raises(Refused, match="write memory, embedded, or redis://"):
        replayed(recorded, "disk", tmp_path / "a")


def test_a_store_that_becomes_full_is_one_line(
    redis_program: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing that looks complete stays."""
    home, out, events = tmp_path / "full", tmp_path / "out", tmp_path / "events.jsonl"
    home.mkdir()
    events.write_bytes(b"\n".join(encode([violation(number) for number in range(8_000)])))
    words = ["replay", str(events), "--out", str(out), "--store"]
    with RedisServer(home, program=redis_program) as full, full.client() as client:
        client.config_set("maxmemory", client.info("memory")["used_memory"] + 1_000_000)
        assert app([*words, full.url], standalone_mode=False) == EXIT_FAILED
        assert "the store failed: " in capfd.readouterr().err
        assert not out.exists()
        client.flushall()
        client.config_set("maxmemory", 1)
        with pytest.raises(Refused, match="see that it takes writes"):
            app([*words, full.url], standalone_mode=False)


def violation(number: int) -> Row:
    """Of a profile of its own."""
    post = {"profile_id": f"u{number}", "surface": "feed_post", "audience": "public", "at": "2026-01-01T00:00:00Z"}
    names = {"violation_id": f"v{number}", "post_id": f"p{number}", "guideline": "spam", "decided_by": "kim"}
    return {"kind": "violation", "at": "2026-01-01T01:00:00Z", "post": post, **names}
