"""The whole pipeline, one event after the other: stream time, ids, waiting, and who handles what (domain.md 3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from . import choices, claims, erasure, join, reconcile, redress
from .door import Dead, Dropped, Event, enter
from .ledger import Case, Claim, Post, Profile
from .policy import Policies
from .redress import Appeal

Row = dict[str, Any]


def own_action_id(action: Row) -> str:
    """Any deterministic id will do; a test hands in that of the program it tests, so that appeals may name actions."""
    return hashlib.sha256(json.dumps(action, sort_keys=True).encode()).hexdigest()[:32]


@dataclass
class Parked:
    event: Event
    on: tuple[str, str]
    due: int


@dataclass
class Model:
    policies: Policies
    action_id: Callable[[Row], str] = own_action_id
    now: int = 0  # stream time
    seen: set[tuple[str, str]] = field(default_factory=set)
    posts: dict[str, Post] = field(default_factory=dict)
    for_good: set[str] = field(default_factory=set)  # posts with an accepted claim
    days: dict[str, set[tuple[int, str]]] = field(default_factory=dict)  # author -> (day, post_id)
    cases: dict[str, Case] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    appeals: dict[str, Appeal] = field(default_factory=dict)
    causes: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # action_id -> profile_id, cause, of what
    erased: dict[str, int] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    standings: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    dead_letters: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)  # appeals and claims: they become notices, which are not modelled

    def feed(self, raw: bytes, line: int) -> None:
        """One line of a file."""
        if not raw.strip(b" \t\r\n"):
            return
        try:
            event = enter(raw, line, self.policies)
        except Dropped:
            return
        except Dead as dead:
            self.dead_letters.append({"reason": dead.args[0], "line": line})
            return
        self.handle(event)

    def next_due(self) -> list[tuple[int, int, Any]]:
        """What comes due, with its time; of one instant in this order, and claims as they were accepted (case-22)."""
        due: list[tuple[int, int, Any]] = [(p.due, 1, p) for p in self.parked]
        due += [(c.end, 2, c) for c in self.claims.values() if c.open]
        due += [(end, ENDS, p) for p in self.profiles.values() if (end := reconcile.next_end(self, p)) is not None]
        return sorted(due, key=lambda d: d[:2])

    def handle(self, event: Event) -> None:
        if erasure.names_an_erased_profile(self, event):
            if choices.ERASED_MOVES_TIME:
                self.advance(event.at)
            return
        self.advance(event.at)
        if event.kind == "post":
            join.post_record(self, event)
        elif event.kind != "profile" and (event.kind, event.id) not in self.seen:
            self.seen.add((event.kind, event.id))
            HANDLERS[event.kind](self, event)
        redress.appeals_on_actions(self)

    def advance(self, to: int) -> None:
        """What is due at or before an event's time happens before the event, in order of due time (domain.md 3.5)."""
        while (due := self.next_due()) and due[0][0] <= to:
            at, what, _ = due[0]
            self.now = max(self.now, at)
            # Restrictions that end now are none any more: those of all profiles are lifted together.
            together = [d for d in due if d[:2] == (at, what)] if what == ENDS else due[:1]
            for _, _, thing in together:
                DUE[what](self, thing)
        self.now = max(self.now, to)

    def profile(self, profile_id: str) -> Profile:
        return self.profiles.setdefault(profile_id, Profile(profile_id))

    def case(self, post_id: str) -> Case:
        return self.cases.setdefault(post_id, Case())

    def dead(self, event: Event, reason: str) -> None:
        """The id of a dead letter has not counted and may come again (domain.md 3.4)."""
        self.seen.discard((event.kind, event.id))
        self.dead_letters.append({"reason": reason, "line": event.line})

    def refuse(self, event: Event, reason: str) -> None:
        """Refused appeals and claims get a notice, no dead letter (contracts.md 2); their id has not counted."""
        self.seen.discard((event.kind, event.id))
        self.refused.append({"reason": reason, "line": event.line})


ENDS = 0
DUE: list[Callable[[Model, Any], None]] = [reconcile.expired, join.wait_over, claims.ends]
HANDLERS: dict[str, Callable[[Model, Event], None]] = {
    "report": join.arrives,
    "violation": join.arrives,
    "dismissal": join.arrives,
    "claim": join.arrives,
    "reversal": redress.reversal,
    "appeal": redress.appeal,
    "ruling": redress.ruling,
    "counter_claim": claims.counter_claim,
    "claim_ruling": claims.ruling,
    "erasure": erasure.erase,
}


def ids_like(actions: Iterable[Row]) -> Callable[[Row], str]:
    """The action ids of another program's run, found again by what the action says; its own id where it says no such."""

    def key(a: Row) -> str:
        return json.dumps(
            [a.get(k) for k in ("kind", "profile_id", "at", "cause", "claim_id", "capabilities", "until")]
        )

    known = {key(a): a["action_id"] for a in actions}
    return lambda action: known.get(key(action)) or own_action_id(action)


def replay(lines: Iterable[bytes], policy_texts: list[str], action_id: Callable[[Row], str] = own_action_id) -> Model:
    model = Model(Policies(policy_texts), action_id)
    for number, raw in enumerate(lines, 1):
        model.feed(raw, number)
    return model
