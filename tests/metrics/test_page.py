"""The page on querying: its commands run one after the other and print what it says; it knows every question."""

from __future__ import annotations

from pathlib import Path

from tests.gates import test_docs as docs


def test_every_command_on_the_page_prints_what_the_page_says(tmp_path: Path) -> None:
    """An analyst pastes them one after the other, in an empty directory."""
    docs.test_every_command_on_a_page_prints_what_the_page_says("docs/how-to/query-with-polars.md", tmp_path)
