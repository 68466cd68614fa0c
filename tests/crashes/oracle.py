"""What must hold of what was said, however often the pipeline crashed (design.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from dataflows.live.sink import TOPICS
from dataflows.redis import kept, keys, remembered
from enforcement.accounts import decode_case, decode_profile
from enforcement.standing import standing_at

if TYPE_CHECKING:
    from enforcement.ledgers import Case, ProfileLedger
    from tests.crashes.world import World

Row = dict[str, Any]


def said(world: World, stream: str) -> list[bytes]:
    """What consumers keep of an output: records without repeats, in the order in which they came first."""
    return list(dict.fromkeys(one.value for one in world.topics if one.topic == TOPICS[stream] and one.value))


def rows(records: Iterable[bytes]) -> list[Row]:
    """Records, read."""
    return list(map(msgspec.json.decode, records))


def actions(world: World) -> dict[str, list[str]]:
    """Profile -> its actions by id, in order."""
    return {name: [row["action_id"] for row in found] for name, found in by_profile(world).items()}


def by_profile(world: World) -> dict[str, list[Row]]:
    """Profile -> its actions, whole, in order."""
    found: dict[str, list[Row]] = {}
    for row in rows(said(world, "actions")):
        found.setdefault(row["profile_id"], []).append(row)
    return found


def standings(world: World) -> dict[str, Row]:
    """Profile -> its newest standing."""
    found: dict[str, Row] = {}
    for row in rows(said(world, "standings")):
        if row["version"] > found.get(row["profile_id"], {"version": 0})["version"]:
            found[row["profile_id"]] = row
    return found


def ends(world: World) -> dict[str, Any]:
    """Profile -> what holds of it in the end, but for how often that changed.

    What was said last may have been said at another time: it names causes that have ended since.
    """
    assert world.cluster.decide is not None
    desk = world.cluster.decide.desk
    accounts = {name: desk.known_account(name) for name in standings(world)}
    found = {name: standing_at(one, desk.policies, desk.now) for name, one in accounts.items() if one is not None}
    return {name: msgspec.structs.replace(row, version=0) for name, row in found.items()}


def applied(world: World) -> dict[str, dict[str, Any]]:
    """Profile -> what its actions come to: capability -> until."""
    held: dict[str, dict[str, Any]] = {}
    for row in rows(said(world, "actions")):
        restricted = held.setdefault(row["profile_id"], {})
        for capability in row.get("capabilities", ()):
            if row["kind"] == "lift":
                restricted.pop(capability, None)
            elif row["kind"] != "remind":
                restricted[capability] = row["until"]
    return held


def wrong(world: World) -> str:
    """What holds of every run, also one that several partitions make different each time; empty if it all does."""
    entries = world.journaled
    for stream in TOPICS:
        journaled = [record for entry in entries for record in entry.outputs[stream]]
        if said(world, stream) != list(dict.fromkeys(journaled)):
            return f"{stream}: what was said is not what was decided"
    held = applied(world)
    for name, row in standings(world).items():
        restricted = {capability: one["until"] for capability, one in row["restrictions"].items()}
        if restricted != held.get(name, {}):
            return f"{name}: its actions come to {held.get(name)}, its standing is {restricted}"
    lost = _lost(world) or _lost_posts(world)
    if lost:
        return f"lost: {lost[:3]}"
    waiting = _waiting(world)
    return f"never ended: {waiting[:3]}" if waiting else ""


def _lost(world: World) -> list[str]:
    """Events without any trace."""
    traces = {origin(row) for row in rows(said(world, "dead_letters"))}
    known = {one.decode() for key, found in world.data.items() if key.startswith(keys.SEEN) for one in found}
    gone: dict[str, set[tuple[int, int]]] = {}
    hashes = world.cluster.processes[0].hashes
    for key, place in world.stream.traced:
        if str(remembered.place(hashes.event(key))[1]) not in known:
            gone.setdefault(key, set()).add(place)
    return [key for key, places in gone.items() if not places & traces]


def _lost_posts(world: World) -> list[str]:
    """Posts that nobody finds."""
    log, hashes = world.data["posts"], world.cluster.processes[0].hashes
    return [post_id for post_id in world.stream.kept_posts if hashes.post(post_id) not in log.by_post]


def origin(letter: Row) -> tuple[int, int]:
    """Where a dead letter comes from."""
    return letter["origin"]["partition"], letter["origin"]["offset"]


def _waiting(world: World) -> list[str]:
    """Ledgers with something that has waited too long."""
    assert world.cluster.decide is not None
    desk = world.cluster.decide.desk
    found = []
    kept_ones = [pair for name, bucket in world.data.items() if ":l:" in name for pair in bucket.items()]
    for key, raw in kept_ones:
        ledger = _ledger(key, kept.read(key, raw).ledger)
        if any(desk.wait_end(arrival.event) <= desk.now for arrival in ledger.parked):
            found.append(key)
    return found


def _ledger(key: str, raw: bytes) -> ProfileLedger | Case:
    try:
        return decode_profile(raw) if key[0] == "p" else decode_case(raw)
    except msgspec.DecodeError as error:
        raise AssertionError(key) from error
