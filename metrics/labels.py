"""The closed sets that labels come from: no event can add to them, so no input makes series without bound."""

from __future__ import annotations

from typing import get_args

from enforcement.events import KINDS
from enforcement.records import Action

OTHER = "other"
"""What a closed set does not know."""
EVENT_KINDS = KINDS
PRIVATE_KINDS = (*KINDS, "unknown")
ACTION_KINDS = tuple(str(record.__struct_config__.tag) for record in get_args(Action))
DEAD_LETTER_REASONS = (
    *("too_large", "not_json", "unknown_kind", "bad_field", "unknown_guideline", "in_future", "post_conflict"),
    *("unmatched_post", "unmatched_violation", "unmatched_appeal", "unmatched_claim", "same_reviewer"),
    *("already_decided", "not_the_author", "too_late", "gap"),
)
TEMPLATES = (
    *("reminder", "last_reminder", "strike_recorded", "restricted", "changed", "lifted", "appeal_received"),
    *("appeal_refused", "appeal_upheld", "appeal_overturned", "decision_reversed", "report_outcome"),
    *("reporter_warned", "reporter_suspended", "claim_refused", "claim_accepted", "claim_decided"),
    *("content_blocked", "counter_claim_received", "content_released", "content_removed"),
    *("service_restricted", "erased"),
)
STORE_CALLS = (
    *("flush", "wait", "learn", "offsets", "append", "seal"),  # the post log: sent, acknowledged, who waits, how far
    *("prefetch_ledgers", "prefetch_posts"),  # what a batch of events needs to be decided
    *("journal", "apply", "clear", OTHER),  # what was decided
)
SERVERS = ("redis", "kafka")
