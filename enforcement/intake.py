"""Many raw records at once: the door's short cut for well-formed posts, reports and violations.

Nothing is decided here that `door.judge` would decide otherwise (a property test holds the two together); whatever
is unusual is judged by it, one record after the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING

import msgspec

from enforcement import instants
from enforcement.batch import Batch, PostColumns, Rare, columns_of
from enforcement.door import Private, Refusal, judge
from enforcement.events import (
    HATE_GROUNDS,
    SOURCES,
    Arrival,
    Erasure,
    Origin,
    Post,
    Profile,
    Report,
    Violation,
    Waiting,
)
from enforcement.fields import is_id
from enforcement.shapes import WirePost, WireReport, WireViolation, decode
from enforcement.times import listed_times
from enforcement.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enforcement.policy import Policies, Policy
    from enforcement.shapes import Wire, WireEmbedded
    from enforcement.times import Times


class _Unusual(ValueError):
    """The short cut does not apply."""


def admit(
    lines: Sequence[bytes | None],
    policies: Policies,
    source: str,
    first: int,
    partition: int | None = None,
    *,
    latest_ms: int | None = None,
    read_times: Callable[[list[str]], Times] = listed_times,
) -> Batch:
    """Decode, validate and scope a batch of raw records (None: too large to be read).

    The first is at `first` in its source; times after `latest_ms` (live: the clock + `stream.max_future`) are refused.
    `read_times` may be a faster way to the same times; ValueError where one is none.
    """
    return _Intake(lines, policies, latest_ms, read_times).batch(source, first, partition)


class _Intake:
    def __init__(
        self,
        lines: Sequence[bytes | None],
        policies: Policies,
        latest_ms: int | None,
        read_times: Callable[[list[str]], Times],
    ) -> None:
        self.lines, self.policies, self.latest_ms, self.read_times = lines, policies, latest_ms, read_times
        self.posts: list[tuple[int, Post]] = []  # judged one by one
        self.rare: list[tuple[int, Waiting | Profile | Erasure]] = []
        self.refused: list[tuple[int, Refusal]] = []
        self.private: Counter[str] = Counter()
        self.utf8 = _are_utf8(lines)

    def batch(self, source: str, first: int, partition: int | None) -> Batch:
        positions, wires = self._decode_lines()
        columns = self._columns(positions, wires)
        if self.posts:
            columns = _merged(columns, self.posts)
        if self.refused:
            self.refused.sort(key=_position)
        self.rare.sort(key=_position)
        before = columns.positions
        rare = [
            Rare(bisect_left(before, position), Arrival(event, Origin(source, first + position, partition)))
            for position, event in self.rare
        ]
        return Batch(source, first, len(self.lines), columns, rare, self.refused, self.private, partition)

    def _decode_lines(self) -> tuple[Sequence[int], list[WirePost]]:
        if self.utf8:
            try:
                wires = _decode_all(self.lines)  # type: ignore[arg-type]  # None is a TypeError
            except (ValueError, TypeError, RecursionError):
                return self._decode_each()
            return self._sort(range(len(wires)), wires)
        return self._decode_each()

    def _decode_each(self) -> tuple[Sequence[int], list[WirePost]]:
        positions: list[int] = []
        wires: list[Wire] = []
        utf8 = self.utf8
        for position, line in enumerate(self.lines):
            try:
                wire = decode(line)  # type: ignore[arg-type]  # None is a TypeError
                if not utf8:
                    line.decode()  # type: ignore[union-attr]  # what the decoder skips, it does not check
            except (ValueError, TypeError, RecursionError):
                self._judge(position)
            else:
                positions.append(position)
                wires.append(wire)
        return self._sort(positions, wires)

    def _sort(self, positions: Sequence[int], wires: list[Wire]) -> tuple[Sequence[int], list[WirePost]]:
        """The posts among the records; the others become events."""
        kinds = list(map(type, wires))
        if kinds and (kinds[0] in _RARE or kinds.count(kinds[0]) < len(kinds)):
            is_rare = [kind in _RARE for kind in kinds]
            is_post = list(map(not_, is_rare))
            self._events(list(compress(positions, is_rare)), list(compress(wires, is_rare)))  # type: ignore[arg-type]
            positions, wires = list(compress(positions, is_post)), list(compress(wires, is_post))
        return positions, wires  # type: ignore[return-value]  # only posts are left

    def _events(self, positions: list[int], wires: list[WireReport | WireViolation]) -> None:
        try:
            ats = self.read_times([wire.at for wire in wires]).listed()
        except ValueError:
            for position in positions:
                self._judge(position)
            return
        for position, wire, at in zip(positions, wires, ats):  # noqa: B905  one each
            try:
                event = self._violation(wire, at) if type(wire) is WireViolation else self._report(wire, at)  # type: ignore[arg-type]
            except ValueError:
                self._judge(position)
            else:
                self.rare.append((position, event))

    def _judge(self, position: int) -> None:
        line = self.lines[position]
        if line is not None and not line.strip():
            return
        judged = judge(line, self.policies, self.latest_ms)
        if isinstance(judged, Refusal):
            self.refused.append((position, judged))
        elif isinstance(judged, Private):
            self.private[judged.kind] += 1
        elif isinstance(judged, Post):
            self.posts.append((position, judged))
        else:
            self.rare.append((position, judged))

    def _columns(self, positions: Sequence[int], wires: list[WirePost]) -> PostColumns:
        if not wires:
            return columns_of([])
        try:
            return self._plain_columns(positions, wires)
        except ValueError:
            for position in positions:
                self._judge(position)
            return columns_of([])

    def _plain_columns(self, positions: Sequence[int], wires: list[WirePost]) -> PostColumns:
        times = self.read_times([wire.at for wire in wires])
        policy = self._one_policy(*times.ends())
        surfaces = [wire.surface for wire in wires]
        public = _public(policy, wires, surfaces)
        private = public.count(False)
        if private:
            positions, times = list(compress(positions, public)), times.chosen(public)
            wires, surfaces = list(compress(wires, public)), list(compress(surfaces, public))
        ids = [wire.post_id for wire in wires]
        authors = [wire.profile_id for wire in wires]
        if not (_are_ids(ids) and _are_ids(authors)):
            raise _Unusual
        self.private["post"] += private
        return PostColumns(positions, ids, authors, times, surfaces, [wire.language for wire in wires])

    def _one_policy(self, earliest: int, latest: int) -> Policy:
        policy = self.policies.at(earliest)
        if self.policies.at(latest) is not policy or (self.latest_ms is not None and latest > self.latest_ms):
            raise _Unusual
        return policy

    def _policy_at(self, at: int) -> Policy:
        if self.latest_ms is not None and at > self.latest_ms:
            raise _Unusual
        return self.policies.at(at)

    def _violation(self, wire: WireViolation, at: int) -> Violation:
        policy = self._policy_at(at)
        post_id = wire.post_id
        if wire.guideline not in policy.guidelines or not (
            _are_ids([wire.violation_id, post_id, wire.decided_by])
            and (wire.incident_id is None or is_id(wire.incident_id))
            and (wire.source is None or wire.source in SOURCES)
            and (not wire.grounds or set(wire.grounds) <= _HATE_GROUNDS)
        ):
            raise _Unusual
        return Violation(
            wire.violation_id,
            post_id,
            wire.guideline,
            at,
            wire.decided_by,
            bool(wire.automated),
            wire.incident_id,
            tuple(wire.grounds or ()),
            wire.source,
            None if wire.post is None else _embedded(wire.post, post_id, policy),
        )

    def _report(self, wire: WireReport, at: int) -> Report:
        policy = self._policy_at(at)
        post_id = wire.post_id
        if (wire.guideline is not None and wire.guideline not in policy.guidelines) or not _are_ids(
            [wire.report_id, post_id, wire.reporter_id]
        ):
            raise _Unusual
        post = None if wire.post is None else _embedded(wire.post, post_id, policy)
        return Report(wire.report_id, post_id, wire.reporter_id, at, wire.guideline, bool(wire.trusted), post)


_HATE_GROUNDS = frozenset(HATE_GROUNDS)
_RARE = frozenset({WireReport, WireViolation})
_decode_all = Vocabulary().decode_all
_encode = msgspec.json.Encoder().encode


def _public(policy: Policy, wires: list[WirePost], surfaces: list[str]) -> list[bool]:
    """Of each post whether it is in scope."""
    audiences = policy.audiences
    public = [wire.audience in audiences for wire in wires]
    if policy.private_surfaces.isdisjoint(surfaces):
        return public
    return [open_ and surface not in policy.private_surfaces for open_, surface in zip(public, surfaces)]  # noqa: B905  one each


def _are_utf8(lines: Sequence[bytes | None]) -> bool:
    """Whether all are UTF-8; what the decoder skips, it does not check."""
    try:
        if not all(map(bytes.isascii, lines)):  # type: ignore[arg-type]  # None is a TypeError
            b"\n".join(lines).decode()  # type: ignore[arg-type]  # the same
    except (TypeError, UnicodeDecodeError):
        return False
    return True


def _are_ids(ids: list[str]) -> bool:
    """Whether all, which are as long as ids may be, are what `is_id` says; asked of all as one text."""
    joined = "".join(ids)
    if not joined.isascii() or " " in joined or "\x7f" in joined:
        return False
    return len(_encode(joined)) == len(joined) + 2 or joined.isprintable()  # what JSON need not escape is printable


def _embedded(wire: WireEmbedded, post_id: str, policy: Policy) -> Post:
    if wire.audience not in policy.audiences or wire.surface in policy.private_surfaces or not is_id(wire.profile_id):
        raise _Unusual
    return Post(post_id, wire.profile_id, instants.parse(wire.at), wire.surface, wire.language)


def _merged(columns: PostColumns, judged: list[tuple[int, Post]]) -> PostColumns:
    rows = [(columns.positions[row], columns.post(row)) for row in range(len(columns.positions))]
    rows = sorted(rows + judged, key=_position)
    return columns_of([post for _, post in rows], [position for position, _ in rows])


def _position(item: tuple[int, object]) -> int:
    return item[0]
