"""The page about the policy file: its table is made from the code, its commands are run."""

from __future__ import annotations

from pathlib import Path

from enforcement.policy_keys import policy_keys
from enforcement.policy_meanings import KEYS
from tests.gates import test_docs as docs
from tests.policy.page import PAGE, TABLE, key_table


def test_the_table_of_keys_is_the_one_that_the_code_makes() -> None:
    """After a change of the keys: `python -m tests.policy.page`."""
    (table,) = TABLE.findall(PAGE.read_text(encoding="utf-8"))
    assert table == key_table()


def test_every_key_has_a_meaning() -> None:
    """And no meaning is left over."""
    assert list(KEYS) == [key.path for key in policy_keys()]


def test_the_commands_on_the_page_print_what_it_says(tmp_path: Path) -> None:
    """One after the other, in an empty directory."""
    docs.test_every_command_on_a_page_prints_what_the_page_says("docs/reference/policy.md", tmp_path)
