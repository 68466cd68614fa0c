"""The scripts of `dataflows.redis.scripts` that the live steps call, each in plain Python: it does the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dataflows.redis import keys, scripts
from tests.crashes import redis_ledgers
from tests.crashes.redis import Commands, Data, _number, _raw, _unpack


def _journal(data: Data, names: Sequence[str], args: Sequence[Any]) -> int:
    redis_ledgers.fenced(data, args[0])
    if args[1] <= _number(data, names[2]):
        return 0
    data.setdefault(names[1], []).append(args[2])
    data[names[2]] = _raw(args[1])
    data.setdefault("journaled", []).append(args[2])
    return 1


def _clear(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    redis_ledgers.fenced(data, args[0])
    kept = _number(data, names[2]) - args[1]
    entries = data.get(names[1], [])
    data[names[1]] = entries[-kept:] if kept > 0 else []


def _state(data: Data, names: Sequence[str], args: Sequence[Any]) -> int:
    del names
    redis_ledgers.fenced(data, args[0])
    if args[1] <= _number(data, keys.APPLIED):
        return 0
    change = _unpack(args[2])
    _change(data, change)
    data[keys.NOW], data[keys.APPLIED] = _raw(change["now"]), _raw(args[1])
    return 1


def _restored(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    del names
    redis_ledgers.fenced(data, args[0])
    _change(data, _unpack(args[2]))


def _whole(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    redis_ledgers.fenced(data, args[0])
    _, journal, number, now, applied, rewind, changes = names
    commands, last = Commands(data), 5 + args[4]
    data.pop(journal, None)
    if args[5:last]:
        commands.rpush(journal, *args[5:last])
    data[now], data[applied] = _raw(args[2]), _raw(args[3])
    if args[last:]:
        commands.hset(rewind, mapping=dict.fromkeys(args[last:], 1))
    data[changes] = _raw(_number(data, changes) + 1)
    data[number] = _raw(args[1])


def _change(data: Data, change: dict[str, Any]) -> None:
    commands = Commands(data)
    for bucket, timed in change["due"].items():
        commands.zadd(keys.DUE + bucket, dict(zip(timed[1::2], timed[::2], strict=True)))
    for bucket, done in change["done"].items():
        commands.zrem(keys.DUE + bucket, *done)
    _state_ids(data, commands, change)
    _state_people(data, commands, change)
    commands.srem(keys.AWAITED, *change["met"])
    commands.sadd(keys.AWAITED, *change["awaited"])
    if change["met"] or change["awaited"] or change["erased"]:
        data[keys.CHANGES] = _raw(_number(data, keys.CHANGES) + 1)


def _state_ids(data: Data, commands: Commands, change: dict[str, Any]) -> None:
    forget = change["forget"]
    for period in commands.smembers(keys.LIVE_PERIODS):
        for bucket, number in zip(forget[::2], forget[1::2], strict=True):
            commands.srem(f"{keys.SEEN}{period.decode()}:{bucket}", number)
    for period, ids in change["seen"].items():
        commands.sadd(keys.LIVE_PERIODS, period)
        for bucket, number in zip(ids[::2], ids[1::2], strict=True):
            commands.sadd(f"{keys.SEEN}{period}:{bucket}", number)
    for period in change["past"]:
        commands.srem(keys.LIVE_PERIODS, period)
        for bucket in range(change["buckets"]):
            data.pop(keys.seen(period, bucket), None)


def _state_people(data: Data, commands: Commands, change: dict[str, Any]) -> None:
    for bucket, first, end in change["unnamed"]:
        for pair in commands.zrangebylex(keys.APPEARS + bucket, first, end):
            del data[keys.APPEARS + bucket][pair]
    for bucket, scored in change["named"].items():
        data.setdefault(keys.APPEARS + bucket, {}).update(dict.fromkeys(map(_raw, scored[1::2]), 0.0))
    for key, pairs in (
        (keys.ERASED, change["erased"]),
        (keys.GENERATIONS, change["generations"]),
        (keys.DECIDED, change["decided"]),
        (keys.WAITS, change["waits"]),
    ):
        for field, value in zip(pairs[::2], pairs[1::2], strict=True):
            commands.hset(key, field, value)
    for field in change["waited"]:
        commands.hdel(keys.WAITS, field)


def _sweep(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    redis_ledgers.fenced(data, args[0])
    for pair in args[1:]:
        data[names[1]].pop(_raw(pair), None)


def _mark(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    redis_ledgers.fenced(data, args[0])
    Commands(data).hset(names[1], args[1], args[2])


def _read_again(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    redis_ledgers.fenced(data, args[0])
    Commands(data).hdel(names[1], args[1])


def _code(data: Data, names: Sequence[str], args: Sequence[Any]) -> int:
    codes = data.setdefault(names[0], {})
    if _raw(args[0]) in codes:
        return int(codes[_raw(args[0])])
    if len(codes) + 1 > args[1]:
        return 0
    codes[_raw(args[0])] = _raw(len(codes) + 1)
    return len(codes)


EFFECTS: dict[str, Callable[[Data, Sequence[str], Sequence[Any]], Any]] = {
    scripts.JOURNAL: _journal,
    scripts.CLEAR: _clear,
    **redis_ledgers.EFFECTS,
    scripts.STATE: _state,
    scripts.RESTORED: _restored,
    scripts.WHOLE: _whole,
    scripts.CODE: _code,
    scripts.SWEEP: _sweep,
    scripts.MARK: _mark,
    scripts.READ_AGAIN: _read_again,
}
