"""What a decision says, in one line."""

from __future__ import annotations

from typing import Any

from dataflows.explain.words import moment
from dataflows.policy_words import OPEN_END, counted

Row = dict[str, Any]


def sentence(row: Row) -> str:
    """An action or a review (contracts.md section 2) as one line."""
    kind = row.get("kind")
    if kind is None:
        weight, priority = f"{row['weight']:g}", f"{row['priority']:g}"
        return f"review: somebody should look at {row['post_id']} (weight {weight}, priority {priority})"
    if kind == "remind":
        return "reminder: " + _strike(row) + ("." if not row["final"] else ". This is the last reminder.")
    return f"{kind}: {_what(row)}"


def _what(row: Row) -> str:
    if row["kind"] == "record_strike":
        return f"{_strike(row)} ({row['why']})"
    if "claim_id" in row:
        end = f" {_end(row)}" if "until" in row else ""
        return f"{row['post_id']}{end} ({row['ground']})"
    what = ", ".join(row["capabilities"])
    if row["kind"] != "lift":
        what += f" {_end(row)}"
    return f"{what} ({_why(row)})"


def _strike(row: Row) -> str:
    return f"{counted(row['points'], 'point')} for {row['guideline']}, score {row['score']}"


def _why(row: Row) -> str:
    if "rung" in row:
        return f"{counted(row['points'], 'point')}, score {row['score']}, rung {row['rung']}"
    return str(row["reason"]) if "reason" in row else f"because of {row['cause']}"


def _end(row: Row) -> str:
    return f"until {clock(row['until'])}" if row["until"] else OPEN_END


def clock(at: str) -> str:
    """An instant to the minute, in UTC."""
    return moment(at)[:16]
