"""What content, guidelines and grounds are made of: whole-number weights, so that no machine rounds them otherwise.

All are ours: the platforms publish no such shares. Levels and surfaces are those of the shipped policy.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Place(NamedTuple):
    """Where a post appears, and to whom."""

    surface: str
    audience: str


PLACES: Final = {
    Place("feed_post", "public"): 300,
    Place("comment", "public"): 260,
    Place("talk_board_post", "public"): 40,
    Place("talk_board_comment", "public"): 50,
    Place("open_chat_announcement", "public"): 15,
    Place("open_chat_schedule", "public"): 5,
    Place("open_chat_vote", "public"): 5,
    Place("open_chat_cover", "public"): 5,
    Place("open_profile", "public"): 10,
    Place("open_profile_post", "public"): 35,
    Place("profile", "public"): 15,
    Place("feed_post", "followers"): 60,
    Place("chat_message", "private"): 150,
    Place("mail", "private"): 20,
    Place("drive_file", "private"): 10,
    Place("private_community_post", "members"): 20,
}
CLAIMABLE: Final = tuple(
    place.surface for place in PLACES if place.audience == "public" and place.surface not in {"feed_post", "comment"}
)
LANGUAGES: Final = {"en": 40, "ko": 25, "hi": 20, "pt": 15}

# Level 3 makes up 60 %, level 2 32 %, level 1 8 %, of which a quarter is zero tolerance.
GUIDELINES: Final = {
    "spam": 24,
    "abusive_content": 14,
    "cyberbullying_harassment": 10,
    "misinformation": 8,
    "private_information": 4,
    "hate_speech_discrimination": 11,
    "violent_content": 6,
    "intellectual_property": 5,
    "religiously_offensive": 3,
    "dangerous_content": 3,
    "identity_theft": 2,
    "privacy_violation": 2,
    "graphic_obscene_sexual": 3,
    "illegal_activities": 1,
    "sexual_harassment": 1,
    "malicious_programs": 1,
    "terrorism_extremism": 1,
    "child_abuse": 1,
}
GROUNDS_OF_HATE: Final = {
    "origin": 20,
    "race": 14,
    "appearance": 9,
    "disability": 7,
    "illness": 3,
    "social_status": 6,
    "religion": 14,
    "age": 5,
    "gender": 13,
    "sexual_identity": 4,
    "sexual_preference": 4,
    "other_identity": 1,
}
GROUNDS_OF_CLAIMS: Final = {
    "defamation": 40,
    "personal_information": 20,
    "portrait": 20,
    "intellectual_property": 15,
    "other_right": 5,
}
OUTCOMES: Final = {"infringing": 35, "unfounded": 45, "withdrawn": 20}
OUTCOMES_OF_INFRINGERS: Final = {"infringing": 85, "unfounded": 10, "withdrawn": 5}

HOURS: Final = (12, 8, 5, 4, 4, 6, 12, 22, 32, 38, 42, 45, 50, 48, 44, 44, 46, 50, 56, 62, 64, 58, 44, 26)
"""Posts by the hour of the day: a night, a noon, an evening."""
