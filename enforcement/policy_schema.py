"""The policy file as data: every key, its kind and, as its example, the shipped default."""

from enforcement.policy import CREATION, VISIBILITY
from enforcement.policy_kinds import (
    Amount,
    Choice,
    Duration,
    DurationOrOpen,
    Flag,
    Instant,
    Text,
    Whole,
)
from enforcement.policy_tables import ByLevel, ByName, ListOf, SetOf, Some, Table, TopTable

NAME = Text(example='"public"')
RUNG_CAPABILITY = Choice(example='"matching"', among=(*VISIBILITY, CREATION, "matching"))
EXAMPLE_CAPABILITIES = '["feed_search", "notifications", "comments", "creation"]'
MOST_BLOCK_DAYS = 30

SCOPE = Table(
    keys={
        "audiences": Some(of=SetOf(item=NAME, example='["public"]')),
        "private_surfaces": SetOf(
            item=NAME, example='["chat_message", "mail", "drive_file", "private_community_post"]'
        ),
    }
)

LEVEL = Table(
    keys={
        "points": Whole(example="4"),
        "window": Duration(example='"365d"'),
        "repeat_from": Whole(example="2", least=2),
        "repeat_points": Whole(example="2", least=0),
        "stale_after": Duration(example='"1460d"'),
    }
)

GUIDELINE = Table(
    keys={"level": Whole(example="3"), "zero_tolerance": Flag(example="true")},
    optional=frozenset({"zero_tolerance"}),
)

RUNG = Table(
    keys={
        "points": Whole(example="1"),
        "action": Choice(example='"remind"', among=("remind", "restrict")),
        "capabilities": Some(of=SetOf(item=RUNG_CAPABILITY, example=EXAMPLE_CAPABILITIES)),
        "for": DurationOrOpen(example='"7d"'),
        "min_share": Amount(example="0.02", most=1),
        "min_posts": Whole(example="50", least=0),
    },
    optional=frozenset({"capabilities", "for", "min_share", "min_posts"}),
)

ZERO_TOLERANCE = Table(
    keys={
        "capabilities": Some(of=SetOf(item=RUNG_CAPABILITY, example=EXAMPLE_CAPABILITIES)),
        "for": DurationOrOpen(example='"open"'),
        "confirm_within": Duration(example='"24h"'),
    }
)

FAIRNESS = Table(
    keys={
        "warning_first": Flag(example="true"),
        "warning_window": Duration(example='"365d"'),
        "exempt_levels": SetOf(item=Whole(example="1"), example="[1]"),
        "share_window": Duration(example='"90d"'),
    }
)

APPEALS = Table(
    keys={
        "window": Duration(example='"183d"'),
        "acknowledge_within": Duration(example='"24h"'),
        "decide_within": Duration(example='"7d"'),
    }
)

REPORTS = Table(
    keys={
        "prior": Table(keys={"a": Amount(example="4"), "b": Amount(example="2")}),
        "triage": ByLevel(item=Amount(example="0.5"), example="{ 1 = 0.5, 2 = 2.0, 3 = 3.0 }"),
        "max_per_post": Whole(example="1000"),
    }
)

REPORTERS = Table(
    keys={
        "unfounded_min": Whole(example="5"),
        "share": Amount(example="0.8", most=1),
        "window": Duration(example='"30d"'),
        "suspensions": Some(of=ListOf(item=Duration(example='"7d"'), example='["7d", "30d", "90d"]')),
    }
)

GROUNDS = Table(
    keys={
        "personal_information": Text(example='"privacy_violation"'),
        "portrait": Text(example='"privacy_violation"'),
        "defamation": Text(example='"cyberbullying_harassment"'),
        "intellectual_property": Text(example='"intellectual_property"'),
        "other_right": Text(example='"privacy_violation"'),
    }
)

CLAIMS = Table(
    keys={
        "surfaces": SetOf(
            item=NAME,
            example='["profile", "talk_board_post", "talk_board_comment", "open_chat_announcement", '
            '"open_chat_schedule", "open_chat_vote", "open_chat_cover", "open_profile", "open_profile_post"]',
        ),
        "block_for": Duration(example='"30d"', most_days=MOST_BLOCK_DAYS),
        "max_per_item": Whole(example="16"),
        "on_expiry": Choice(example='"release"', among=("release", "delete")),
        "guideline": GROUNDS,
        "repeat": Table(
            keys={
                "rulings": Whole(example="3"),
                "window": Duration(example='"180d"'),
                "for": Duration(example='"30d"'),
            }
        ),
    }
)

NOTICES = Table(
    keys={
        "default_language": Text(example='"en"', form="[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", what="a language tag"),
        "appeal_url": Text(example='"https://example.org/appeals"', form=r"[a-z][a-z0-9+.-]*:\S+", what="a URL"),
    }
)

POLICY = TopTable(
    keys={
        "version": Text(example='"2026-11"'),
        "effective_from": Instant(example="2020-01-01T00:00:00Z"),
        "scope": SCOPE,
        "stream": Table(keys={"max_future": Duration(example='"5m"')}),
        "join": Table(keys={"wait": Duration(example='"24h"'), "keep": Duration(example='"30d"')}),
        "levels": Some(of=ByLevel(item=LEVEL, example=f"{{ 1 = {LEVEL.written()} }}")),
        "guidelines": Some(of=ByName(item=GUIDELINE, name=NAME, example="{ spam = { level = 3 } }")),
        "ladder": Some(of=ListOf(item=RUNG, example='[{ points = 1, action = "remind" }]')),
        "zero_tolerance": ZERO_TOLERANCE,
        "matching": ByName(
            item=Choice(example='"comments"', among=VISIBILITY), name=NAME, example='{ comment = "comments" }'
        ),
        "fairness": FAIRNESS,
        "history": Table(keys={"max_strikes": Whole(example="256")}),
        "appeals": APPEALS,
        "reports": REPORTS,
        "reporters": REPORTERS,
        "claims": CLAIMS,
        "notices": NOTICES,
    }
)
