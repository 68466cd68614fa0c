"""One `enforce run` on topics of its own: started, fed, read, stopped, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition

from dataflows.live.sink import TOPICS
from tests.conftest import REPOSITORY
from tests.servers.fixtures import Kafka

if TYPE_CHECKING:
    from typing_extensions import Self

SECRET = "0123456789abcdef" * 2
Row = dict[str, Any]


class Pipeline:
    """`enforce run` with one input topic; `settings` are more of its flags by name, such as `{"workers": "2"}`.

    Whatever waits does so for `patience_s`, and then fails with what the pipeline has said.
    """

    def __init__(
        self,
        kafka: Kafka,
        redis_url: str,
        home: Path,
        *,
        partitions: int = 1,
        outputs: dict[str, str] | None = None,
        **settings: str,
    ) -> None:
        """`outputs` are settings of the topic of actions, which is created by the pipeline without them."""
        self.kafka, self.home, self.partitions = kafka, home, partitions
        self.input = kafka.topic("in", partitions=partitions, config={"retention.ms": "-1"})
        self.prefix = f"of.{self.input}."
        if outputs is not None:
            kafka.server.create_topic(self.topic("actions"), config=outputs)
        self.settings = {
            "kafka": kafka.bootstrap,
            "redis": redis_url,
            "recovery": str(home / "recovery"),
            "inputs": self.input,
            "topic-prefix": self.prefix,
        } | settings
        self.secret = SECRET
        self.patience_s = 30.0
        self.stderr = home / "stderr"
        self._client = {"bootstrap.servers": kafka.bootstrap, "log_level": 0}
        self._producer = Producer({**self._client, "linger.ms": 1})
        self._fed: dict[int, int] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def topic(self, stream: str) -> str:
        """The topic of an output stream."""
        return self.prefix + TOPICS[stream]

    # --- the process ----------------------------------------------------------------------------------------------

    def command(self, *flags: str, name: str = "run") -> list[str]:
        """The command line; the secret comes by the environment."""
        given = [part for setting, value in self.settings.items() for part in (f"--{setting}", value)]
        return [sys.executable, "-m", "dataflows", name, *given, *flags]

    def environment(self) -> dict[str, str]:
        """What the process sees: nothing of ours but the secret."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ENFORCE_")}
        return plain | ({"ENFORCE_SECRET": self.secret} if self.secret else {})

    def start(self, *flags: str) -> Self:
        """Start it; what it is fed before or after is read when it is up."""
        with self.stderr.open("ab") as log:
            self._process = subprocess.Popen(
                self.command("--create-topics", *flags), env=self.environment(), cwd=REPOSITORY, stdout=log, stderr=log
            )
        return self

    def refused(self, *flags: str, create: bool = True) -> subprocess.CompletedProcess[str]:
        """Run it to its end, which is soon."""
        return self.finished(self.command(*("--create-topics", *flags) if create else flags))

    def finished(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            command,
            env=self.environment(),
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=self.patience_s,
            check=False,
        )

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The supervisor."""
        assert self._process is not None, "it was not started"
        return self._process

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def said(self) -> str:
        """What it wrote on stderr so far."""
        return self.stderr.read_text() if self.stderr.exists() else ""

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Wait for its end; the exit code."""
        code = self.process.wait(self.patience_s)
        self._process = None
        return code

    def kill(self) -> list[int]:
        """SIGKILL to the supervisor; the workers it leaves behind."""
        left = self.workers()
        self.process.kill()
        self.ended()
        return left

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        deadline_s = time.monotonic() + self.patience_s
        while not holds():
            ended = self._process is not None and self._process.poll() is not None
            assert not ended, f"it ended instead of: {what}\n{self.said()}"
            assert time.monotonic() < deadline_s, f"it never came to this: {what}\n{self.said()}"
            time.sleep(0.02)

    # --- what goes in and comes out -------------------------------------------------------------------------------

    def feed(self, lines: Sequence[bytes], partition: int | Callable[[bytes], int] = 0) -> None:
        """Produce records; they are in the topic when this returns."""
        for line in lines:
            place = partition if isinstance(partition, int) else partition(line)
            self._producer.produce(self.input, line, partition=place, on_delivery=self._is_fed)
            self._producer.poll(0)
        assert self._producer.flush(self.patience_s) == 0

    def _is_fed(self, error: KafkaError | None, message: Message) -> None:
        assert error is None, error
        self._fed[message.partition() or 0] = (message.offset() or 0) + 1

    def feed_apart(self, lines: Sequence[bytes], batch: int) -> list[int]:
        """Produce records to the one partition in so many transactions that they are read in batches of this size.

        The mark of a commit takes an offset, and offsets with a gap are different batches; gives each record's offset.
        """
        producer = Producer({**self._client, "transactional.id": self.input})
        producer.init_transactions(self.patience_s)
        for start in range(0, len(lines), batch):
            producer.begin_transaction()
            for line in lines[start : start + batch]:
                producer.produce(self.input, line, partition=0, on_delivery=self._is_fed)
            producer.commit_transaction(self.patience_s)
        return [place + place // batch for place in range(len(lines))]

    def say(self, *events: Row, partition: int = 0) -> None:
        """Produce events."""
        self.feed([json.dumps(event).encode() for event in events], partition)

    def wait(self) -> None:
        """Until all that was fed is read, decided and delivered, and the positions behind it are durable."""
        group = Consumer({**self._client, "group.id": self.prefix + "enforce"})
        try:
            self.until(lambda: self._is_behind(group), "all of the input is behind it")
        finally:
            group.close()

    def _is_behind(self, group: Consumer) -> bool:
        wanted = [TopicPartition(self.input, partition) for partition in self._fed]
        try:
            known = group.committed(wanted, timeout=5)
        except KafkaException:
            return False  # nobody coordinates the group yet
        return all(place.offset >= self._fed[place.partition] for place in known)

    def read(self, stream: str) -> list[bytes]:
        """Every record of an output stream, in order; a tombstone is empty."""
        return [message.value() or b"" for message in self._messages(stream)]

    def rows(self, stream: str) -> list[Row]:
        """The same, parsed; without tombstones."""
        return [json.loads(record) for record in self.read(stream) if record]

    def timed(self, stream: str) -> list[tuple[Row, int]]:
        """The same, each with the time at which it was said."""
        return [(json.loads(m.value() or b"null"), m.timestamp()[1]) for m in self._messages(stream)]

    def _messages(self, stream: str) -> list[Message]:
        try:
            return messages(self.kafka, self.topic(stream))
        except KafkaException:
            return []  # it is not there yet

    def everything(self) -> bytes:
        """All keys and values of all output topics, and of the changelogs."""
        names = self.kafka.server.admin().list_topics(timeout=10).topics
        ours = sorted(name for name in names if name.startswith(self.prefix))
        found = [message for name in ours for message in messages(self.kafka, name)]
        return b"\n".join((message.key() or b"") + b" " + (message.value() or b"") for message in found)


def messages(kafka: Kafka, topic: str) -> list[Message]:
    """All records of a topic of one partition, up to its end as it is now."""
    config = {"bootstrap.servers": kafka.bootstrap, "group.id": "reader", "enable.auto.commit": False, "log_level": 0}
    consumer = Consumer({**config, "fetch.wait.max.ms": 10, "enable.partition.eof": True})
    try:
        place = TopicPartition(topic, 0, 0)
        _, high = consumer.get_watermark_offsets(place, timeout=10)
        consumer.assign([place])
        found: list[Message] = []
        while not found or (found[-1].offset() or 0) < high - 1:
            message = consumer.poll(10)
            assert message is not None, f"{topic} cannot be read to {high}"
            if message.error() is not None:
                break  # its end: the last offsets were compacted away
            found.append(message)
        return found
    finally:
        consumer.close()
