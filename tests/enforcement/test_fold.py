"""The fast fold says of every strike what the literal reading of the specification says (`tests/model/fold.py`)."""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.fold import Fold
from enforcement.rules import Rulebook, Strike
from tests.model import fold as literal
from tests.model.hostile_policies import policies as hostile_policies
from tests.model.policy import Policies as LiteralPolicies
from tests.reckoning import derived, evidence, reckoned
from tests.running import policies_of

DEFAULT = files("enforcement").joinpath("policies/default.toml").read_text(encoding="utf-8")
START = 1_772_323_200_000  # 2026-03-01T00:00:00Z
HOUR = 3_600_000
GUIDELINES = (
    "spam",
    "misinformation",
    "hate_speech_discrimination",
    "intellectual_property",
    "graphic_obscene_sexual",
    "malicious_programs",
    "terrorism_extremism",
    "child_abuse",
)
SURFACES = ("feed_post", "comment", "talk_board_comment", "story", "open_profile")

_drafts = st.tuples(
    st.integers(0, 60),  # when it was judged
    st.integers(0, 60),  # how long before that it was posted
    st.sampled_from(GUIDELINES),
    st.sampled_from(SURFACES),
    st.sampled_from(["", "", "", "p:one", "p:two", "i:one"]),  # its incident, if not its own
    st.sampled_from([None, 0, 1, 3, 10, 50, 1000]),  # posts observed
    st.booleans(),  # from a claim
    st.sampled_from([0, 0, 0, -1, 1]),  # a millisecond early or late
)
_deeds = st.one_of(
    st.tuples(st.just("add"), _drafts),
    st.tuples(st.just("add"), _drafts),
    st.tuples(st.just("add"), _drafts),
    st.tuples(st.sampled_from(["annul", "waive", "drop"]), st.integers(0, 30)),
)
Draft = tuple[int, int, str, str, str, int | None, bool, int]


@dataclass
class Profile:
    """The strikes of one profile, folded twice: as `enforcement/strikes.py` does, and literally."""

    texts: list[str]
    step: int

    def __post_init__(self) -> None:
        self.policies, self.reading = policies_of(self.texts), LiteralPolicies(self.texts)
        self.fold = Fold(Rulebook(self.policies))
        self.strikes: list[Strike] = []
        self.expected: list[literal.Strike] = []
        self.count = 0

    def add(self, draft: Draft) -> None:
        """Insert a strike where it belongs."""
        strike = self._strike(draft)
        if strike is None:
            return
        place = bisect_right(self.strikes, (strike.at, strike.violation_id), key=order)
        later = self._take_out(place)
        self._put_back([strike, *later])
        self.expected.insert(place, evidence(strike))
        self._reckon_from(place)

    def _strike(self, draft: Draft) -> Strike | None:
        judged, before, guideline, surface, incident, observed, from_claim, off = draft
        self.count += 1
        at = START + judged * self.step + off
        known = self.policies.at(at).guidelines.get(guideline)
        if known is None:
            return None
        name = f"v{self.count}"
        incident, item = incident or f"p:{name}", incident[2:] if incident.startswith("p:") else name
        return Strike(name, at, guideline, known.level, item, at - before * self.step, surface, incident, "mod",
                      observed, from_claim=from_claim)  # fmt: skip

    def annul(self, which: int) -> None:
        """Let a strike be as if it had never been."""
        place = which % len(self.strikes)
        self._put_back(self._take_out(place)[1:])
        del self.expected[place]
        self._reckon_from(place)

    def waive(self, which: int) -> None:
        """Take a strike's consequence away; its points stay."""
        place = which % len(self.strikes)
        strike, *later = self._take_out(place)
        strike.waived, strike.rung, strike.ends, strike.service_until = True, 0, {}, 0
        self._put_back([strike, *later])
        self.expected[place].waived = True
        self._reckon_from(place)

    def drop(self, _: int) -> None:
        """Forget the oldest strike; nothing is derived anew."""
        self.fold.drop(self.strikes.pop(0))
        del self.expected[0]

    def _take_out(self, place: int) -> list[Strike]:
        taken = self.strikes[place:]
        del self.strikes[place:]
        for strike in reversed(taken):
            self.fold.unfeed(strike)
        return taken

    def _put_back(self, strikes: list[Strike]) -> None:
        for strike in strikes:
            self.fold.derive(strike)
            self.fold.feed(strike)
            self.strikes.append(strike)

    def _reckon_from(self, place: int) -> None:
        for which in range(place, len(self.expected)):
            literal.derive(self.expected[which], self.expected[:which], self.reading)

    def check(self) -> None:
        """Both agree on every strike, on what restricts, and on the score at any later time."""
        assert [derived(strike) for strike in self.strikes] == [reckoned(strike) for strike in self.expected]
        restricting = [strike.violation_id for strike in self.expected if strike.ends or strike.service_end != 0]
        assert [strike.violation_id for strike in self.fold.active] == restricting
        assert self.fold.ids == {strike.violation_id for strike in self.expected}
        last = self.expected[-1].at if self.expected else START
        for later in (0, 1, self.step, 7 * self.step, 40 * self.step, 400 * self.step):
            assert self.fold.score(last + later) == literal.score(last + later, self.expected, self.reading)


def order(strike: Strike) -> tuple[int, str]:
    """Order strikes as the fold does."""
    return strike.at, strike.violation_id


def live(texts: list[str], step: int, deeds: list[tuple[str, Draft | int]]) -> None:
    """Let a profile live through deeds, and check it after each."""
    profile = Profile(texts, step)
    for deed, what in deeds:
        if deed == "add" or profile.strikes:
            getattr(profile, deed)(what)
            profile.check()


@settings(max_examples=150, deadline=None)
@given(st.lists(_deeds, min_size=1, max_size=30), st.sampled_from([HOUR, 24 * HOUR, 24 * 9 * HOUR]))
def test_under_the_shipped_policy_both_folds_agree_whatever_is_added_annulled_waived_or_dropped(
    deeds: list[tuple[str, Draft | int]], step: int
) -> None:
    """The fast one keeps running sums, and they must survive every insertion into the past."""
    live([DEFAULT], step, deeds)


@settings(max_examples=150, deadline=None)
@given(st.lists(_deeds, min_size=1, max_size=30), st.integers(0, 10_000), st.sampled_from([HOUR, 5 * HOUR, 13 * HOUR]))
def test_under_hostile_policies_of_several_versions_both_folds_agree(
    deeds: list[tuple[str, Draft | int]], seed: int, step: int
) -> None:
    """Each strike keeps the row of the version it was judged under."""
    live(hostile_policies(random.Random(seed)), step, deeds)


def test_taking_everything_out_again_leaves_an_empty_fold() -> None:
    """Nothing of a profile may linger in the running sums."""
    profile = Profile([DEFAULT], HOUR)
    for number in range(40):
        surface, incident = SURFACES[number % 5], ("", "", "i:one")[number % 3]
        profile.add(
            (number * 7 % 40, number % 9, GUIDELINES[number % 8], surface, incident, number, number % 4 == 0, 0)
        )
    profile.check()
    for number in range(40):
        (profile.annul if number % 2 else profile.drop)(number)
    empty = {name: value for name, value in vars(Fold(profile.fold.rulebook)).items() if name != "_scores"}
    assert {name: value for name, value in vars(profile.fold).items() if name != "_scores"} == empty
    assert profile.fold.score(START) == 0
