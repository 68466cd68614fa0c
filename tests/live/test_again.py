"""What was decided and is read again: which of its posts are written again."""

from __future__ import annotations

from typing import Any

import pytest

from dataflows.live.again import take_decided
from enforcement.intake import admit
from enforcement.policy_file import default_policies
from tests.running import encode

POLICIES = default_policies()
AT = "2026-01-01T00:00:00Z"


def post(post_id: str) -> dict[str, Any]:
    return {
        "kind": "post",
        "post_id": post_id,
        "profile_id": "u",
        "at": AT,
        "surface": "comment",
        "audience": "public",
    }


def erasure(erasure_id: str) -> dict[str, Any]:
    return {"kind": "erasure", "erasure_id": erasure_id, "profile_id": "u", "at": AT}


def report(report_id: str, post_id: str) -> dict[str, Any]:
    inner = {key: value for key, value in post(post_id).items() if key not in {"kind", "post_id"}}
    return {"kind": "report", "report_id": report_id, "post_id": post_id, "reporter_id": "r", "at": AT, "post": inner}


def read_again(rows: list[dict[str, Any]], size: int) -> list[str]:
    """The posts written again when records, all decided before, come in batches of a size."""
    lines, found, erasures = encode(rows), [], set[str]()
    for first in range(0, len(lines), size):
        batch = admit(lines[first : first + size], POLICIES, "t", first, 0)
        found += [one.post_id for one in take_decided(batch, len(lines), 0, POLICIES, erasures, set)]
    return found


@pytest.mark.parametrize("size", [1, 2, 10])
def test_an_erasure_that_came_twice_erased_once(size: int) -> None:
    """What was written between the two is there; the second changed nothing when it was decided."""
    rows = [post("a"), erasure("e"), post("b"), erasure("e"), post("c")]
    assert read_again(rows, size)[-2:] == ["b", "c"]


def test_two_erasures_erased_twice() -> None:
    rows = [post("a"), erasure("e"), post("b"), erasure("f"), post("c")]
    assert read_again(rows, 10) == ["c"]


def test_an_event_that_came_twice_brought_its_post_once() -> None:
    assert read_again([report("r", "p"), report("r", "q")], 10) == ["p"]


def test_a_post_that_an_erasure_took_may_come_again() -> None:
    """With an event, or as a record; whether it is too old for that is said where it is written."""
    assert read_again([post("p"), erasure("e"), report("r", "p")], 10) == ["p"]
    assert read_again([post("p"), erasure("e"), post("p")], 10) == ["p"]
    assert read_again([post("p"), report("r", "p"), erasure("e")], 10) == []


def test_a_post_that_was_known_as_anothers_is_not_its_second_authors_after_an_erasure() -> None:
    """The event was refused as a conflict; the erasure of the first author came later, and makes it no better."""
    conflict = report("r", "p")
    conflict["post"]["profile_id"] = "v"
    assert read_again([post("p"), conflict, erasure("e")], 10) == []
    assert read_again([post("p"), erasure("e"), conflict], 10) == ["p"]
