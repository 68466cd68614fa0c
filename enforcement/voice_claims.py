"""Notices about rights claims and erasures (contracts.md section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enforcement import instants
from enforcement.records import RemoveContent
from enforcement.teller import Teller

if TYPE_CHECKING:
    from enforcement.events import Claim, CounterClaim, Erasure, Post
    from enforcement.facts import Facts
    from enforcement.ledgers import KeptClaim
    from enforcement.records import BlockContent, ReleaseContent
    from enforcement.teller import Occasion

EXPIRED = "expired"
"""How a block ended that no ruling ended."""
_REFUSED_BY = {"out_of_scope": "claims.surfaces", "too_many": "claims.max_per_item", "too_late": "claims.block_for"}
_BY_ITSELF = frozenset({EXPIRED, "released", "removed"})


class ClaimNotices(Teller):
    """What claimants and authors are told about claims, and the erased about their erasure."""

    def claim_refused(self, desk: Occasion, claim: Claim, reason: str) -> None:
        """A claimant learns why nothing was blocked."""
        said = _facts(desk, claim, claim.post_id, claim.at, _REFUSED_BY.get(reason, "claims"))
        said["reason"] = reason
        self._to(desk, "claim_refused", claim.claimant_id, None, claim.at, said)

    def claim_accepted(self, desk: Occasion, claim: KeptClaim, post: Post, action: BlockContent) -> None:
        """Both sides learn that an item is blocked, until when, and what happens then."""
        said = _facts(desk, claim, post.post_id, claim.at, "claims.block_for")
        said["from"], said["until"] = action.at, action.until
        said["on_expiry"] = "delete" if claim.deletes else "release"
        said["automated"] = True  # nobody has judged the claim yet
        self._to(desk, "claim_accepted", claim.claimant_id, None, claim.at, said)
        said = {**said, "repost_until": action.until, "repost_url": desk.policy_at(claim.at).appeal_url}
        self._to(desk, "content_blocked", post.profile_id, post.language, claim.at, said, action.action_id)

    def countered(self, desk: Occasion, post: Post, claim: KeptClaim, event: CounterClaim) -> None:
        """The author's request for re-posting has arrived."""
        said = _facts(desk, claim, post.post_id, event.at, "claims.on_expiry")
        said["counter_claim_id"] = event.counter_claim_id
        said["until"] = instants.text(claim.until)
        said["blocked"] = claim.blocks
        self._to(desk, "counter_claim_received", post.profile_id, post.language, event.at, said)

    def claim_decided(
        self, desk: Occasion, claim: KeptClaim, post: Post, outcome: str, at_ms: int, *, manifestly: bool = False
    ) -> None:
        """The claimant learns how a claim ended; a manifestly unfounded one counts as such a report does."""
        said = _end_facts(desk, claim, post.post_id, at_ms, outcome)
        said["manifestly_unfounded"] = manifestly
        self._to(desk, "claim_decided", claim.claimant_id, None, at_ms, said)

    def content_ended(
        self,
        desk: Occasion,
        claim: KeptClaim,
        post: Post,
        action: RemoveContent | ReleaseContent,
        outcome: str,
        at_ms: int,
    ) -> None:
        """The author learns that an item was removed, or is there again, and why."""
        template = "content_removed" if isinstance(action, RemoveContent) else "content_released"
        said = _end_facts(desk, claim, post.post_id, at_ms, outcome)
        self._to(desk, template, post.profile_id, post.language, at_ms, said, action.action_id)

    def _to(
        self,
        desk: Occasion,
        template: str,
        recipient: str,
        post_language: str | None,
        at_ms: int,
        said: Facts,
        action_id: str = "",
    ) -> None:
        account = desk.known_account(recipient) if recipient else None
        language = self.language(desk, account.ledger if account else None, post_language)
        self.tell(desk, template, recipient, language, instants.text(at_ms), said, action_id)

    def erased(self, desk: Occasion, profile_id: str, language: str, event: Erasure) -> None:
        """A profile learns that nothing of it is kept."""
        self.tell(desk, "erased", profile_id, language, instants.text(event.at), {"erasure_id": event.erasure_id})


def _facts(desk: Occasion, claim: Claim | KeptClaim, post_id: str, at_ms: int, clause: str) -> Facts:
    """What every notice about a claim says."""
    return {
        "claim_id": claim.claim_id,
        "post_id": post_id,
        "ground": claim.ground,
        "policy_version": desk.policy_at(at_ms).version,
        "clause": clause,
    }


def _end_facts(desk: Occasion, claim: KeptClaim, post_id: str, at_ms: int, outcome: str) -> Facts:
    """How a claim, or its block, ended; whether it did so by itself."""
    said = _facts(desk, claim, post_id, at_ms, "claims")
    said["outcome"] = outcome
    if outcome in _BY_ITSELF:
        said["clause"], said["automated"] = "claims.on_expiry", True
    elif outcome == "infringing":
        said["clause"] = "claims.guideline." + claim.ground
    return said
