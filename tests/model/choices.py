"""Where domain.md or contracts.md leaves a choice: each reading is one function here, with the sentence it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .door import Event
    from .fold import Strike
    from .policy import Policies, Policy


def text(value: object) -> bool:
    """ "UTF-8": half a character (a lone surrogate), which JSON can spell and UTF-8 cannot, makes a string no text."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def language(value: object) -> bool:
    """ "language (BCP 47)": any text passes; a badly written tag is not worth a lost post."""
    return text(value)


def embeds(kind: str | None, kinds: dict[str, Any]) -> bool:
    """ "Scope is judged ... on those of its embedded `post`": of any record. A kind that has no field `post` may carry
    one all the same ("Unknown fields are ignored"); the reading that keeps private content out is taken."""
    return True


def scope_without_a_time(policies: Policies) -> list[Policy]:
    """ "scope ... follows the policy in effect at its event's own `at`", but "one string out of scope drops it, however
    malformed the rest": where `at` cannot be read, what any version calls private is private."""
    return policies.versions


# "drops, without a dead letter, what arrives later and names the profile" and "what is dropped or dies at the door does not
# move [stream time]": this drop, too, moves nothing.
ERASED_MOVES_TIME = False


# How long a content ledger lives is not said. "A post that arrives more than join.keep after its time ... is neither kept nor
# counted": here a ledger lives exactly as long as its post is kept, and an old embedded post leaves none.
LEDGER_OUTLIVES_POST = False


def limited_by(event: Event) -> tuple[str, str]:
    """ "Of one post, and of one profile, at most as many other events are parked": an event that names a post counts for the
    post only, also a counter-claim (case-24 line 33)."""
    name = "post_id" if event["post_id"] is not None else "profile_id"
    return name, event[name]


def why(s: Strike) -> str:
    """record_strike: "`stale`, `same_incident`; `past`: a restriction that would be over already, the only one with points".
    A zero-tolerance strike that its incident left without points and whose restriction is over has none: same_incident."""
    if s.base == 0:
        return "stale"
    return "past" if s.points > 0 else "same_incident"


# "A violation on the post settles its reports", "If [a reversal] came before its strike, the strike is never counted and
# nothing is emitted", "Settled reports stay settled": it met its post, it settles.
REVERSED_BEFORE_SETTLES = True


# "A ruling by the person who decided what is contested is a dead letter `same_reviewer`"; "The first ruling decides; a later one
# is a dead letter `already_decided`": which of the two first is not said (case-22 line 422: this).
SAME_REVIEWER_FIRST = True


# "A violation that meets its post more than A after its time is a dead letter `too_late`": an infringing ruling makes a strike
# of that age, so the whole ruling is one; an unfounded or withdrawn one only gives back and is never too late.
LATE_RULINGS = ("infringing",)


def judged(outcome: str) -> bool:
    """ "This is judged once, as each decision arrives": the warning on any decision on a report of the reporter, while
    only "each further unfounded report" suspends."""
    return True


def starts_over(last: int, at: int, window: int) -> bool:
    """ "after `fairness.warning_window` without a warning or suspension it starts over": strictly after, never by a decision
    older than the last."""
    return at - last > window


def settled_time(decided_at: int, reported_at: int) -> int:
    """ "unfounded reports in (T - reporters.window, T]", where "T is the decision's `at`": by when they were decided."""
    return decided_at


def settled_at_once(report: Event) -> int:
    """ "a later report is settled at once": when it was made, not when the decision was that it joins."""
    return report.at


# "may ask for re-posting (`counter_claim`) before the block ends": one that comes later, or a second one, changes nothing and
# has no reason among the dead letters (eight cases notice another reading of "later").
COUNTER_CLAIM_AFTER_THE_END: str | None = None


# "removes every key of it (... its ids as reporter and claimant)": what it reported or claimed stays, nameless: the
# weight counts on, the block ends in time (case-23 for claims); a ruling settles it for nobody.
NAMELESS = ""
