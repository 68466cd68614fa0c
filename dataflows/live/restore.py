"""Restore: a store that was lost is made again from the changelogs (design.md section 3).

Records are written as they are read, since of one key the last counts. An entry of the journal that was not taken back
is put into the journal again: whoever starts applies it, and says once more what it said. The post log comes from the
input topics, which are then read again from their beginning.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec
from confluent_kafka import Consumer, KafkaException, TopicPartition

from dataflows.live.changelog import kept_of, ledger_key, number_of, unpack_newest, whole
from dataflows.redis import kept, keys, scripts
from dataflows.redis.buckets import LedgerBuckets
from dataflows.redis.remembered import flat, place_of
from dataflows.redis.state import State
from enforcement import join, lifetimes
from enforcement.accounts import decode_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import redis
    from confluent_kafka import Message

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
    """Writes what the changelogs say into a store that lost it; doing it again, or after a crash, changes nothing."""

    def __init__(self, client: redis.Redis, lease: int) -> None:
        self._lease = lease
        self._buckets = LedgerBuckets(client)
        self._script, self._last = client.register_script(scripts.RESTORED), client.register_script(scripts.WHOLE)
        self._entries: dict[int, dict[str, bytes]] = {}
        self._number = self._now = 0
        self.done = Restored()

    def run(self, changelogs: Changelogs, parts: Sequence[str], progress: Callable[[int, int], None]) -> Restored:
        """Read to the end; the parts are read again from their beginning, `progress` is told how far of how far."""
        with ThreadPoolExecutor(1) as writer:  # Redis writes a batch while the next one is read
            written = writer.submit(lambda: None)
            while (messages := changelogs.read()) is not None:
                batch = self._told(messages)
                written.result()
                written = writer.submit(self._write, *batch)
                self.done.records += len(messages)
                progress(self.done.records, changelogs.total)
            written.result()
        self._finish(parts)
        return self.done

    def _write(self, ledgers: Mapping[str, bytes], state: State) -> None:
        self._buckets.write(self._lease, ledgers, over_newer=True)
        self._script(keys=[keys.FENCE], args=[self._lease, "", state.packed(), keys.DECIDER])

    def _told(self, messages: Sequence[Message]) -> tuple[dict[str, bytes], State]:
        """The ledgers and the state that a batch of records tells: of one key the last counts."""
        of_ledgers, others = {}, {}
        for message in messages:
            key = (message.key() or b"").decode()
            ledger = ledger_key(message.topic() or "", key)
            if ledger is None:
                others[key] = message.value()
            else:
                of_ledgers[ledger] = message.value()
        state = State(self._now)
        self._others(state, others)
        return self._ledgers(state, of_ledgers), state

    def _ledgers(self, state: State, found: Mapping[str, bytes | None]) -> dict[str, bytes]:
        """Ledgers as they are kept; what follows from them goes into the state."""
        raw = {key: kept_of(key, value) for key, value in found.items()}
        heads = {key: kept.head(one) for key, one in raw.items()}
        state.due({key: head.due for key, head in heads.items()})
        state.waits({key: head.wait for key, head in heads.items()})
        named: list[tuple[str, str]] = []
        for key, one in raw.items():
            if key[0] == "c":
                named += self._case(state, key[2:], None if kept.is_deleted(one) else kept.read(key, one).ledger)
        state.named(named)
        return raw

    def _case(self, state: State, post_id: str, ledger: bytes | None) -> list[tuple[str, str]]:
        case = None if ledger is None else decode_case(ledger)
        parked = () if case is None else case.parked
        is_awaited = any(isinstance(arrival.event, join.AboutPost) for arrival in parked)
        state.lists["awaited" if is_awaited else "met"].append(post_id)
        return [] if case is None else [(name, post_id) for name in lifetimes.names(case)]

    def _others(self, state: State, found: Mapping[str, bytes | None]) -> None:
        """Event ids, erasures, entries of the journal, and how far the newest came."""
        for key, value in found.items():
            kind, name = key[:2], key[2:]
            if kind == "o:":
                self._entry(key, value)
            elif kind == "i:":
                self._id(state, name, value)
            elif value is not None and kind == "e:":
                state.pairs("erased", {name: _decode_int(value)})
            elif value is not None and kind == "g:":
                state.pairs("generations", {name: value.decode()})
            elif value is not None:
                self._newest(state, value)

    def _id(self, state: State, written: str, value: bytes | None) -> None:
        if value is None:
            state.forget += flat([place_of(written)])
        else:
            state.seen(place_of(written), _decode_int(value))

    def _entry(self, key: str, value: bytes | None) -> None:
        pieces = self._entries.setdefault(number_of(key), {})
        if value is None:
            pieces.pop(key, None)
        else:
            pieces[key] = value

    def _newest(self, state: State, value: bytes) -> None:
        newest = unpack_newest(value)
        self._number, self._now = newest.number, newest.now
        state.pairs("decided", newest.decided)

    def _finish(self, parts: Sequence[str]) -> None:
        """The journal as it was, and a note that the input is to be read again: last, so that a crash starts anew."""
        pieces = {number: whole(found) for number, found in self._entries.items() if found}
        known = {number: entry for number, entry in pieces.items() if entry is not None}
        number = max([self._number, *known])
        entries = _open(known, number)
        self.done.entries = len(entries)
        self._last(
            keys=[keys.FENCE, keys.JOURNAL, keys.NUMBER, keys.NOW, keys.APPLIED, keys.REWIND, keys.CHANGES],
            args=[self._lease, number, self._now, number - len(entries), len(entries), *entries, *parts],
        )


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
