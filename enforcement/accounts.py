"""A profile's ledger in hand, and ledgers as the bytes that a store keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from enforcement.ledgers import Case, ProfileLedger
from enforcement.policy import OPEN

if TYPE_CHECKING:
    from enforcement.fold import Fold

encode_ledger = msgspec.msgpack.Encoder().encode
decode_profile = msgspec.msgpack.Decoder(ProfileLedger).decode
decode_case = msgspec.msgpack.Decoder(Case).decode


class Held:
    """What is restricted, why and until when, until one of the sanctions ends."""

    __slots__ = ("causes", "ends", "loosened", "until")

    def __init__(self) -> None:
        self.causes: dict[str, list[str]] = {}
        self.ends: dict[str, int] = {}
        self.loosened: set[str] = set()
        """Capabilities whose end may have been that of a sanction taken out."""
        self.until = OPEN + 1

    def add(self, cause: str, sanction: dict[str, int], now: int) -> None:
        """One more sanction, after all others."""
        for capability, until in sanction.items():
            if until > now:
                self.until = min(self.until, until)
                if capability not in self.causes:
                    self.causes[capability] = [cause]
                    self.ends[capability] = until
                    continue
                self.causes[capability].append(cause)
                self.ends[capability] = max(self.ends[capability], until)

    def take_last(self, sanction: dict[str, int], now: int) -> None:
        """Take the newest sanction out."""
        for capability, until in sanction.items():
            if until > now:
                self.causes[capability].pop()
                if until == self.ends[capability]:
                    self.loosened.add(capability)

    def remove(self, cause: str, sanction: dict[str, int]) -> None:
        """Take a sanction out whose ends others hold as well."""
        for capability in sanction:
            if cause in self.causes.get(capability, ()):
                self.causes[capability].remove(cause)


class Account:
    """A profile's ledger in hand, with its fold."""

    __slots__ = ("due", "fold", "held", "ledger", "residue_until")

    def __init__(self, ledger: ProfileLedger, fold: Fold) -> None:
        self.ledger, self.fold = ledger, fold
        self.due: int | None = None
        self.held: Held | None = None
        """What is restricted, as long as it is known to hold; None: derive it."""
        self.residue_until = 0 if ledger.residues else OPEN
        """No residue ends before this time."""
        for strike in ledger.strikes:
            fold.feed(strike)
