"""What came of a demo, and one profile's story: from its first strike to the appeal it won."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from dataflows.demo.sentences import clock
from dataflows.demo.story import timeline
from dataflows.demo.view import KINDS, milliseconds
from dataflows.explain.view import print_story
from dataflows.policy_words import counted
from dataflows.redis.ledgers import LiveLedgers
from enforcement import explain
from enforcement.policy_file import default_policies

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from rich.console import Console

    from dataflows.demo.play import Play
    from dataflows.demo.sentences import Row

_FACT, _MOMENT = 14, 18
"""Columns before the text of a fact, and of what happened at a time."""


def print_summary(console: Console, play: Play) -> None:
    """Print what went in and what came out."""
    seen, found = play.seen, play.counted
    half, nearly_all = milliseconds(seen.latency_ms(0.5)), milliseconds(seen.latency_ms(0.99))
    facts = (
        ("events in", f"{play.sent.total():,} in {play.seconds:g} s: {_each(play.sent)}"),
        ("private", f"{found['enforce_private_dropped']:,} dropped at the door: never stored, never counted"),
        ("repeated", f"{counted(found['enforce_duplicates'], 'event')} came twice and counted once, posts apart"),
        ("actions", f"{seen.actions.total():,}: {_each(seen.actions, KINDS)}"),
        ("restricted", f"{counted(len(seen.restricted), 'profile')} now: {_each(seen.capabilities())}"),
        ("notices", f"{seen.notices:,} written, and {counted(seen.reviews, 'post')} put up for review"),
        ("dead letters", f"{seen.dead_letters.total():,}: {_each(seen.dead_letters)}"),
        ("latency", f"event sent to action received: p50 {half}, p99 {nearly_all}"),
    )
    console.print(Text("What came of it", style="bold"))
    if not play.complete:
        _print(console, "unfinished", Text("the pipeline stood still too long: this is not all of it", "red"), _FACT)
    for name, fact in facts:
        _print(console, name, Text(fact), _FACT)
    console.print()


def print_profile(console: Console, play: Play, profile_id: str, story: Sequence[tuple[str, Row]]) -> None:
    """Print what happened to one profile and what was decided, as it was seen; then `enforce explain` on the store."""
    console.print(Text(f"One of them: {profile_id}, from the first strike to the appeal (times in UTC)", style="bold"))
    for at, text, decided in timeline(story, play.seen.of_profile.get(profile_id, ())):
        _print(console, clock(at), Text(f"-> {text}", style="cyan") if decided else Text(text), _MOMENT)
    console.print()


def print_why(console: Console, redis_url: str, profile_id: str) -> None:
    """Print what `enforce explain` says of a profile; nothing where nothing is known of it."""
    ledgers = LiveLedgers(redis_url, default_policies())
    ledger = explain.load(ledgers, profile_id)
    if ledger is not None:
        console.print(Text(f"Why, as enforce explain {profile_id} tells it from the store", style="bold"))
        console.print()
        print_story(console, explain.explain(ledger, ledgers.policies, ledgers.now()), everything=False)


def _print(console: Console, about: str, text: Text, indent: int) -> None:
    """Print a line, its subject in a column of its own, without spaces behind it."""
    for part in text.wrap(console, max(indent, console.width - indent)):
        part.rstrip()
        console.print(Text.assemble((f"{about:<{indent}}", "dim"), part))
        about = ""


def _each(found: Counter[str], order: Sequence[str] | None = None) -> str:
    names = [name for name, _ in found.most_common()] if order is None else [name for name in order if found[name]]
    return ", ".join(f"{name} {found[name]:,}" for name in names) or "none"
