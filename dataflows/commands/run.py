"""`enforce run`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from dataflows import logs
from dataflows.live.settings import INPUTS, checked
from dataflows.live.supervisor import Supervisor

_out = Console(highlight=False, soft_wrap=True)


def run(
    kafka: Annotated[str | None, typer.Option(envvar="ENFORCE_KAFKA", help="Bootstrap servers.")] = None,
    redis: Annotated[str | None, typer.Option(envvar="ENFORCE_REDIS", help="URL of the store.")] = None,
    recovery: Annotated[
        Path | None, typer.Option(envvar="ENFORCE_RECOVERY", help="Directory for the positions in the input.")
    ] = None,
    policy: Annotated[
        list[Path] | None,
        typer.Option(envvar="ENFORCE_POLICY", help="A policy file, or a directory of them. Default: the shipped one."),
    ] = None,
    secret: Annotated[
        str | None,
        typer.Option(envvar="ENFORCE_SECRET", help="Keys the hashes of ids; best given by the environment."),
    ] = None,
    inputs: Annotated[str, typer.Option(envvar="ENFORCE_INPUTS", help="Input topics.")] = ",".join(INPUTS),
    topic_prefix: Annotated[
        str, typer.Option(envvar="ENFORCE_TOPIC_PREFIX", help="Put before the names of the output topics.")
    ] = "",
    workers: Annotated[int, typer.Option(envvar="ENFORCE_WORKERS", min=1, max=64, help="Processes.")] = 1,
    epoch: Annotated[str, typer.Option(envvar="ENFORCE_EPOCH", help="How often positions become durable.")] = "100ms",
    lease: Annotated[
        str, typer.Option(envvar="ENFORCE_LEASE", help="How long another machine waits before it takes over.")
    ] = "10s",
    metrics_port: Annotated[
        int | None,
        typer.Option(envvar="ENFORCE_METRICS_PORT", min=0, max=65_000, help="The first worker's; 0: free ones."),
    ] = None,
    dead_letter_share: Annotated[
        float,
        typer.Option(envvar="ENFORCE_DEAD_LETTER_SHARE", help="Stop when more of 1,000 records are bad than this."),
    ] = 0.5,
    kafka_options: Annotated[
        str | None, typer.Option(envvar="ENFORCE_KAFKA_OPTIONS", help="Options of librdkafka, as JSON: TLS, SASL, …")
    ] = None,
    create_topics: Annotated[bool, typer.Option("--create-topics", help="Create the topics that are missing.")] = False,
    accept_gap: Annotated[
        bool, typer.Option("--accept-gap", help="Go on where records were lost before they were read.")
    ] = False,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Decide, and deliver to prefixed topics only: --topic-prefix is needed.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Print the settings and what is at their ends, and stop.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="With --check: as one JSON object.")] = False,
) -> None:
    """Run the live pipeline: Kafka in, Redis between, Kafka out.

    Every setting is a flag or an environment variable. Stop it with Ctrl-C or SIGTERM: it finishes what it has begun.

    Examples:
      enforce run --kafka localhost:9092 --redis redis://localhost:6379/0 --recovery recovery/ --create-topics

      enforce run --check

    """
    settings = checked(
        {
            "kafka": kafka,
            "redis": redis,
            "recovery": None if recovery is None else str(recovery),
            "policy": [str(path) for path in policy or []],
            "secret": secret,
            "inputs": [topic.strip() for topic in inputs.split(",") if topic.strip()],
            "topic_prefix": topic_prefix,
            "workers": workers,
            "epoch": epoch,
            "lease": lease,
            "metrics_port": metrics_port,
            "dead_letter_share": dead_letter_share,
            "kafka_options": kafka_options,
            "accept_gap": accept_gap,
            "shadow": shadow,
        }
    )
    logs.set_up(sys.stderr)
    supervisor = Supervisor(settings)
    partitions = supervisor.check(create_topics=create_topics and not check)
    if check:
        _show(
            settings.shown() | {f"topic {name}": f"{n} partitions" for name, n in partitions.counts.items()}, json=json
        )
        return
    count = sum(partitions.counts.values())
    logs.log.info("run_started", workers=workers, partitions=count, store=settings.shown()["redis"], shadow=shadow)
    raise typer.Exit(supervisor.run(partitions))


def _show(found: dict[str, str], *, json: bool) -> None:
    if json:
        print(msgspec.json.encode(found).decode())  # noqa: T201  the answer
        return
    table = Table(box=None, show_header=False)
    for name, value in found.items():
        table.add_row(name, value)
    _out.print(table)
