"""Dead letters, of a topic or of a replay's directory: each once, and their records sent again.

The same one may have been delivered twice; reason and origin tell.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

import msgspec

from dataflows.settings import Refused
from enforcement.records import DeadLetter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from confluent_kafka import KafkaError, Message

FILE, TOPIC = "dead_letters.jsonl", "enforcement.dead-letters"
_TIMEOUT_S = 10.0
_UNPRINTED = re.compile(r"[^\x20-\x7e]+")
_decode = msgspec.json.Decoder(DeadLetter).decode
IN_VAIN: Final = ("not_json", "unknown_kind", "bad_field")
"""What was refused for what it says: the same bytes are refused again, and enough of them stop the pipeline."""


class Undelivered(Exception):
    """Not everything was sent; one line: what, where, what next."""


# --- reading ----------------------------------------------------------------------------------------------------------


def of_directory(directory: Path) -> Iterator[DeadLetter]:
    """The dead letters of a replay, each once; raises Refused."""
    path = directory / FILE
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; name a directory that enforce replay --out wrote") from error
    return once(_read(f"{path}:{number}", line) for number, line in enumerate(lines, start=1))


def of_topic(config: Mapping[str, Any], topic: str) -> Iterator[DeadLetter]:
    """The dead letters of a topic up to its end now, each once; raises Refused."""
    from confluent_kafka import KafkaException  # noqa: PLC0415  a directory needs no client

    try:
        yield from once(_records(config, topic))
    except KafkaException as error:
        raise Refused(f"{config['bootstrap.servers']}: {error.args[0].str()}; see that a broker is there") from error


def _records(config: Mapping[str, Any], topic: str) -> Iterator[DeadLetter]:
    from dataflows.live import reach  # noqa: PLC0415  the same
    from dataflows.live.restore import Changelogs  # noqa: PLC0415  the same: it reads a topic to its end

    if topic not in reach.metadata(config, _TIMEOUT_S)[1].topics:
        raise Refused(f"topic {topic}: not on {config['bootstrap.servers']}; check --topic-prefix")
    reader = Changelogs(config, [topic])
    while (messages := reader.read()) is not None:
        for message in messages:
            yield _read(f"{topic}/{message.partition()}:{message.offset()}", message.value() or b"")


def _read(where: str, raw: bytes) -> DeadLetter:
    try:
        letter = _decode(raw)
        raw_of(letter)
    except ValueError as error:  # what is no JSON, no UTF-8, no dead letter, or holds no base64
        raise Refused(f"{where}: {error}; this is no dead letter: was it enforce that wrote there?") from error
    return letter


def once(letters: Iterable[DeadLetter]) -> Iterator[DeadLetter]:
    """Each the first time that it comes."""
    seen: set[tuple[str, str]] = set()
    for letter in letters:
        key = letter.reason, origin_of(letter)
        if key not in seen:
            seen.add(key)
            yield letter


# --- showing ----------------------------------------------------------------------------------------------------------


def origin_of(letter: DeadLetter) -> str:
    """Where its record came from: TOPIC/PARTITION:OFFSET, or FILE:LINE."""
    origin = letter.origin
    if "topic" in origin:
        return f"{origin['topic']}/{origin.get('partition')}:{origin.get('offset')}"
    return f"{origin.get('file')}:{origin.get('line')}"


def raw_of(letter: DeadLetter) -> bytes | None:
    """Its record; None where it may not be kept, or there is none."""
    return None if letter.raw is None else b64decode(letter.raw, validate=True)


def beginning(letter: DeadLetter, most: int) -> str:
    """The beginning of its record."""
    raw = raw_of(letter)
    text = "" if raw is None else harmless(raw[: most + 1].decode("ascii", "replace"))
    return text if len(text) <= most else text[: most - 1] + "…"


def harmless(text: str) -> str:
    """What strangers wrote, without what commands a terminal."""
    return _UNPRINTED.sub("?", text)


# --- sending again ----------------------------------------------------------------------------------------------------


def records_of(letters: Iterable[DeadLetter]) -> list[tuple[DeadLetter, bytes]]:
    """The records there are, each once: one that was sent again in vain has more than one dead letter."""
    found: dict[tuple[object, bytes], DeadLetter] = {}
    for letter in letters:
        raw = raw_of(letter)
        if raw is not None:
            found.setdefault((letter.origin.get("topic"), raw), letter)
    return [(letter, raw) for (_, raw), letter in found.items()]


def send(config: Mapping[str, Any], records: Iterable[tuple[DeadLetter, bytes]]) -> int:
    """Send records to the topic and partition they came from; how many were confirmed. Raises Undelivered."""
    from confluent_kafka import KafkaException, Producer  # noqa: PLC0415  a directory needs no client

    delivery = _Delivery()
    producer = Producer({**config, "enable.idempotence": True, "message.timeout.ms": int(_TIMEOUT_S * 1000)})
    for letter, raw in records:
        topic, partition = str(letter.origin["topic"]), int(letter.origin["partition"] or 0)
        while True:
            try:
                producer.produce(topic, raw, partition=partition, on_delivery=delivery.report)
            except BufferError:
                producer.poll(1.0)
            except KafkaException as error:
                delivery.refused = delivery.refused or f"topic {topic}: {error.args[0].str()}"
                break
            else:
                break
        producer.poll(0)
    producer.flush()
    if delivery.refused:
        raise Undelivered(
            f"{delivery.refused}; confirmed: {delivery.confirmed:,}; a repeated record does no harm: start again"
        )
    return delivery.confirmed


class _Delivery:
    """What the broker says."""

    def __init__(self) -> None:
        self.confirmed, self.refused = 0, ""

    def report(self, error: KafkaError | None, message: Message) -> None:
        if error is None:
            self.confirmed += 1
        else:
            self.refused = self.refused or f"topic {message.topic()}: {error.str()}"


def write(path: Path, records: Iterable[tuple[DeadLetter, bytes]]) -> int:
    """Write records as lines to a new file; how many. Raises Refused."""
    count = 0
    try:
        with path.open("xb") as file:
            for _, raw in records:
                file.write(raw + b"\n")
                count += 1
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; name a new file in a directory that can be written") from error
    return count
