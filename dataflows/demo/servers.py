"""The two servers of a demo: brought along, or named; either way nothing of it is left there."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import redis
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from dataflows.embedded.broker import EmbeddedBroker
from dataflows.embedded.redis import EmbeddedRedis
from dataflows.live.settings import INPUTS, RunSettings
from dataflows.redis import keys
from dataflows.redis.connect import Unfit, connect
from dataflows.settings import Refused, without_password

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataflows.demo.traffic import Record

_PARTITION_BYTES: Final = 2 * 2**20  # half of what an embedded broker keeps, since keys spread unevenly
_OVERHEAD_BYTES: Final = 80
_ANSWER_S: Final = 5.0
_AT_ONCE: Final = 1_000
# An embedded broker has no controller to ask how topics are kept, so the pipeline is not to wait long for an answer;
# and it lets a reader that is at the end wait in full, whatever comes meanwhile.
_EMBEDDED_OPTIONS: Final = {"socket.timeout.ms": "1500", "fetch.wait.max.ms": "20"}


class Servers(NamedTuple):
    """What a pipeline is started with, and what it is said to be."""

    settings: RunSettings
    create_topics: bool
    said: list[str]


@contextmanager
def started(kafka: str | None, redis_url: str | None, records: Sequence[Record]) -> Iterator[Servers]:
    """Servers for these records: those named, else embedded ones; raises Refused."""
    given = RunSettings(kafka=kafka or "", redis=redis_url or "", secret=secrets.token_hex(32), recovery="")
    if kafka:
        given = _apart(given)
    with ExitStack() as stack:
        store, about_store = _store(stack, redis_url)
        broker, about_broker = _broker(stack, given, records)
        options = given.kafka_options if kafka else _EMBEDDED_OPTIONS
        settings = msgspec.structs.replace(given, kafka=broker, redis=store, kafka_options=options)
        yield Servers(settings, bool(kafka), [about_store, about_broker])


def _apart(settings: RunSettings) -> RunSettings:
    """Topics of this demo alone, on a broker that has others."""
    prefix = f"enforce-demo-{secrets.token_hex(4)}."
    return msgspec.structs.replace(settings, topic_prefix=prefix, inputs=[prefix + name for name in INPUTS])


# --- Redis ------------------------------------------------------------------------------------------------------------


def _store(stack: ExitStack, url: str | None) -> tuple[str, str]:
    if url is None:
        server = stack.enter_context(EmbeddedRedis())
        return server.url, "embedded: a redis-server of this command, in memory"
    if "+cluster://" in url:
        raise Refused("--redis: a Cluster is more than a demo needs; name a single Redis, redis://host:6379/0")
    stack.enter_context(_emptied(url))
    return url, "the one named; it was empty, and is emptied in the end"


@contextmanager
def _emptied(url: str) -> Iterator[None]:
    """An empty Redis, which is empty again in the end; raises Refused where it is not."""
    try:
        client = connect(url)
        if client.dbsize():
            raise Refused(
                f"--redis {without_password(url)}: not empty, and a demo must not mix with anything; name an empty one"
            )
    except Unfit as error:
        raise Refused(*error.args) from error
    except redis.RedisError as error:
        raise Refused(
            f"--redis {without_password(url)}: {error}; see that Redis runs there, or leave --redis out"
        ) from error
    try:
        yield
    finally:
        for pattern in (f"e{keys.SCHEMA}:*", "enforce:*"):
            for key in client.scan_iter(pattern, count=_AT_ONCE):
                client.unlink(key)
        client.close()


# --- Kafka ------------------------------------------------------------------------------------------------------------


def _broker(stack: ExitStack, settings: RunSettings, records: Sequence[Record]) -> tuple[str, str]:
    if settings.kafka:
        stack.enter_context(_deleted(settings))
        return settings.kafka, f"the one named; topics {settings.topic_prefix}*, deleted in the end"
    broker = stack.enter_context(EmbeddedBroker(_sizes(settings, records)))
    return broker.bootstrap, "embedded: librdkafka's mock cluster in this process, in memory"


def _sizes(settings: RunSettings, records: Sequence[Record]) -> dict[str, int]:
    """How many partitions each topic needs so that none drops anything."""
    sizes = dict.fromkeys((*settings.inputs, *settings.outputs().values(), *settings.changelogs()), 0)
    for record in records:
        sizes[record.topic] += len(record.value) + len(record.key) + _OVERHEAD_BYTES
    return {name: 1 + size // _PARTITION_BYTES for name, size in sizes.items()}


@contextmanager
def _deleted(settings: RunSettings) -> Iterator[None]:
    """Whatever came into being under the prefix is gone in the end."""
    admin = AdminClient(settings.kafka_config())
    try:
        admin.list_topics(timeout=_ANSWER_S)
    except KafkaException as error:
        raise Refused(
            f"--kafka {settings.kafka}: no broker answers: see that one runs there, or leave --kafka out"
        ) from error
    try:
        yield
    finally:
        _delete(admin, settings.topic_prefix)


def _delete(admin: AdminClient, prefix: str) -> None:
    """Topics and consumer groups whose names begin so."""
    topics = [name for name in admin.list_topics(timeout=_ANSWER_S).topics if name.startswith(prefix)]
    found = admin.list_consumer_groups(request_timeout=_ANSWER_S).result().valid
    groups = [group.group_id for group in found if group.group_id.startswith(prefix)]
    deleted = admin.delete_topics(topics) if topics else {}
    for done in (*deleted.values(), *(admin.delete_consumer_groups(groups) if groups else {}).values()):
        done.result(timeout=_ANSWER_S)
