"""How long a lost store takes to be made again, and how soon a pipeline with that much state goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from confluent_kafka import Consumer, Producer, TopicPartition

from dataflows.live import changelog
from dataflows.live.sink import TOPICS
from dataflows.redis import kept
from dataflows.redis.hashes import Hashes
from dataflows.redis.remembered import member
from enforcement import instants
from tests.benchmarks.live.memory import SECRET, striker, violation
from tests.benchmarks.live.posts import post_id, profile_id
from tests.benchmarks.live.servers import HERE, Servers, running
from tests.benchmarks.live.speed import aim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dataflows.live.changelog import Change

MOST_RESTORE_S, MOST_RESTART_S = 60.0, 5.0
_PREFIX = "lost."
_MODELS = 1_000
_HASHES = Hashes(SECRET)
_PATIENCE_S = 60.0


def restore(servers: Servers, struck: int) -> bool:
    """Print how long so many profiles with a strike take; whether what was aimed at is reached."""
    inputs = [servers.topic("posts.lost"), servers.topic("violations.lost")]
    with running(servers, _PREFIX, inputs):
        time.sleep(5)  # its topics are there
    records = _fill(servers, struck)
    servers.redis.client().flushall()
    began_s = time.perf_counter()
    command = [sys.executable, "-m", "dataflows", "restore", *_settings(servers, inputs)]
    done = subprocess.run(command, cwd=HERE, env=_environment(), check=True, capture_output=True, text=True)
    took_s = time.perf_counter() - began_s
    print(f"{struck:,} profiles with a strike, {records:,} records in the changelogs: {done.stdout.strip()}")
    per_million_s = took_s / struck * 1e6
    told = f"{took_s:.1f} s to restore them, {per_million_s:.0f} s a million; at most {MOST_RESTORE_S:.0f}"
    reached = aim(per_million_s <= MOST_RESTORE_S, told)
    restart_s = _restart(servers, inputs)
    told = f"{restart_s:.1f} s from enforce run to the first action with that state; at most {MOST_RESTART_S:.0f}"
    return aim(restart_s <= MOST_RESTART_S, told) and reached


def _settings(servers: Servers, inputs: list[str]) -> list[str]:
    settings = ["--kafka", servers.kafka.address, "--redis", servers.redis.url, "--topic-prefix", _PREFIX]
    return [*settings, "--recovery", str(servers.base / f"{_PREFIX}recovery"), "--inputs", ",".join(inputs)]


def _environment() -> dict[str, str]:
    return {**os.environ, "ENFORCE_SECRET": SECRET.decode()}


def _fill(servers: Servers, struck: int) -> int:
    """Put into the changelogs what so many first strikes leave there; returns how many records those are."""
    producer = Producer(
        {"bootstrap.servers": servers.kafka.address, "linger.ms": 20, "compression.type": "lz4",
         "queue.buffering.max.messages": 1_000_000}
    )  # fmt: skip
    count = 0
    for change in _changes(servers, struck):
        producer.produce(_PREFIX + change.topic, change.value, change.key)
        count += 1
        if count % 10_000 == 0:
            producer.poll(0)
    producer.flush()
    return count


def _changes(servers: Servers, struck: int) -> Iterator[Change]:
    """Some strikes are really decided; the others are theirs under other names of the same length."""
    models = list(_models(servers))
    for start in range(0, struck, _MODELS):
        for number, changes in enumerate(models):
            for change in changes:
                yield _renamed(change, number, start + number)
    newest = changelog.pack(changelog.Newest(_MODELS, 0))
    yield changelog.Change(changelog.CASES, "n:", newest)


def _renamed(change: Change, old: int, new: int) -> Change:
    """What the strike of one number changes, as that of another."""
    if change.key.startswith("i:"):
        return changelog.Change(change.topic, "i:" + member(_HASHES.event(f"v:{_violation(new)}")), change.value)
    name = "p:" if change.topic == changelog.LEDGER else ""
    found = kept.read(name + change.key, changelog.kept_of(name + change.key, change.value or b""))
    key, ledger = change.key.encode(), found.ledger
    for named in (profile_id, _post_id, _violation):
        key = key.replace(named(old).encode(), named(new).encode())
        ledger = ledger.replace(named(old).encode(), named(new).encode())
    value = kept.keep(name + key.decode(), found.number, found.due, ledger, found.wait)
    return changelog.Change(change.topic, key.decode(), value)


def _models(servers: Servers) -> Iterator[list[Change]]:
    """What each of some strikes changes."""
    decide = striker(servers.redis.client())
    for number in range(_MODELS):
        said = decide(number)
        found = [changelog.unpack_change(raw) for outputs in said for raw in outputs.get(changelog.CHANGES, ())]
        yield [change for change in found if change.key[:2] not in {"o:", "n:"}]


def _post_id(number: int) -> str:
    return post_id(10**8 + number)


def _violation(number: int) -> str:
    return f"v{number:016}"


def _restart(servers: Servers, inputs: list[str]) -> float:
    """Seconds from the start to the first action on the wire."""
    producer = Producer({"bootstrap.servers": servers.kafka.address})
    at = instants.text(int(time.time() * 1_000) - 1_000)
    producer.produce(inputs[1], json.dumps(violation(10**9, at)).encode())
    producer.flush()
    consumer = Consumer({"bootstrap.servers": servers.kafka.address, "group.id": "restart", "fetch.wait.max.ms": 10})
    consumer.assign([TopicPartition(_PREFIX + TOPICS["actions"], 0, 0)])
    began_s = time.perf_counter()
    with running(servers, _PREFIX, inputs, empty=False):
        while time.perf_counter() - began_s < _PATIENCE_S:
            message = consumer.poll(0.05)
            if message is not None and message.error() is None:
                break
        took_s = time.perf_counter() - began_s
    consumer.close()
    return took_s
