"""The scripts that read and write ledgers, and look for ids and appearances, in memory: a bucket is a dictionary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import redis

from dataflows.redis import keys, ledger_scripts, scripts
from tests.crashes.redis import Commands, Data, _raw


def fenced(data: Data, lease: object) -> None:
    """FENCED; of a Cluster, too, whose tags each have a fence of their own."""
    fence = data.get(keys.FENCE)
    if fence is None:
        raise redis.ResponseError("LOST the store is empty")
    if fence != _raw(lease):
        raise redis.ResponseError("FENCED by another pipeline")


def read(data: Data, names: Sequence[str], args: Sequence[Any]) -> list[bytes | None]:
    """READ."""
    return [data.get(name, {}).get(key) for name, key in zip(names, args, strict=True)]


def write(data: Data, names: Sequence[str], args: Sequence[Any]) -> None:
    """WRITE."""
    fenced(data, args[0])
    for name, key, kept in zip(names[1:], args[2::2], args[3::2], strict=True):
        bucket = data.setdefault(name, {})
        if key not in bucket or args[1] or bucket[key][1:6] < kept[1:6]:
            if kept[0]:
                bucket[key] = kept
            else:
                bucket.pop(key, None)


def due(data: Data, names: Sequence[str], args: Sequence[Any]) -> list[bytes]:
    """DUE."""
    first, last, above, most = args
    scored = [pair for bucket in range(first, last) for pair in data.get(f"{names[0]}{bucket:x}", {}).items()]
    return [part for key, at_ms in scored if int(above[1:]) < at_ms <= most for part in (key, _raw(int(at_ms)))]


def seen(data: Data, names: Sequence[str], args: Sequence[Any]) -> list[int]:
    """SEEN."""
    periods = [period.decode() for period in Commands(data).smembers(names[0] + "periods")]
    return [
        int(any(_raw(number) in data.get(f"{names[0]}seen:{period}:{bucket}", ()) for period in periods))
        for bucket, number in zip(args[::2], args[1::2], strict=True)
    ]


def look(data: Data, names: Sequence[str], args: Sequence[Any]) -> list[Any]:
    """LOOK."""
    bucket, start, buckets, most = args
    commands = Commands(data)
    found: list[bytes] = []
    for _ in range(buckets + 1):
        found += commands.zrangebylex(f"{names[0]}{bucket:x}", start, "+", 0, most - len(found))
        if len(found) >= most:
            return [bucket, b"(" + found[-1], found]
        bucket, start = (bucket + 1) % buckets, "-"
    return [bucket, _raw(start), found]


EFFECTS: dict[str, Callable[[Data, Sequence[str], Sequence[Any]], Any]] = {
    ledger_scripts.READ: read,
    ledger_scripts.WRITE: write,
    scripts.DUE: due,
    scripts.SEEN: seen,
    scripts.LOOK: look,
}
