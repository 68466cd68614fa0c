"""Started before its servers, it waits for them and says so; what no waiting mends is refused at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import redis
from redis.exceptions import ClusterDownError, RedisClusterException

from dataflows.live.settings import RunSettings
from dataflows.live.waiting import Waiting
from dataflows.live.whole import fenced
from dataflows.redis.lives import StoreLost
from dataflows.settings import Refused
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.live.pipeline import Pipeline, Row
from tests.servers.fixtures import Kafka
from tests.servers.kafka import KafkaBroker
from tests.servers.ports import free_ports
from tests.servers.redis import RedisServer

RIGHT = "right-one"


def reasons(port: int) -> list[str]:
    """Why it is not ready; at times nobody listens, or ends amid an answer, as the port goes from one to another."""
    try:
        return [reason["reason"] for reason in _answer(port)["reasons"]]
    except (OSError, HTTPException):
        return ["nobody listens"]


def _answer(port: int) -> Row:
    try:
        with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
            found: Row = json.load(answer)
    except HTTPError as refusal:
        found = json.load(refusal)
    return found


def logged(live: Pipeline, event: str) -> list[Row]:
    """Its log lines of an event."""
    lines = [json.loads(line) for line in live.said().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]


def test_servers_that_come_later(own_kafka: Kafka, own_redis: RedisServer, tmp_path: Path) -> None:
    """An orchestrator starts all at once: no crash loop, one line for each server, and then the work."""
    home = tmp_path / "pipeline"
    home.mkdir()
    (port,) = free_ports(1)
    live = Pipeline(own_kafka, own_redis.url, home)
    live.settings["metrics-port"] = str(port)
    own_kafka.server.kill()
    own_redis.kill()
    with live:
        live.until(lambda: bool(logged(live, "redis_down")), "it waits for Redis")
        assert "redis_down" in reasons(port)
        own_redis.start()
        live.until(lambda: bool(logged(live, "kafka_down")), "it waits for the broker")
        assert reasons(port)[0] == "kafka_down"
        assert live.process.poll() is None
        own_kafka.server.start()
        live.say(post("p1", now_ms() - 60_000), violation("p1", now_ms() - 30_000))
        live.wait()
        live.until(lambda: reasons(port) == [], "it is ready")
        assert live.stop() == 0
    assert len(live.rows("actions")) == 1
    assert [len(logged(live, event)) for event in ("redis_down", "kafka_down", "redis_back", "kafka_back")] == [1] * 4


def test_asked_to_stop_while_it_waits(pipeline: MakePipeline) -> None:
    """Nothing was begun, so nothing went wrong."""
    live = pipeline(redis=f"redis://:secret@127.0.0.1:{free_ports(1)[0]}/0")
    with live:
        live.until(lambda: bool(logged(live, "redis_down")), "it waits")
        assert live.stop() == 0
    (line,) = logged(live, "redis_down")
    assert "see that Redis runs there" in line["error"]
    assert "secret" not in live.said()


def test_no_more_workers_than_partitions(pipeline: MakePipeline) -> None:
    """One without a part makes no progress, and would end itself for it every minute, and all others with it."""
    live = pipeline(workers="3", partitions=2)
    with live:
        live.until(lambda: bool(logged(live, "run_started")), "it runs")
        assert live.stop() == 0
    started = logged(live, "run_started")[0]
    assert (started["workers"], started["policy"], started["store"]) == (2, ["2026-11"], live.settings["redis"])
    assert "3 workers" in logged(live, "setting_warned")[0]["why"]


@pytest.fixture
def closed_broker(kafka_libraries: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a broker that wants a password."""
    with _Closed(tmp_path, kafka_libraries) as broker:
        yield broker.closed


class _Closed(KafkaBroker):
    """A broker with one more door: SASL, user `enforce`."""

    def _format(self) -> None:
        self.closed = f"127.0.0.1:{free_ports(1)[0]}"
        text = self._properties.read_text()
        for listeners in ("\nlisteners=", "\nadvertised.listeners="):
            text = text.replace(listeners, f"{listeners}SASL_PLAINTEXT://{self.closed},")
        text = text.replace("protocol.map=", "protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,")
        module = "org.apache.kafka.common.security.plain.PlainLoginModule"
        text += f'listener.name.sasl_plaintext.plain.sasl.jaas.config={module} required user_enforce="{RIGHT}";\n'
        self._properties.write_text(text + "sasl.enabled.mechanisms=PLAIN\n")
        super()._format()


def test_a_broker_that_wants_another_password(closed_broker: str, pipeline: MakePipeline) -> None:
    """Waiting would not help, and an account may be locked after some tries."""
    sasl = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanisms": "PLAIN", "sasl.username": "enforce"}
    for password, words in (("wrong-one", "SASL authentication error"), (RIGHT, "not on")):
        live = pipeline(**{"kafka-options": json.dumps(sasl | {"sasl.password": password})})
        live.settings["kafka"] = closed_broker
        done = live.refused(create=False)
        first, *_ = done.stderr.splitlines()
        assert (done.returncode, first.startswith("enforce: ")) == (2, True)
        assert words in first
        assert password not in done.stderr


@pytest.mark.parametrize(
    "error",
    [
        redis.ConnectionError("refused"),
        ClusterDownError("CLUSTERDOWN The cluster is down"),
        RedisClusterException("Redis Cluster cannot be connected. Please provide at least one reachable node"),
        redis.ResponseError("OOM command not allowed"),
    ],
)
def test_a_redis_or_a_cluster_that_is_away_is_waited_for(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataflows.live.waiting._PAUSE_S", 0.0)
    answers: list[Exception | int] = [error, error, 5]

    def call() -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with Waiting(RunSettings(kafka="k", redis="redis://r", secret="", recovery=""), lambda: False) as waiting:
        assert waiting.until(call) == 5
    assert not answers


def test_what_is_our_mistake_is_not_waited_for() -> None:
    def call() -> int:
        raise redis.ResponseError("WRONGTYPE Operation against a key")

    with (
        Waiting(RunSettings(kafka="k", redis="redis://r", secret="", recovery=""), lambda: False) as waiting,
        pytest.raises(redis.ResponseError, match="WRONGTYPE"),
    ):
        waiting.until(call)


@pytest.mark.parametrize(
    ("said", "raised"), [("FENCED by another pipeline", Refused), ("LOST the store is empty", StoreLost)]
)
def test_what_redis_refuses_under_a_lease_is_waited_for_or_said(said: str, raised: type[Exception]) -> None:
    """Not a traceback: another pipeline decides now, or the store must be made again."""
    settings = RunSettings(kafka="k", redis="redis://r", secret="", recovery="")
    with pytest.raises(raised), fenced(settings):
        raise redis.ResponseError(said)
