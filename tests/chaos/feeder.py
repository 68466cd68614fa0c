"""Feeding under load: a real producer that outlives an outage of the broker, in order, repeating nothing."""

from __future__ import annotations

import threading
import time

from confluent_kafka import KafkaError, Message, Producer

from tests.chaos.streams import Stream


class Feeder(threading.Thread):
    """Feeds a stream to a topic in the background, at the stream's pace."""

    def __init__(self, bootstrap: str, topic: str, stream: Stream) -> None:
        super().__init__(daemon=True)
        self._topic, self._stream = topic, stream
        options = {"enable.idempotence": True, "message.timeout.ms": 0, "linger.ms": 2, "reconnect.backoff.max.ms": 500}
        self._producer = Producer({"bootstrap.servers": bootstrap, "log_level": 0, **options})
        self.ends = dict.fromkeys(stream.places, 0)
        """Partition -> the offset after its last record."""
        self.fed = 0
        """Lines handed to the producer."""
        self.stalled_s = 0.0
        """The longest time between two records."""
        self._last_s = 0.0
        self.wrong: list[str] = []

    def run(self) -> None:
        began_s, pace_s = time.monotonic(), self._stream.fed_s / max(1, len(self._stream.lines))
        for line, place in zip(self._stream.lines, self._stream.places, strict=True):
            while time.monotonic() < began_s + self.fed * pace_s:
                self._producer.poll(0.005)
            self._producer.produce(self._topic, line, partition=place, on_delivery=self._reported)
            self._producer.poll(0)
            self.fed += 1
        while self._producer.flush(1.0):
            pass

    def _reported(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self.wrong.append(str(error))
            return
        place, offset = message.partition() or 0, message.offset() or 0
        if offset != self.ends[place]:
            self.wrong.append(f"offset {offset} where {self.ends[place]} was due")
        self.ends[place] = offset + 1
        now_s = time.monotonic()
        self.stalled_s = max(self.stalled_s, now_s - (self._last_s or now_s))
        self._last_s = now_s
