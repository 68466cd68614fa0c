"""How a story is told: people do things one minute after the other, and we look at what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import Any

from enforcement.policy import Policies
from tests.running import Pipeline, Row, encode, policies_of

PUBLIC, DAYS, HOURS = "public", timedelta(days=1), timedelta(hours=1)
MORNING = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)
FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
_TEXT = files("enforcement").joinpath("policies/default.toml").read_text(encoding="utf-8")


def policy_with(*edits: tuple[str, str]) -> Policies:
    """Return the shipped policy with some words changed."""
    text = _TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return policies_of([text])


class Story:
    """A platform, its people, and a clock that moves on by a minute whenever something happens."""

    def __init__(self, policies: Policies | None = None) -> None:
        self.pipeline = Pipeline(policies)
        self.now, self._count = MORNING, 0

    # --- what happens -------------------------------------------------------------------------------------------------

    def later(self, time: timedelta) -> Story:
        """Let time pass; somebody posts something harmless, so that it does."""
        self.now += time
        self.posts("bystander")
        return self

    def posts(self, who: str, surface: str = "feed_post", audience: str = PUBLIC) -> str:
        """Somebody publishes something."""
        name = self._name("post")
        return self._tell("post", name, post_id=name, profile_id=who, surface=surface, audience=audience)

    def takes_down(self, post: str, guideline: str, by: str = "mia", **more: Any) -> str:
        """A moderator decides that a post broke a guideline."""
        name = self._name("violation")
        return self._tell(
            "violation", name, violation_id=name, post_id=post, guideline=guideline, decided_by=by, **more
        )

    def breaks(self, who: str, guideline: str, surface: str = "feed_post", **more: Any) -> str:
        """Somebody publishes something, and it is taken down."""
        return self.takes_down(self.posts(who, surface), guideline, **more)

    def reports(self, who: str, post: str, guideline: str | None = None) -> str:
        """Somebody flags a post."""
        name = self._name("report")
        return self._tell("report", name, report_id=name, post_id=post, reporter_id=who, guideline=guideline)

    def finds_nothing_wrong(self, post: str, *, manifestly: bool = False) -> str:
        """A moderator decides that a post broke nothing."""
        name, unfounded = self._name("dismissal"), manifestly
        return self._tell(
            "dismissal", name, dismissal_id=name, post_id=post, decided_by="mia", manifestly_unfounded=unfounded
        )

    def takes_back(self, violation: str, who: str) -> str:
        """The platform annuls its decision."""
        name = self._name("reversal")
        return self._tell("reversal", name, reversal_id=name, violation_id=violation, profile_id=who, decided_by="lea")

    def appeals(self, who: str, target: str) -> str:
        """Somebody contests a decision, or an action."""
        name = self._name("appeal")
        return self._tell("appeal", name, appeal_id=name, profile_id=who, target=target)

    def answers(self, appeal: str, who: str, outcome: str, by: str = "lea") -> str:
        """A reviewer decides an appeal."""
        name = self._name("ruling")
        return self._tell(
            "ruling", name, ruling_id=name, appeal_id=appeal, profile_id=who, outcome=outcome, decided_by=by
        )

    def claims(
        self, who: str, post: str, ground: str = "portrait", evidence: tuple[str, ...] = ("a photograph",)
    ) -> str:
        """A rights holder asks for something to be blocked."""
        name, papers = self._name("claim"), list(evidence)
        return self._tell("claim", name, claim_id=name, claimant_id=who, post_id=post, ground=ground, evidence=papers)

    def asks_for_it_back(self, who: str, claim: str, post: str) -> str:
        """An author asks for blocked content to be re-posted."""
        name = self._name("counter")
        return self._tell("counter_claim", name, counter_claim_id=name, claim_id=claim, post_id=post, profile_id=who)

    def decides_claim(self, claim: str, post: str, outcome: str, *, manifestly: bool = False) -> str:
        """A reviewer decides a claim."""
        name, what = self._name("decision"), {"claim_id": claim, "post_id": post, "outcome": outcome}
        return self._tell(
            "claim_ruling", name, ruling_id=name, decided_by="mia", manifestly_unfounded=manifestly, **what
        )

    def infringes(self, who: str, surface: str = "open_chat_cover", ground: str = "portrait") -> str:
        """Somebody publishes something, and a claim about it is found justified."""
        post = self.posts(who, surface)
        return self.decides_claim(self.claims("olga", post, ground), post, "infringing")

    def _name(self, what: str) -> str:
        self._count += 1
        return f"{what}-{self._count}"

    def _tell(self, kind: str, name: str, **fields: Any) -> str:
        self.now += timedelta(minutes=1)
        event = {"kind": kind, "at": self.now.strftime(FORM), **fields}
        self.pipeline.feed(encode([{key: value for key, value in event.items() if value is not None}]))
        return name

    # --- what became of it --------------------------------------------------------------------------------------------

    def restricted(self, who: str) -> set[str]:
        """Return what somebody may not do now."""
        return set(self._standing(who).get("restrictions", {}))

    def score(self, who: str) -> int:
        """Return somebody's points, as of the last change."""
        return int(self._standing(who).get("score", 0))

    def standing(self, who: str) -> Row:
        """Return what holds of somebody, but for when it was written."""
        return {name: value for name, value in self._standing(who).items() if name not in {"version", "at"}}

    def _standing(self, who: str) -> Row:
        return self.pipeline.result.final().get(who, {})

    def done_to(self, who: str) -> list[str]:
        """Return the kinds of actions taken on somebody, in order."""
        return [action["kind"] for action in self.pipeline.result.actions if action.get("profile_id") == who]

    def last_action(self, who: str) -> Row:
        """Return the last action taken on somebody."""
        return next(action for action in reversed(self.pipeline.result.actions) if action.get("profile_id") == who)

    def told(self, who: str) -> list[str]:
        """Return which notices somebody got, in order."""
        return [notice["template"] for notice in self.pipeline.result.notices if notice["recipient"] == who]

    def last_notice(self, who: str) -> Row:
        """Return the facts of the last notice that somebody got."""
        notice = next(notice for notice in reversed(self.pipeline.result.notices) if notice["recipient"] == who)
        return {"template": notice["template"], "action_id": notice.get("action_id"), **notice["facts"]}

    def notices(self, who: str) -> list[Row]:
        """Return the facts of all notices that somebody got, in order."""
        return [
            {"template": notice["template"], **notice["facts"]}
            for notice in self.pipeline.result.notices
            if notice["recipient"] == who
        ]

    def reviews(self) -> list[str]:
        """Return which posts were put before a reviewer, in order."""
        return [review["post_id"] for review in self.pipeline.result.reviews]

    def refused(self) -> list[str]:
        """Return why records came to nothing, in order."""
        return [letter["reason"] for letter in self.pipeline.result.dead_letters]

    def moment(self) -> str:
        """Return the time of what happened last, as records spell it."""
        return self.in_time(timedelta(0))

    def in_time(self, time: timedelta) -> str:
        """Return a time after what happened last, as records spell it."""
        return (self.now + time).strftime(FORM)[:-4] + "Z"


def how_long(action: Row, end: str = "until") -> timedelta | None:
    """Return for how long an action restricts; None: until a human ends it."""
    if action[end] is None:
        return None
    return _moment(action[end]) - _moment(action["at"])


def _moment(text: str) -> datetime:
    return datetime.strptime(text, FORM).replace(tzinfo=timezone.utc)
