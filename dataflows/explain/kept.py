"""What a replay keeps so that its decisions can be explained later: one file beside its five outputs.

`ledgers.msgpack` is one value: a form number, stream time, the policy versions, and the final ledger of each profile as
the bytes that a store holds. A look-up decodes one ledger; the others stay bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from dataflows.settings import Refused
from enforcement.policy import Policies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "ledgers.msgpack"
_FORM = 1
_AGAIN = "run enforce replay --out again with this version"


class _Form(msgspec.Struct):
    form: int


class Kept(msgspec.Struct):
    """The end of a replay; has what explaining needs of a store, and the policies."""

    form: int
    stream_time: int
    policies: Policies
    ledgers: dict[str, msgspec.Raw]

    def load(self, key: str) -> bytes | None:
        """See the port `Store`."""
        found = self.ledgers.get(key)
        return None if found is None else bytes(found)

    def now(self) -> int:
        """See the port `Store`."""
        return self.stream_time


def keep(stream_time: int, policies: Policies, ledgers: Iterable[tuple[str, bytes]]) -> bytes:
    """The content of the file."""
    raw = {key: msgspec.Raw(ledger) for key, ledger in ledgers}
    return msgspec.msgpack.encode(
        {"form": _FORM, "stream_time": stream_time, "policies": _in_order(policies), "ledgers": raw}
    )


def _in_order(value: Any) -> Any:  # noqa: ANN401  whatever a policy is made of
    """A policy with its sets sorted: the same replay gives the same bytes."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_in_order(one) for one in value]
    if isinstance(value, dict):
        return {key: _in_order(one) for key, one in value.items()}
    if isinstance(value, msgspec.Struct):
        return {name: _in_order(getattr(value, name)) for name in value.__struct_fields__}
    return value


def read(directory: Path) -> Kept:
    """What a replay kept in its directory; Refused where there is nothing of the kind."""
    path = directory / NAME
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        what = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Refused(f"{path}: {what.lower()}; --from names the directory that enforce replay --out made") from error
    try:
        form = msgspec.msgpack.decode(content, type=_Form).form
        if form == _FORM:
            return msgspec.msgpack.decode(content, type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: damaged ({error}); {_AGAIN}") from error
    raise Refused(f"{path}: of form {form}, not {_FORM}; {_AGAIN}")
