"""python -m tests.model EVENTS --policy P [--policy P2] --out DIR: the files of contracts.md 2, without notices."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .model import replay


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("events", type=Path)
    parser.add_argument("--policy", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = replay(args.events.read_bytes().split(b"\n"), [path.read_text() for path in args.policy])
    dead = [
        {"reason": d["reason"], "origin": {"file": str(args.events), "line": d["line"]}} for d in model.dead_letters
    ]
    args.out.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("actions", model.actions),
        ("standings", model.standings),
        ("dead_letters", dead),
        ("reviews", model.reviews),
    ):
        (args.out / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


main()
