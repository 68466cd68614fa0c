"""The ledger store in Redis: port `Store`, one decider writes, fenced by its lease."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import msgspec
from xxhash import xxh3_64_digest, xxh3_64_intdigest

from dataflows.redis import keys, scripts
from dataflows.redis.hashes import bucket
from enforcement.instants import DAY_MS
from enforcement.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import redis

    from dataflows.redis.hashes import Hashes

_PERIOD_MS = 32 * DAY_MS  # event ids are forgotten so many days at a time
_PROFILES = keys.ledger("p:*", 0).replace("{0}", "*")  # of every hash tag
_SWEEP = 64  # after so many new appearances, twice as many are looked at, so that those in forgotten cases go
_LONGEST_NAMED_MS = 1024 * DAY_MS  # beyond any join.keep
_DECIDER_TAG = keys.DUE[: -len("due")]

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Entry).decode


class RedisStore:
    """Port `Store`. `lease` is the number under which it writes; under an older one than Redis has, it is refused."""

    def __init__(self, client: redis.Redis, hashes: Hashes, lease: int) -> None:
        self._client, self._hashes, self._lease = client, hashes, lease
        self._journal_script, self._clear_script, self._ledgers_script, self._state_script, self._sweep_script = (
            client.register_script(text)
            for text in (scripts.JOURNAL, scripts.CLEAR, scripts.LEDGERS, scripts.STATE, scripts.SWEEP)
        )
        self._number = int(client.get(keys.NUMBER) or 0)
        self._open = [_unpack(raw) for raw in client.lrange(keys.JOURNAL, 0, -1)]
        self._applied = 0
        self._now = int(client.get(keys.NOW) or 0)
        self._erased = {key.decode(): int(at) for key, at in client.hgetall(keys.ERASED).items()}
        hashes.learn(client.hgetall(keys.GENERATIONS))
        self._periods = {int(period) for period in client.smembers(keys.LIVE_PERIODS)}
        self._unswept, self._sweep_from = 0, "-"
        self._loaded: dict[str, bytes | None] = {}

    # --- reading --------------------------------------------------------------------------------------------------

    def prefetch(self, ledger_keys: Iterable[str]) -> None:
        """Read ledgers that will be asked for, in one round trip; they are good until the next `journal`."""
        wanted = [key for key in dict.fromkeys(ledger_keys) if key not in self._loaded]
        if wanted:
            pipe = self._client.pipeline(transaction=False)
            for key in wanted:
                pipe.get(ledger_key(key))
            self._loaded.update(zip(wanted, map(_ledger_of, pipe.execute())))  # noqa: B905  one answer each

    def load(self, key: str) -> bytes | None:
        """See the port."""
        if key in self._loaded:
            return self._loaded[key]
        return _ledger_of(self._client.get(ledger_key(key)))

    def profiles(self) -> Iterable[tuple[str, bytes]]:
        """Key and ledger of every profile; looks at every key there is."""
        for found in self._client.scan_iter(match=_PROFILES, count=1000):
            ledger = _ledger_of(self._client.get(found))
            if ledger is not None:
                yield "p:" + found.decode().split(":p:", 1)[1], ledger

    def seen(self, event_keys: Sequence[str]) -> set[str]:
        """See the port."""
        if not event_keys or not self._periods:
            return set()
        members = list(map(member, event_keys))
        pipe = self._client.pipeline(transaction=False)
        for period in self._periods:
            pipe.smismember(keys.seen(period), members)
        answers = pipe.execute()
        return {key for place, key in enumerate(event_keys) if any(answer[place] for answer in answers)}

    def due(self, after_ms: int, until_ms: int) -> Iterable[tuple[int, str]]:
        """See the port."""
        found = self._client.zrangebyscore(keys.DUE, f"({after_ms}", until_ms, withscores=True)
        return [(int(at_ms), key.decode()) for key, at_ms in found]

    def awaited(self) -> Iterable[str]:
        """See the port."""
        return [post_id.decode() for post_id in self._client.smembers(keys.AWAITED)]

    def appearances(self, profile_id: str) -> Iterable[str]:
        """See the port."""
        found = self._client.zrangebylex(keys.APPEARS, *keys.appearances(profile_id))
        return [_post_of(pair) for pair, is_live in self._live(found) if is_live]

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

    def _apply(self, number: int, entry: Entry) -> None:
        self._apply_ledgers(number, entry)
        changes = self._changes(entry)
        changes["generations"] = self._begin_anew(number, entry)
        self._state_script(keys=[keys.FENCE], args=[self._lease, number, _pack(changes), _DECIDER_TAG])
        self._now = entry.now
        self._erased.update(entry.erased)
        self._periods.update(map(int, changes["seen"]))
        self._periods.difference_update(changes["past"])
        self._sweep(len(entry.appears))

    def _apply_ledgers(self, number: int, entry: Entry) -> None:
        by_tag: dict[int, tuple[list[str], list[bytes]]] = {}
        for key, ledger in entry.ledgers.items():
            hashed = xxh3_64_intdigest(key)
            names, values = by_tag.setdefault(hashed % keys.LEDGER_TAGS, ([], []))
            names.append(keys.ledger(key, hashed))
            values.append(ledger or b"")
        pipe = self._client.pipeline(transaction=False)
        for names, values in by_tag.values():
            self._ledgers_script(keys=names, args=[number.to_bytes(8, "big"), *values], client=pipe)
        pipe.execute()

    def _changes(self, entry: Entry) -> dict[str, Any]:
        due: list[object] = []
        for key, at_ms in entry.due.items():
            if at_ms is not None:
                due += [at_ms, key]
        seen: dict[str, list[object]] = {}
        for key, until in entry.seen_add.items():
            seen.setdefault(str(period(until)), []).append(member(key))
        named: list[object] = []
        for profile_id, post_id in entry.appears:
            named += [0, keys.appearance(profile_id, post_id)]
        return {
            "due": due,
            "done": [key for key, at_ms in entry.due.items() if at_ms is None],
            "forget": list(map(member, entry.seen_drop)),
            "seen": seen,
            "past": [period for period in self._periods if (period + 1) * _PERIOD_MS <= entry.now],
            "unnamed": [keys.appearances(profile_id) for profile_id in entry.appears_drop],
            "named": named,
            "erased": [part for pair in entry.erased.items() for part in pair],
            "met": list(entry.awaited_drop),
            "awaited": list(entry.awaited_add),
            "decided": [part for pair in entry.decided.items() for part in pair],
            "waits": [part for key, wait in entry.waits.items() if wait is not None for part in (key, wait)],
            "waited": [key for key, wait in entry.waits.items() if wait is None],
            "now": entry.now,
        }

    def _begin_anew(self, number: int, entry: Entry) -> list[object]:
        """Forget the names of the erased; what they write from now on is another author's, whom nobody knows yet."""
        pipe = self._client.pipeline(transaction=False)
        begun: list[object] = []
        for profile_id, at_ms in entry.appears_drop.items():
            known = self._hashes.generation_of(profile_id)
            hashed = self._hashes.author(profile_id, 0 if known is None else known.number)
            for named in keys.names_periods(_LONGEST_NAMED_MS, entry.now):
                pipe.hdel(keys.names(bucket(hashed), named), hashed.to_bytes(8, "big"))
            begun += self._hashes.begin(profile_id, number, at_ms)
        pipe.execute()
        return begun

    # --- who appears where ----------------------------------------------------------------------------------------

    def _sweep(self, added: int) -> None:
        """Let go of appearances in forgotten cases: twice as many are looked at as come, one after another."""
        self._unswept += added
        if self._unswept < _SWEEP:
            return
        most, self._unswept = 2 * self._unswept, 0
        found = self._client.zrangebylex(keys.APPEARS, self._sweep_from, "+", 0, most)
        gone = [pair for pair, is_live in self._live(found) if not is_live]
        for first in range(0, len(gone), _SWEEP):
            self._sweep_script(keys=[keys.FENCE, keys.APPEARS], args=[self._lease, *gone[first : first + _SWEEP]])
        self._sweep_from = f"({found[-1].decode()}" if len(found) == most else "-"

    def _live(self, appearances: list[bytes]) -> Iterable[tuple[bytes, bool]]:
        """Whether the cases of these appearances are there."""
        pipe = self._client.pipeline(transaction=False)
        for pair in appearances:
            pipe.exists(ledger_key("c:" + _post_of(pair)))
        return zip(appearances, map(bool, pipe.execute()))  # noqa: B905  one answer each


def _post_of(appearance: bytes) -> str:
    return appearance.decode().partition(" ")[2]


def period(until_ms: int) -> int:
    """The period in which an event id is forgotten."""
    return until_ms // _PERIOD_MS


def ledger_key(key: str) -> str:
    """Where a ledger is."""
    return keys.ledger(key, xxh3_64_intdigest(key))


def _ledger_of(raw: bytes | None) -> bytes | None:
    return None if raw is None else raw[8:]


def member(event_key: str) -> str:
    """Event ids are kept as 64 bits: a hash is enough to know one again; as text, which Redis' scripts can unpack."""
    return b64encode(xxh3_64_digest(event_key))[:11].decode()
