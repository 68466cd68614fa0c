"""The questions, answered a second time: plain Python over the records one by one, slow and literal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from statistics import median
from typing import Any

from metrics.schemas import CAPABILITIES
from tests.running import Result

Row = dict[str, Any]
Answer = list[tuple[Any, ...]]
DAY = timedelta(days=1)


def when(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def actions_by_day(said: Result) -> Answer:
    people = defaultdict(list)
    for action in said.actions:
        people[when(action["at"]).date(), action["kind"]].append(action["profile_id"])
    return sorted((*key, len(found), len(set(found))) for key, found in people.items())


def dead_letters(said: Result) -> Answer:
    counts = Counter(letter["reason"] for letter in said.dead_letters)
    return [(name, n, n / counts.total()) for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def strikes(said: Result) -> dict[tuple[str, str], Row]:
    found: dict[tuple[str, str], Row] = {}
    for action in said.actions:
        if "points" in action:
            found.setdefault((action["profile_id"], action["cause"]), action)
    return found


def undone(said: Result) -> dict[tuple[str, str], str]:
    how = {"appeal_overturned": "overturned", "decision_reversed": "reversed"}
    found: dict[tuple[str, str], str] = {}
    for notice in said.notices:
        if notice["template"] in how:
            found.setdefault((notice["recipient"], notice["facts"]["cause"]), how[notice["template"]])
    return found


def strikes_by_guideline(said: Result) -> Answer:
    groups = defaultdict(list)
    for action in strikes(said).values():
        groups[action["guideline"], action["level"]].append(action)
    rows = [
        (*key, len(g), len({a["profile_id"] for a in g}), sum(a["points"] for a in g), len(g) / len(strikes(said)))
        for key, g in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def strikes_undone(said: Result) -> Answer:
    taken_back = undone(said)
    groups = defaultdict(list)
    for key, action in strikes(said).items():
        groups[action["guideline"], action["level"]].append(taken_back.get(key))
    rows = [
        (*key, len(g), g.count("overturned"), g.count("reversed"), sum(map(bool, g)) / len(g))
        for key, g in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def height(rung: str) -> float:
    return float("inf") if rung == "zero_tolerance" else int(rung)


def lasting(said: Result) -> list[Row]:
    taken_back = undone(said)
    return [action for key, action in strikes(said).items() if key not in taken_back]


def ladder_reach(said: Result) -> Answer:
    best: dict[str, str] = {}
    for action in lasting(said):
        rung, who = str(action.get("rung", "")), action["profile_id"]
        if rung and (who not in best or height(rung) > height(best[who])):
            best[who] = rung
    counts = Counter(best.values())
    total = len(best)
    return [
        (rung, counts[rung], counts[rung] / total, sum(height(r) >= height(rung) for r in best.values()) / total)
        for rung in sorted(counts, key=height)
    ]


def warned_before(said: Result) -> Answer:
    groups: dict[int, list[float | None]] = defaultdict(list)
    for who in {action["profile_id"] for action in said.actions}:
        mine = [action for action in said.actions if action["profile_id"] == who]
        restricted = [a for a in mine if a["kind"] in {"restrict_visibility", "block_creation"}]
        if restricted:
            first = min(restricted, key=lambda action: when(action["at"]))
            start = when(first["at"])
            before = [when(a["at"]) for a in mine if a["kind"] == "remind" and when(a["at"]) < start]
            groups[first["level"]].append((start - max(before)) / DAY if before else None)
    rows = []
    for level, waits in sorted(groups.items()):
        known = [wait for wait in waits if wait is not None]
        rows.append((level, len(waits), len(known), len(known) / len(waits), median(known) if known else None))
    return rows


def last_record(said: Result) -> datetime:
    return max(when(row["at"]) for row in [*said.actions, *said.standings, *said.notices, *said.reviews])


def recidivism(said: Result) -> Answer:
    found = lasting(said)
    first: dict[tuple[str, str], datetime] = {}
    for action in sorted(found, key=lambda action: (when(action["at"]), action["cause"].encode())):
        if "rung" in action:
            first.setdefault((str(action["rung"]), action["profile_id"]), when(action["at"]))
    rows = []
    for rung in sorted({rung for rung, _ in first}, key=height):
        row: list[Any] = [rung, sum(rung == other for other, _ in first)]
        for after in (30 * DAY, 90 * DAY, 180 * DAY):
            people = [(w, at) for (r, w), at in first.items() if r == rung and at + after <= last_record(said)]
            again = [any(a["profile_id"] == w and at < when(a["at"]) <= at + after for a in found) for w, at in people]
            row += [len(people), sum(again) / len(people) if people else None]
        rows.append(tuple(row))
    return rows


def periods(said: Result) -> list[tuple[str, str, datetime, datetime | None, str | None, str | None]]:
    """Capability, profile, start, end, the end told, the reason of the lift."""
    running: dict[tuple[str, str], list[Any]] = {}
    ended: dict[tuple[str, str], datetime] = {}
    found = []
    for action in said.actions:
        for capability in action.get("capabilities", ()):
            key, at = (capability, action["profile_id"]), when(action["at"])
            if action["kind"] != "lift":
                start = max(at, ended.get(key, at))
                running.setdefault(key, [start, None])[1] = action["until"]
            elif key in running:
                start, until = running.pop(key)
                ended[key] = max(start, at)
                found.append((*key, start, ended[key], until, action["reason"]))
    return found + [(*key, start, None, until, None) for key, (start, until) in running.items()]


def restricted_by_day(said: Result) -> Answer:
    if not said.actions:
        return []
    known, rows = periods(said), []
    day: date = min(when(action["at"]) for action in said.actions).date()
    while day <= last_record(said).date():
        at = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
        now = [(what, who) for what, who, start, end, *_ in known if start <= at and (end is None or at < end)]
        by_capability = [len({who for what, who in now if what == name}) for name in CAPABILITIES]
        rows.append((day, len({who for _, who in now}), *by_capability))
        day += DAY
    return rows


def restricted_how_long(said: Result) -> Answer:
    rows, last = [], last_record(said)
    for name in CAPABILITIES:
        mine = [period for period in periods(said) if period[0] == name]
        lengths = sorted((end - start) / DAY for _, _, start, end, *_ in mine if end is not None)
        running = [until is not None for *_, end, until, _ in mine if end is None]
        so_far = sum(max(((end or last) - start) / DAY, 0) for _, _, start, end, *_ in mine)
        people = len({who for _, who, *_ in mine})
        if mine:
            middle = median(lengths) if lengths else None
            counts = (len(mine), people, len(lengths), sum(running), len(running) - sum(running))
            rows.append((name, *counts, middle, so_far))
    return rows


def lifts_by_reason(said: Result) -> Answer:
    ended = [period for period in periods(said) if period[3] is not None]
    rows = []
    for reason in {period[5] for period in ended}:
        mine = [period for period in ended if period[5] == reason]
        lengths = [(end - start) / DAY for _, _, start, end, *_ in mine if end is not None]
        people = len({who for _, who, *_ in mine})
        rows.append((reason, len(mine), people, median(lengths), len(mine) / len(ended)))
    return sorted(rows, key=lambda row: (-row[1], str(row[0])))


def appeals(said: Result) -> Answer:
    ruled = {
        (notice["recipient"], notice["facts"]["appeal_id"]): notice
        for notice in said.notices
        if notice["template"] in {"appeal_upheld", "appeal_overturned"}
    }
    groups = defaultdict(list)
    for notice in said.notices:
        if notice["template"] == "appeal_received":
            ruling = ruled.get((notice["recipient"], notice["facts"]["appeal_id"]))
            groups[notice["facts"].get("guideline")].append((notice, ruling))
    rows = []
    for guideline, pairs in groups.items():
        ends = [ruling["template"] for _, ruling in pairs if ruling]
        up, over = ends.count("appeal_upheld"), ends.count("appeal_overturned")
        waits = [(when(ruling["at"]) - when(notice["at"])) / DAY for notice, ruling in pairs if ruling]
        counts = (len(pairs), up, over, len(pairs) - len(ends))
        rows.append((guideline, *counts, over / len(ends) if ends else None, median(waits) if waits else None))
    return sorted(rows, key=lambda row: (-row[1], row[0] is not None, str(row[0])))


def report_outcomes(said: Result) -> Answer:
    groups = defaultdict(list)
    for notice in said.notices:
        if notice["template"] == "report_outcome":
            groups[notice["facts"]["outcome"]].append(notice["recipient"])
    total = sum(map(len, groups.values()))
    order = ("upheld", "dismissed", "unfounded")
    return [
        (name, len(groups[name]), len(set(groups[name])), len(groups[name]) / total) for name in order if groups[name]
    ]


def reporters_precision(said: Result) -> Answer:
    each: dict[str, list[str]] = defaultdict(list)
    told: dict[str, set[str]] = defaultdict(set)
    for notice in said.notices:
        told[notice["template"]].add(notice["recipient"])
        if notice["template"] == "report_outcome":
            each[notice["recipient"]].append(notice["facts"]["outcome"])
    rows: Answer = []
    sizes = (("1", 1, 1), ("2 to 4", 2, 4), ("5 to 9", 5, 9), ("10 to 49", 10, 49), ("50 or more", 50, 10**9))
    for name, least, most in sizes:
        mine = {who: outcomes for who, outcomes in each.items() if least <= len(outcomes) <= most}
        all_of = [outcome for outcomes in mine.values() for outcome in outcomes]
        counts = [all_of.count(outcome) for outcome in ("upheld", "dismissed", "unfounded")]
        who_was = [len(mine.keys() & told[name]) for name in ("reporter_warned", "reporter_suspended")]
        if mine:
            rows.append((name, len(mine), len(all_of), *counts, counts[0] / len(all_of), *who_was))
    return rows


def reviews(said: Result) -> Answer:
    decided: dict[str, tuple[str, datetime]] = {}
    for notice in said.notices:
        if notice["template"] == "report_outcome":
            decided.setdefault(notice["facts"]["post_id"], (notice["facts"]["outcome"], when(notice["at"])))
    first: dict[str, datetime] = {}
    gravest: dict[str, int] = {}
    for review in said.reviews:
        post, at = review["post_id"], when(review["at"])
        first[post] = min(first.get(post, at), at)
        gravest[post] = min(gravest.get(post, review["level"]), review["level"])
    rows: Answer = []
    for level in sorted(set(gravest.values())):
        posts = [post for post in gravest if gravest[post] == level]
        known = [decided[post][0] for post in posts if post in decided]
        waits = [max(decided[post][1] - first[post], DAY * 0) / DAY for post in posts if post in decided]
        upheld, open_ = known.count("upheld"), len(posts) - len(known)
        share, middle = (upheld / len(known), median(waits)) if known else (None, None)
        rows.append((level, len(posts), upheld, len(known) - upheld, open_, share, middle))
    return rows


PLAIN: dict[str, Callable[[Result], Answer]] = {
    answer.__name__.replace("_", "-"): answer
    for answer in (
        actions_by_day,
        dead_letters,
        strikes_by_guideline,
        ladder_reach,
        warned_before,
        recidivism,
        restricted_by_day,
        restricted_how_long,
        lifts_by_reason,
        appeals,
        strikes_undone,
        report_outcomes,
        reporters_precision,
        reviews,
    )
}
