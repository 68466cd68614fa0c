"""The command line around `enforce policy`: what it says of a wrong word, and what a shell completes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY
from tests.policy.files import Shell

CHECK_HELP = " Try enforce policy check --help."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check",), f"Missing argument 'PATH'.{CHECK_HELP}"),
        (("check", "--jsn", "x"), f"No such option: --jsn (Possible options: --json).{CHECK_HELP}"),
        (("chek",), "No such command 'chek'. Did you mean 'check', 'schema'? Try enforce policy --help."),
        (("diff",), "Missing argument 'A'. Try enforce policy diff --help."),
    ],
)
def test_a_wrong_word_is_told_in_one_line_with_whose_help_to_read(
    words: tuple[str, ...], told: str, shell: Shell
) -> None:
    """The help of the command that was meant, not the whole list."""
    ended = shell.run(*words)
    assert (ended.code, ended.out, ended.err) == (2, "", f"enforce: {told}\n")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("enforce policy ", {"check", "show", "schema", "diff"}), ("enforce policy show --", {"--at", "--json"})],
)
def test_a_shell_completes_commands_and_options(typed: str, completed: set[str]) -> None:
    """As `enforce --install-completion` sets it up."""
    asked = {
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
        "_ENFORCE_COMPLETE": "complete_bash",
    }
    done = subprocess.run(
        [sys.executable, "-m", "dataflows"],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert completed <= set(done.stdout.split())
