"""What a user may set, checked before any work: every mistake is one line, and exit code 2.

Every command imports this, so what is heavy is imported where it is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dataflows.sinks.files import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enforcement.policy import Policies

EXIT_DONE, EXIT_FAILED, EXIT_REFUSED, EXIT_DEAD_LETTERS = 0, 1, 2, 3


class Refused(Exception):
    """Nothing was done; each argument is one line: what, where, what next."""


def policies_from(paths: Sequence[Path]) -> Policies:
    """The policy versions in these files and directories; the shipped default where there are none."""
    from enforcement.errors import InvalidPolicy  # noqa: PLC0415  see above
    from enforcement.policy_file import default_policies, read_policies  # noqa: PLC0415  see above

    try:
        return read_policies(paths) if paths else default_policies()
    except InvalidPolicy as error:
        raise Refused(*error.problems) from error


def readable(files: Sequence[Path]) -> None:
    """Refuse files that cannot be opened."""
    from dataflows.sources.files import InputError, LineReader  # noqa: PLC0415  see above

    problems = []
    for path in files:
        try:
            LineReader.check(path)
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise Refused(*problems)


def without_password(url: str) -> str:
    """An address as it may be shown."""
    hidden = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url)  # up to the last @: there may be others in it
    return re.sub(r"\?.*", "?***", hidden)


__all__ = [
    "EXIT_DEAD_LETTERS",
    "EXIT_DONE",
    "EXIT_FAILED",
    "EXIT_REFUSED",
    "OutputError",
    "Refused",
    "policies_from",
    "readable",
    "without_password",
]
