"""An outage is seen and said by every worker, and so is its end, also where nothing is to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import redis
from confluent_kafka import KafkaError

from dataflows.live.asking import Asking
from dataflows.live.brokers import Brokers
from dataflows.live.reach import redis_says_no
from tests.live.pipeline import Pipeline
from tests.live.test_waiting import logged, reasons
from tests.metrics.operating import Process
from tests.servers.fixtures import Kafka
from tests.servers.ports import free_ports
from tests.servers.redis import RedisServer


def test_every_worker_of_an_idle_pipeline_sees_it(own_kafka: Kafka, own_redis: RedisServer, tmp_path: Path) -> None:
    """Whoever routes to it, or is called at night, believes /ready."""
    (tmp_path / "pipeline").mkdir()
    first, second = free_ports(2)
    while second != first + 1:
        first, second = free_ports(2)
    live = Pipeline(own_kafka, own_redis.url, tmp_path / "pipeline", partitions=2, workers="2")
    live.settings["metrics-port"] = str(first)

    def both(wanted: list[str]) -> bool:
        return [reasons(port)[:1] for port in (first, second)] == [wanted, wanted]

    with live:
        live.until(lambda: len([line for line in logged(live, "worker_started") if "port" in line]) == 2, "they listen")
        live.until(lambda: both([]), "both are ready")
        for server, reason in ((own_redis, "redis_down"), (own_kafka.server, "kafka_down")):
            server.kill()
            live.until(lambda wanted=[reason]: both(wanted), f"both say {reason}")  # type: ignore[misc]  # bound now
            server.start()
            live.until(lambda: both([]), f"both say that it is over: {reason}")
        assert live.stop() == 0
    for event in ("redis_down", "kafka_down", "kafka_back"):  # a Redis that was restarted is met by new workers
        assert {line["worker"] for line in logged(live, event)} == {0, 1}


def test_a_broker_is_up_while_any_connection_is() -> None:
    """All are lost for a moment when a client begins; the statistics of each second tell whether that lasts."""
    process = Process()
    brokers = Brokers(process.meters)
    for states, up in ((["INIT", "UP"], 1), (["TRY_CONNECT", "INIT"], 1)):  # one that begins, or ends, is not down
        brokers.counted(_statistics(states))
        assert process.value("enforce_connected", server="kafka") == up
    brokers.failed(KafkaError(KafkaError._TRANSPORT))  # noqa: SLF001  one of several
    assert process.value("enforce_connected", server="kafka") == 1
    brokers.failed(KafkaError(KafkaError._ALL_BROKERS_DOWN))  # noqa: SLF001  librdkafka's own name
    assert process.value("enforce_connected", server="kafka") == 1
    for states, up in (([], 1), (["TRY_CONNECT", "INIT"], 0), (["TRY_CONNECT", "UP"], 1), (["INIT"], 1)):
        brokers.counted(_statistics(states))
        assert process.value("enforce_connected", server="kafka") == up


def _statistics(states: list[str]) -> str:
    named = {str(place): {"state": state, "nodeid": place} for place, state in enumerate(states)}
    return json.dumps({"name": "c", "brokers": named, "topics": {}})


def test_asking_is_no_sign_of_progress(own_redis: RedisServer) -> None:
    """A stuck dataflow beside a Redis that answers must end."""
    process = Process()
    process.work()
    asking = Asking(own_redis.url, process.meters)
    process.clock.now += 31
    asking.once()
    assert (process.value("enforce_connected", server="redis"), process.value("enforce_live")) == (1, 0)


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [("maxmemory", "1", "full"), ("min-replicas-to-write", "1", "too few replicas")],
)
def test_a_redis_that_takes_no_writes_says_why(own_redis: RedisServer, setting: str, value: str, word: str) -> None:
    """Also from within a script: how that is worded depends on the version of Redis."""
    with own_redis.client() as client:
        client.config_set(setting, value)
        for command in (["SET", "k", "v"], ["EVAL", "return redis.call('SET', KEYS[1], ARGV[1])", "1", "k", "v"]):
            with pytest.raises(redis.ResponseError) as told:
                client.execute_command(*command)
            assert word in (redis_says_no(told.value) or "")
    assert redis_says_no(redis.ResponseError("WRONGTYPE Operation against a key")) is None
