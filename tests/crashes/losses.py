"""Redis loses its last writes, or all of them; whoever starts next makes the store whole, as the supervisor does."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from dataflows.live import changelog, restore
from dataflows.live.restore import Restore, newest, number_in
from dataflows.redis import keys
from tests.crashes.kafka import Changelogs, Said
from tests.crashes.log import Posts
from tests.crashes.redis import Client, Data

_OUTSIDE = {"writers", "journaled"}  # not in Redis
_POSTS = "posts"
_REMEMBERED = 40


class Losses:
    """States that Redis was in, and may fall back to."""

    def __init__(self, data: Data, rng: random.Random) -> None:
        self._data, self._rng = data, rng
        self._states: list[Data] = []

    def remember(self) -> None:
        """What Redis has now it may have again."""
        if self._rng.random() < 0.2:
            self._states.append(_copied(self._data) | {_POSTS: list(self._data[_POSTS].records)})
            del self._states[:-_REMEMBERED]

    def lose(self) -> str:
        """Redis falls back, or is empty; what was on its way is lost too. Returns which."""
        for writer in self._data["writers"]:
            writer.land_some(self._rng)
        self._data["writers"] = []
        outside = {key: self._data[key] for key in _OUTSIDE if key in self._data}
        before: Data = {_POSTS: Posts()}
        back = self._states and self._rng.random() < 0.6
        place = self._rng.randrange(len(self._states)) if back else -1
        if back:
            before = _copied(self._states[place]) | {_POSTS: Posts(self._states[place][_POSTS])}
        del self._states[place + 1 :]  # what Redis goes on to do is another story than theirs
        self._data.clear()
        self._data.update(before | outside)
        return "Redis fell back" if back else "Redis was emptied"


def _copied(data: Data) -> Data:
    """All that is in Redis but the posts; nothing in a key has parts that change."""
    return {key: copy.copy(of) for key, of in data.items() if key not in _OUTSIDE and key != _POSTS}


def make_whole(data: Data, topics: Sequence[Said], partitions: int, lease: int) -> None:
    """As `dataflows.live.supervisor.Supervisor`, before the workers start; what was undone is decided again."""
    client: Any = Client(data, lambda _, effect: effect())
    number = number_in(client)
    with patch.object(restore, "Changelogs", lambda *_: Changelogs(topics, changelog.TOPICS)):
        if newest({}, changelog.TOPICS) > number:
            parts = [] if number else [str(index) for index in range(partitions)]
            logs: Any = Changelogs(topics, changelog.TOPICS)
            Restore(client, lease).run(logs, parts, lambda *_: None)
    client.setnx(keys.CHANGES, 0)
    del data.get("journaled", [])[number_in(client) :]
