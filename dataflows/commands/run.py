"""`enforce run`."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from dataflows.commands.options import (
    EPOCH,
    LEASE,
    SAFETY,
    WORK,
    Inputs,
    Kafka,
    KafkaOptions,
    Lease,
    Policy,
    Recovery,
    Redis,
    Secret,
    TopicPrefix,
    as_given,
)
from dataflows.settings import Refused

_out = Console(highlight=False, markup=False, soft_wrap=True, emoji=False)


def run(
    kafka: Kafka = None,
    redis: Redis = None,
    recovery: Recovery = None,
    policy: Policy = None,
    secret: Secret = None,
    inputs: Inputs = None,
    topic_prefix: TopicPrefix = "",
    workers: Annotated[
        int, typer.Option(envvar="ENFORCE_WORKERS", min=1, max=64, help="Processes.", rich_help_panel=WORK)
    ] = 1,
    epoch: Annotated[
        str,
        typer.Option(
            envvar="ENFORCE_EPOCH", metavar="TIME", help="How often positions become durable.", rich_help_panel=WORK
        ),
    ] = EPOCH,
    lease: Lease = LEASE,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            envvar="ENFORCE_METRICS_PORT",
            min=0,
            max=65_000,
            help="The first worker's; 0: free ones.",
            rich_help_panel=WORK,
        ),
    ] = None,
    dead_letter_share: Annotated[
        float,
        typer.Option(
            envvar="ENFORCE_DEAD_LETTER_SHARE",
            help="Stop when more of 1,000 records are bad than this.",
            rich_help_panel=SAFETY,
        ),
    ] = 0.5,
    kafka_options: KafkaOptions = None,
    create_topics: Annotated[
        bool, typer.Option("--create-topics", help="Create the topics that are missing.", rich_help_panel=WORK)
    ] = False,
    accept_gap: Annotated[
        bool,
        typer.Option(
            "--accept-gap", help="Go on where records were lost before they were read.", rich_help_panel=SAFETY
        ),
    ] = False,
    shadow: Annotated[
        bool,
        typer.Option(
            "--shadow",
            help="Decide, and deliver to prefixed topics only: --topic-prefix is needed.",
            rich_help_panel=SAFETY,
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Print the settings and what is at their ends, and stop.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="With --check: as one JSON object.")] = False,
) -> None:
    r"""Run the live pipeline: Kafka in, Redis between, Kafka out.

    Every setting is a flag or an environment variable. Stop it with Ctrl-C or SIGTERM: it finishes what it has begun.

    Examples:
      enforce run --kafka localhost:9092 --redis redis://localhost:6379/0 \
        --recovery recovery/ --create-topics

      enforce run --check

    """
    if json and not check:
        raise Refused("--json: goes with --check; the log of a run is JSON wherever no terminal shows it")
    from dataflows import logs  # noqa: PLC0415  only where it is asked for
    from dataflows.live.settings import checked  # noqa: PLC0415  the same
    from dataflows.live.supervisor import Supervisor  # noqa: PLC0415  the same

    settings = checked(
        {
            **as_given(kafka, kafka_options, inputs, topic_prefix, redis, recovery, secret, policy, lease),
            "epoch": epoch,
            "workers": workers,
            "metrics_port": metrics_port,
            "dead_letter_share": dead_letter_share,
            "accept_gap": accept_gap,
            "shadow": shadow,
        }
    )
    logs.set_up(sys.stderr)
    supervisor = Supervisor(settings)
    if check:
        _show(settings.shown(), supervisor.seen(), json=json)
        return
    raise typer.Exit(supervisor.run(create_topics=create_topics))


def _show(settings: dict[str, Any], seen: dict[str, dict[str, Any]], *, json: bool) -> None:
    if json:
        import msgspec  # noqa: PLC0415  only where it is asked for

        print(msgspec.json.encode({"settings": settings, **seen}).decode())  # noqa: T201  the answer
        return
    from rich.table import Table  # noqa: PLC0415  only where it is asked for

    table = Table(box=None, show_header=False)
    for name, value in (settings | {"policy": settings["policy"] or "the shipped one"}).items():
        table.add_row(name, _in_words(value))
    for where, what in seen["redis"].items():
        table.add_row(where, what)
    table.add_row("brokers", f"{seen['kafka']['brokers']}")
    for topic, partitions in seen["topics"].items():
        table.add_row(f"topic {topic}", f"partitions: {partitions}")
    _out.print(table)


def _in_words(value: object) -> str:
    """A setting as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _in_words([f"{key}={one}" for key, one in value.items()])
    if isinstance(value, list):
        return ", ".join(value) or "-"
    return "-" if value is None or value == "" else str(value)
