"""The page about Redis says what the code does: every key, every width."""

from __future__ import annotations

import inspect
import re
import zlib
from collections.abc import Callable

import numpy as np
import pytest

from dataflows.redis import kept, keys
from dataflows.redis.buckets import bucket_of as ledger_bucket
from dataflows.redis.hashes import author_field, bucket, post_field, written_field
from dataflows.redis.records import AUTHOR_BYTES, POST_BYTES, Columns, by_day
from enforcement.instants import DAY_MS
from tests.conftest import REPOSITORY

ROOT = f"e{keys.SCHEMA}:"
PAGE = (REPOSITORY / "docs" / "reference" / "redis.md").read_text()
ARGUMENTS: dict[str, object] = {"day": 20_000, "bucket": 0xABC, "period": 300, "tag": 0x7F}
NAMING: list[Callable[..., str]] = [
    keys.seen,
    keys.appears,
    keys.due,
    keys.ledgers,
    keys.ledger_fence,
    keys.posts,
    keys.authors,
    keys.names,
    keys.conflicts,
]
POST, AUTHOR, AT_MS, SURFACE, LANGUAGE = 0x123456789ABCDEF0, 0xFEDCBA9876543210, 20_000 * DAY_MS + 86_399_999, 31, 255


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    section = PAGE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return found[2:]


def names_on_the_page() -> set[str]:
    """All keys, as patterns of placeholders."""
    return {row[0].strip("`") for heading in ("## Posts", "## Decisions", "## One pipeline") for row in rows(heading)}


def names_in_the_code() -> set[str]:
    """All keys that `keys` can name."""
    found = {
        value
        for name, value in vars(keys).items()
        if name.isupper() and isinstance(value, str) and value[0] == "e" and value[-1] != ":"
    }
    for function in NAMING:
        taken = {name: ARGUMENTS[name] for name in inspect.signature(function).parameters}
        name = function(**taken)
        for argument, value in taken.items():
            shown = f"{value:x}" if argument in {"bucket", "tag"} else str(value)
            name = name.replace(shown, f"<{argument}>")
        found.add(name)
    sealed = {name + keys.SEALED for name in found if name.startswith((f"{ROOT}posts", f"{ROOT}authors"))}
    return {name for name in found | sealed if name not in {ROOT, keys.DECIDER}}


def test_every_key_is_on_the_page() -> None:
    """And no other."""
    assert names_on_the_page() == names_in_the_code()
    assert re.match(r"e2:l:\{[0-9a-f]{1,2}\}:[0-9a-f]{1,2}$", ledger_bucket("p:u"))


def test_the_page_says_how_to_change_the_schema() -> None:
    """The number on the page is the one in the code."""
    assert f"`e{keys.SCHEMA}:`" in PAGE
    for buckets in (keys.LEDGER_TAGS, keys.LEDGER_BUCKETS, keys.SEEN_BUCKETS, keys.APPEARS_BUCKETS):
        assert re.search(rf"modulo\s{buckets}\b", PAGE)
    assert keys.names_end_ms(0) == 64 * DAY_MS


@pytest.mark.parametrize(
    ("heading", "width", "fields"),
    [
        (
            "### A post record",
            POST_BYTES,
            {
                "post": post_field(POST),
                "author": AUTHOR.to_bytes(8, "big"),
                "time and surface": (86_399_999 << 5 | SURFACE).to_bytes(4, "big"),
                "language": bytes([LANGUAGE]),
            },
        ),
        ("### An author record", AUTHOR_BYTES, {"author": author_field(AUTHOR), "post": written_field(POST)}),
    ],
)
def test_records_are_as_the_page_says(heading: str, width: int, fields: dict[str, bytes]) -> None:
    """Field after field, as wide, in this order."""
    codes = np.array([SURFACE], np.uint8), np.array([LANGUAGE], np.uint8)
    columns = Columns(np.array([POST], np.uint64), np.array([AUTHOR], np.uint64), np.array([AT_MS]), *codes)
    [day] = by_day(columns)
    written = day.posts if "post" in heading else day.authors
    assert written.buckets == [bucket(POST if "post" in heading else AUTHOR)]
    told = [(row[0], int(row[1])) for row in rows(heading)]
    assert told == [(name, len(value)) for name, value in fields.items()]
    assert written.records == [b"".join(fields.values())]
    assert sum(size for _, size in told) == width
    assert post_field(POST) == (POST >> 4 & (1 << 48) - 1).to_bytes(6, "big"), "bits 12 to 59"
    assert author_field(AUTHOR) == (AUTHOR >> 12 & (1 << 40) - 1).to_bytes(5, "big"), "bits 12 to 51"
    assert written_field(POST) == (POST >> 24).to_bytes(5, "big"), "bits 0 to 39"


def test_a_ledger_is_as_the_page_says() -> None:
    """Form, number, when it is due; then what any program can inflate."""
    assert [row[:2] for row in rows("### A ledger")] == [
        ["form", "1"],
        ["number", f"{kept.NUMBER_BYTES}"],
        ["due", f"{kept.DUE_BYTES}"],
        ["wait", f"{kept.LENGTH_BYTES} and more"],
        ["ledger", "the rest"],
    ]
    quiet, due = kept.keep("p:u", 258, None, b"ledger"), kept.keep("p:u", 258, 3, b"ledger")
    head = (258).to_bytes(kept.NUMBER_BYTES, "big")
    assert (quiet[:6], due[:12]) == (b"\1" + head, b"\3" + head + (3).to_bytes(kept.DUE_BYTES, "big"))
    waiting = kept.keep("p:u", 258, None, b"ledger", "[[],[]]")
    assert waiting[:17] == b"\5" + head + (7).to_bytes(kept.LENGTH_BYTES, "big") + b"[[],[]]"
    assert quiet[6:] == due[12:] == waiting[17:]
    inflate = zlib.decompressobj(-11, zdict=kept.DICTIONARY + b"p:u")
    assert inflate.decompress(quiet[6:]) == b"ledger"
