"""Restore: a store that was lost is made again from the changelogs (design.md section 3).

Records are written as they are read, since of one key the last counts. An entry of the journal that was not taken back
is put into the journal again: whoever starts applies it, and says once more what it said. The post log comes from the
input topics, which are then read again from their beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from confluent_kafka import Consumer, KafkaException, TopicPartition

from dataflows.live.changelog import LEDGER, kept_of, number_of, unpack_newest, whole
from dataflows.redis import kept, keys
from dataflows.redis.appearances import bucket_of, hashed
from dataflows.redis.buckets import LedgerBuckets, due_bucket
from dataflows.redis.remembered import period, place_of
from enforcement import join, lifetimes
from enforcement.accounts import decode_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import redis
    from confluent_kafka import Message

    from enforcement.ledgers import Case

_BATCH = 5_000
_TIMEOUT_S = 30.0
_TAIL = 5_000
_decode_int = msgspec.msgpack.Decoder(int).decode


class Restored(msgspec.Struct):
    """What a restore read: records, and of them the entries whose outputs are said again."""

    records: int = 0
    entries: int = 0


class Changelogs:
    """The changelog topics, from their beginning (or their last records) to their end now; raises KafkaException."""

    def __init__(self, config: Mapping[str, Any], topics: Sequence[str], last: int | None = None) -> None:
        self._consumer = Consumer(
            {**config, "group.id": "enforce-restore", "enable.auto.commit": False, "auto.offset.reset": "error"}
        )
        self._ends: dict[tuple[str, int], int] = {}
        start: list[TopicPartition] = []
        for topic in topics:
            known = self._consumer.list_topics(topic, timeout=_TIMEOUT_S).topics[topic].partitions
            for partition in known:
                low, high = self._consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=_TIMEOUT_S)
                if high > low:
                    self._ends[topic, partition] = high
                    first = low if last is None else max(low, high - last)
                    start.append(TopicPartition(topic, partition, first))
                    self.total = self.total + high - first
        self._consumer.assign(start)

    total = 0
    """Records there may be; compaction has taken some of them."""

    def read(self) -> list[Message] | None:
        """The next records, perhaps none yet; None at the end."""
        if not self._ends:
            self._consumer.close()
            return None
        messages = self._consumer.consume(_BATCH, 1.0)
        for message in messages:
            error = message.error()
            if error is not None:
                raise KafkaException(error)
        for position in self._consumer.position(self._consumer.assignment()):
            end = self._ends.get((position.topic, position.partition))
            if end is not None and position.offset >= end:
                del self._ends[position.topic, position.partition]
        return messages


class Restore:
    """Writes what the changelogs say into an empty store; doing it again, or after a crash, changes nothing."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._buckets = LedgerBuckets(client)
        self._ledgers: dict[str, bytes] = {}
        """Read, and not yet written."""
        self._entries: dict[int, dict[str, bytes]] = {}
        self._number = self._now = 0
        self._periods: set[int] = set()
        self.done = Restored()

    def run(self, changelogs: Changelogs, parts: Sequence[str], progress: Callable[[int, int], None]) -> Restored:
        """Read to the end; the parts are read again from their beginning, `progress` is told how far of how far."""
        while (messages := changelogs.read()) is not None:
            pipe = self._client.pipeline(transaction=False)
            for message in messages:
                topic, key = message.topic() or "", (message.key() or b"").decode()
                key, table = (f"p:{key}", self._ledger) if topic.endswith(LEDGER) else (key, self._of(key))
                table(pipe, key, message.value())
            self._write_ledgers(pipe)
            pipe.execute()
            self.done.records += len(messages)
            progress(self.done.records, changelogs.total)
        self._finish(parts)
        return self.done

    def _of(self, key: str) -> Callable[[Any, str, bytes | None], None]:
        return {"c:": self._ledger, "i:": self._id, "o:": self._entry, "n:": self._newest}.get(key[:2], self._erasure)

    def _ledger(self, pipe: Any, key: str, value: bytes | None) -> None:  # noqa: ANN401, ARG002  one table of them
        self._ledgers[key] = kept.keep(key, 0, None, None) if value is None else kept_of(key, value)

    def _write_ledgers(self, pipe: Any) -> None:  # noqa: ANN401  Redis' types are skipped
        """Of each ledger what was read last, and what follows from it."""
        if not self._ledgers:
            return
        found = {key: kept.read(key, raw) for key, raw in self._ledgers.items() if not kept.is_deleted(raw)}
        pipe.hdel(keys.WAITS, *self._ledgers)
        for key in self._ledgers:
            at_ms = found[key].due if key in found else None
            if at_ms is None:
                pipe.zrem(keys.due(due_bucket(key)), key)
            else:
                pipe.zadd(keys.due(due_bucket(key)), {key: at_ms})
        waits = {key: one.wait for key, one in found.items() if one.wait is not None}
        if waits:
            pipe.hset(keys.WAITS, mapping=waits)
        self._write_cases(pipe, {key[2:]: decode_case(one.ledger) for key, one in found.items() if key[0] == "c"})
        self._buckets.write(self._ledgers, over_newer=True)
        self._ledgers.clear()

    def _write_cases(self, pipe: Any, cases: dict[str, Case]) -> None:  # noqa: ANN401  the same
        posts = [key[2:] for key in self._ledgers if key[0] == "c"]
        if posts:
            pipe.srem(keys.AWAITED, *posts)
        for post_id, case in cases.items():
            if any(isinstance(arrival.event, join.AboutPost) for arrival in case.parked):
                pipe.sadd(keys.AWAITED, post_id)
            for name in lifetimes.names(case):
                profile = hashed(name)
                pipe.zadd(keys.appears(bucket_of(profile)), {profile + post_id: 0})

    def _id(self, pipe: Any, key: str, value: bytes | None) -> None:  # noqa: ANN401  the same
        bucket, number = place_of(key[2:])
        if value is None:
            for known in self._periods:
                pipe.srem(keys.seen(known, bucket), number)
            return
        until = period(_decode_int(value))
        if until not in self._periods:
            self._periods.add(until)
            pipe.sadd(keys.LIVE_PERIODS, until)
        pipe.sadd(keys.seen(until, bucket), number)

    def _entry(self, pipe: Any, key: str, value: bytes | None) -> None:  # noqa: ANN401, ARG002  one table of them
        pieces = self._entries.setdefault(number_of(key), {})
        if value is None:
            pieces.pop(key, None)
        else:
            pieces[key] = value

    def _newest(self, pipe: Any, key: str, value: bytes | None) -> None:  # noqa: ANN401, ARG002  the same
        if value is not None:
            newest = unpack_newest(value)
            self._number, self._now = newest.number, newest.now
            if newest.decided:
                pipe.hset(keys.DECIDED, mapping=newest.decided)

    def _erasure(self, pipe: Any, key: str, value: bytes | None) -> None:  # noqa: ANN401  the same
        if value is not None and key[:2] == "e:":
            pipe.hset(keys.ERASED, key[2:], _decode_int(value))
        elif value is not None and key[:2] == "g:":
            pipe.hset(keys.GENERATIONS, key[2:], value)

    def _finish(self, parts: Sequence[str]) -> None:
        """The journal as it was, and a note that the input is to be read again: last, so that a crash starts anew."""
        pieces = {number: whole(found) for number, found in self._entries.items() if found}
        known = {number: entry for number, entry in pieces.items() if entry is not None}
        number = max([self._number, *known])
        entries = _open(known, number)
        self.done.entries = len(entries)
        pipe = self._client.pipeline()
        pipe.delete(keys.JOURNAL)
        if entries:
            pipe.rpush(keys.JOURNAL, *entries)
        pipe.set(keys.NOW, self._now)
        pipe.set(keys.APPLIED, number - len(entries))
        if parts:
            pipe.hset(keys.REWIND, mapping=dict.fromkeys(parts, 1))
        pipe.incr(keys.CHANGES)
        pipe.set(keys.NUMBER, number)
        pipe.execute()


def _open(known: Mapping[int, bytes], number: int) -> list[bytes]:
    """The entries that nobody took back, up to the newest; those before one that was taken back were delivered too."""
    first = number
    while first in known:
        first -= 1
    return [known[place] for place in range(first + 1, number + 1)]


def newest(config: Mapping[str, Any], topics: Sequence[str]) -> int:
    """The number of the last entry that the changelogs know; 0: of none."""
    last = _TAIL
    while True:
        changelogs = Changelogs(config, topics, last)
        total, found = changelogs.total, 0
        while (messages := changelogs.read()) is not None:
            for message in messages:
                value = message.value()
                key = message.key() or b""
                if key == b"n:" and value is not None:
                    found = max(found, unpack_newest(value).number)
                elif key[:2] == b"o:":  # what it led to may be out before it says so
                    found = max(found, number_of(key.decode()))
        if found or total < last:
            return found
        last *= 10


def number_in(client: redis.Redis) -> int:
    """The number of the last entry that a store knows; 0: nothing was ever decided with it, or all of it is gone."""
    return int(client.get(keys.NUMBER) or 0)
