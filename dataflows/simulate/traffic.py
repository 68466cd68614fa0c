"""The whole stream, hour by hour: posts in bulk, cases one event at a time, merged as they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dataflows.simulate import claims, names, rates
from dataflows.simulate.lines import post_line
from dataflows.simulate.mixes import CLAIMABLE, HOURS, LANGUAGES
from dataflows.simulate.offences import Offender
from dataflows.simulate.population import Population
from dataflows.simulate.posts import LENGTHS, Posts, Writers, templates_of, written
from dataflows.simulate.world import World
from enforcement import instants

if TYPE_CHECKING:
    from collections.abc import Iterator

START: Final = instants.parse("2025-01-01T00:00:00Z")
"""When the simulated days begin."""
_HOURS_A_DAY: Final = 24
_LANGUAGES: Final = tuple(LANGUAGES)
_POOLED: Final = 16  # posts of each hour that cases may be about, and one more in so many
_ONE_IN: Final = 32
_AT_ONCE: Final = 50_000


class Traffic:
    """All events of `days` days of `profiles` profiles; about `events` of them if that is given."""

    def __init__(self, profiles: int, days: int, seed: int, events: int | None = None) -> None:
        """Memory grows with the profiles, and with what is open; not with the days."""
        self.hours = days * _HOURS_A_DAY
        self.hours_done = 0
        self.events = 0
        self._profiles = profiles
        self._per_day = profiles * rates.POSTS if events is None else events / days
        self._world = World(Population(profiles, seed), seed)
        self._writers = Writers(self._world.people, seed)
        for offender in self._world.people.offenders:
            first = START + self._world.dice.below(days * rates.DAY)
            self._world.agenda.at(first, Offender(self._world, offender).begin)

    def __iter__(self) -> Iterator[bytes]:
        """Yield whole lines in order of arrival, some hundred or some thousand at a time."""
        for hour in range(self.hours):
            start = START + hour * rates.HOUR
            self._happenings(start)
            yield from self._hour(start, self._count(HOURS[hour % _HOURS_A_DAY] / sum(HOURS)))
            self.hours_done += 1

    def _hour(self, start: int, count: int) -> Iterator[bytes]:
        """In parts, so that memory does not grow with what an hour sees."""
        parts = 1 + count // _AT_ONCE
        for part in range(parts):
            begin, end = (rates.HOUR * edge // parts for edge in (part, part + 1))
            yield self._part(start, begin, end, count * (part + 1) // parts - count * part // parts)

    def _part(self, start: int, begin: int, end: int, count: int) -> bytes:
        posts = self._writers.span(start, begin, end, self._world.numbers.posts(count), count)
        on_time = self._travel(posts)
        others = list(self._world.agenda.until(start + end))
        self._offer(posts)
        self.events += len(on_time.times) + len(others)
        return b"".join(_merged(on_time, others))

    def _count(self, share_of_day: float) -> int:
        """How many posts an hour sees: give or take a tenth, and now and then a storm."""
        dice = self._world.dice
        usual = self._per_day * share_of_day / (1 + rates.STORMS * (rates.STORM_FACTOR - 1))
        storm = rates.STORM_FACTOR if dice.chance(rates.STORMS) else 1
        return dice.about(usual * storm * (0.9 + 0.2 * dice.below(1000) / 1000))

    def _travel(self, posts: Posts) -> Posts:
        """Send those on their way that come late or twice; returns those that come on time."""
        for row in np.flatnonzero(posts.late | posts.again).tolist():
            item = posts.item(row)
            if posts.late[row]:
                self._world.late(item.at, post_line(item))
            if posts.again[row]:
                self._world.again(item.at, post_line(item))
        return posts.only(~posts.late)

    def _offer(self, posts: Posts) -> None:
        """Some posts may become cases, from the next hour on."""
        for row in posts.public_rows(_POOLED + len(posts.times) // _ONE_IN):
            item = posts.item(row)
            self._world.recent.add(item)
            if item.surface in CLAIMABLE:
                self._world.claimable.add(item)

    # --- what happens at any time -------------------------------------------------------------------------------------

    def _happenings(self, start: int) -> None:
        """Put down this hour's claims, preferences and erasures."""
        dice = self._world.dice
        for rate, step in (
            (rates.CLAIMS, lambda at: claims.claim(self._world, at)),
            (rates.PREFERENCES, self._prefer),
        ):
            for _ in range(dice.about(self._profiles * rate / _HOURS_A_DAY)):
                self._world.agenda.at(start + dice.below(rates.HOUR), step)
        for _ in range(dice.about(self._profiles * rates.ERASURES / _HOURS_A_DAY)):
            self._erase(start)

    def _prefer(self, now: int) -> None:
        profile = self._world.anybody(but=-1)
        if profile is not None:
            language = self._world.dice.one(_LANGUAGES)
            self._world.say("profile", now, names.profile(profile), language=language)

    def _erase(self, now: int) -> None:
        """One who is in no case is gone before this hour's posts are written."""
        profile = self._world.dice.below(self._profiles)
        if self._world.people.free(profile):
            self._world.people.gone[profile] = True
            self._world.say("erasure", now, profile_id=names.profile(profile))


def _merged(posts: Posts, others: list[tuple[int, bytes]]) -> Iterator[bytes]:
    """Lines of both, in order of time; of posts at the same time the posts first."""
    text = b"".join(written(posts))
    ends = np.concatenate(([0], np.cumsum(LENGTHS[templates_of(posts)])))
    arrivals = np.array([time - posts.start for time, _ in others], np.int64)
    cuts = ends[np.searchsorted(posts.times, arrivals, side="right")].tolist()
    done = 0
    for cut, (_, line) in zip(cuts, others, strict=True):
        yield text[done:cut]
        yield line
        done = cut
    yield text[done:]
