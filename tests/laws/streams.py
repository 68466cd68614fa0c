"""Compact streams: a few people, a few posts, and deeds of every kind whose times tie, overlap and run backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.model.when import text
from tests.running import Row, encode

Event = dict[str, Any]

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
START = 1_772_323_200_000  # 2026-03-01T00:00:00Z
SLOTS = 40
"""How many moments a stream knows; two deeds often share one."""

PEOPLE = ("ann", "bob", "cas", "dan")
MODERATORS = ("mod1", "mod2")
SURFACES = ("feed_post", "comment", "profile", "talk_board_post", "talk_board_comment", "open_chat_cover", "story")
GROUNDS = ("personal_information", "portrait", "defamation", "intellectual_property", "other_right")
GUIDELINES = (
    "spam",
    "abusive_content",
    "hate_speech_discrimination",
    "violent_content",
    "graphic_obscene_sexual",
    "malicious_programs",
    "child_abuse",
)
KINDS = (
    *["violation"] * 8,
    *["report"] * 3,
    *["reversal", "appeal", "ruling", "dismissal", "claim", "claim_ruling"] * 2,
    "counter_claim",
    "profile",
    "erasure",
)


@dataclass(frozen=True)
class Stream:
    """Posts, and what is said about them; `at` of every event is in milliseconds."""

    posts: tuple[Event, ...]
    deeds: tuple[Event, ...]
    end: int
    """Later than anything in it."""

    def events(self) -> list[Event]:
        """Return the posts, then everything else."""
        return [*self.posts, *self.deeds]

    def named(self, kind: str) -> list[Event]:
        """Return the deeds of one kind."""
        return [deed for deed in self.deeds if deed["kind"] == kind]

    def author(self, post_id: str) -> str:
        """Return who posted an item."""
        return next(str(post["profile_id"]) for post in self.posts if post["post_id"] == post_id)

    def without(self, *gone: Event) -> Stream:
        """Return the same stream, as if these deeds had never been."""
        return replace(self, deeds=tuple(deed for deed in self.deeds if not any(deed is other for other in gone)))

    def with_deeds(self, *more: Event) -> Stream:
        """Return the same stream with these deeds at its end."""
        return replace(self, deeds=(*self.deeds, *more))


def lines(events: Sequence[Event]) -> list[bytes]:
    """Spell events as lines of a file."""
    return encode([_spelled(event) for event in events])


def _spelled(event: Event) -> Row:
    spelled = {**event, "at": text(event["at"])}
    if isinstance(event.get("post"), dict):
        spelled["post"] = {**event["post"], "at": text(event["post"]["at"])}
    return spelled


def as_embedded(post: Event) -> Event:
    """Return a post as it is sent along with another event."""
    return {name: post[name] for name in ("profile_id", "at", "surface", "audience")}


# --- strategies -------------------------------------------------------------------------------------------------------

_numbers = st.integers(0, 11)
_deeds = st.tuples(st.sampled_from(KINDS), st.integers(0, SLOTS), st.integers(0, 7), _numbers, _numbers)
_posts = st.tuples(st.integers(0, 2), st.integers(0, SLOTS // 2), st.sampled_from(SURFACES))


@st.composite
def streams(
    draw: st.DrawFn, slot: int = HOUR // 2, *, erasures: bool = True, shuffled: bool = False, most: int = 24
) -> Stream:
    """Draw a stream whose moments are `slot` milliseconds apart: half an hour keeps all within `join.wait`."""
    posts = [_post(number, *drawn, slot) for number, drawn in enumerate(draw(st.lists(_posts, min_size=2, max_size=8)))]
    count = draw(st.integers(1, most))
    deeds = _with_targets(draw(st.lists(_deeds, min_size=count, max_size=count)), posts, slot)
    if not erasures:
        deeds = [deed for deed in deeds if deed["kind"] != "erasure"]
    if any(deed["kind"] == "erasure" for deed in deeds):  # once the first author is erased, the second may be the first
        deeds = [deed for deed in deeds if not _conflicts(deed, posts)]
    if shuffled and draw(st.booleans()):
        deeds.sort(key=lambda deed: int(deed["at"]))
    return Stream(tuple(posts), tuple(deeds), START + (SLOTS + 1) * slot)


def _conflicts(deed: Event, posts: list[Event]) -> bool:
    authors = {post["post_id"]: post["profile_id"] for post in posts}
    return "post" in deed and deed["post"]["profile_id"] != authors[deed["post_id"]]


def _post(number: int, who: int, moment: int, surface: str, slot: int) -> Event:
    return {
        "kind": "post",
        "post_id": f"p{number}",
        "profile_id": PEOPLE[who],
        "at": START + moment * slot,
        "surface": surface,
        "audience": "public",
        "language": ("ko", None)[number % 2],
    }


Draft = tuple[str, int, int, int, int]


def _with_targets(drafts: list[Draft], posts: list[Event], slot: int) -> list[Event]:
    """Turn drafts into deeds; those that answer others find them before and after, and none answers nothing."""
    made: dict[int, Event] = {}
    for kinds in ({"violation", "report", "dismissal", "claim", "profile", "erasure"}, {"reversal", "appeal"},
                  {"counter_claim", "claim_ruling", "ruling"}):  # fmt: skip
        known = defaultdict(list)
        for deed in made.values():
            known[deed["kind"]].append(deed)
        for place, (kind, moment, post, pick, twist) in enumerate(drafts):
            if kind in kinds:
                about = posts[post % len(posts)]
                deed = _MAKERS[kind](_Draft(place, about, posts, known, pick, twist))
                if deed:
                    made[place] = {"kind": kind, "at": START + moment * slot + (twist == 9), **deed}
    return [made[place] for place in sorted(made)]


@dataclass(frozen=True)
class _Draft:
    """What a deed is made of: its place, a post, two numbers, and the deeds it may answer."""

    place: int
    post: Event
    posts: list[Event]
    known: dict[str, list[Event]]
    pick: int
    twist: int

    def one(self, *kinds: str) -> Event | None:
        """Return a deed of one of these kinds, if there is any."""
        found = [deed for kind in kinds for deed in self.known[kind]]
        return found[self.pick % len(found)] if found else None

    def author_of(self, deed: Event) -> str:
        """Return whose post a deed is about; now and then somebody else."""
        if not self.twist:
            return PEOPLE[self.pick % len(PEOPLE)]
        return next(str(post["profile_id"]) for post in self.posts if post["post_id"] == deed["post_id"])


def _violation(d: _Draft) -> Event:
    deed = {
        "violation_id": f"v{d.place}",
        "post_id": d.post["post_id"],
        "guideline": GUIDELINES[d.pick % len(GUIDELINES)],
        "decided_by": MODERATORS[d.twist % 2],
        "automated": not d.twist % 3,
    }
    if d.twist in {4, 5}:
        deed["incident_id"] = f"i{d.twist}"
    if d.twist in {6, 7, 8}:
        deed["post"] = as_embedded(d.post)
    if d.twist == 8 and d.pick % 2:  # a conflict
        deed["post"]["profile_id"] = "dan"
    return deed


def _report(d: _Draft) -> Event:
    deed = {"report_id": f"r{d.place}", "post_id": d.post["post_id"], "reporter_id": PEOPLE[d.pick % 4]}
    return {**deed, "guideline": (*GUIDELINES, None)[d.twist % 8], "trusted": d.twist == 1}


def _dismissal(d: _Draft) -> Event:
    deed = {"dismissal_id": f"d{d.place}", "post_id": d.post["post_id"], "decided_by": MODERATORS[d.pick % 2]}
    return {**deed, "manifestly_unfounded": d.twist > 2}


def _claim(d: _Draft) -> Event:
    deed = {"claim_id": f"c{d.place}", "post_id": d.post["post_id"], "claimant_id": PEOPLE[d.pick % 4]}
    return {**deed, "ground": GROUNDS[d.twist % 5], "evidence": ["deed"] * (d.twist > 0)}


def _profile(d: _Draft) -> Event:
    return {"profile_id": PEOPLE[d.pick % 4], "language": ("ko", "hi", None)[d.twist % 3]}


def _erasure(d: _Draft) -> Event:
    return {"erasure_id": f"e{d.place}", "profile_id": PEOPLE[d.pick % 4]} if d.twist < 4 else {}


def _reversal(d: _Draft) -> Event:
    about = d.one("violation")
    if about is None:
        return {}
    deed = {"reversal_id": f"x{d.place}", "violation_id": about["violation_id"], "profile_id": d.author_of(about)}
    return {**deed, "decided_by": "lead"}


def _appeal(d: _Draft) -> Event:
    about = d.one("violation")
    if about is None:
        return {}
    return {"appeal_id": f"a{d.place}", "target": about["violation_id"], "profile_id": d.author_of(about)}


def _ruling(d: _Draft) -> Event:
    about = d.one("appeal")
    if about is None:
        return {}
    deed = {"ruling_id": f"g{d.place}", "appeal_id": about["appeal_id"], "profile_id": about["profile_id"]}
    return {**deed, "outcome": ("overturned", "upheld")[d.twist % 4 == 3],
            "decided_by": "mod1" if d.twist == 1 else "lead"}  # fmt: skip


def _counter_claim(d: _Draft) -> Event:
    about = d.one("claim")
    if about is None:
        return {}
    deed = {"counter_claim_id": f"k{d.place}", "claim_id": about["claim_id"], "post_id": about["post_id"]}
    return {**deed, "profile_id": d.author_of(about)}


def _claim_ruling(d: _Draft) -> Event:
    about = d.one("claim")
    if about is None:
        return {}
    deed = {"ruling_id": f"m{d.place}", "claim_id": about["claim_id"], "post_id": about["post_id"]}
    outcome = ("infringing", "infringing", "unfounded", "withdrawn")[d.twist % 4]
    return {**deed, "outcome": outcome, "decided_by": "mod2", "manifestly_unfounded": d.twist > 5}


_MAKERS = {
    "violation": _violation,
    "report": _report,
    "dismissal": _dismissal,
    "claim": _claim,
    "profile": _profile,
    "erasure": _erasure,
    "reversal": _reversal,
    "appeal": _appeal,
    "ruling": _ruling,
    "counter_claim": _counter_claim,
    "claim_ruling": _claim_ruling,
}
