"""The ledger store in Redis: port `Store`, one decider writes, fenced by its lease."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dataflows.redis import keys, remembered, scripts
from dataflows.redis.appearances import Appearances
from dataflows.redis.buckets import LedgerBuckets, kept_of
from dataflows.redis.hashes import bucket
from dataflows.redis.state import State
from enforcement.instants import DAY_MS
from enforcement.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import redis

    from dataflows.redis.hashes import Hashes

_LONGEST_NAMED_MS = 1024 * DAY_MS  # beyond any join.keep

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Entry).decode


class RedisStore:
    """Port `Store`. `lease` is the number under which it writes; under an older one than Redis has, it is refused."""

    def __init__(self, client: redis.Redis, hashes: Hashes, lease: int) -> None:
        self._client, self._hashes, self._lease = client, hashes, lease
        self._journal_script, self._clear_script, self._state_script, self._seen_script, self._due_script = map(
            client.register_script, (scripts.JOURNAL, scripts.CLEAR, scripts.STATE, scripts.SEEN, scripts.DUE)
        )
        self._ledgers = LedgerBuckets(client)
        self._appearances = Appearances(client, self._ledgers, lease)
        number, journal, now, erased, generations, periods = self._snapshot()
        self._number, self._now = int(number or 0), int(now or 0)
        self._open, self._applied = [_unpack(raw) for raw in journal], 0
        self._erased = {key.decode(): int(at) for key, at in erased.items()}
        hashes.learn(generations)
        self._periods = set(map(int, periods))
        self._loaded: dict[str, bytes | None] = {}
        self._kept: tuple[int, dict[str, bytes]] = (0, {})

    def _place(self, event_key: str) -> tuple[int, int]:
        return remembered.place(self._hashes.event(event_key))

    # --- reading --------------------------------------------------------------------------------------------------

    def _snapshot(self) -> list[Any]:
        """What belongs together, at one moment: another pipeline may take over between two commands."""
        pipe = self._client.pipeline()
        pipe.get(keys.NUMBER)
        pipe.lrange(keys.JOURNAL, 0, -1)
        pipe.get(keys.NOW)
        pipe.hgetall(keys.ERASED)
        pipe.hgetall(keys.GENERATIONS)
        pipe.smembers(keys.LIVE_PERIODS)
        found: list[Any] = pipe.execute()
        return found

    def prefetch(self, ledger_keys: Iterable[str]) -> None:
        """Read ledgers that will be asked for, in one round trip; they are good until the next `journal`."""
        wanted = [key for key in dict.fromkeys(ledger_keys) if key not in self._loaded]
        if wanted:
            self._loaded.update(zip(wanted, self._ledgers.read(wanted)))  # noqa: B905  one answer each

    def load(self, key: str) -> bytes | None:
        """See the port."""
        if key in self._loaded:
            return self._loaded[key]
        return self._ledgers.read([key])[0]

    def profiles(self) -> Iterable[tuple[str, bytes]]:
        """Key and ledger of every profile; looks at every ledger there is."""
        return self._ledgers.profiles()

    def seen(self, event_keys: Sequence[str]) -> set[str]:
        """See the port."""
        if not event_keys or not self._periods:
            return set()
        found = self._seen_script(keys=[keys.DECIDER], args=remembered.flat(map(self._place, event_keys)))
        return {key for key, known in zip(event_keys, found) if known}  # noqa: B905  one answer each

    def due(self, after_ms: int, until_ms: int) -> Iterable[tuple[int, str]]:
        """See the port."""
        pipe, step = self._client.pipeline(transaction=False), 1024
        for first in range(0, keys.DUE_BUCKETS, step):
            last = min(first + step, keys.DUE_BUCKETS)
            self._due_script(keys=[keys.DUE], args=[first, last, f"({after_ms}", until_ms], client=pipe)
        for found in pipe.execute():
            for key, at_ms in zip(found[::2], found[1::2]):  # noqa: B905  pairs
                yield int(at_ms), key.decode()

    def awaited(self) -> Iterable[str]:
        """See the port."""
        return [post_id.decode() for post_id in self._client.smembers(keys.AWAITED)]

    def appearances(self, profile_id: str) -> Iterable[str]:
        """See the port."""
        return self._appearances.of(profile_id)

    def erased(self) -> Mapping[str, int]:
        """See the port."""
        return self._erased

    def waits(self) -> Mapping[str, str]:
        """See the port."""
        return {key.decode(): wait.decode() for key, wait in self._client.hgetall(keys.WAITS).items()}

    def now(self) -> int:
        """See the port."""
        return self._now

    # --- writing --------------------------------------------------------------------------------------------------

    def journal(self, entry: Entry) -> None:
        """See the port; raises redis.ResponseError (FENCED) when another pipeline has taken over."""
        number = self._number + 1
        self._journal_script(keys=[keys.FENCE, keys.JOURNAL, keys.NUMBER], args=[self._lease, number, _pack(entry)])
        self._number = number
        self._open.append(entry)
        self._loaded.clear()

    def decided(self) -> dict[str, int]:
        """Part of the input -> the place of the first record that is not decided."""
        found = {part.decode(): int(at) for part, at in self._client.hgetall(keys.DECIDED).items()}
        for entry in self._open:
            found |= entry.decided
        return found

    @property
    def number(self) -> int:
        """Of the last entry journaled."""
        return self._number

    def open_entries(self) -> Sequence[Entry]:
        """See the port."""
        return self._open

    def apply(self) -> None:
        """See the port."""
        first = self._number - len(self._open) + 1
        for place in range(self._applied, len(self._open)):
            self._apply(first + place, self._open[place])
        self._applied = len(self._open)

    def clear(self, count: int) -> None:
        """See the port."""
        if count > self._applied:
            message = f"{count} entries to clear, but only {self._applied} were applied"
            raise ValueError(message)
        if count:
            through = self._number - len(self._open) + count
            self._clear_script(keys=[keys.FENCE, keys.JOURNAL, keys.NUMBER], args=[self._lease, through])
            del self._open[:count]
            self._applied -= count

    def kept(self, number: int, entry: Entry) -> dict[str, bytes]:
        """The ledgers of an entry as they are kept; those of the last one asked for are at hand."""
        if self._kept[0] != number:
            self._kept = number, kept_of(number, entry)
        return self._kept[1]

    def _apply(self, number: int, entry: Entry) -> None:
        self._ledgers.write(self._lease, self.kept(number, entry))
        state = self._changes(entry)
        state.lists["generations"] = self._begin_anew(number, entry)
        self._state_script(keys=[keys.FENCE], args=[self._lease, number, state.packed(), keys.DECIDER])
        self._now = entry.now
        self._erased.update(entry.erased)
        self._periods.update(state.periods)
        self._periods.difference_update(state.past)
        self._appearances.added(len(entry.appears))

    def _changes(self, entry: Entry) -> State:
        state = State(entry.now)
        state.due(entry.due)
        state.waits(entry.waits)
        for key, until_ms in entry.seen_add.items():
            state.seen(self._place(key), until_ms)
        state.forget = remembered.flat(map(self._place, entry.seen_drop))
        state.past = [period for period in self._periods if (period + 1) * remembered.PERIOD_MS <= entry.now]
        state.named(entry.appears)
        for profile_id in entry.appears_drop:
            state.forget_profile(profile_id)
        state.pairs("erased", entry.erased)
        state.pairs("decided", entry.decided)
        state.lists["met"], state.lists["awaited"] = list(entry.awaited_drop), list(entry.awaited_add)
        return state

    def _begin_anew(self, number: int, entry: Entry) -> list[object]:
        """Forget the names of the erased; what they write from now on is another author's, whom nobody knows yet."""
        pipe = self._client.pipeline(transaction=False)
        begun: list[object] = []
        for profile_id, at_ms in entry.appears_drop.items():
            known = self._hashes.generation_of(profile_id)
            if known is not None and known.number >= number:
                continue  # applied before a crash: the names are by now those of what was written since
            hashed = self._hashes.author(profile_id, 0 if known is None else known.number)
            for named in keys.names_periods(_LONGEST_NAMED_MS, entry.now):
                pipe.hdel(keys.names(bucket(hashed), named), hashed.to_bytes(8, "big"))
            begun += self._hashes.begin(profile_id, number, at_ms)
        pipe.execute()
        return begun
