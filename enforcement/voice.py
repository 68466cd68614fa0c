"""Notices: what a person is told about each decision, as facts (domain.md section 10; contracts.md section 2).

Words are made of the facts afterwards, and only where they are asked for (`wording`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enforcement import instants
from enforcement.policy import CREATION, OPEN, VISIBILITY
from enforcement.records import Notice, fact_id
from enforcement.rules import Rules, Strike, end

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Appeal, Claim, CounterClaim, Erasure, Post, Reversal, Ruling
    from enforcement.ledgers import Contest, KeptClaim, ProfileLedger
    from enforcement.policy import Policy
    from enforcement.records import (
        Amend,
        BlockContent,
        Lift,
        RecordStrike,
        ReleaseContent,
        Remind,
        RemoveContent,
        RestrictReporting,
        RestrictService,
    )
    from enforcement.wording import Wording

Facts = dict[str, Any]
CAPABILITIES = (*VISIBILITY, CREATION, "reporting", "service")
_LISTED = 10
"""Earlier strikes that a notice lists, the newest; how many count in the share window is given in full."""


class Voice:
    """Says what happened to the people concerned; `wording` puts it into words, or is None for facts only."""

    def __init__(self, languages: frozenset[str], wording: Wording | None = None) -> None:
        self._languages, self._wording = languages, wording
        self._resolved: dict[tuple[str | None, str | None, str], str] = {}

    def language(self, desk: Desk, ledger: ProfileLedger | None, post_language: str | None) -> str:
        """The profile's language, else the post's, else the policy's: the first that we speak."""
        own = ledger.language if ledger is not None else None
        seen = post_language if ledger is None or post_language else ledger.post_language
        default = desk.policy_at(desk.now).default_language
        key = (own, seen, default)
        found = self._resolved.get(key)
        if found is None:
            found = next((tag for tag in map(self._spoken, key) if tag), "en")
            if len(self._resolved) < 10_000:  # noqa: PLR2004  strangers choose the languages
                self._resolved[key] = found
        return found

    def _spoken(self, tag: str | None) -> str | None:
        """The shipped language of a tag such as `pt-BR`."""
        primary = (tag or "").split("-", 1)[0].lower()
        return primary if primary in self._languages else None

    def _tell(
        self,
        desk: Desk,
        template: str,
        recipient: str,
        language: str,
        at: str,
        facts: Facts,
        action_id: str = "",
    ) -> None:
        if not recipient:
            return  # erased
        subject, body = self._wording.words(template, language, facts) if self._wording else (None, None)
        notice_id = f"n{action_id}" if action_id else fact_id("notice", template, recipient, at, *facts.values())
        notice = Notice(notice_id, template, recipient, language, at, facts, subject, body, action_id)
        desk.say("notices", notice)
        desk.tally["notices." + template] += 1

    # --- strikes --------------------------------------------------------------------------------------------------

    def reminded(self, desk: Desk, ledger: ProfileLedger, strike: Strike, action: Remind) -> None:
        """The author is reminded."""
        policy = desk.policy_at(strike.at)
        facts = _strike_facts(strike, policy)
        facts["score"] = strike.score
        facts["next_rung"] = action.next_rung
        facts["still_works"] = _still_works(ledger.told)
        template = "last_reminder" if action.final else "reminder"
        self._tell(
            desk,
            template,
            ledger.profile_id,
            self.language(desk, ledger, None),
            action.at,
            facts,
            action.action_id,
        )

    def recorded(self, desk: Desk, ledger: ProfileLedger, strike: Strike, action: RecordStrike) -> None:
        """A strike was recorded that has no consequence now."""
        facts = _strike_facts(strike, desk.policy_at(strike.at))
        facts["why"] = action.why
        facts["score"] = strike.score
        language = self.language(desk, ledger, None)
        self._tell(desk, "strike_recorded", ledger.profile_id, language, action.at, facts, action.action_id)

    def restricted(
        self,
        desk: Desk,
        ledger: ProfileLedger,
        strike: Strike,
        rules: Rules,
        said: list[tuple[str, list[str], int]],
        ends: dict[str, int],
    ) -> None:
        """The author is restricted: one notice for the whole sanction."""
        policy = rules.policy
        facts = _strike_facts(strike, policy)
        facts["score"] = strike.score
        facts["rung"] = "zero_tolerance" if strike.rung < 0 else strike.rung
        facts["next_rung"] = rules.next_rung(strike.score)
        facts["capabilities"] = {name: _until(until) for _, names, until in said for name in names}
        facts["still_works"] = _still_works(ends)
        facts["earlier_strikes"] = _earlier(ledger, strike)
        facts["earlier_strikes_count"] = strike.pointed - (strike.points > 0)
        facts["posts_observed"] = strike.posts_observed
        facts["share"] = _share(strike)
        if strike.rung < 0 and strike.automated:
            facts["confirm_by"] = instants.text(end(strike.at, policy.zero_tolerance.confirm_within_ms))
        if len(said) > 1:
            facts["action_ids"] = [action_id for action_id, _, _ in said]
        language = self.language(desk, ledger, None)
        self._tell(desk, "restricted", ledger.profile_id, language, instants.text(strike.at), facts, said[0][0])

    def service_restricted(self, desk: Desk, ledger: ProfileLedger, action: RestrictService) -> None:
        """Repeated infringement took the service away."""
        policy = desk.policy_at(desk.now)
        facts: Facts = {
            "cause": action.cause,
            "scope": action.scope,
            "until": action.until,
            "rulings": sum(1 for strike in ledger.strikes if strike.from_claim and not strike.waived),
            "policy_version": action.policy_version,
            "clause": "claims.repeat",
            "appeal_url": policy.appeal_url,
        }
        language = self.language(desk, ledger, None)
        self._tell(desk, "service_restricted", ledger.profile_id, language, action.at, facts, action.action_id)

    def lifted(self, desk: Desk, ledger: ProfileLedger, action: Lift) -> None:
        """Something works again."""
        facts: Facts = {
            "capabilities": action.capabilities,
            "reason": action.reason,
            "policy_version": action.policy_version,
        }
        language = self.language(desk, ledger, None)
        self._tell(desk, "lifted", ledger.profile_id, language, action.at, facts, action.action_id)

    def amended(self, desk: Desk, ledger: ProfileLedger, action: Amend) -> None:
        """A restriction ends at another time."""
        facts: Facts = {
            "capabilities": action.capabilities,
            "until": action.until,
            "reason": action.reason,
            "policy_version": action.policy_version,
        }
        language = self.language(desk, ledger, None)
        self._tell(desk, "changed", ledger.profile_id, language, action.at, facts, action.action_id)

    # --- redress --------------------------------------------------------------------------------------------------

    def appeal_received(
        self, desk: Desk, ledger: ProfileLedger, event: Appeal, acknowledged_by: int, decide_by: int
    ) -> None:
        """An appeal is acknowledged."""
        facts: Facts = {
            "appeal_id": event.appeal_id,
            "target": event.target,
            "acknowledge_by": instants.text(acknowledged_by),
            "decide_by": instants.text(decide_by),
        }
        self._answer(desk, "appeal_received", ledger, event.at, facts)

    def appeal_refused(self, desk: Desk, ledger: ProfileLedger, event: Appeal, reason: str) -> None:
        """An appeal is not taken."""
        facts: Facts = {"appeal_id": event.appeal_id, "target": event.target, "reason": reason}
        self._answer(desk, "appeal_refused", ledger, event.at, facts)

    def upheld(self, desk: Desk, ledger: ProfileLedger, event: Ruling, contest: Contest) -> None:
        """An appeal was decided: nothing changes."""
        facts: Facts = {
            "appeal_id": event.appeal_id,
            "ruling_id": event.ruling_id,
            "cause": contest.cause,
            "reason": event.reason,
            "external_redress": desk.policy_at(event.at).appeal_url,
        }
        self._answer(desk, "appeal_upheld", ledger, event.at, facts)

    def overturned(
        self, desk: Desk, ledger: ProfileLedger, event: Ruling, contest: Contest, before: dict[str, int]
    ) -> None:
        """An appeal was won."""
        facts: Facts = {
            "appeal_id": event.appeal_id,
            "ruling_id": event.ruling_id,
            "cause": contest.cause,
            "reason": event.reason,
            "restored": sorted(before.keys() - ledger.told.keys()),
        }
        self._answer(desk, "appeal_overturned", ledger, event.at, facts)

    def reversed(self, desk: Desk, ledger: ProfileLedger, event: Reversal, before: dict[str, int]) -> None:
        """The platform took a decision back."""
        facts: Facts = {
            "reversal_id": event.reversal_id,
            "cause": event.violation_id,
            "reason": event.reason,
            "restored": sorted(before.keys() - ledger.told.keys()),
        }
        self._answer(desk, "decision_reversed", ledger, event.at, facts)

    def _answer(self, desk: Desk, template: str, ledger: ProfileLedger, at_ms: int, facts: Facts) -> None:
        language = self.language(desk, ledger, None)
        self._tell(desk, template, ledger.profile_id, language, instants.text(at_ms), facts)

    # --- reporters ------------------------------------------------------------------------------------------------

    def report_settled(
        self, desk: Desk, ledger: ProfileLedger, report_id: str, post_id: str, outcome: str, at_ms: int
    ) -> None:
        """A reporter learns what came of a report."""
        facts: Facts = {"report_id": report_id, "post_id": post_id, "outcome": outcome}
        self._answer(desk, "report_outcome", ledger, at_ms, facts)

    def reporter_warned(
        self, desk: Desk, ledger: ProfileLedger, unfounded: int, settled: int, at_ms: int, cause: str
    ) -> None:
        """A reporter is warned of what further unfounded reports lead to."""
        window_days = desk.policy_at(at_ms).reporters.window_ms / instants.DAY_MS
        facts: Facts = {
            "cause": cause,
            "unfounded": unfounded,
            "settled": settled,
            "window_days": window_days,
        }
        self._answer(desk, "reporter_warned", ledger, at_ms, facts)

    def reporter_suspended(self, desk: Desk, ledger: ProfileLedger, action: RestrictReporting) -> None:
        """A reporter's reports weigh nothing for a while."""
        facts: Facts = {
            "cause": action.cause,
            "until": action.until,
            "policy_version": action.policy_version,
            "appeal_url": desk.policy_at(desk.now).appeal_url,
        }
        language = self.language(desk, ledger, None)
        self._tell(desk, "reporter_suspended", ledger.profile_id, language, action.at, facts, action.action_id)

    # --- claims ---------------------------------------------------------------------------------------------------

    def claim_refused(self, desk: Desk, claim: Claim, reason: str) -> None:
        """A claimant learns why nothing was blocked."""
        facts: Facts = {
            "claim_id": claim.claim_id,
            "post_id": claim.post_id,
            "ground": claim.ground,
            "reason": reason,
        }
        self._to(desk, "claim_refused", claim.claimant_id, None, claim.at, facts)

    def claim_accepted(self, desk: Desk, claim: Claim, post: Post, action: BlockContent) -> None:
        """Both sides learn that an item is blocked, and until when."""
        facts: Facts = {
            "claim_id": claim.claim_id,
            "post_id": claim.post_id,
            "ground": claim.ground,
            "until": action.until,
            "policy_version": action.policy_version,
        }
        self._to(desk, "claim_accepted", claim.claimant_id, None, claim.at, facts)
        facts = {**facts, "repost_until": action.until, "repost_url": desk.policy_at(desk.now).appeal_url}
        self._to(desk, "content_blocked", post.profile_id, post.language, claim.at, facts, action.action_id)

    def countered(self, desk: Desk, post: Post, claim: KeptClaim, event: CounterClaim) -> None:
        """The author's request for re-posting has arrived."""
        facts: Facts = {
            "claim_id": claim.claim_id,
            "counter_claim_id": event.counter_claim_id,
            "post_id": event.post_id,
            "ground": claim.ground,
            "until": instants.text(claim.until),
            "blocked": claim.blocks,
        }
        self._to(desk, "counter_claim_received", post.profile_id, post.language, event.at, facts)

    def claim_decided(self, desk: Desk, claim: KeptClaim, post: Post, outcome: str, at_ms: int) -> None:
        """The claimant learns how a claim ended."""
        facts: Facts = {
            "claim_id": claim.claim_id,
            "post_id": post.post_id,
            "ground": claim.ground,
            "outcome": outcome,
        }
        self._to(desk, "claim_decided", claim.claimant_id, None, at_ms, facts)

    def content_removed(self, desk: Desk, post: Post, action: RemoveContent) -> None:
        """The author learns that an item was removed."""
        self._content(desk, "content_removed", post, action)

    def content_released(self, desk: Desk, post: Post, action: ReleaseContent) -> None:
        """The author learns that an item is there again."""
        self._content(desk, "content_released", post, action)

    def _content(self, desk: Desk, template: str, post: Post, action: RemoveContent | ReleaseContent) -> None:
        facts: Facts = {
            "claim_id": action.claim_id,
            "post_id": action.post_id,
            "ground": action.ground,
            "policy_version": action.policy_version,
        }
        account = desk.known_account(post.profile_id)
        language = self.language(desk, account.ledger if account else None, post.language)
        self._tell(desk, template, post.profile_id, language, action.at, facts, action.action_id)

    def _to(
        self,
        desk: Desk,
        template: str,
        recipient: str,
        post_language: str | None,
        at_ms: int,
        facts: Facts,
        action_id: str = "",
    ) -> None:
        account = desk.known_account(recipient) if recipient else None
        language = self.language(desk, account.ledger if account else None, post_language)
        self._tell(desk, template, recipient, language, instants.text(at_ms), facts, action_id)

    def erased(self, desk: Desk, profile_id: str, language: str, event: Erasure) -> None:
        """A profile learns that nothing of it is kept."""
        self._tell(desk, "erased", profile_id, language, instants.text(event.at), {"erasure_id": event.erasure_id})


