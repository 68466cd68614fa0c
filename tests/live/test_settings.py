"""Settings and servers that cannot work are refused before any work: one line each, what to do next, no secret."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
import structlog

from dataflows.cli import main
from dataflows.live import topics
from dataflows.redis import keys
from tests.live.conftest import MakePipeline
from tests.live.pipeline import Pipeline
from tests.servers.fixtures import Kafka
from tests.servers.ports import free_ports
from tests.servers.redis import RedisServer

Told = Callable[..., list[str]]
CREATE = "--create-topics"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Told]:
    """Runs the command in this process; it must be refused. Gives its lines on stderr."""
    monkeypatch.setattr(topics, "_TIMEOUT_S", 1.0)

    def run(pipeline: Pipeline, *flags: str, code: int = 2) -> list[str]:
        monkeypatch.setattr(sys, "argv", [*pipeline.command(*flags)[2:]])
        monkeypatch.setenv("ENFORCE_SECRET", pipeline.secret)
        with pytest.raises(SystemExit) as end:
            main()
        assert (end.value.code or 0) == code
        return [line for line in capsys.readouterr().err.splitlines() if not line.startswith("%")]

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield run
    for number, handler in handlers.items():  # the supervisor has its own
        signal.signal(number, handler)
    structlog.reset_defaults()  # the log went to a stream that is closed now


def assert_one_line(lines: list[str], *words: str) -> None:
    """One line that says what, and what to do."""
    assert len(lines) == 1, lines
    assert all(word in lines[0] for word in ("enforce: ", *words)), lines


def test_missing_settings_are_told_all_at_once(pipeline: MakePipeline, told: Told) -> None:
    live = pipeline()
    live.secret, live.settings = "short", {"epoch": "fast", "kafka-options": "[]"}
    lines = told(live)
    names = ["KAFKA:", "REDIS:", "RECOVERY:", "SECRET:", "EPOCH:", "KAFKA_OPTIONS:"]
    assert [line.split()[1] for line in lines] == [f"ENFORCE_{name}" for name in names]
    assert all(";" in line for line in lines)
    assert "short" not in "".join(lines)


def test_servers_that_are_not_there(pipeline: MakePipeline, told: Told) -> None:
    nowhere = f"127.0.0.1:{free_ports(1)[0]}"
    live = pipeline()
    live.settings["kafka"] = nowhere
    assert_one_line(told(live, "--check"), nowhere, "Connection refused", "ENFORCE_KAFKA")
    live.settings["kafka"] = "nohost.invalid:9092"
    assert_one_line(told(live, "--check"), "nohost.invalid", "resolve", "ENFORCE_KAFKA")
    assert_one_line(told(pipeline(redis=f"redis://{nowhere}/0"), "--check"), nowhere, "see that Redis runs there")


def test_an_option_that_librdkafka_does_not_know(pipeline: MakePipeline, told: Told) -> None:
    lines = told(pipeline(**{"kafka-options": '{"securty.protocol": "SSL"}'}), CREATE)
    assert_one_line(lines, "ENFORCE_KAFKA_OPTIONS", "securty.protocol", "CONFIGURATION.md")


def test_topics_that_are_missing_are_named(pipeline: MakePipeline, told: Told) -> None:
    live = pipeline()
    lines = told(live)
    assert {f"topic {live.topic('actions')}:", f"topic {live.topic('notices')}:"} <= {
        " ".join(line.split()[1:3]) for line in lines
    }
    assert all(CREATE in line for line in lines)
    assert told(live, CREATE, "--check", code=2) == lines  # a check creates nothing


def test_inputs_that_cannot_be(pipeline: MakePipeline, told: Told) -> None:
    """None at all, or a circle: each dead letter would be read, and be another."""
    assert_one_line(told(pipeline(inputs=" , ")), "ENFORCE_INPUTS", "names no topic")
    assert_one_line(told(pipeline(), "--json"), "--json: goes with --check")
    live = pipeline()
    live.settings["inputs"] += f",{live.topic('dead_letters')}"
    assert_one_line(told(live), "ENFORCE_INPUTS", live.topic("dead_letters"), "leave it out")


def test_an_input_that_forgets_too_soon(kafka: Kafka, pipeline: MakePipeline, told: Told) -> None:
    live = pipeline(inputs=kafka.topic("short", config={"retention.ms": "3600000"}))
    assert_one_line(told(live, CREATE), "retention.ms 3600000", "2592000000 or more")


def test_standings_that_are_not_compacted(kafka: Kafka, pipeline: MakePipeline, told: Told) -> None:
    live = pipeline()
    kafka.server.create_topic(live.topic("standings"), config={"cleanup.policy": "delete"})
    assert_one_line(told(live, CREATE), live.topic("standings"), "set compact")


def test_a_redis_that_wants_another_password(
    pipeline: MakePipeline, told: Told, redis_program: str, tmp_path: Path
) -> None:
    home = tmp_path / "closed"
    home.mkdir()
    with RedisServer(home, options={"requirepass": "right-one"}, program=redis_program) as closed:
        for url in (f"redis://{closed.address}/0", f"redis://:wrong-one@{closed.address}/0"):
            lines = told(pipeline(redis=url), CREATE)
            assert_one_line(lines, closed.address, "password")
            assert "wrong-one" not in lines[0]
        shown = pipeline(redis=closed.url)
        assert shown.refused("--check", "--json", create=False).returncode == 2  # its topics are missing
        with shown:
            shown.until(lambda: "worker_started" in shown.said(), "it runs")
        found = shown.refused("--check", "--json", create=False)
        assert (found.returncode, found.stderr) == (0, "")
        said = json.loads(found.stdout)
        assert said["settings"]["redis"] == f"redis://:***@{closed.address}/0"
        assert "writes are logged to disk" in said["redis"][said["settings"]["redis"]]
        assert (said["kafka"]["brokers"], said["topics"][shown.input]) == (1, 1)
        assert (said["settings"]["policy"], said["settings"]["shadow"]) == ([], False)
        assert "right-one" not in found.stdout
        assert shown.secret not in found.stdout


def test_a_redis_that_would_lose_state(
    pipeline: MakePipeline, told: Told, own_redis: RedisServer, redis_program: str, tmp_path: Path
) -> None:
    with own_redis.client() as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        assert_one_line(told(pipeline(), CREATE), "allkeys-lru", "noeviction")
        client.config_set("maxmemory-policy", "noeviction")
    home = tmp_path / "replica"
    home.mkdir()
    of = f"127.0.0.1 {own_redis.port}"
    with RedisServer(home, options={"replicaof": of}, program=redis_program) as replica:
        assert_one_line(told(pipeline(redis=replica.url), CREATE), "read-only replica", "master")


def test_a_redis_that_keeps_nothing_on_disk_is_a_warning(
    pipeline: MakePipeline, told: Told, own_redis: RedisServer
) -> None:
    with own_redis.client() as client:
        client.config_set("appendonly", "no")
    lines = told(pipeline())
    assert "warning" in lines[0]
    assert "appendonly yes" in lines[0]


def test_a_recovery_directory_that_cannot_be(pipeline: MakePipeline, told: Told, tmp_path: Path) -> None:
    """A check says what a start would say, and leaves no trace."""
    (tmp_path / "file").touch()
    for place in ("file", "file/under"):
        live = pipeline(recovery=str(tmp_path / place))
        assert_one_line(told(live, CREATE), place, "name a directory that can be written")
        assert_one_line(told(live, "--check"), place, "name a directory that can be written")
    live = pipeline(recovery=str(tmp_path / "new" / "place"), workers="9")
    with pipeline() as other:
        other.until(lambda: "worker_started" in other.said(), "it runs")
    live.prefix = live.settings["topic-prefix"] = other.prefix
    live.input = live.settings["inputs"] = other.input
    found = live.refused("--check", create=False)
    assert (found.returncode, (tmp_path / "new").exists()) == (0, False)
    assert "9 workers" in found.stderr


def test_state_of_others(pipeline: MakePipeline, told: Told, fresh: redis.Redis) -> None:
    live = pipeline()
    fresh.set(keys.SCHEMA_KEY, keys.SCHEMA + 1)
    assert_one_line(told(live, CREATE), f"schema {keys.SCHEMA + 1}", "upgrade")
    fresh.delete(keys.SCHEMA_KEY)
    with live:
        live.until(lambda: bool(fresh.get(keys.SECRET)), "the store is claimed")
        other = pipeline()
        assert_one_line(told(other, CREATE)[-1:], "decides on this store already", "stop it first")
        assert_one_line(told(live, CREATE)[-1:], "recovery", "stop it first")
        other.secret = live.secret[::-1]
        lines = told(other, CREATE)
        assert_one_line(lines, "another ENFORCE_SECRET")
        assert other.secret not in lines[0]


@pytest.fixture
def fresh(own_redis: RedisServer) -> redis.Redis:
    """A client of the test's own Redis."""
    return own_redis.client()
