"""Where the scenes of a hostile stream leave their events: a few people, their posts, and a clock."""

from __future__ import annotations

import random
from typing import Any

from .hostile_policies import LEVELS, PRIVATE, SURFACES

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
Event = dict[str, Any]


class World:
    """Scenes leave events here as (arrival, event)."""

    def __init__(self, r: random.Random) -> None:
        self.r, self.now, self.count = r, r.randint(0, 2 * DAY), 0
        self.people = [self.name("u") for _ in range(r.randint(2, 4))]
        self.authors = self.people[: r.randint(1, 2)]  # most of what goes wrong is theirs
        self.others = [self.name("w") for _ in range(6)]
        self.disorder = r.choice([0, 0.05, 0.1, 0.25])  # how much of it comes late or early
        self.events: list[tuple[float, Event]] = []
        self.posts: list[Event] = []

    def name(self, letter: str) -> str:
        self.count += 1
        return self.r.choice([letter, letter.upper(), letter + "_", letter + "~"]) + str(self.count)

    def soon(self, most: int = 40_000) -> int:
        """A moment after now; ties, and times one millisecond apart, are common."""
        return self.now + self.r.choice([0, 0, 1, 999, 1000, self.r.randint(0, most)])

    def say(self, kind: str, at: int, late: int = 0, **fields: Any) -> Event:
        event = {"kind": kind, "at": at, **{k: v for k, v in fields.items() if v is not None}}
        r, jitter = self.r, 0
        if r.random() < self.disorder:
            jitter = r.choice(
                [
                    r.randint(-90_000, 90_000),
                    r.randint(0, 5 * HOUR),
                    -r.randint(0, 8 * HOUR),
                    r.randint(0, 3 * DAY),
                ]
            )
        self.events.append((at + jitter + late, event))
        return event

    def post(self, author: str, surface: str | None = None, at: int | None = None) -> Event:
        e = self.say(
            "post",
            self.now if at is None else at,
            post_id=self.name("p"),
            profile_id=author,
            surface=surface or self.r.choice(SURFACES),
            audience="public",
            language=self.r.choice([None, None, "ko", "pt-BR"]),
        )
        self.posts.append(e)
        return e

    def embedded(self, post: Event, chance: float = 0.2) -> Event | None:
        """The post as it was; at times by another author, on a private surface, or with other facts."""
        r = self.r
        if r.random() > chance:
            return None
        copy = {k: post[k] for k in ("profile_id", "at", "surface", "audience")}
        twist = r.random()
        if twist < 0.06:
            copy["profile_id"] = r.choice(self.people + self.others)
        elif twist < 0.1:
            copy["surface"] = r.choice(PRIVATE)
        elif twist < 0.14:
            copy["at"], copy["surface"] = copy["at"] + 1, r.choice(SURFACES)
        return copy

    def violation(
        self,
        post: Event,
        guideline: str | None = None,
        at: int | None = None,
        late: int = 0,
        embed: float = 0.2,
    ) -> Event:
        r = self.r
        guideline = guideline or r.choice(LEVELS[r.choices([1, 2, 3], [2, 4, 5])[0]])
        return self.say(
            "violation",
            self.soon() if at is None else at,
            late,
            violation_id=self.name("v"),
            post_id=post["post_id"],
            guideline=guideline,
            decided_by=r.choice(["mod1", "mod2", "filter"]),
            automated=r.choice([None, True, False]),
            incident_id=r.choice([None] * 5 + ["i1", "i2"]),
            source=r.choice([None, None, "report"]),
            post=self.embedded(post, embed),
        )

    def redress(self, violation: Event, author: str, reverse: float = 0.2) -> None:
        """A reversal before or after, or an appeal and its rulings, all close together."""
        r, at = self.r, violation["at"]
        vid = violation.get("violation_id") or violation["ruling_id"]
        if r.random() < reverse:
            for _ in range(r.choice([1, 1, 2])):
                when = at + r.choice([0, 5_000, 20 * MINUTE, 3 * HOUR, 11 * DAY, 22 * DAY, 30 * DAY])
                self.say(
                    "reversal",
                    when,
                    r.choice([0, 0, -DAY // 4]),
                    reversal_id=self.name("x"),
                    violation_id=vid,
                    profile_id=author,
                    decided_by="lead",
                )
            return
        for _ in range(r.choice([1, 1, 2])):
            target = vid if r.random() < 0.95 else "nothing"
            who = author if r.random() < 0.93 else r.choice(self.people)
            appeal = self.say(
                "appeal",
                at + r.choice([0, MINUTE, HOUR, 5 * HOUR, DAY, 8 * DAY, 8 * DAY + 1]),
                appeal_id=self.name("a"),
                profile_id=who,
                target=target,
            )
            for _ in range(r.choice([1, 1, 2, 3])):
                self.say(
                    "ruling",
                    appeal["at"] + r.choice([0, 1, MINUTE, 4 * HOUR]),
                    ruling_id=self.name("g"),
                    appeal_id=appeal["appeal_id"],
                    profile_id=who,
                    outcome=r.choice(["upheld", "overturned", "overturned"]),
                    decided_by=r.choice(["lead", "lead", "lead", violation["decided_by"]]),
                )
