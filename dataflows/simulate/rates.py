"""Every rate of the simulated traffic, once, beside its source.

[P]: the publisher's own text was read; [S]: press or notes about it; "ours": nobody publishes it, so it is our choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing_extensions import Self

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class Rate(float):
    """A number that knows what it says (`meaning`) and who says so (`source`)."""

    meaning: str
    source: str

    def __new__(cls, value: float, meaning: str, source: str) -> Self:
        """A float with two words on it."""
        rate = super().__new__(cls, value)
        rate.meaning, rate.source = meaning, source
        return rate


# --- who breaks rules, and again --------------------------------------------------------------------------------------

OFFENDERS: Final = Rate(
    0.02,
    "share of profiles that break a rule at all; each for the first time at some moment of the simulated days",
    "YouTube: 98 % never break rules [S]",
)
DETERRED: Final = Rate(
    0.73,
    "share of them that never do so again once they are warned",
    "ours: with the next row it gives Meta's 80 % without a new violation within 60 days (2023) [S]; a constant hazard"
    " for everybody would have 74 % back within a year, against YouTube's 80 % of the warned never again [S]",
)
HAZARD: Final = Rate(
    0.0225,
    "offences a day, of those not deterred and of all before their first warning",
    "ours: see above; 20 % within 60 days, 23 % within 90, 27 % ever",
)
WARNING_EFFECT: Final = Rate(
    0.10,
    "offences that do not happen in the days after a warning",
    "Yildirim et al. 2021, Twitter: a warning lowers hateful language by at least 10 % [P abstract]",
)
WARNING_DAYS: Final = Rate(7, "for how many days", "Yildirim et al. 2021: for one week [P abstract]")
SAME_GUIDELINE: Final = Rate(
    0.75, "repeat offences that break the same guideline again", "TikTok 2023: more than 75 %, same category [P]"
)
SAME_SURFACE: Final = Rate(
    0.90, "repeat offences on the same surface again", "TikTok 2023: almost 90 %, same feature [P]"
)
BURSTS: Final = Rate(0.15, "offences of several posts within minutes, decided as one incident", "ours: spam comes so")
OLD_POSTS: Final = Rate(
    0.03,
    "decisions that take in a post of 91 to 400 days before",
    "ours: so that strikes are stale (Meta does not count posts older than 90 days [P])",
)

# --- who finds it -----------------------------------------------------------------------------------------------------

FOUND_BY_REPORT: Final = Rate(
    1751 / 5634,
    "violating posts that a report led to; the others are found by the platform",
    "Koo, June and July 2021: 1,253 + 498 removed after reports, 1,996 + 1,887 proactively [S]",
)
REPORTED_UPHELD: Final = Rate(
    1751 / 8933,
    "reported posts that broke a rule",
    "Koo, June and July 2021: 1,253 of 5,502 and 498 of 3,431 [S]",
)
ORDERED: Final = Rate(0.01, "violations found otherwise that an authority ordered", "ours: rare")
AUTOMATED: Final = Rate(0.60, "the platform's own findings that a program decided", "ours")
MALICIOUS: Final = Rate(
    0.15,
    "reported innocent posts that a few profiles report together, in bad faith, within an hour",
    "ours: Meta removed such networks in 2021 and 2022 [S], without figures",
)
BRIGADIERS: Final = Rate(0.004, "share of profiles that do so", "ours: see above")
SEEN_THROUGH: Final = Rate(0.90, "malicious reports that the dismissal calls manifestly unfounded", "ours")
CARELESS: Final = Rate(0.02, "honest but wrong reports that are called so", "ours: good faith is protected")
TRUSTED: Final = Rate(0.05, "reports of violating posts that a trusted flagger makes", "ours")
NAMED_RIGHT: Final = Rate(0.80, "honest reports that name the guideline; the others name none", "ours")

# --- redress ----------------------------------------------------------------------------------------------------------

APPEALED: Final = Rate(
    0.15, "violations that are appealed", "ours: the EU counts appeals, not what they are a share of"
)
OVERTURNED: Final = Rate(
    0.30, "appeals that win", "EU, DSA transparency database: almost 50 M of 165 M were reversed in two years [S]"
)
TAKEN_OUT: Final = Rate(0.05, "lost appeals that go to an out-of-court body", "ours: far fewer than appeals")
TAKEN_OUT_WON: Final = Rate(
    0.52, "of those the ones that win: the platform reverses", "EU out-of-court bodies, first half of 2025 [S]"
)
SELF_FOUND: Final = Rate(
    0.01, "violations not appealed that the platform itself reverses", "ours: Meta restores without appeal too [P]"
)

# --- claims -----------------------------------------------------------------------------------------------------------

CLAIMS: Final = Rate(1 / 4000, "claims per profile and day", "ours: nobody publishes it")
INFRINGERS: Final = Rate(0.001, "share of profiles whose posts infringe again and again", "ours")
AGAINST_INFRINGERS: Final = Rate(0.30, "claims against one of them", "ours")
NO_EVIDENCE: Final = Rate(0.05, "claims that come without evidence, and are refused", "ours")
MISDIRECTED: Final = Rate(0.03, "claims about a surface that takes none, and are refused", "ours")
SECOND_CLAIMANT: Final = Rate(0.10, "claims that a second claimant joins", "ours")
COUNTERED: Final = Rate(0.20, "blocked posts whose author asks for them back", "ours")
CLAIM_RULED: Final = Rate(0.50, "claims that are ruled on; the block of the others runs out", "ours")
CLAIM_ABUSE: Final = Rate(0.20, "unfounded claims that are manifestly so", "ours")

# --- traffic ----------------------------------------------------------------------------------------------------------

POSTS: Final = Rate(
    1.0,
    "posts per profile and day, on average; a profile's share falls as 1/rank (Zipf), so few write most",
    "ours: in 30 days about 0.14 % of public posts are violating then; of YouTube's views 0.16 to 0.18 % were, end of"
    " 2020 [S]",
)
STORMS: Final = Rate(0.02, "hours in which everybody writes", "ours")
STORM_FACTOR: Final = Rate(3, "times as much as in others", "ours")
THREADS: Final = Rate(0.25, "posts whose author wrote the one before too", "ours: people write several in a row")
PRIVATE_REPORTS: Final = Rate(
    0.03, "reports about innocent content that are about private content", "ours: they must be dropped"
)
UNSEEN: Final = Rate(0.01, "reports about innocent content whose post never comes", "ours: deleted before it was sent")
LATE: Final = Rate(0.01, "events that arrive late: minutes mostly, up to six hours", "ours: what our fault tests use")
LOST: Final = Rate(0.005, "violating posts that arrive only 30 to 48 hours late", "ours: past `join.wait`")
DUPLICATES: Final = Rate(0.005, "events that arrive again within six hours", "ours: deliveries are at least once")
PREFERENCES: Final = Rate(1 / 600, "profiles that choose a language, a day", "ours: 5 % in a month")
ERASURES: Final = Rate(1 / 15_000, "profiles that are erased, a day", "ours: 0.2 % in a month")


def table() -> dict[str, Rate]:
    """All of them by name, in the order of this page."""
    return {name: value for name, value in globals().items() if isinstance(value, Rate)}
