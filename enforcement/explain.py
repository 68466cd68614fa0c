"""A profile's ledger as a story: each step derived again, with its evidence (domain.md section 12, law 10)."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Protocol

from enforcement import explain_redress, instants
from enforcement.accounts import Account, decode_profile
from enforcement.explain_facts import Ahead, Reporter, Step, Story, Suspended, Waits
from enforcement.explain_ladder import leads_to
from enforcement.explain_weight import counting, weigh
from enforcement.fold import Fold
from enforcement.rules import NARROWEST, Rulebook, end
from enforcement.standing import standing_at, until_text

if TYPE_CHECKING:
    from enforcement.explain_facts import Counted, Tried, Weight
    from enforcement.ledgers import ProfileLedger
    from enforcement.policy import Policies
    from enforcement.records import Standing
    from enforcement.rules import Strike


class Ledgers(Protocol):
    """The part of the port `Store` that explaining needs."""

    def load(self, key: str) -> bytes | None:
        """The ledger of this key, as it was last applied."""

    def now(self) -> int:
        """Stream time."""


def load(ledgers: Ledgers, profile_id: str) -> ProfileLedger | None:
    """The ledger of a profile; None where nothing is known of it."""
    found = ledgers.load("p:" + profile_id)
    return None if found is None else decode_profile(found)


def standing(ledger: ProfileLedger, policies: Policies, now: int) -> Standing:
    """What holds of a profile at stream time, as in a standing record."""
    return standing_at(Account(ledger, Fold(Rulebook(policies))), policies, now)


def explain(ledger: ProfileLedger, policies: Policies, now: int) -> Story:
    """What holds of a profile at stream time, and how it came about."""
    rulebook = Rulebook(policies)
    holds = standing(ledger, policies, now)
    return Story(
        holds,
        counting(now, ledger.strikes, rulebook),
        rulebook.at(now).next_rung(holds.score),
        _ahead(rulebook, holds.score, now),
        [_step(ledger, place, rulebook, now) for place in range(len(ledger.strikes))],
        explain_redress.dropped(ledger, now),
        explain_redress.annulled(ledger),
        explain_redress.appeals(ledger, rulebook, now - policies.forget_ms),
        [
            Waits(arrival.event.kind, arrival.event.event_id, instants.text(arrival.event.at))  # type: ignore[union-attr]  # whatever waits has an id
            for arrival in ledger.parked
        ],
        _reporter(ledger, policies, now),
    )


def _step(ledger: ProfileLedger, place: int, rulebook: Rulebook, now: int) -> Step:
    strike, earlier = ledger.strikes[place], ledger.strikes[:place]
    rules = rulebook.at(strike.at)
    weight, counted = weigh(strike, earlier, rulebook), counting(strike.at, [*earlier, strike], rulebook)
    rung, ends, tried = leads_to(strike, earlier, rules)
    derived = _is_derived(strike, weight, counted, rung, ends)
    appeal_until, contestable = explain_redress.contestable(ledger, strike, rulebook.policies, now)
    return Step(
        strike.violation_id,
        instants.text(strike.at),
        strike.guideline,
        strike.level,
        strike.post_id,
        instants.text(strike.post_at),
        strike.surface,
        strike.decided_by,
        strike.automated,
        strike.posts_observed,
        rules.policy.version,
        strike.points,
        strike.score,
        explain_redress.sanction(strike.rung, strike.ends),
        until_text(strike.service_until) if strike.service_until else None,
        derived,
        weight if derived else None,
        counted if derived else [],
        _kept(tried, derived=derived),
        rules.next_rung(strike.score),
        strike.waived,
        strike.at < now - rulebook.policies.forget_ms,
        explain_redress.sanction(rung, ends) if strike.waived and derived else None,
        appeal_until,
        contestable,
    )


def _kept(tried: list[Tried], *, derived: bool) -> list[Tried]:
    return tried if derived else []


def _is_derived(strike: Strike, weight: Weight, counted: list[Counted], rung: int, ends: dict[str, int]) -> bool:
    """Whether what is kept leads to what was decided."""
    points, score = weight.own + weight.repeat, sum(one.points for one in counted)
    same = (weight.base, points, score) == (strike.base, strike.points, strike.score)
    return same and (strike.waived or (rung, ends) == (strike.rung, strike.ends))


def _ahead(rulebook: Rulebook, score: int, now: int) -> list[Ahead]:
    """What one more strike of each level would cost, the mildest first."""
    rules = rulebook.at(now)
    found = []
    for row in sorted(rules.policy.levels.values(), key=lambda level: -level.number):
        place = bisect_right(rules.thresholds, score + row.points) - 1
        durations = () if rules.rungs[place].remind else rules.durations(place, NARROWEST)
        ends = {name: until_text(end(now, for_ms)) for name, for_ms in durations}
        found.append(Ahead(row.number, row.points, score + row.points, rules.rungs[place].points, ends))
    return found


def _reporter(ledger: ProfileLedger, policies: Policies, now: int) -> Reporter | None:
    record = ledger.reporter
    if record is None:
        return None
    prior = policies.at(now).reports
    a, b = prior.prior_a + record.upheld, prior.prior_b + record.unfounded
    return Reporter(
        record.upheld,
        record.unfounded,
        len(record.settled),
        round(a / (a + b), 6),
        None if record.warned_at is None else instants.text(record.warned_at),
        [Suspended(one.cause, instants.text(one.at), until_text(one.until), one.waived) for one in record.suspensions],
    )
