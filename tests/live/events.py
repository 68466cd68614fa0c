"""Events of now, and policies that are quick: what tests with a clock say."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from enforcement.instants import text
from enforcement.policy_file import shipped_text

Row = dict[str, Any]


def now_ms() -> int:
    """The clock."""
    return time.time_ns() // 1_000_000


def post(post_id: str, at_ms: int, profile_id: str = "ann", **more: Any) -> Row:
    """A public post."""
    found = {"kind": "post", "post_id": post_id, "profile_id": profile_id, "at": text(at_ms)}
    return {**found, "surface": "feed_post", "audience": "public", **more}


def violation(post_id: str, at_ms: int, guideline: str = "graphic_obscene_sexual", **more: Any) -> Row:
    """A violation that restricts at once, without a warning."""
    found = {"kind": "violation", "violation_id": f"v-{post_id}", "post_id": post_id, "at": text(at_ms)}
    return {**found, "guideline": guideline, "decided_by": "mod", **more}


def quick(home: Path, *, restrict_s: int = 3, wait_s: int = 86_400) -> str:
    """The shipped policy, whose restrictions and waits are over soon."""
    changed = re.sub(r'(?m)^for = "\d+d"', f'for = "{restrict_s}s"', shipped_text())
    changed = re.sub(r'(?m)^wait = ".*"', f'wait = "{wait_s}s"', changed)
    path = home / "quick.toml"
    path.write_text(changed)
    return str(path)
