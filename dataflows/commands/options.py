"""Options that `run`, `restore` and `dead-letters` share: each a flag and an environment variable.

`known.py` has those of the commands that only read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SERVERS, STATE, WORK, SAFETY = "Servers and topics", "State and policy", "Work", "Safety"

Kafka = Annotated[
    str | None,
    typer.Option(envvar="ENFORCE_KAFKA", metavar="HOST:PORT,...", help="Bootstrap servers.", rich_help_panel=SERVERS),
]
KafkaOptions = Annotated[
    str | None,
    typer.Option(
        envvar="ENFORCE_KAFKA_OPTIONS",
        metavar="JSON",
        help="Options of librdkafka, as JSON: TLS, SASL, …",
        rich_help_panel=SERVERS,
    ),
]
Inputs = Annotated[
    str | None,
    typer.Option(
        envvar="ENFORCE_INPUTS",
        metavar="TOPIC,...",
        help="Input topics. Default: posts, reports, violations, redress, claims, profiles.",
        rich_help_panel=SERVERS,
    ),
]
TopicPrefix = Annotated[
    str,
    typer.Option(
        envvar="ENFORCE_TOPIC_PREFIX", help="Put before the names of the output topics.", rich_help_panel=SERVERS
    ),
]
Redis = Annotated[
    str | None,
    typer.Option(
        envvar="ENFORCE_REDIS",
        metavar="URL",
        help="The store: redis://, rediss:// with TLS, redis+cluster://.",
        rich_help_panel=STATE,
    ),
]
Recovery = Annotated[
    Path | None,
    typer.Option(
        envvar="ENFORCE_RECOVERY",
        metavar="DIR",
        help="Directory for the positions in the input.",
        rich_help_panel=STATE,
    ),
]
Secret = Annotated[
    str | None,
    typer.Option(
        envvar="ENFORCE_SECRET",
        help="Keys the hashes of ids; best given by the environment.",
        rich_help_panel=STATE,
    ),
]
Policy = Annotated[
    list[Path] | None,
    typer.Option(
        envvar="ENFORCE_POLICY",
        metavar="PATH",
        help="A policy file, or a directory of them. Default: the shipped one.",
        rich_help_panel=STATE,
    ),
]
Lease = Annotated[
    str,
    typer.Option(
        envvar="ENFORCE_LEASE",
        metavar="TIME",
        help="How long another machine waits before it takes over.",
        rich_help_panel=SAFETY,
    ),
]


def as_given(
    kafka: str | None,
    kafka_options: str | None,
    inputs: str | None,
    topic_prefix: str,
    redis: str | None,
    recovery: Path | None,
    secret: str | None,
    policy: list[Path] | None,
    lease: str,
) -> dict[str, object]:
    """What these options say, for `dataflows.live.settings.checked`; what was not given is None."""
    return {
        "kafka": kafka,
        "kafka_options": kafka_options,
        "inputs": None if inputs is None else [topic.strip() for topic in inputs.split(",") if topic.strip()],
        "topic_prefix": topic_prefix,
        "redis": redis,
        "recovery": None if recovery is None else str(recovery),
        "secret": secret,
        "policy": [str(path) for path in policy or []],
        "epoch": EPOCH,
        "lease": lease,
    }


EPOCH, LEASE = "500ms", "10s"
