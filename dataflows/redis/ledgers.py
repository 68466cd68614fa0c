"""What a running pipeline knows of a profile, for somebody who only looks: nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dataflows.redis import keys
from dataflows.redis.buckets import LedgerBuckets
from dataflows.redis.cluster import FAILURES
from dataflows.redis.connect import Unfit, connect
from dataflows.settings import Refused, without_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.policy import Policies


class LiveLedgers:
    """The ledgers of a store under the policies that the pipeline runs with; raises Refused where it cannot be read."""

    def __init__(self, url: str, policies: Policies) -> None:
        self._where, self.policies = without_password(url), policies
        try:
            self._client = connect(url)
        except Unfit as error:
            raise Refused(*error.args) from error
        if self._ask(lambda: self._client.get(keys.SCHEMA_KEY)) is None:
            raise Refused(f"{self._where}: no pipeline keeps its state there; see that port and /number are right")
        self._ledgers = LedgerBuckets(self._client)

    def load(self, key: str) -> bytes | None:
        """See the port `Store`."""
        found: bytes | None = self._ask(lambda: self._ledgers.read([key])[0])
        return found

    def now(self) -> int:
        """See the port `Store`."""
        return int(self._ask(lambda: self._client.get(keys.NOW)) or 0)

    def _ask(self, question: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever it is asked
        try:
            return question()
        except FAILURES as error:
            raise Refused(f"{self._where}: {error}; see that Redis runs there, or give --from DIR") from error
