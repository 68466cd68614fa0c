"""How a hostile stream spells its events: one instant in many ways, one record in many orders, and broken ones."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

from .hostile_policies import START

Event = dict[str, Any]
OFFSETS = [0, 0, 0, 0, 540, 330, 60, -480, -1]


def text(r: random.Random, ms: int) -> str:
    """One instant in many spellings: offsets, fractions that the cut must not round."""
    offset = r.choice(OFFSETS)
    moment = START + timedelta(milliseconds=ms - ms % 1000) + timedelta(minutes=offset)
    rest = f"{ms % 1000:03}"
    fraction = r.choice(["." + rest, "." + rest + "999", "." + rest + "0", "." + rest + "999999"])
    if ms % 1000 == 0 and r.random() < 0.6:
        fraction = r.choice(["", "", "", ".0", ".000999999"])
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}" if offset else r.choice(["Z", "Z", "Z", "+00:00"])
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + zone


def encode(r: random.Random, event: Event) -> bytes:
    e = {**event, "at": text(r, event["at"])}
    if isinstance(e.get("post"), dict):
        e["post"] = {**e["post"], "at": text(r, e["post"]["at"])}
    if r.random() < 0.1:
        e["text"] = r.choice([None, "안녕 \u0000", [[1.5]], {"kind": "post"}])
    if r.random() < 0.15:
        e = dict(r.sample(sorted(e.items()), len(e)))
    return json.dumps(e, ensure_ascii=r.random() < 0.5).encode()


def broken(r: random.Random, line: bytes) -> bytes:
    """A record that the door must refuse, drop or skip."""
    e: Event = json.loads(line)
    key = r.choice(sorted(e))
    wrong: Any = r.choice([3, [], "", "a b", "é", "x" * 129, None, True, {}, 1.5])
    changes: list[Event] = [
        {key: wrong},
        {key: wrong},
        {
            "at": r.choice(
                [
                    "2026-03-01",
                    "2026-03-01T00:00:00",
                    "2026-02-30T00:00:00Z",
                    "1999-12-31T23:59:59Z",
                    "2100-01-01T00:00:00Z",
                    "2026-03-01T00:00:00.Z",
                    "2026-03-01t00:00:00z",
                    "2026-03-01T00:00:00+24:00",
                    5,
                ]
            )
        },
        {"kind": r.choice(["Post", "posts", "", 3, None])},
        {"guideline": "taste"},
        {"post": r.choice([[], "x", {}])},
        {
            "automated": 1,
            "trusted": "yes",
            "outcome": "maybe",
            "evidence": "deed",
            "manifestly_unfounded": "no",
        },
        {"audience": "friends", "surface": 7},
        {"pad": "x" * 66_000},
    ]
    whole = [
        b"",
        b"  \t",
        b"\xef\xbb\xbf{}",
        b"[]",
        b'"x"',
        b"{}",
        b"\xff",
        line[: r.randint(1, len(line) - 1)],
        line + b"}",
        b'{"at": NaN}',
        line.replace(b'"at"', b"'at'"),
    ]
    return r.choice(whole) if r.random() < 0.35 else json.dumps({**e, **r.choice(changes)}).encode()
