"""The topics: which there must be, how they must be kept, created on request."""

from __future__ import annotations

from concurrent import futures
from typing import TYPE_CHECKING

from confluent_kafka import Consumer, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource
from confluent_kafka.admin._resource import ResourceType
from confluent_kafka.cimpl import NewTopic

from dataflows.live import reach
from dataflows.live.partitions import Partitions
from dataflows.live.reach import Away
from dataflows.settings import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from confluent_kafka.admin._metadata import ClusterMetadata

    from dataflows.live.settings import RunSettings
    from enforcement.policy import Policies

_TIMEOUT_S = 5.0
_NEW_PARTITIONS = 4


def find(settings: RunSettings, policies: Policies, *, create: bool) -> Partitions:
    """The input topics and their partitions; raises Refused, one line for each problem, Away where none answers."""
    admin, there = reach.metadata(settings.kafka_config(), _TIMEOUT_S)
    wanted = (*settings.inputs, *settings.outputs().values(), *settings.changelogs())
    missing = [topic for topic in wanted if topic not in there.topics]
    if missing and create:
        _create(admin, settings, missing, there)
        there = reach.metadata(settings.kafka_config(), _TIMEOUT_S)[1]
    elif missing:
        raise Refused(
            *(f"topic {topic}: not on {settings.kafka}; create it, or add --create-topics" for topic in missing)
        )
    problems = _kept_too_short(admin, settings, policies)
    if problems:
        raise Refused(*problems)
    return Partitions({topic: len(there.topics[topic].partitions) for topic in settings.inputs})


def grown(settings: RunSettings, partitions: Partitions) -> dict[str, int]:
    """The input topics that have more partitions now; none while the broker is away."""
    try:
        there = AdminClient(settings.kafka_config()).list_topics(timeout=_TIMEOUT_S).topics
    except KafkaException:
        return {}
    found = {topic: len(there[topic].partitions) for topic in settings.inputs if topic in there}
    return {topic: count for topic, count in found.items() if count > partitions.counts[topic]}


def begun_anew(settings: RunSettings, partitions: Partitions, decided: Mapping[str, int]) -> list[str]:
    """The parts of the input that end before what was decided of them: their topic was made again."""
    consumer = Consumer({**settings.kafka_config(), "group.id": "enforce-look"})
    parts = {
        f"{topic}:{index}": TopicPartition(topic, index) for topic, n in partitions.counts.items() for index in range(n)
    }
    try:
        return [
            part
            for part, at in decided.items()
            if part in parts and consumer.get_watermark_offsets(parts[part], timeout=_TIMEOUT_S)[1] < at
        ]
    finally:
        consumer.close()


def _create(admin: AdminClient, settings: RunSettings, missing: list[str], there: ClusterMetadata) -> None:
    copies = min(3, len(there.brokers))
    compacted = (settings.outputs()["standings"], *settings.changelogs())
    new = [
        NewTopic(
            topic,
            _NEW_PARTITIONS if topic in settings.inputs else 1,
            copies,
            config={"cleanup.policy": "compact"} if topic in compacted else {"retention.ms": "-1"},
        )
        for topic in missing
    ]
    for topic, done in admin.create_topics(new).items():
        try:
            done.result(timeout=_TIMEOUT_S)
        except KafkaException as error:
            raise Refused(f"topic {topic}: {error.args[0].str()}; create it by hand") from error
        except futures.TimeoutError as error:
            raise Away("kafka", f"topic {topic}: {settings.kafka} does not say that it was created") from error


def _kept_too_short(admin: AdminClient, settings: RunSettings, policies: Policies) -> list[str]:
    """Posts must outlive `join.keep`, or a lost store could not be rebuilt; standings must be compacted."""
    keep_ms = max(policy.keep_ms for policy in policies.versions)
    problems = []
    compacted = [settings.outputs()["standings"], *settings.changelogs()]
    for topic, config in _configs(admin, [*settings.inputs, *compacted]).items():
        kept_ms, cleanup = int(config.get("retention.ms", "-1")), config.get("cleanup.policy", "delete")
        if topic in settings.inputs and 0 <= kept_ms < keep_ms and "delete" in cleanup:
            problems.append(f"topic {topic}: retention.ms {kept_ms} is shorter than join.keep; set {keep_ms} or more")
        if topic not in settings.inputs and "compact" not in cleanup:
            problems.append(
                f"topic {topic}: cleanup.policy is {cleanup}; set compact, the newest standing is the truth"
            )
    return problems


def _configs(admin: AdminClient, topics: list[str]) -> dict[str, dict[str, str]]:
    """What is known of how topics are kept; nothing where the broker does not say."""
    found = {}
    for resource, answer in admin.describe_configs(
        [ConfigResource(ResourceType.TOPIC, name) for name in topics]
    ).items():
        try:
            found[resource.name] = {name: entry.value for name, entry in answer.result(timeout=_TIMEOUT_S).items()}
        except (KafkaException, futures.TimeoutError):
            continue  # a broker may keep its settings to itself, or be too busy to tell
    return found
