"""Redis as far as the pipeline uses it, in memory: what is in `data` survives a crash, the clients do not.

Each script of `dataflows.redis.scripts` that the live steps call has its like in `tests.crashes.scripts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

Port = Callable[[str, Callable[[], Any]], Any]
"""Make a call, unless something comes between."""
Data = dict[str, Any]
BUCKETS = ("LEDGER_TAGS", "LEDGER_BUCKETS", "SEEN_BUCKETS", "APPEARS_BUCKETS", "DUE_BUCKETS")
"""Numbers of `dataflows.redis.keys` that are two here: what can share a bucket shares it."""
_unpack = msgspec.msgpack.Decoder().decode


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _raw(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _number(data: Data, key: str) -> int:
    return int(data.get(key, b"0"))


class Commands:
    """The commands, each at once and whole."""

    def __init__(self, data: Data) -> None:
        self.data = data

    def get(self, key: str) -> bytes | None:
        """GET."""
        found: bytes | None = self.data.get(key)
        return found

    def set(self, key: str, value: object) -> None:
        """SET."""
        self.data[key] = _raw(value)

    def setnx(self, key: str, value: object) -> None:
        """SETNX."""
        self.data.setdefault(key, _raw(value))

    def incr(self, key: str) -> None:
        """INCR."""
        self.data[key] = _raw(_number(self.data, key) + 1)

    def delete(self, key: str) -> None:
        """DEL."""
        self.data.pop(key, None)

    def rpush(self, key: str, *values: bytes) -> None:
        """RPUSH."""
        self.data.setdefault(key, []).extend(values)

    def zadd(self, key: str, mapping: Mapping[str, float]) -> None:
        """ZADD."""
        self.data.setdefault(key, {}).update({_raw(name): float(score) for name, score in mapping.items()})

    def zrem(self, key: str, *members: object) -> None:
        """ZREM."""
        for member in members:
            self.data.get(key, {}).pop(_raw(member), None)

    def lrange(self, key: str, start: int, end: int) -> list[bytes]:
        """LRANGE of the whole."""
        assert (start, end) == (0, -1)
        return list(self.data.get(key, ()))

    def hget(self, key: str, field: object) -> bytes | None:
        """HGET."""
        found: bytes | None = self.data.get(key, {}).get(_raw(field))
        return found

    def hgetall(self, key: str) -> dict[bytes, bytes]:
        """HGETALL."""
        return dict(self.data.get(key, {}))

    def hexists(self, key: str, field: object) -> bool:
        """HEXISTS."""
        return _raw(field) in self.data.get(key, {})

    def hset(
        self, key: str, field: object = None, value: object = None, *, mapping: Mapping[Any, object] | None = None
    ) -> None:
        """HSET."""
        for name, one in ({field: value} if mapping is None else mapping).items():
            self.data.setdefault(key, {})[_raw(name)] = _raw(one)

    def hdel(self, key: str, *fields: object) -> None:
        """HDEL."""
        for field in fields:
            self.data.get(key, {}).pop(_raw(field), None)

    def smembers(self, key: str) -> list[bytes]:
        """SMEMBERS, in the same order each time."""
        return sorted(self.data.get(key, ()))

    def smismember(self, key: str, members: Sequence[str]) -> list[bool]:
        """SMISMEMBER."""
        there = self.data.get(key, ())
        return [_raw(member) in there for member in members]

    def scard(self, key: str) -> int:
        """SCARD."""
        return len(self.data.get(key, ()))

    def sadd(self, key: str, *members: object) -> None:
        """SADD."""
        self.data.setdefault(key, set()).update(map(_raw, members))

    def srem(self, key: str, *members: object) -> None:
        """SREM."""
        self.data.get(key, set()).difference_update(map(_raw, members))

    def zrangebylex(self, key: str, first: str, end: str, start: int = 0, num: int | None = None) -> list[bytes]:
        """ZRANGEBYLEX from a member, or after it, to before another; from the least, to the greatest."""
        found = sorted(self.data.get(key, ()))
        found = [pair for pair in found if first == "-" or pair > _raw(first[1:]) or _raw(first) == b"[" + pair]
        found = [pair for pair in found if end == "+" or pair < _raw(end[1:])]
        return found[start:] if num is None else found[start : start + num]


class Client(Commands):
    """`redis.Redis` as one process has it: a port call for each command."""

    def __init__(self, data: Data, port: Port) -> None:
        super().__init__(data)
        self.port = port

    def pipeline(self, *, transaction: bool = True) -> Pipeline:
        """Commands for one round trip; others may come between them unless it is a transaction."""
        return Pipeline(self, transaction=transaction)

    def register_script(self, text: str) -> Script:
        """A script by its text."""
        return Script(self, text)

    def at_once(self, name: str, effect: Callable[[], Any]) -> Any:
        """Many calls as one: nothing comes between them."""
        return self.port(name, lambda: self._straight(effect))

    def _straight(self, effect: Callable[[], Any]) -> Any:
        port, self.port = self.port, lambda _, effect: effect()
        try:
            return effect()
        finally:
            self.port = port


def _by_port(name: str, command: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *args, **kwargs: self.port(name, lambda: command(self, *args, **kwargs))


for _name, _command in vars(Commands).items():
    if not _name.startswith("_"):
        setattr(Client, _name, _by_port(_name, _command))


class Pipeline:
    """Commands that go out together."""

    def __init__(self, client: Client, *, transaction: bool) -> None:
        self._client, self._transaction = client, transaction
        self._plain = Commands(client.data)
        self._queued: list[tuple[str, Callable[[], Any]]] = []

    def queue(self, name: str, effect: Callable[[], Any]) -> None:
        """Put a command off until `execute`."""
        self._queued.append((name, effect))

    def __getattr__(self, name: str) -> Any:
        command = getattr(self._plain, name)
        return lambda *args, **kwargs: self.queue(name, lambda: command(*args, **kwargs))

    def execute(self) -> list[Any]:
        """Send them; a crash may leave some of them done."""
        queued, self._queued = self._queued, []
        if self._transaction:
            return list(self._client.port("multi", lambda: [effect() for _, effect in queued]))
        return [self._client.port(name, effect) for name, effect in queued]


class Script:
    """One of the pipeline's scripts."""

    def __init__(self, client: Client, text: str) -> None:
        from tests.crashes.scripts import EFFECTS  # noqa: PLC0415  they are made of the commands above

        self._client, self._effect = client, EFFECTS[text]
        self._name = self._effect.__name__.strip("_")

    def __call__(self, *, keys: Sequence[str], args: Sequence[Any], client: Pipeline | None = None) -> Any:
        data, effect = self._client.data, self._effect
        if client is not None:
            return client.queue(self._name, lambda: effect(data, keys, args))
        return self._client.port(self._name, lambda: effect(data, keys, args))
