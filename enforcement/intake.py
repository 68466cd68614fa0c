"""Many raw records at once: the door's short cut for well-formed posts, reports and violations.

Nothing is decided here that `door.judge` would decide otherwise (a property test holds the two together); whatever
is unusual is judged by it, one record after the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
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
from enforcement.fields import MAX_ID_LENGTH, is_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enforcement.policy import Policies, Policy


class _WireEmbedded(msgspec.Struct, gc=False):
    profile_id: str
    at: str
    surface: str
    audience: str
    language: str | None = None


class _WirePost(msgspec.Struct, gc=False, tag_field="kind", tag="post"):
    post_id: str
    profile_id: str
    at: str
    surface: str
    audience: str
    language: str | None = None
    post: msgspec.Raw | None = None


class _WireReport(msgspec.Struct, gc=False, tag_field="kind", tag="report"):
    report_id: str
    post_id: str
    reporter_id: str
    at: str
    guideline: str | None = None
    trusted: bool | None = None
    post: _WireEmbedded | None = None


class _WireViolation(msgspec.Struct, gc=False, tag_field="kind", tag="violation"):
    violation_id: str
    post_id: str
    guideline: str
    at: str
    decided_by: str
    automated: bool | None = None
    incident_id: str | None = None
    grounds: list[str] | None = None
    source: str | None = None
    post: _WireEmbedded | None = None


_decode = msgspec.json.Decoder(_WirePost | _WireReport | _WireViolation).decode


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
) -> Batch:
    """Decode, validate and scope a batch of raw records (None: too large to be read).

    The first is at `first` in its source; times after `latest_ms` (live: the clock + `stream.max_future`) are refused.
    """
    return _Intake(lines, policies, latest_ms).batch(source, first, partition)


class _Intake:
    def __init__(self, lines: Sequence[bytes | None], policies: Policies, latest_ms: int | None) -> None:
        self.lines, self.policies, self.latest_ms = lines, policies, latest_ms
        self.posts: list[tuple[int, Post]] = []  # judged one by one
        self.rare: list[tuple[int, Waiting | Profile | Erasure]] = []
        self.refused: list[tuple[int, Refusal]] = []
        self.private: Counter[str] = Counter()
        self.utf8, self.clean = _survey(lines)

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

    def _decode_lines(self) -> tuple[list[int], list[_WirePost]]:
        positions: list[int] = []
        posts: list[_WirePost] = []
        decode, utf8, rare = _decode, self.utf8, self.rare
        for position, line in enumerate(self.lines):
            try:
                wire = decode(line)  # type: ignore[arg-type]  # None is a TypeError
                if not utf8:
                    line.decode()  # type: ignore[union-attr]  # what the decoder skips, it does not check
                if type(wire) is _WirePost:
                    positions.append(position)
                    posts.append(wire)
                elif type(wire) is _WireViolation:
                    rare.append((position, self._violation(wire)))
                else:
                    rare.append((position, self._report(wire)))
            except (ValueError, TypeError, RecursionError):
                self._judge(position)
        return positions, posts

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

    def _columns(self, positions: list[int], wires: list[_WirePost]) -> PostColumns:
        if not wires:
            return PostColumns([], [], [], [], [], [])
        private = self.private["post"]
        try:
            return self._plain_columns(positions, wires)
        except ValueError:
            self.private["post"] = private
            for position in positions:
                self._judge(position)
            return PostColumns([], [], [], [], [], [])

    def _plain_columns(self, positions: list[int], wires: list[_WirePost]) -> PostColumns:
        ats = instants.parse_all([wire.at for wire in wires])
        policy = self._one_policy(min(ats), max(ats))
        if not ({wire.audience for wire in wires} <= policy.audiences
                and policy.private_surfaces.isdisjoint({wire.surface for wire in wires})):  # fmt: skip
            positions, wires, ats = self._public(policy, positions, wires, ats)
        ids = [wire.post_id for wire in wires]
        authors = [wire.profile_id for wire in wires]
        if not (self._are_ids(ids) and self._are_ids(authors)) or any(wire.post for wire in wires):
            raise _Unusual
        surfaces = [wire.surface for wire in wires]
        return PostColumns(positions, ids, authors, ats, surfaces, [wire.language for wire in wires])

    def _one_policy(self, earliest: int, latest: int) -> Policy:
        policy = self.policies.at(earliest)
        if self.policies.at(latest) is not policy or (self.latest_ms is not None and latest > self.latest_ms):
            raise _Unusual
        return policy

    def _policy_at(self, at: int) -> Policy:
        if self.latest_ms is not None and at > self.latest_ms:
            raise _Unusual
        return self.policies.at(at)

    def _public(
        self, policy: Policy, positions: list[int], wires: list[_WirePost], ats: list[int]
    ) -> tuple[list[int], list[_WirePost], list[int]]:
        kept = [
            row
            for row, wire in enumerate(wires)
            if wire.audience in policy.audiences and wire.surface not in policy.private_surfaces
        ]
        if any(wire.post for wire in wires):
            raise _Unusual  # scope looks into embedded posts too
        self.private["post"] += len(wires) - len(kept)
        return [positions[row] for row in kept], [wires[row] for row in kept], [ats[row] for row in kept]

    def _are_ids(self, ids: list[str]) -> bool:
        if not ids:
            return True
        lengths = list(map(len, ids))
        if min(lengths) < 1 or max(lengths) > MAX_ID_LENGTH:
            return False
        if self.clean:
            return True
        joined = "".join(ids)
        return joined.isascii() and joined.isprintable() and " " not in joined

    def _are_three_ids(self, first: str, second: str, third: str) -> bool:
        if not self.clean:
            return is_id(first) and is_id(second) and is_id(third)
        return 0 < len(first) <= MAX_ID_LENGTH and 0 < len(second) <= MAX_ID_LENGTH and 0 < len(third) <= MAX_ID_LENGTH

    def _violation(self, wire: _WireViolation) -> Violation:
        at = instants.parse(wire.at)
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

    def _report(self, wire: _WireReport) -> Report:
        at = instants.parse(wire.at)
        policy = self._policy_at(at)
        post_id = wire.post_id
        if (wire.guideline is not None and wire.guideline not in policy.guidelines) or not self._are_three_ids(
            wire.report_id, post_id, wire.reporter_id
        ):
            raise _Unusual
        post = None if wire.post is None else _embedded(wire.post, post_id, policy)
        return Report(wire.report_id, post_id, wire.reporter_id, at, wire.guideline, bool(wire.trusted), post)


_HATE_GROUNDS = frozenset(HATE_GROUNDS)


def _survey(lines: Sequence[bytes | None]) -> tuple[bool, bool]:
    """Whether all are ASCII (so UTF-8 needs no check), and hold nothing that an id must not."""
    if None in lines:
        return False, False
    blob = b"".join(lines)  # type: ignore[arg-type]  # None was ruled out
    ascii_only = blob.isascii()
    return ascii_only, ascii_only and b" " not in blob and b"\\" not in blob and b"\x7f" not in blob


def _embedded(wire: _WireEmbedded, post_id: str, policy: Policy) -> Post:
    if wire.audience not in policy.audiences or wire.surface in policy.private_surfaces or not is_id(wire.profile_id):
        raise _Unusual
    return Post(post_id, wire.profile_id, instants.parse(wire.at), wire.surface, wire.language)


def _merged(columns: PostColumns, judged: list[tuple[int, Post]]) -> PostColumns:
    rows = [(columns.positions[row], columns.post(row)) for row in range(len(columns.positions))]
    rows = sorted(rows + judged, key=_position)
    return columns_of([post for _, post in rows], [position for position, _ in rows])


def _position(item: tuple[int, object]) -> int:
    return item[0]
