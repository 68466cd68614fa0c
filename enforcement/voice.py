"""Notices: what a person is told about each decision, as facts (domain.md section 10; contracts.md section 2).

Words are made of the facts afterwards, and only where they are asked for (`wording`).
"""

from __future__ import annotations

from enforcement.voice_changes import ChangeNotices
from enforcement.voice_claims import ClaimNotices
from enforcement.voice_redress import RedressNotices
from enforcement.voice_reporters import ReporterNotices
from enforcement.voice_strikes import StrikeNotices


class Voice(StrikeNotices, ChangeNotices, RedressNotices, ReporterNotices, ClaimNotices):
    """Says what happened to the people concerned; `wording` puts it into words, or is None for facts only."""
