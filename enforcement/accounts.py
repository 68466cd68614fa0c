"""A profile's ledger in hand, and ledgers as the bytes that a store keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from enforcement.ledgers import Case, ProfileLedger

if TYPE_CHECKING:
    from enforcement.fold import Fold

encode_ledger = msgspec.msgpack.Encoder().encode
decode_profile = msgspec.msgpack.Decoder(ProfileLedger).decode
decode_case = msgspec.msgpack.Decoder(Case).decode


class Account:
    """A profile's ledger in hand, with its fold."""

    __slots__ = ("due", "fold", "ledger")

    def __init__(self, ledger: ProfileLedger, fold: Fold) -> None:
        self.ledger, self.fold = ledger, fold
        self.due: int | None = None
        for strike in ledger.strikes:
            fold.feed(strike)
