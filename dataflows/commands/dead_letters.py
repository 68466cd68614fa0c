"""`enforce dead-letters`: list, retry."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dataflows.commands.options import Kafka, KafkaOptions, TopicPrefix
from dataflows.settings import EXIT_FAILED, Refused
from dataflows.terminal import ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dataflows.terminal import Terminal
    from enforcement.records import DeadLetter

dead_letters = typer.Typer(
    no_args_is_help=True,
    help="Records that led to nothing: look at them, send them again.",
)
_MOST_LISTED, _MOST_RAW = 20, 60

Source = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="The directory that enforce replay --out wrote, instead of the topic."),
]
Reason = Annotated[str | None, typer.Option(metavar="REASON", help="Only those with this reason, such as not_json.")]


@dead_letters.command("list")
def list_them(
    source: Source = None,
    reason: Reason = None,
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="The last N only. Default: 20, with --json all.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    kafka: Kafka = None,
    topic_prefix: TopicPrefix = "",
    kafka_options: KafkaOptions = None,
) -> None:
    """Show dead letters, each once: why, where the record came from, how it begins; and how many by reason.

    Examples:
      enforce dead-letters list --kafka localhost:9092

      enforce dead-letters list --from out/ --reason unmatched_post --json

    """
    from dataflows.terminal import Terminal  # noqa: PLC0415  only where it is asked for

    found = _chosen(_letters(source, kafka, topic_prefix, kafka_options), reason)
    terminal = Terminal()
    if json:
        terminal.write(_in_json(found, limit))
        return
    _print(terminal, found, _MOST_LISTED if limit is None else limit)


@dead_letters.command()
def retry(
    source: Source = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --from: write the records there, one a line: a new file.")
    ] = None,
    reason: Reason = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many there are, and send none.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
    kafka: Kafka = None,
    topic_prefix: TopicPrefix = "",
    kafka_options: KafkaOptions = None,
) -> None:
    r"""Send records again to the topic they came from, once what was wrong has been put right.

    A record that was decided meanwhile changes nothing.

    With --from DIR, where there is no topic, they are written to a file for the next replay.

    Some dead letters keep no record (too_large, gap): those cannot be sent again.

    What is no event (not_json, unknown_kind, bad_field) would be refused again: it
    is not sent unless --reason names it.

    Examples:
      enforce dead-letters retry --kafka localhost:9092 \
        --reason unmatched_post --dry-run

      enforce dead-letters retry --from out/ --out again.jsonl

    """
    from dataflows import dead_letters as letters  # noqa: PLC0415  only where it is asked for

    if source is not None and out is None and not dry_run:
        raise Refused("--out: missing; name a new file for the records, such as --out again.jsonl")
    found = _chosen(_letters(source, kafka, topic_prefix, kafka_options), reason)
    if source is None and reason is None:
        in_vain = sum(letter.reason in letters.IN_VAIN for letter in found)
        found = [letter for letter in found if letter.reason not in letters.IN_VAIN]
        if in_vain:
            print(f"would be refused again, so left out (--reason sends them): {in_vain:,}")  # noqa: T201  the answer
    records = letters.records_of(found)
    places = Counter(letter.origin.get("topic") or letter.origin.get("file") for letter, _ in records)
    for place, count in places.items():
        print(f"records of {place}: {count:,}")  # noqa: T201  the answer
    if without := sum(letter.raw is None for letter in found):
        print(f"without a record, so never sent again: {without:,}")  # noqa: T201  the answer
    if not records:
        print("nothing to send again")  # noqa: T201  the answer
    elif dry_run:
        print("nothing was sent: --dry-run")  # noqa: T201  the answer
    elif source is not None and out is not None:
        print(f"written to {out}: {letters.write(out, records):,}")  # noqa: T201  the answer
    else:
        _confirm(len(records), yes=yes)
        _send(_config(kafka, kafka_options), records)


def _confirm(count: int, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused(f"records to send: {count:,}: nobody is there to be asked; add --yes to send them")
    typer.confirm(f"Send them again ({count:,})?", abort=True, err=True)


def _send(config: dict[str, Any], records: Sequence[tuple[DeadLetter, bytes]]) -> None:
    from dataflows import dead_letters as letters  # noqa: PLC0415  only where it is asked for

    try:
        print(f"sent again, and confirmed: {letters.send(config, records):,}")  # noqa: T201  the answer
    except letters.Undelivered as error:
        ERRORS.print(f"enforce: {error}", style="red")
        raise typer.Exit(EXIT_FAILED) from error


# --- which ------------------------------------------------------------------------------------------------------------


def _letters(
    source: Path | None, kafka: str | None, topic_prefix: str, kafka_options: str | None
) -> Iterator[DeadLetter]:
    from dataflows import dead_letters as letters  # noqa: PLC0415  only where it is asked for

    if source is not None:
        return letters.of_directory(source)
    if not kafka:
        raise Refused(
            "ENFORCE_KAFKA: not set; write --kafka localhost:9092, or --from DIR for those of enforce replay --out DIR"
        )
    return letters.of_topic(_config(kafka, kafka_options), topic_prefix + letters.TOPIC)


def _config(kafka: str | None, kafka_options: str | None) -> dict[str, Any]:
    """What clients of the broker are made with."""
    from dataflows.live.settings import client_config  # noqa: PLC0415  only where it is asked for

    return client_config(kafka, kafka_options)


def _chosen(letters: Iterator[DeadLetter], reason: str | None) -> list[DeadLetter]:
    from metrics.labels import DEAD_LETTER_REASONS  # noqa: PLC0415  only where it is asked for

    if reason not in (None, *DEAD_LETTER_REASONS):
        raise Refused(f"--reason {reason}: there is no such reason; write one of {', '.join(DEAD_LETTER_REASONS)}")
    return [letter for letter in letters if reason in (None, letter.reason)]


# --- showing ----------------------------------------------------------------------------------------------------------


def _in_json(found: list[DeadLetter], limit: int | None) -> str:
    import msgspec  # noqa: PLC0415  only where it is asked for

    shown = found if limit is None else found[len(found) - min(limit, len(found)) :]
    counts = Counter(letter.reason for letter in found)
    return msgspec.json.encode({"count": len(found), "reasons": counts, "dead_letters": shown}).decode()


def _print(terminal: Terminal, found: list[DeadLetter], limit: int) -> None:
    from rich.table import Table  # noqa: PLC0415  only where it is asked for

    from dataflows.dead_letters import beginning, harmless, origin_of  # noqa: PLC0415  the same

    shown = found[len(found) - min(limit, len(found)) :]
    if shown:
        columns = {
            "reason": [letter.reason for letter in shown],
            "origin": [harmless(origin_of(letter)) for letter in shown],
            "at": [letter.at or "" for letter in shown],
            "detail": [harmless(letter.detail) for letter in shown],
            "record": [beginning(letter, _MOST_RAW) for letter in shown],
        }
        told = {name: cells for name, cells in columns.items() if any(cells)}  # a replay has no time of processing
        table = Table(box=None, header_style="bold", pad_edge=False)
        for name in told:
            table.add_column(name, overflow="fold")  # a place cut short is no place
        for row in zip(*told.values()):  # noqa: B905  as many in each
            table.add_row(*row)
        terminal.print(table)
        terminal.print()
    for reason, count in Counter(letter.reason for letter in found).most_common():
        terminal.print(f"{reason}: {count:,}")
    more = f", the last {len(shown):,} above" if shown and len(shown) < len(found) else ""
    terminal.print(f"dead letters: {len(found):,}{more}")
