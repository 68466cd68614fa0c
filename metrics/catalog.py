"""Every live metric, declared once, next to its meaning; `meters.Meters` registers and moves them.

Labels come from closed sets (kinds, reasons, templates, calls), from the policy (rungs, its version) or from the
settings (topics, their partitions): never from an event. `docs/reference/metrics.md` is this list for people.
"""

from __future__ import annotations

from metrics import labels
from metrics.instruments import Count, Level, Metric, Spread

_TOPICS = "the input topics of the settings"
_SHORT = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
_EPOCH = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LATENCY = (0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

# --- what comes in ----------------------------------------------------------------------------------------------------

RECORDS = Count(
    name="enforce_records_total",
    meaning="Records read, of any kind, well-formed or not.",
    look="A rate of 0 while producers write: the source is stuck.",
    labels={"topic": _TOPICS},
)
BATCH_DURATION = Spread(
    name="enforce_batch_duration_seconds",
    meaning="From having a batch of raw records to its posts being findable in the store.",
    look="Its sum against time is the share of a worker that posts take; near 1, add workers.",
    buckets=_SHORT,
)
EVENTS = Count(
    name="enforce_events_total",
    meaning="Events that came through the door, repeated ones included.",
    look="The mix of kinds: a kind that falls silent has lost its producer.",
    labels={"kind": labels.EVENT_KINDS},
    tally="events.",
)
PRIVATE = Count(
    name="enforce_private_dropped_total",
    meaning="Records about private content, dropped at the door; only their kind is known.",
    look="A jump means that a producer sends what it should not.",
    labels={"kind": labels.PRIVATE_KINDS},
    tally="private.",
)
DUPLICATES = Count(
    name="enforce_duplicates_total",
    meaning="Events whose id had counted before: they decided nothing; of posts, live, only those waited for.",
    look="Normal after a restart; a steady share means that a producer sends twice.",
    labels={"kind": labels.EVENT_KINDS},
    tally="duplicates.",
)
ERASED_DROPPED = Count(
    name="enforce_erased_dropped_total",
    meaning="Events dropped because they name a profile that was erased after their time.",
    look="Should die down after an erasure; if not, a producer still knows the profile.",
    labels={"kind": labels.EVENT_KINDS},
    tally="erased.",
)
DEAD_LETTERS = Count(
    name="enforce_dead_letters_total",
    meaning="Records that led to nothing.",
    look="`bad_field`, `not_json`: a broken producer. `unmatched_post`: posts are missing or late. `gap`: lost input.",
    labels={"reason": labels.DEAD_LETTER_REASONS},
    tally="dead_letters.",
)
LAG = Level(
    name="enforce_lag_records",
    meaning="Records of a partition that are not read yet; NaN while the broker does not say.",
    look="Rising on all partitions: too few workers. Rising on one: a hot key. Waits stand still while there is lag.",
    labels={"topic": _TOPICS, "partition": "the partitions of the topic"},
)
# --- what waits -------------------------------------------------------------------------------------------------------

PARKED = Count(
    name="enforce_parkings_total",
    meaning="Events that came before what they name and were parked.",
    look="Its rate against that of events: how far producers are out of order.",
    tally="parked",
)
PARKED_NOW = Level(
    name="enforce_parked_events",
    meaning="Events parked now.",
    look="Rises for as long as posts are missing.",
)
PARKED_AGE = Level(
    name="enforce_parked_oldest_age_seconds",
    meaning="Stream time since the time of the oldest parked event; 0 if none is parked.",
    look="Near the policy's `join.wait`, events are about to become dead letters `unmatched_post`.",
)

# --- what is decided --------------------------------------------------------------------------------------------------

STRIKES = Count(
    name="enforce_strikes_total",
    meaning="Violations that became strikes, those of claim rulings included.",
    look="The load of decisions; a jump may be a detector gone wrong.",
    tally="strikes",
)
CLAIM_STRIKES = Count(
    name="enforce_claim_strikes_total",
    meaning="Rulings on claims that found an infringement and led to a strike.",
    look="Against `enforce_claim_rulings_total`.",
    tally="strikes.from_claims",
)
STRIKES_SAME_ID = Count(
    name="enforce_strikes_same_id_total",
    meaning="Violations and claim rulings that share their id with a strike the profile has: counted once.",
    look="Should stay 0: two producers choose the same ids.",
    tally="strikes.same_id",
)
ACTIONS = Count(
    name="enforce_actions_total",
    meaning="Actions delivered (again, too), by the rung's points, `zero_tolerance`, or empty where no rung led to it.",
    look="A rate far from last week's: look at policy and detectors before people are hurt.",
    labels={"kind": labels.ACTION_KINDS, "rung": "the ladder of the policy"},
)
REPORTS = Count(
    name="enforce_reports_total",
    meaning="Reports (and claims) settled, and reports that changed nothing: repeated, or over the limit of a post.",
    look="`unfounded` rising: a campaign of malicious reports.",
    labels={"what": ("upheld", "dismissed", "unfounded", "repeated", "over_limit")},
    tally="reports.",
)
REVIEWS = Count(
    name="enforce_reviews_total",
    meaning="Review records emitted.",
    look="The inflow of work for reviewers.",
    tally="reviews",
)
NOTICES = Count(
    name="enforce_notices_total",
    meaning="Notices to people.",
    look="People must be told: it follows `enforce_actions_total`.",
    labels={"template": labels.TEMPLATES},
    tally="notices.",
)
UNWORDED = Count(
    name="enforce_notices_unworded_total",
    meaning="Notices that could not be put into the words they should have; English or bare facts went out.",
    look="Should stay 0: a language file is broken.",
    labels={"template": labels.TEMPLATES},
    tally="unworded.",
)
APPEALS = Count(
    name="enforce_appeals_total",
    meaning="Appeals acknowledged, refused, and appeals whose deadline passed undecided.",
    look="`overdue` should stay 0: a promise to a person was broken.",
    labels={"what": ("received", "refused", "overdue")},
    tally="appeals.",
)
APPEALS_OVERDUE = Level(
    name="enforce_appeals_overdue",
    meaning="Appeals open now whose deadline has passed.",
    look="Must be 0; anything else wants a reviewer today.",
)
RULINGS = Count(
    name="enforce_rulings_total",
    meaning="Rulings on appeals.",
    look="A high share of `overturned` says that decisions are wrong, not people.",
    labels={"outcome": ("upheld", "overturned")},
    tally="rulings.",
)
CLAIMS_REFUSED = Count(
    name="enforce_claims_refused_total",
    meaning="Rights claims that were refused.",
    look="Claimants who do not know what is asked of them.",
    tally="claims.refused",
)
CLAIM_RULINGS = Count(
    name="enforce_claim_rulings_total",
    meaning="Rulings on rights claims.",
    look="A high share of `unfounded`: claims used as a weapon.",
    labels={"outcome": ("infringing", "unfounded", "withdrawn")},
    tally="claim_rulings.",
)
ERASURES = Count(
    name="enforce_erasures_total",
    meaning="Profiles erased.",
    look="Follows the requests for erasure.",
    tally="erasures",
)

# --- how fast, how fresh ----------------------------------------------------------------------------------------------

ACTION_LATENCY = Spread(
    name="enforce_action_latency_seconds",
    meaning="From reading an event to its action being confirmed by the sink, one observation an action.",
    look="p50 at most 0.1 and p99 at most 0.25 at half of peak load is what the pipeline is built for.",
    buckets=_LATENCY,
)
EPOCH_DURATION = Spread(
    name="enforce_epoch_duration_seconds",
    meaning="From the start of an epoch to its offsets being durable.",
    look="Well above ENFORCE_EPOCH: the store or the sinks are slow (`enforce_store_call_duration_seconds`).",
    buckets=_EPOCH,
)
EPOCH_AGE = Level(
    name="enforce_epoch_age_seconds",
    meaning="Since the last epoch closed (since the start, if none has).",
    look="Above a few seconds nothing is delivered; `/ready` says why.",
)
STREAM_TIME = Level(
    name="enforce_stream_time_seconds",
    meaning="Stream time, in seconds since 1970.",
    look="Never goes back.",
)
STREAM_BEHIND = Level(
    name="enforce_stream_time_behind_seconds",
    meaning="How far stream time is behind the wall clock.",
    look="Restrictions end by stream time: above 1 without lag, they end late.",
)
STORE_CALL = Spread(
    name="enforce_store_call_duration_seconds",
    meaning="One call of the store, as the pipeline sees it, network included.",
    look="Which call is slow: `wait` carries the posts, `journal` and the prefetches carry the decisions.",
    labels={"call": labels.STORE_CALLS},
    buckets=_SHORT,
)
STORE_ERRORS = Count(
    name="enforce_store_errors_total",
    meaning="Calls of the store that it refused; the process then ends and starts again.",
    look="Seldom seen, since the process begins anew at 0: the log has `redis_down` with the reason.",
    labels={"call": labels.STORE_CALLS},
)

# --- what holds it together -------------------------------------------------------------------------------------------

CONNECTED = Level(
    name="enforce_connected",
    meaning="1 while the server answers, 0 while it does not.",
    look="0: the pipeline waits and loses nothing; bring the server back.",
    labels={"server": labels.SERVERS},
)
LEASE = Level(
    name="enforce_lease_held",
    meaning="1 while this process writes under the newest lease of its store.",
    look="The sum over one pipeline's processes: their number. 0: another pipeline has the store.",
)
JOURNAL_OPEN = Level(
    name="enforce_journal_open_entries",
    meaning="Journal entries decided and not yet confirmed as delivered.",
    look="A few; rising: an output topic does not take what it is given.",
)
JOURNAL_AGE = Level(
    name="enforce_journal_open_age_seconds",
    meaning="Since the oldest open journal entry was written; 0 if none is open.",
    look="Above seconds: decisions are made and nobody is told.",
)
RESTORE = Level(
    name="enforce_restore_ratio",
    meaning="How much of the changelogs a restore has read, from 0 to 1; 1 when there is nothing to restore.",
    look="Stands still: the restore is stuck.",
)
POLICY = Level(
    name="enforce_policy_info",
    meaning="1, with the policy version in effect now.",
    look="The same version in all processes.",
    labels={"version": "the policy files; one at a time"},
)
POLICY_RELOAD = Level(
    name="enforce_policy_last_reload_successful",
    meaning="1 if the policy files, when last read, were good; 0 while the last good ones are kept; NaN before that.",
    look="0: the log says why (`policy_refused`); `enforce policy check` finds every mistake.",
)
READY = Level(
    name="enforce_ready",
    meaning="1 if `/ready` says yes.",
    look="0 for minutes: `/ready` says why.",
)
LIVE = Level(
    name="enforce_live",
    meaning="1 if `/live` says yes.",
    look="0: the process is stuck and is about to end itself.",
)

CATALOG: tuple[Metric, ...] = (
    *(RECORDS, BATCH_DURATION, EVENTS, PRIVATE, DUPLICATES, ERASED_DROPPED, DEAD_LETTERS, LAG),
    *(PARKED, PARKED_NOW, PARKED_AGE),
    *(STRIKES, CLAIM_STRIKES, STRIKES_SAME_ID, ACTIONS, REPORTS, REVIEWS, NOTICES, UNWORDED, APPEALS),
    *(APPEALS_OVERDUE, RULINGS, CLAIMS_REFUSED, CLAIM_RULINGS, ERASURES),
    *(ACTION_LATENCY, EPOCH_DURATION, EPOCH_AGE, STREAM_TIME, STREAM_BEHIND, STORE_CALL, STORE_ERRORS),
    *(CONNECTED, LEASE, JOURNAL_OPEN, JOURNAL_AGE, RESTORE, POLICY, POLICY_RELOAD, READY, LIVE),
)
TALLIED: tuple[Count, ...] = tuple(metric for metric in CATALOG if isinstance(metric, Count) and metric.tally)
"""Those that the core counts."""
