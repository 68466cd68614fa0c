"""Policies for hostile streams: windows, ladders and limits so small that everything overlaps."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta, timezone

START = datetime(2026, 3, 1, tzinfo=timezone.utc)
LEVELS: dict[int, list[str]] = {
    1: [
        "graphic_obscene_sexual",
        "malicious_programs",
        "illegal_activities",
        "terrorism_extremism",
        "child_abuse",
    ],
    2: [
        "hate_speech_discrimination",
        "violent_content",
        "intellectual_property",
        "privacy_violation",
        "identity_theft",
    ],
    3: ["abusive_content", "spam", "misinformation", "cyberbullying_harassment", "private_information"],
}
ZERO = ("terrorism_extremism", "child_abuse")
CLAIMABLE = ["profile", "talk_board_post", "talk_board_comment", "open_chat_cover", "open_profile_post"]
SURFACES = [*CLAIMABLE, "feed_post", "feed_post", "comment", "story"]
PRIVATE = ["chat_message", "mail", "drive_file", "private_community_post"]
FINAL = ["feed_search", "notifications", "comments", "creation"]


def policies(r: random.Random) -> list[str]:
    """One to three versions; the later ones change what a strike is worth, what is known, and the limits."""
    found, day = [policy(r, "v1", -3650)], 0
    for n in range(2, 2 + r.choice([0, 0, 1, 1, 2])):
        found.append(policy(r, f"v{n}", day := day + r.randint(1, 25), drop=r.random() < 0.5))
    r.shuffle(found)
    return found


def policy(r: random.Random, version: str, day: int, drop: bool = False) -> str:
    levels = {g: level for level, names in LEVELS.items() for g in names if not (drop and g == "identity_theft")}
    if version != "v1":
        levels["spam"] = r.choice([2, 3])
    rows = [
        (r.choice([3, 4]), "20d", 2, 2, r.choice(["30d", "1d"])),
        (2, r.choice(["10d", "3d"]), 2, 1, r.choice(["4d", "12h"])),
        (r.choice([1, 1, 2]), r.choice(["5d", "1d"]), r.choice([2, 3]), 1, "4d"),
    ]
    text = f'version = "{version}"\neffective_from = {(START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")}\n'
    text += f"[scope]\naudiences = {json.dumps(r.choice([['public'], ['public'], ['public', 'friends']]))}\n"
    text += f'private_surfaces = {json.dumps(r.choice([PRIVATE, [*PRIVATE, "story"]]))}\n[stream]\nmax_future = "5m"\n'
    text += f'[join]\nwait = "{r.choice(["6h", "1d", "2d"])}"\nkeep = "{r.choice(["2d", "5d", "9d"])}"\n'
    for n, (points, window, start, more, stale) in enumerate(rows, 1):
        text += f'[levels.{n}]\npoints = {points}\nwindow = "{window}"\nrepeat_from = {start}\nrepeat_points = {more}\nstale_after = "{stale}"\n'
    text += "[guidelines]\n" + "".join(
        f"{g} = {{ level = {n}{', zero_tolerance = true' if g in ZERO else ''} }}\n" for g, n in levels.items()
    )
    text += "".join(ladder(r)) + '[matching]\ncomment = "comments"\ntalk_board_comment = "comments"\n'
    text += f"[zero_tolerance]\ncapabilities = {json.dumps(r.choice([FINAL, FINAL, ['matching', 'creation']]))}\n"
    text += f'for = "{r.choice(["3d", "12h", "open"])}"\nconfirm_within = "1h"\n'
    text += f'[fairness]\nwarning_first = {r.choice(["true", "true", "false"])}\nwarning_window = "{r.choice(["1d", "3d", "10d"])}"\n'
    text += f'exempt_levels = {r.choice(["[]", "[1]", "[1, 2]"])}\nshare_window = "{r.choice(["5d", "2d"])}"\n'
    text += f"[history]\nmax_strikes = {r.choice([1, 2, 4, 8, 8, 256])}\n"
    text += f'[appeals]\nwindow = "{r.choice(["8d", "1d"])}"\nacknowledge_within = "24h"\ndecide_within = "7d"\n'
    text += f"[reports]\nprior = {{ a = {r.choice([4, 4, 1])}, b = 2 }}\ntriage = {{ 1 = 0.5, 2 = {r.choice([1.0, 2.0])}, 3 = {r.choice([0.7, 2.5])} }}\n"
    text += f"max_per_post = {r.choice([2, 3, 5, 1000, 1000])}\n[reporters]\nunfounded_min = {r.choice([1, 2, 3])}\nshare = {r.choice([0.5, 0.8])}\n"
    text += f'window = "{r.choice(["6d", "1d"])}"\nsuspensions = {json.dumps(r.choice([["6h", "2d"], ["1h", "12h", "3d"]]))}\n'
    text += f'[claims]\nsurfaces = {json.dumps(CLAIMABLE)}\nblock_for = "{r.choice(["6h", "1d", "2d"])}"\nmax_per_item = {r.choice([1, 2, 3, 16])}\n'
    text += f'on_expiry = "{r.choice(["release", "delete"])}"\nguideline = {{ personal_information = "privacy_violation", portrait = "privacy_violation", '
    text += 'defamation = "cyberbullying_harassment", intellectual_property = "intellectual_property", other_right = "privacy_violation" }\n'
    text += f'repeat = {{ rulings = {r.choice([1, 2, 2, 3])}, window = "{r.choice(["10d", "2d"])}", for = "{r.choice(["1d", "3d"])}" }}\n'
    return text + '[notices]\ndefault_language = "en"\nappeal_url = "https://example.org/appeals"\n'


def ladder(r: random.Random) -> list[str]:
    """Reminders first, then ever more: some rungs gated by share, some shorter than those below, the last at times open."""
    rungs: list[tuple[int, list[str], str, bool]] = [(1, [], "", False)]
    rungs += [(2, [], "", False)] if r.random() < 0.66 else []
    rungs += [
        (3, ["matching"], r.choice(["6h", "2d"]), False),
        (4, ["feed_search", "notifications"], "12h", False),
    ]
    rungs += [(5, [], "", False)] if r.random() < 0.15 else []
    rungs += [
        (6, FINAL[:3], r.choice(["12h", "1d"]), r.random() < 0.3),
        (7, FINAL, "2h", True),
        (8, FINAL, "6h", True),
        (9, ["creation"], "1d", True),
        (10, FINAL, "2d", r.random() < 0.5),
        (12, FINAL, "4d", False),
        (16, FINAL, r.choice(["open", "6d"]), False),
    ]
    lines = []
    for points, capabilities, length, share in rungs:
        lines.append(f'[[ladder]]\npoints = {points}\naction = "{"restrict" if length else "remind"}"\n')
        lines += [f'capabilities = {json.dumps(capabilities)}\nfor = "{length}"\n'] if length else []
        lines += (
            [f"min_share = {r.choice([0.02, 0.25, 0.5, 0.75])}\nmin_posts = {r.choice([1, 2, 4])}\n"] if share else []
        )
    return lines
