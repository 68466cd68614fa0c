"""A notice is told: in which language, with which facts, in words where they are asked for (domain.md section 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from enforcement.records import Notice, fact_id

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from enforcement.accounts import Account
    from enforcement.facts import Facts
    from enforcement.ledgers import ProfileLedger
    from enforcement.policy import Policy
    from enforcement.rules import Rulebook
    from enforcement.tally import Tally
    from enforcement.wording import Wording


class Occasion(Protocol):
    """What notices are told from: the desk at which something was decided."""

    now: int
    tally: Tally
    rulebook: Rulebook
    policy_at: Callable[[int], Policy]

    def known_account(self, profile_id: str) -> Account | None:
        """What there is of a profile."""

    def say(self, stream: str, record: msgspec.Struct) -> None:
        """Put a record out."""


_RESOLVED = 10_000  # languages remembered: strangers choose them


class Teller:
    """Says what happened to the people concerned; `wording` puts it into words, or is None for facts only."""

    def __init__(self, languages: frozenset[str], wording: Wording | None = None) -> None:
        self._languages, self._wording = languages, wording
        self._resolved: dict[tuple[str | None, str | None, str], str] = {}

    def language(self, desk: Occasion, ledger: ProfileLedger | None, post_language: str | None) -> str:
        """The profile's language, else the post's, else the policy's: the first that we speak."""
        own = ledger.language if ledger is not None else None
        seen = post_language if ledger is None or post_language else ledger.post_language
        default = desk.policy_at(desk.now).default_language
        key = (own, seen, default)
        found = self._resolved.get(key)
        if found is None:
            found = next((tag for tag in map(self._spoken, key) if tag), "en")
            if len(self._resolved) < _RESOLVED:
                self._resolved[key] = found
        return found

    def _spoken(self, tag: str | None) -> str | None:
        """The shipped language of a tag such as `pt-BR`."""
        primary = (tag or "").split("-", 1)[0].lower()
        return primary if primary in self._languages else None

    def tell(
        self,
        desk: Occasion,
        template: str,
        recipient: str,
        language: str,
        at: str,
        facts: Facts,
        action_id: str = "",
    ) -> None:
        """Put a notice out; nobody is told who was erased."""
        if not recipient:
            return
        subject, body = self._words(desk, template, language, facts) if self._wording else (None, None)
        notice_id = f"n{action_id}" if action_id else fact_id("notice", template, recipient, at, *facts.values())
        notice = Notice(notice_id, template, recipient, language, at, facts, subject, body, action_id)
        desk.say("notices", notice)
        desk.tally["notices." + template] += 1

    def _words(self, desk: Occasion, template: str, language: str, facts: Facts) -> tuple[str, str]:
        """Put a notice into words, and count it if they are not those it should have."""
        wording: Wording = self._wording  # type: ignore[assignment]  # asked only where there is one
        missed = wording.unworded.total()
        words = wording.words(template, language, facts)
        if wording.unworded.total() > missed:
            desk.tally["unworded." + template] += 1
        return words

    def answer(
        self, desk: Occasion, template: str, ledger: ProfileLedger, at: str, facts: Facts, action_id: str = ""
    ) -> None:
        """Tell a profile what came of something."""
        self.tell(desk, template, ledger.profile_id, self.language(desk, ledger, None), at, facts, action_id)
