"""The policy files of a run: looked at while it runs; the last good ones stay in effect while newer ones are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dataflows.live.reach import Away
from dataflows.logs import log
from dataflows.settings import Refused, policies_from
from enforcement.policy_file import read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enforcement.policy import Policies


class PolicyFiles:
    """`texts` are the last good files, by their paths. Raises Refused where the first are not good."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = [Path(path) for path in paths]
        self.texts, self.policies = self._read()
        self._looked_at = self.texts
        self.refused = False
        """Whether the files, as they are now, are wrong."""

    def look(self, fits: Callable[[Policies], object]) -> bool:
        """Whether newer ones are there, and good; `fits` raises Refused where the servers do not fit them."""
        found = read_texts(self._paths)
        if found == self._looked_at:
            return False
        try:
            found, policies = self._read()
            fits(policies)
        except Away:
            return False  # the next look will tell
        except Refused as error:
            self._looked_at, self.refused = found, True
            log.warning("policy_refused", why=error.args[0], problems=len(error.args))
            return False
        return self._accept(found, policies)

    def _read(self) -> tuple[dict[str, str], Policies]:
        """The files and what they say: whoever saves one may be in the midst of it."""
        while True:
            found = read_texts(self._paths)
            policies = policies_from(self._paths)
            if read_texts(self._paths) == found:
                return found, policies

    def _accept(self, found: dict[str, str], policies: Policies) -> bool:
        changed, self._looked_at, self.refused = found != self.texts, found, False
        self.texts, self.policies = found, policies
        newest = self.policies.versions[-1].version
        if changed:
            log.info("policy_changed", version=newest)
        else:
            log.info("policy_kept", version=newest)
        return changed
