"""The page about Redis says what the code does: every key, every width."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

import numpy as np
import pytest

from dataflows.redis import keys
from dataflows.redis.hashes import author_field, bucket, post_field, written_field
from dataflows.redis.records import AUTHOR_BYTES, POST_BYTES, Columns, by_day
from enforcement.instants import DAY_MS
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reference" / "redis.md").read_text()
ARGUMENTS: dict[str, object] = {"day": 20_000, "bucket": 0xABC, "period": 300, "profile_id": "some-profile"}
NAMING: list[Callable[..., str]] = [
    keys.seen,
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
    found |= {"e1:l:{<tag>}:p:<profile_id>", "e1:l:{<tag>}:c:<post_id>"}
    for function in NAMING:
        taken = {name: ARGUMENTS[name] for name in inspect.signature(function).parameters}
        name = function(**taken)
        for argument, value in taken.items():
            shown = f"{value:x}" if argument == "bucket" else str(value)
            name = name.replace(shown, f"<{argument}>")
        found.add(name)
    sealed = {name + keys.SEALED for name in found if name.startswith(("e1:posts", "e1:authors"))}
    return {name for name in found | sealed if name not in {"e1:", "e1:{d}:"}}


def test_every_key_is_on_the_page() -> None:
    """And no other."""
    assert names_on_the_page() == names_in_the_code()
    assert re.match(r"e1:l:\{[0-9a-f]{1,3}\}:p:u$", keys.ledger("p:u", 12345))


def test_the_page_says_how_to_change_the_schema() -> None:
    """The number on the page is the one in the code."""
    assert f"`e{keys.SCHEMA}:`" in PAGE
    assert f"modulo {keys.LEDGER_TAGS}" in PAGE
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
