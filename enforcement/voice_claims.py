"""Notices about rights claims and erasures (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.teller import Facts, Teller

if TYPE_CHECKING:
    from enforcement.desk import Desk
    from enforcement.events import Claim, CounterClaim, Erasure, Post
    from enforcement.ledgers import KeptClaim
    from enforcement.records import BlockContent, ReleaseContent, RemoveContent


class ClaimNotices(Teller):
    """What claimants and authors are told about claims, and the erased about their erasure."""

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
        self.tell(desk, template, post.profile_id, language, action.at, facts, action.action_id)

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
        self.tell(desk, template, recipient, language, instants.text(at_ms), facts, action_id)

    def erased(self, desk: Desk, profile_id: str, language: str, event: Erasure) -> None:
        """A profile learns that nothing of it is kept."""
        self.tell(desk, "erased", profile_id, language, instants.text(event.at), {"erasure_id": event.erasure_id})
