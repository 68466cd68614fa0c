"""The judge: what was delivered, held against a replay of the same records (design.md section 4).

In one partition a consumer that drops repeated ids must have seen what the replay says, in each profile's order. What
the clock adds when all is read comes after. In several partitions two runs take different ways to the same end: the
standings are compared. In both the delivered actions, applied in order, must give the standing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.streams import Stream

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Newest = dict[str, Row | None]
"""The last standing of each profile; None: it was erased."""
STREAMS = {"actions": "action_id", "notices": "notice_id", "reviews": "review_id"}
_GIVES = {"restrict_visibility", "block_creation", "restrict_reporting", "restrict_service", "amend"}


_NOTHING: Row = {}


@dataclass(frozen=True)
class Said:
    """What was said: records in order, dead letters with the `place` of their line, standings as they are at last."""

    records: dict[str, list[bytes]]
    letters: list[Row]
    standings: Newest


@dataclass
class Verdict:
    """What was wrong, a line each; nothing: all is well."""

    lost: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Standings that are wrong, and the order of a profile's actions."""

    def lines(self) -> list[str]:
        """All of it."""
        named = (("lost", self.lost), ("foreign", self.foreign), ("wrong", self.wrong))
        return [f"{name}: {line}" for name, found in named for line in found]


def judge(stream: Stream, expected: Said, said: Said) -> Verdict:
    """Compare."""
    verdict = Verdict()
    rows = {name: _once(said.records[name], STREAMS[name]) for name in STREAMS}
    wanted = {name: _once(expected.records[name], STREAMS[name]) for name in STREAMS}
    if stream.partitions == 1:
        for name in STREAMS:
            _compare_ids(name, wanted[name], rows[name], verdict, ends=stream.ends)
        _compare_order(wanted["actions"], rows["actions"], verdict)
    _compare_letters(expected.letters, said.letters, verdict)
    _compare_standings(stream, expected.standings, said.standings, verdict)
    _compare_reckoned((action[0] for action in rows["actions"].values()), said.standings, verdict)
    return verdict


def _once(records: Iterable[bytes], name: str) -> Rows:
    """Records by id, in the order in which they were first said, with all that was said under it."""
    found: Rows = {}
    for record in records:
        row = json.loads(record)
        said = found.setdefault(row[name], [])
        if row not in said:
            said.append(row)
    return found


def _compare_ids(name: str, wanted: Rows, rows: Rows, verdict: Verdict, *, ends: bool) -> None:
    """What the clock adds to a timed stream, when all of it is read, is no fault."""
    verdict.lost += [f"{name}: {row}" for key, row in wanted.items() if key not in rows]
    last = max((place for place, key in enumerate(rows) if key in wanted), default=-1)
    for place, (key, said) in enumerate(rows.items()):
        if key not in wanted and not (ends and place > last):
            verdict.foreign.append(f"{name}: {said}")
        elif key in wanted and any(row not in wanted[key] for row in said):
            verdict.foreign.append(f"{name}: {said} instead of {wanted[key]}")


def _compare_order(wanted: Rows, rows: Rows, verdict: Verdict) -> None:
    by_profile = _by_profile(said[0] for key, said in rows.items() if key in wanted)
    for profile_id, order in _by_profile(said[0] for said in wanted.values()).items():
        if len(order) == len(by_profile.get(profile_id, [])) and order != by_profile[profile_id]:
            verdict.wrong.append(f"the actions of {profile_id} came as {by_profile[profile_id]}, not as {order}")


def _by_profile(actions: Iterable[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in actions:
        found.setdefault(str(row.get("profile_id")), []).append(row["action_id"])
    return found


def _compare_letters(wanted: Iterable[Row], letters: Iterable[Row], verdict: Verdict) -> None:
    """By reason and origin; that a post contradicts an earlier one is seen live when somebody asks (domain.md 3.1)."""
    before, after = ({(row["reason"], row["place"]): row for row in rows} for rows in (wanted, letters))
    contradicting = {place for reason, place in before if reason == "post_conflict"}
    verdict.lost += [
        f"dead letter: {before[key]}" for key in before.keys() - after.keys() if key[1] not in contradicting
    ]
    verdict.foreign += [f"dead letter: {after[key]}" for key in after.keys() - before.keys()]


def _compare_standings(stream: Stream, wanted: Newest, rows: Newest, verdict: Verdict) -> None:
    """After the end of a timed stream the clock goes on and restrictions end: then the actions alone say what was."""
    for profile_id, row in wanted.items():
        before, after = _facts(stream, row), _facts(stream, rows.get(profile_id))
        if before != _NOTHING and profile_id not in rows:
            verdict.lost.append(f"standing of {profile_id}: {row}")
        elif before != after and (not stream.ends or _clock_is_innocent(row)):
            verdict.wrong.append(f"standing of {profile_id}: {rows.get(profile_id)} instead of {row}")


def _facts(stream: Stream, row: Row | None) -> Row:
    """What must be equal; a replay's stream time ends with the stream, that of a live run does not."""
    if row is None:
        return _NOTHING
    ends = {name: end for name, end in row["restrictions"].items() if stream.partitions == 1 or name != "reporting"}
    if stream.partitions > 1 and not ends and not row["strikes"]:
        return _NOTHING
    facts = {"restrictions": ends, "strikes": row["strikes"], "last_rung": row["last_rung"]}
    if stream.partitions == 1:
        facts["version"] = row["version"]
    if not stream.ends:
        facts["score"] = row["score"]
    return facts


def _clock_is_innocent(row: Row | None) -> bool:
    return row is None or all(end["until"] is None for end in row["restrictions"].values())


def _compare_reckoned(actions: Iterable[Row], rows: Newest, verdict: Verdict) -> None:
    """Whoever only follows the actions knows each standing."""
    ends: dict[str, dict[str, str | None]] = {}
    for action in actions:
        known = ends.setdefault(str(action.get("profile_id")), {})
        if action["kind"] in _GIVES:
            known.update(dict.fromkeys(action["capabilities"], action["until"]))
        elif action["kind"] == "lift":
            for name in action["capabilities"]:
                known.pop(name, None)
    for profile_id, row in rows.items():
        standing = {} if row is None else {name: end["until"] for name, end in row["restrictions"].items()}
        if ends.get(profile_id, {}) != standing:
            verdict.wrong.append(f"the actions of {profile_id} give {ends.get(profile_id)}, its standing is {standing}")