def _strike_facts(strike: Strike, policy: Policy) -> Facts:
    return {
        "cause": strike.violation_id,
        "post_id": strike.post_id,
        "surface": strike.surface,
        "guideline": strike.guideline,
        "level": strike.level,
        "policy_version": policy.version,
        "clause": "guidelines." + strike.guideline,
        "points": strike.points,
        "automated": strike.automated,
        "appeal_until": instants.text(end(strike.at, policy.appeals.window_ms)),
        "appeal_url": policy.appeal_url,
    }


def _share(strike: Strike) -> float | None:
    """Strikes with points in the share window, per post observed in it."""
    return None if strike.posts_observed is None else round(strike.pointed / max(1, strike.posts_observed), 6)


def _earlier(ledger: ProfileLedger, strike: Strike) -> list[dict[str, str]]:
    """The newest strikes with points before this one, oldest first."""
    found: list[dict[str, str]] = []
    place = (strike.at, strike.violation_id)
    for other in reversed(ledger.strikes):
        if len(found) == _LISTED:
            break
        if other.points and (other.at, other.violation_id) < place:
            found.append({"at": instants.text(other.at), "post_id": other.post_id})
    return found[::-1]


def _still_works(restricted: dict[str, int]) -> list[str]:
    return [name for name in CAPABILITIES if name not in restricted]


def _until(until: int) -> str | None:
    return None if until >= OPEN else instants.text(until)
