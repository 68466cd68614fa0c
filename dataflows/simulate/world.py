"""What all cases share: people, chance, names, posts to talk about, and the way events travel."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from dataflows.simulate import rates
from dataflows.simulate.agenda import Agenda
from dataflows.simulate.dice import Dice
from dataflows.simulate.lines import Item, line, post_line
from dataflows.simulate.mixes import LANGUAGES
from dataflows.simulate.names import Numbers

if TYPE_CHECKING:
    from dataflows.simulate.population import Population

_LANGUAGES: Final = tuple(LANGUAGES)
_KNOWN_FOR: Final = 2 * rates.DAY
_DELAY: Final = 6 * rates.HOUR
_TEAM: Final = 40


class Pool:
    """Public posts of the last two days that no case is about yet."""

    def __init__(self, dice: Dice) -> None:
        """Empty."""
        self._dice = dice
        self._items: deque[Item] = deque()

    def add(self, item: Item) -> None:
        """Take in a post; the old ones are forgotten."""
        self._items.append(item)
        while self._items[0].at < item.at - _KNOWN_FOR:
            self._items.popleft()

    def take(self) -> Item | None:
        """Any of them, once; None if there is none."""
        if not self._items:
            return None
        place = self._dice.below(len(self._items))
        item = self._items[place]
        del self._items[place]  # the others stay in order of time: the oldest are forgotten first
        return item


class World:
    """Its methods make events; `at` is when they happen, in milliseconds."""

    def __init__(self, people: Population, seed: int) -> None:
        """Nothing has happened yet."""
        self.people = people
        self.dice = Dice(seed)
        self.agenda = Agenda()
        self.numbers = Numbers()
        self.recent = Pool(self.dice)
        self.claimable = Pool(self.dice)

    def new_post(self, profile: int, at: int, surface: str, audience: str = "public") -> Item:
        """A post that is named, but not said yet."""
        language = _LANGUAGES[self.people.language(profile)]
        return Item(self.numbers.posts(1), profile, at, surface, audience, language)

    def publish(self, item: Item, *, lost: bool = False) -> None:
        """Say a post; a lost one comes when nobody waits for it any more."""
        if lost:
            self.agenda.at(item.at + self.dice.between(30, 48) * rates.HOUR, post_line(item))
        else:
            self.send(item.at, post_line(item))

    def say(self, kind: str, at: int, event_id: str | None = None, **fields: object) -> str:
        """Say an event; returns its id, a new one if none is given."""
        event_id = event_id or self.numbers.new(kind)
        self.send(at, line(kind, event_id, at, fields))
        return event_id

    def send(self, at: int, text: bytes) -> None:
        """Most events arrive when they happen; a few late, a few twice."""
        arrival = at + self.dice.soon(_DELAY) if self.dice.chance(rates.LATE) else at
        self.agenda.at(arrival, text)
        if self.dice.chance(rates.DUPLICATES):
            self.again(arrival, text)

    def late(self, at: int, text: bytes) -> None:
        """A line that happened at `at` comes later."""
        self.agenda.at(at + self.dice.soon(_DELAY), text)

    def again(self, arrival: int, text: bytes) -> None:
        """A line that came once comes once more."""
        self.agenda.at(arrival + 1 + self.dice.soon(_DELAY), text)

    def anybody(self, but: int) -> int | None:
        """A profile that is there, and not `but`; None where chance finds none."""
        profile = self.dice.below(self.people.size)
        if profile == but or self.people.gone[profile]:
            return None
        self.people.named[profile] = True
        return profile

    def taken(self, pool: Pool) -> Item | None:
        """A post of somebody who is there, and who stays from now on."""
        item = pool.take()
        if item is None or self.people.gone[item.profile]:
            return None
        self.people.named[item.profile] = True
        return item

    def moderator(self, but: str = "") -> str:
        """One of the team, and another one than `but`."""
        one = self.dice.between(1, _TEAM)
        return f"moderator-{one:02}" if f"moderator-{one:02}" != but else f"moderator-{_TEAM:02}"
