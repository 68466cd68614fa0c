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
from enforcement.fields import MAX_ID_LENGTH, is_id
from enforcement.shapes import WirePost, WireViolation, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enforcement.policy import Policies, Policy
    from enforcement.shapes import Wire, WireEmbedded, WireReport


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
    parse_all: Callable[[list[str]], list[int]] = instants.parse_all,
) -> Batch:
    """Decode, validate and scope a batch of raw records (None: too large to be read).

    The first is at `first` in its source; times after `latest_ms` (live: the clock + `stream.max_future`) are refused.
    `parse_all` may be a faster way to the same times.
    """
    return _Intake(lines, policies, latest_ms, parse_all).batch(source, first, partition)


class _Intake:
    def __init__(
        self,
        lines: Sequence[bytes | None],
        policies: Policies,
        latest_ms: int | None,
        parse_all: Callable[[list[str]], list[int]],
    ) -> None:
        self.lines, self.policies, self.latest_ms, self.parse_all = lines, policies, latest_ms, parse_all
        self.posts: list[tuple[int, Post]] = []  # judged one by one
        self.rare: list[tuple[int, Waiting | Profile | Erasure]] = []
        self.refused: list[tuple[int, Refusal]] = []
        self.private: Counter[str] = Counter()
        self.utf8, self.plain, self.clean = _survey(lines)

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
                wires = list(map(decode, self.lines))  # type: ignore[arg-type]  # None is a TypeError
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
        is_post = [type(wire) is WirePost for wire in wires]
        if not all(is_post):
            is_rare = list(map(not_, is_post))
            self._events(list(compress(positions, is_rare)), list(compress(wires, is_rare)))  # type: ignore[arg-type]
            positions, wires = list(compress(positions, is_post)), list(compress(wires, is_post))
        return positions, wires  # type: ignore[return-value]  # only posts are left

    def _events(self, positions: list[int], wires: list[WireReport | WireViolation]) -> None:
        try:
            ats = self.parse_all([wire.at for wire in wires])
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
            return PostColumns([], [], [], [], [], [])
        try:
            return self._plain_columns(positions, wires)
        except ValueError:
            for position in positions:
                self._judge(position)
            return PostColumns([], [], [], [], [], [])

    def _plain_columns(self, positions: Sequence[int], wires: list[WirePost]) -> PostColumns:
        ats = self.parse_all([wire.at for wire in wires])
        policy = self._one_policy(min(ats), max(ats))
        if any([wire.post for wire in wires]):  # noqa: C419  a list is faster than a generator
            raise _Unusual  # scope looks into embedded posts too
        public = _public(policy, wires)
        private = public.count(False)
        if private:
            positions, ats = list(compress(positions, public)), list(compress(ats, public))
            wires = list(compress(wires, public))
        ids = [wire.post_id for wire in wires]
        authors = [wire.profile_id for wire in wires]
        if not (self._are_ids(ids) and self._are_ids(authors)):
            raise _Unusual
        self.private["post"] += private
        surfaces = [wire.surface for wire in wires]
        return PostColumns(list(positions), ids, authors, ats, surfaces, [wire.language for wire in wires])

    def _one_policy(self, earliest: int, latest: int) -> Policy:
        policy = self.policies.at(earliest)
        if self.policies.at(latest) is not policy or (self.latest_ms is not None and latest > self.latest_ms):
            raise _Unusual
        return policy

    def _policy_at(self, at: int) -> Policy:
        if self.latest_ms is not None and at > self.latest_ms:
            raise _Unusual
        return self.policies.at(at)

    def _are_ids(self, ids: list[str]) -> bool:
        if not ids:
            return True
        lengths = set(map(len, ids))
        if min(lengths) < 1 or max(lengths) > MAX_ID_LENGTH:
            return False
        if self.clean:
            return True
        joined = "".join(ids)
        if self.plain:
            return " " not in joined and "\x7f" not in joined
        return joined.isascii() and joined.isprintable() and " " not in joined

    def _are_three_ids(self, first: str, second: str, third: str) -> bool:
        if not self.clean:
            return is_id(first) and is_id(second) and is_id(third)
        return 0 < len(first) <= MAX_ID_LENGTH and 0 < len(second) <= MAX_ID_LENGTH and 0 < len(third) <= MAX_ID_LENGTH

    def _violation(self, wire: WireViolation, at: int) -> Violation:
        policy = self._policy_at(at)
        post_id = wire.post_id
        if wire.guideline not in policy.guidelines or not (
            self._are_three_ids(wire.violation_id, post_id, wire.decided_by)
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
        if (wire.guideline is not None and wire.guideline not in policy.guidelines) or not self._are_three_ids(
            wire.report_id, post_id, wire.reporter_id
        ):
            raise _Unusual
        post = None if wire.post is None else _embedded(wire.post, post_id, policy)
        return Report(wire.report_id, post_id, wire.reporter_id, at, wire.guideline, bool(wire.trusted), post)


_HATE_GROUNDS = frozenset(HATE_GROUNDS)


def _public(policy: Policy, wires: list[WirePost]) -> list[bool]:
    """Of each post whether it is in scope."""
    public = list(map(policy.audiences.__contains__, [wire.audience for wire in wires]))
    surfaces = [wire.surface for wire in wires]
    if policy.private_surfaces.isdisjoint(surfaces):
        return public
    return [open_ and surface not in policy.private_surfaces for open_, surface in zip(public, surfaces)]  # noqa: B905  one each


def _survey(lines: Sequence[bytes | None]) -> tuple[bool, bool, bool]:
    """Whether all are UTF-8; whether they are ASCII without escapes; whether they also hold nothing no id may have.

    What the decoder skips it does not check for UTF-8. Where there are no escapes there are no control characters,
    which JSON must escape; all but DEL.
    """
    try:
        blob = b"\n".join(lines)  # type: ignore[arg-type]  # None is a TypeError
        if not blob.isascii():
            blob.decode()
            return True, False, False
    except (TypeError, UnicodeDecodeError):
        return False, False, False
    plain = b"\\" not in blob
    return True, plain, plain and b" " not in blob and b"\x7f" not in blob


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
