"""A state machine that compares a post log with the naive one, under policies that forget at different times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from enforcement.events import Post
from enforcement.instants import DAY_MS
from enforcement.policy import Policies
from enforcement.policy_file import default_policies
from tests.contracts.arrivals import Arrivals

if TYPE_CHECKING:
    from tests.contracts.implementations import OpenLog

HOUR_MS = 3_600_000
START_MS = 20_000 * DAY_MS
SWITCH_MS = START_MS + 5 * DAY_MS + 7 * HOUR_MS


def keeping(*days: int, share_days: int = 2) -> Policies:
    """Policies that keep posts for so many days, one after the other from the switch on."""
    shipped = default_policies().versions[0]
    fairness = msgspec.structs.replace(shipped.fairness, share_window_ms=share_days * DAY_MS)
    versions = [
        msgspec.structs.replace(
            shipped, version=f"{place}", effective_from=place * SWITCH_MS, keep_ms=keep * DAY_MS, fairness=fairness
        )
        for place, keep in enumerate(days)
    ]
    return Policies(versions=tuple(versions))


POLICIES = {
    "one keep": keeping(1),
    "a longer keep": keeping(1, 3, share_days=4),
    "a shorter keep": keeping(3, 1),
}

ids = st.integers(0, 9).map("w{}".format)
profiles = st.integers(0, 4).map("u{}".format)
delays = st.sampled_from([0, 0, 0, 1, HOUR_MS, 5 * HOUR_MS, DAY_MS - 1, DAY_MS, DAY_MS + 1, 2 * DAY_MS, 3 * DAY_MS + 1])
steps = delays | delays.map(int.__neg__)
surfaces = st.sampled_from(["feed_post", "comment", "profile", "story"])
languages = st.sampled_from([None, "en", "hi", "pt-BR"])


@st.composite
def drafts(draw: st.DrawFn) -> tuple[str, str, int, str, str | None]:
    """A post whose time is relative; most ids have one author."""
    post_id = draw(ids)
    author = draw(st.none() | profiles) or "u" + str(int(post_id[1:]) % 5)
    return post_id, author, draw(steps), draw(surfaces), draw(languages)


Draft = tuple[str, str, int, str, "str | None"]


class LogMachine(RuleBasedStateMachine):
    """Few posts of few profiles, again and again, among many that come once.

    A log that does not look back is not told that an id came in an earlier batch: there it comes again as it was,
    and not at all once its author was erased.
    """

    def __init__(self, open_log: OpenLog, policies: Policies, *, looks_back: bool = True) -> None:
        super().__init__()
        self.arrivals = Arrivals(open_log(policies), policies, START_MS)
        self.looks_back = looks_back
        self.longest_ms = max(policy.keep_ms for policy in policies.versions)
        self.first: dict[str, Post] = {}
        self.erased: set[str] = set()
        self.strangers = 0

    def post(self, draft: Draft, from_ms: int) -> Post:
        """Date a draft."""
        post_id, author, step_ms, surface, language = draft
        post = Post(post_id, author, max(from_ms + step_ms, START_MS - 9 * DAY_MS), surface, language)
        return post if self.looks_back else self.as_it_was(post)

    def as_it_was(self, post: Post) -> Post:
        """A post as it came the first time, unless that is forgotten."""
        first = self.first.get(post.post_id, post)
        if first.profile_id in self.erased:
            return self.stranger(post.at)
        if (first.at // DAY_MS + 1) * DAY_MS + self.longest_ms <= self.arrivals.now:
            first = post
        self.first[post.post_id] = first
        return first

    def stranger(self, at_ms: int) -> Post:
        """A post that comes once."""
        self.strangers += 1
        post_id = f"s{self.strangers}"
        self.first[post_id] = Post(post_id, f"us{self.strangers}", at_ms, "feed_post")
        return self.first[post_id]

    @rule(batch=st.lists(drafts(), max_size=8), ahead_ms=delays, rising=st.booleans())
    def append(self, batch: list[Draft], ahead_ms: int, *, rising: bool) -> None:
        """Take a batch whose posts are dated from now on, or each from the one before."""
        posts: list[Post] = []
        from_ms = self.arrivals.latest
        for draft in batch:
            posts.append(self.post(draft, from_ms))
            from_ms = max(from_ms, posts[-1].at) if rising else from_ms
        self.arrivals.append(posts, ahead_ms)

    @rule(known=drafts(), strangers=st.integers(1, 9), place=st.integers(0, 9), apart_ms=delays)
    def append_crowd(self, known: Draft, strangers: int, place: int, apart_ms: int) -> None:
        """Take a batch of strangers, with one known post among them."""
        at_ms = self.arrivals.latest
        posts = []
        for _ in range(strangers):
            posts.append(self.stranger(at_ms))
            at_ms += apart_ms // 9
        posts.insert(place, self.post(known, at_ms))
        self.arrivals.append(posts)

    @rule(count=st.integers(1, 4))
    def read(self, count: int) -> None:
        """Go on in the batch in hand."""
        self.arrivals.read(count)

    @rule(delay_ms=delays)
    def come(self, delay_ms: int) -> None:
        """Let time pass, as far as the batch in hand goes."""
        self.arrivals.come(self.arrivals.now + delay_ms)

    @rule(draft=drafts())
    def embed(self, draft: Draft) -> None:
        """Let a post come with an event."""
        self.bring(self.post(draft, self.arrivals.now))

    def bring(self, post: Post) -> None:
        """Let a post come with an event; a log with a clock is not asked for posts from days ahead."""
        if self.looks_back or post.at <= self.arrivals.now:
            self.arrivals.embed(post)

    @rule(place=st.integers(0, 7), again=drafts())
    def embed_what_is_to_come(self, place: int, again: Draft) -> None:
        """Let an event bring a post that the batch in hand brings again."""
        to_come = self.arrivals.to_come
        if to_come:
            post = to_come[place % len(to_come)]
            self.bring(self.post((post.post_id, *again[1:]), self.arrivals.now))
            self.bring(post)

    @rule(post_id=ids)
    def park(self, post_id: str) -> None:
        """Let an event wait."""
        self.arrivals.park(post_id)

    @rule(profile_id=profiles, step_ms=steps)
    def erase(self, profile_id: str, step_ms: int) -> None:
        """Erase a profile, at a time about now."""
        self.erased.add(profile_id)
        self.arrivals.erase(profile_id, max(START_MS, self.arrivals.now + step_ms))

    @invariant()
    def both_know_the_same(self) -> None:
        """At every place of every batch."""
        last = [f"s{number}" for number in range(max(0, self.strangers - 12), self.strangers + 1)]
        self.arrivals.compare(
            [*(f"w{number}" for number in range(10)), *last],
            [*(f"u{number}" for number in range(5)), *(f"u{x}" for x in last)],
        )
