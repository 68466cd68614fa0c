"""What `enforce run` may be told, checked before any work; what a worker process is handed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from dataflows.live import changelog
from dataflows.live.sink import TOPICS
from dataflows.settings import Refused, without_password

if TYPE_CHECKING:
    from collections.abc import Mapping

INPUTS = ("posts", "reports", "violations", "redress", "claims", "profiles")
_SECRETS = re.compile(r"password|secret|key|token|jaas", re.IGNORECASE)
_LEAST_SECRET = 16


class RunSettings(msgspec.Struct, frozen=True):
    """One pipeline: where it reads, keeps, writes; times in milliseconds."""

    kafka: str
    redis: str
    secret: str
    recovery: str
    policy: list[str] = []
    inputs: list[str] = msgspec.field(default_factory=lambda: list(INPUTS))
    topic_prefix: str = ""
    workers: int = 1
    epoch_ms: int = 500
    lease_ms: int = 10_000
    metrics_port: int | None = None
    dead_letter_share: float = 0.5
    kafka_options: dict[str, str] = {}
    accept_gap: bool = False
    shadow: bool = False

    def kafka_config(self) -> dict[str, Any]:
        """What every client of the broker is made with."""
        return _client(self.kafka, self.kafka_options)

    def outputs(self) -> dict[str, str]:
        """Stream -> topic."""
        return {stream: self.topic_prefix + topic for stream, topic in TOPICS.items()}

    def changelogs(self) -> list[str]:
        """The topics from which a lost store is made again."""
        return [self.topic_prefix + topic for topic in changelog.TOPICS]

    def shown(self) -> dict[str, Any]:
        """All of it by the names of its flags, but the secrets."""
        options = {key: "***" if _SECRETS.search(key) else value for key, value in self.kafka_options.items()}
        hidden = {"secret": "***", "redis": without_password(self.redis), "kafka_options": options}
        plain = msgspec.structs.asdict(self) | hidden
        times = {name: f"{plain.pop(name + '_ms')}ms" for name in ("epoch", "lease")}
        return plain | times


def client_config(kafka: str | None, kafka_options: str | None) -> dict[str, Any]:
    """The same, where only the broker is needed; raises Refused."""
    problems = [] if kafka else ["ENFORCE_KAFKA: not set; write --kafka localhost:9092"]
    options = {} if kafka_options is None else _options(kafka_options, problems)
    if problems:
        raise Refused(*problems)
    return _client(kafka or "", options)


def _client(kafka: str, options: Mapping[str, str]) -> dict[str, Any]:
    quiet = {"log_level": 0, "reconnect.backoff.max.ms": 1000}  # what matters is said once, by us
    return {"bootstrap.servers": kafka, **quiet, **options}


def checked(given: Mapping[str, Any]) -> RunSettings:
    """Settings from what was given by flags and environment; raises Refused, one line for each mistake."""
    problems: list[str] = []
    values = {name: value for name, value in given.items() if value is not None}
    for name, example in (
        ("kafka", "localhost:9092"),
        ("redis", "redis://localhost:6379/0"),
        ("recovery", "recovery/"),
    ):
        if not values.get(name):
            problems.append(f"ENFORCE_{name.upper()}: not set; write --{name} {example}")
    if len(str(values.get("secret", "")).encode()) < _LEAST_SECRET:
        problems.append("ENFORCE_SECRET: not set or under 16 bytes; draw one (openssl rand -hex 32) and keep it")
    for name in ("epoch", "lease"):
        values[f"{name}_ms"] = _milliseconds(name, str(values.pop(name)), problems)
    if "kafka_options" in values:
        values["kafka_options"] = _options(str(values["kafka_options"]), problems)
    if not 0 < float(values.get("dead_letter_share", 0.5)) <= 1:
        problems.append("ENFORCE_DEAD_LETTER_SHARE: not above 0 and at most 1; write 0.5")
    if values.get("shadow") and not values.get("topic_prefix"):
        problems.append("--shadow: would deliver to the real topics; add --topic-prefix shadow.")
    if values.get("inputs") == []:
        problems.append("ENFORCE_INPUTS: names no topic; write posts,reports")
    if problems:
        raise Refused(*problems)
    settings = msgspec.convert(values, RunSettings)
    _read_what_it_writes(settings)
    return settings


def _read_what_it_writes(settings: RunSettings) -> None:
    """Refuse a circle: each dead letter would be another."""
    own = {*settings.outputs().values(), *settings.changelogs()}.intersection(settings.inputs)
    if own:
        raise Refused(*(f"ENFORCE_INPUTS: {topic} is written by this pipeline; leave it out" for topic in sorted(own)))


def _milliseconds(name: str, text: str, problems: list[str]) -> int:
    matched = re.fullmatch(r"(\d{1,9})(ms|s|m)", text)
    found = int(matched[1]) * {"ms": 1, "s": 1_000, "m": 60_000}[matched[2]] if matched else 0
    if not found:
        problems.append(f"ENFORCE_{name.upper()}: {text!r} is no time; write 100ms or 10s")
    return found


def _options(text: str, problems: list[str]) -> dict[str, str]:
    try:
        found = msgspec.json.decode(text, type=dict[str, str | int | float | bool])
    except msgspec.MsgspecError as error:
        problems.append(f'ENFORCE_KAFKA_OPTIONS: {error}; write {{"security.protocol": "SSL"}}')
        return {}
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in found.items()}
