"""An explanation in the terminal: what holds first, then strike by strike, then what is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from dataflows.explain import words
from dataflows.policy_words import counted

if TYPE_CHECKING:
    from rich.console import Console

    from enforcement.explain_facts import Gate, Step, Story, Tried
    from enforcement.records import Standing

_NEWEST = 3
"""So many of anything are told in full; older ones in short, unless everything is asked for."""
_CAUSES = 3
_INDENT = 14
Lines = list[tuple[str, str, str]]
"""What a line is about, what it says, and its style."""


def print_story(console: Console, story: Story, *, everything: bool) -> None:
    """Print the story of one profile; `everything` tells all of it in full."""
    most = None if everything else _NEWEST
    print_standing(console, story.standing, _score(story))
    told = story.steps if most is None else _told(story)
    old = [step for step in story.steps if step not in told]
    if old:
        _print(console, "Earlier strikes, in short (--all tells each)", _in_short(old))
    for step in told:
        _print(console, words.title(step), _step(step))
    for title, lines in _rest(story):
        if lines:
            _print(console, title, lines if most is None else _newest(lines))


def print_standing(console: Console, standing: Standing, score: str | None = None) -> None:
    """Print what holds of a profile; with its score in words, if there are any."""
    holds = f"{standing.profile_id}, as of {words.moment(standing.at)} UTC (policy {standing.policy_version})"
    alike: dict[tuple[str, ...], dict[str, str | None]] = {}
    for name, one in standing.restrictions.items():
        alike.setdefault(tuple(one.causes), {})[name] = one.until
    lines: Lines = [("restricted", f"{words.ends(ends)}; {_causes(causes)}", "red") for causes, ends in alike.items()]
    lines = lines or [("restricted", "nothing", "green")]
    last = f", last rung {standing.last_rung}" if standing.last_rung is not None else ""
    lines += [("strikes", f"{standing.strikes} on record{last}", ""), ("score", score or str(standing.score), "")]
    _print(console, holds, lines)


def _causes(causes: tuple[str, ...]) -> str:
    """The newest causes by name; of many the others by number."""
    named = ", ".join(causes[-_CAUSES:])
    others = len(causes) - _CAUSES
    return f"because of {named}" + (f" and {others} before" if others > 0 else "")


def _score(story: Story) -> str:
    total = story.standing.score
    return f"{words.score(total, story.counting)}; {words.next_rung(story.next_rung, total)}"


def _told(story: Story) -> list[Step]:
    """The newest strikes, and the newest of those that were contested."""
    contested = {appeal.violation_id for appeal in story.appeals}
    among = [step for step in story.steps if step.waived or step.violation_id in contested]
    names = {step.violation_id for step in (*story.steps[-_NEWEST:], *among[-_NEWEST:])}
    return [step for step in story.steps if step.violation_id in names]


def _newest(lines: Lines) -> Lines:
    before = len(lines) - 2 * _NEWEST
    return [("", f"{before} lines before: --all tells each", ""), *lines[before:]] if before > 0 else lines


def _in_short(old: list[Step]) -> Lines:
    """Many strikes in a few lines."""
    restricting = sum(bool(step.sanction.ends) for step in old)
    reminders = sum(step.sanction.rung is not None and not step.sanction.ends for step in old)
    nothing = len(old) - restricting - reminders
    parts = [(restricting, "restriction"), (reminders, "reminder"), (nothing, "without consequence")]
    led = ", ".join(f"{number} {name}" if name[0] == "w" else counted(number, name) for number, name in parts if number)
    between = f"{words.moment(old[0].at)} to {words.moment(old[-1].at)}"
    return [
        ("strikes", f"{len(old)}, {between}: {counted(sum(step.points for step in old), 'point')} together", ""),
        ("led to", led, ""),
    ]


def _step(step: Step) -> Lines:
    lines: Lines = [("post", words.post(step), ""), ("points", words.points(step), "")]
    for rung in step.tried:
        lines += _tried(rung, step)
    return [*lines, ("led to", words.led_to(step), "bold")]


def _tried(rung: Tried, step: Step) -> Lines:
    """The conditions of a rung, one a line; a reminder has none."""
    return [(f"rung {rung.points}" if place == 0 else "", *_gate(gate, step)) for place, gate in enumerate(rung.gates)]


def _gate(gate: Gate, step: Step) -> tuple[str, str]:
    return words.gate(gate, step), "green" if gate.held else "yellow"


def _rest(story: Story) -> list[tuple[str, Lines]]:
    """What is not a strike on record, and what may come."""
    gone = [(one.violation_id, words.annulled(one), "") for one in story.annulled]
    dropped = [(one.violation_id, f"{words.moment(one.at)}: {words.ends(one.ends)}", "") for one in story.dropped]
    waiting = [(one.kind, f"{one.event_id} of {words.moment(one.at)}", "") for one in story.waiting]
    return [
        ("No longer on record, but it still restricts", dropped),
        ("Annulled", gone),
        ("Appeals", _appeals(story)),
        ("Waits for what it names", waiting),
        ("As a reporter", _reporter(story)),
        ("One more strike now, of a new guideline, if its rung's conditions hold", _ahead(story)),
    ]


def _appeals(story: Story) -> Lines:
    lines: Lines = []
    for appeal in story.appeals:
        lines.append((appeal.appeal_id, words.redress(appeal), ""))
        for change in appeal.changed:
            was, became = words.consequence(change.was), words.consequence(change.became)
            lines.append(("", f"changed {change.violation_id} from {was}, to {became}", ""))
    return lines


def _reporter(story: Story) -> Lines:
    if story.reporter is None:
        return []
    lines: Lines = [("reports", words.reporter(story.reporter), "")]
    for one in story.reporter.suspensions:
        waived = "; waived" if one.waived else ""
        lines.append(("suspended", f"{words.moment(one.at)} {words.until(one.until)}, by {one.cause}{waived}", ""))
    return lines


def _ahead(story: Story) -> Lines:
    return [(f"level {cost.level}", words.ahead(cost), "") for cost in story.ahead] if story.steps else []


def _print(console: Console, title: str, lines: Lines) -> None:
    """Print lines below a title, their subjects in a column of their own."""
    for part in Text(title, style="bold").wrap(console, console.width):
        part.rstrip()
        console.print(part)
    for about, text, style in lines:
        subject = f"  {about}"
        for part in Text(text, style=style).wrap(console, max(_INDENT, console.width - _INDENT)):
            part.rstrip()
            console.print(Text.assemble((f"{subject:<{_INDENT - 1}} ", "dim"), part))
            subject = ""
    console.print()
