"""The policies that the laws are tried under: the shipped one, and two made of its text with other numbers."""

from __future__ import annotations

from importlib.resources import files

from hypothesis import strategies as st

from enforcement.policy import Policies
from enforcement.policy_file import parse_policy

_TEXT = files("enforcement").joinpath("policies/default.toml").read_text(encoding="utf-8")


def _with(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def _policies(text: str) -> Policies:
    return Policies(versions=(parse_policy(text, "policy"),))


_TIGHT = _with(
    _TEXT,
    ('window = "365d"', 'window = "12h"'),
    ('window = "180d"\nrepeat', 'window = "6h"\nrepeat'),
    ('window = "90d"\nrepeat', 'window = "3h"\nrepeat'),
    ('stale_after = "1460d"', 'stale_after = "15h"'),
    ('stale_after = "90d"', 'stale_after = "8h"'),
    ('share_window = "90d"', 'share_window = "2d"'),
    ("min_share = 0.02\nmin_posts = 50", "min_share = 0.5\nmin_posts = 3"),
    ('\nfor = "1d"', '\nfor = "30m"'),
    ('\nfor = "3d"', '\nfor = "1h"'),
    ('\nfor = "7d"', '\nfor = "2h"'),
    ('\nfor = "30d"', '\nfor = "4h"'),
    ('\nfor = "60d"', '\nfor = "8h"'),
    ('rulings = 3, window = "180d", for = "30d"', 'rulings = 2, window = "6h", for = "4h"'),
    ("unfounded_min = 5", "unfounded_min = 1"),
    ('suspensions = ["7d", "30d", "90d"]', 'suspensions = ["1h", "3h"]'),
)
_SMALL = _with(
    _TIGHT,
    ('wait = "24h"', 'wait = "2h"'),
    ('keep = "30d"', 'keep = "12h"'),
    ('window = "183d"', 'window = "1d"'),
    ("max_strikes = 256", "max_strikes = 4"),
    ("max_per_post = 1000", "max_per_post = 3"),
    ('block_for = "30d"', 'block_for = "3h"'),
    ("max_per_item = 16", "max_per_item = 2"),
    ('on_expiry = "release"', 'on_expiry = "delete"'),
)

DEFAULT = _policies(_TEXT)
"""What is shipped: windows of months."""
TIGHT = _policies(_TIGHT)
"""Windows and restrictions of hours, so that they overlap and end within a day; nothing is forgotten."""
SMALL = _policies(_SMALL)
"""The same, and everything is forgotten after hours too, and limits are low."""
UNGATED = _policies(_with(_TIGHT, ("min_share = 0.5\nmin_posts = 3\n", "")))
"""The tight one where nothing rests on how many posts were observed."""

TEXTS = ((DEFAULT, _TEXT), (TIGHT, _TIGHT))
"""What some of them are made of."""

remembering = st.sampled_from([DEFAULT, TIGHT])
every = st.sampled_from([DEFAULT, TIGHT, SMALL])
