"""The desk: what one decision works on (ledgers, stream time, what was said), and how a batch of them is closed.

Everything else in this package changes ledgers through it. Nothing it holds is true before the store has journaled
the entry that `close` returns (design.md section 3).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from enforcement import standing
from enforcement.accounts import Account, decode_case, decode_profile, encode_ledger
from enforcement.agenda import Agenda
from enforcement.awaited import Awaited
from enforcement.event_ids import EventIds
from enforcement.fold import Fold
from enforcement.ledgers import Case, ProfileLedger
from enforcement.next_look import next_look
from enforcement.policy import OPEN
from enforcement.ports import Entry
from enforcement.records import STREAMS
from enforcement.rules import Rulebook
from enforcement.tally import Tally
from enforcement.waits import Waits

if TYPE_CHECKING:
    from collections.abc import Callable

    from enforcement.events import Post
    from enforcement.policy import Policies, Policy
    from enforcement.ports import PostLog, Store
    from enforcement.voice import Voice

_encode_record = msgspec.json.Encoder().encode
_CACHED = 100_000  # ledgers kept decoded between batches


class Desk:
    """The state between two events, and the output of the events since `close`."""

    def __init__(self, policies: Policies, log: PostLog, store: Store, voice: Voice, secret: bytes) -> None:
        self.policies, self.log, self.voice = policies, log, voice
        self.policy_at = policies.at if len(policies.versions) > 1 else _always(policies.versions[0])
        self.rulebook = Rulebook(policies)
        self.forget_ms = policies.forget_ms
        self.most_strikes = max(policy.max_strikes for policy in policies.versions)
        self.now = store.now()
        """Stream time."""
        self.agenda = Agenda(store.due if self.now else None)  # what a new store holds came through this desk
        self.turn = 0
        """Place of the event at hand in the order of posts: it sees those before it."""
        self.tally = Tally()
        self.awaited = Awaited(store.awaited())
        """Posts that parked events wait for."""
        self.waits = Waits(store.waits())
        """Parked events and open appeals."""
        self.expected: list[int] = []
        """Turns of posts in the batch at hand that need a look of their own."""
        self.latest_ms = OPEN
        """Stream time never runs ahead of this: live, of the clock."""
        self.waits_run = True
        self.held: dict[str, None] = {}
        """Ledgers that were due while waits did not run."""
        self.chained: dict[str, int] = {}
        """Cases that were looked at -> when they will be again, whoever else has put them on the agenda."""
        self.embedding: int | None = None
        """Turn of the embedded post at hand, which comes just before its event."""
        self.woken: list[Account] = []
        """Profiles whose parked events may have met what they name."""
        self._secret = secret
        self._store, self._load = store, store.load
        self._erased = dict(store.erased())
        self._accounts: dict[str, Account] = {}
        self._cases: dict[str, Case] = {}
        self._changed_accounts: dict[str, Account | None] = {}
        self._changed_cases: dict[str, Case | None] = {}
        self.ids = EventIds(policies, store.seen)
        self._open()

    def _open(self) -> None:
        self.outputs: dict[str, list[bytes]] = {stream: [] for stream in STREAMS}
        self.embedded: list[Post] = []
        self._appears: list[tuple[str, str]] = []
        self._appears_drop: dict[str, int] = {}
        self._due: dict[str, int | None] = {}
        self._erased_now: dict[str, int] = {}

    # --- ledgers --------------------------------------------------------------------------------------------------

    def account(self, profile_id: str) -> Account:
        """A profile's ledger, new if there is none."""
        return self.known_account(profile_id) or self._new_account(profile_id)

    def known_account(self, profile_id: str) -> Account | None:
        """A profile's ledger, if there is one."""
        found = self._accounts.get(profile_id)
        if found is None and profile_id not in self._changed_accounts:
            raw = self._load("p:" + profile_id)
            if raw is not None:
                found = self._accounts[profile_id] = Account(decode_profile(raw), Fold(self.rulebook))
        return found

    def _new_account(self, profile_id: str) -> Account:
        account = self._accounts[profile_id] = Account(ProfileLedger(profile_id), Fold(self.rulebook))
        return account

    def case(self, post_id: str) -> Case:
        """A post's ledger, new if there is none."""
        return self.known_case(post_id) or self.new_case(post_id)

    def new_case(self, post_id: str) -> Case:
        """A ledger for a post that has none."""
        case = self._cases[post_id] = Case(post_id)
        return case

    def known_case(self, post_id: str) -> Case | None:
        """A post's ledger, if there is one."""
        found = self._cases.get(post_id)
        if found is None and post_id not in self._changed_cases:
            raw = self._load("c:" + post_id)
            if raw is not None:
                found = self._cases[post_id] = decode_case(raw)
        return found

    def changed(self, account: Account) -> None:
        """A profile's ledger has changed: it will be written, and looked at when the next of it is due."""
        ledger = account.ledger
        self._changed_accounts[ledger.profile_id] = account
        if not (ledger.told or ledger.parked or ledger.contests):
            return
        due = ledger.next_due(self.now, self._wait_ends(ledger) if ledger.parked else [])
        if due is not None and due != account.due:
            self.agenda.add(due, "p:" + ledger.profile_id)
            account.due = due

    def _wait_ends(self, ledger: ProfileLedger) -> list[int]:
        """When what is parked in a profile has waited too long; what has already, while waits do not run, is held."""
        waits = [self.wait_end(arrival.event) for arrival in ledger.parked]
        if self.waits_run or min(waits) > self.now:
            return waits
        self.held["p:" + ledger.profile_id] = None
        return [end for end in waits if end > self.now]

    def changed_case(self, case: Case) -> None:
        """A post's ledger has changed."""
        self._changed_cases[case.post_id] = case

    def remove_account(self, profile_id: str) -> None:
        """Forget a profile's ledger."""
        self._accounts.pop(profile_id, None)
        self._changed_accounts[profile_id] = None

    def remove_case(self, post_id: str) -> None:
        """Forget a post's ledger."""
        self._cases.pop(post_id, None)
        self._changed_cases[post_id] = None

    def appears(self, profile_id: str, post_id: str) -> None:
        """A case names a profile (as author, reporter or claimant): its erasure must find it."""
        self._appears.append((profile_id, post_id))

    def appearances(self, profile_id: str) -> list[str]:
        """The posts whose cases name a profile."""
        found = set(self._store.appearances(profile_id))
        found.update(post_id for name, post_id in self._appears if name == profile_id)
        return sorted(found)

    # --- time, posts -----------------------------------------------------------------------------------------

    def wait_end(self, event: Any) -> int:  # noqa: ANN401  anything with a time
        """The first moment at which a parked event has waited too long: the wait has passed, not just been reached."""
        return int(event.at + self.policy_at(event.at).wait_ms + 1)

    def has_waited(self, event: Any) -> bool:  # noqa: ANN401  the same
        """Whether a parked event has waited too long; while a partition lags, nobody has (section 3.3)."""
        return self.waits_run and self.now >= self.wait_end(event)

    def let_waits_run(self, run: bool) -> None:  # noqa: FBT001  there are two states of it
        """Live: waits run only while no partition lags; those that would have ended meanwhile are looked at now."""
        self.waits_run = run
        if run:
            for key in self.held:
                self.agenda.add(self.now, key)
            self.held.clear()

    def known_post(self, post_id: str) -> Post | None:
        """The public post of an id, if it is known now."""
        case = self.known_case(post_id)
        if case is not None and case.post is not None:
            return case.post
        return self.log.find(post_id, self.turn, self.now)

    @property
    def has_erased(self) -> bool:
        """Whether any profile was erased."""
        return bool(self._erased)

    def is_erased(self, profile_id: str, at_ms: int) -> bool:
        """Whether a profile was erased at or after a time."""
        return bool(self._erased) and self._erased.get(self.keyed(profile_id), -1) >= at_ms

    def keyed(self, identity: str) -> str:
        """The keyed hash of an id: all that remains of an erased profile."""
        return blake2b(identity.encode(), key=self._secret, digest_size=16).hexdigest()

    def entomb(self, profile_id: str, at_ms: int) -> None:
        """Remember that a profile was erased, and nothing else of it."""
        key = self.keyed(profile_id)
        self._erased[key] = self._erased_now[key] = max(at_ms, self._erased.get(key, at_ms))
        self._appears = [(name, post_id) for name, post_id in self._appears if name != profile_id]
        self._appears_drop[profile_id] = self._erased[key]

    # --- saying ---------------------------------------------------------------------------------------------------

    def say(self, stream: str, record: msgspec.Struct) -> None:
        """Put a record out, in order."""
        self.outputs[stream].append(_encode_record(record))

    def say_standing(self, account: Account) -> None:
        """Write what holds of a profile now, and its ledger."""
        account.ledger.version += 1
        self.say("standings", standing.standing_at(account, self.policies, self.now))
        self.changed(account)

    # --- closing --------------------------------------------------------------------------------------------------

    def close(self) -> Entry:
        """The entry for the journal: everything that changed since the last one."""
        ledgers: dict[str, bytes | None] = {}
        waiting: dict[str, ProfileLedger | Case] = {}
        for profile_id, account in self._changed_accounts.items():
            key = "p:" + profile_id
            if account is None or _is_empty(account.ledger):
                ledgers[key] = self._due[key] = None
                continue
            ledger = account.ledger
            ledgers[key], self._due[key] = encode_ledger(ledger), account.due
            if ledger.parked or ledger.contests:
                waiting[key] = ledger
        for post_id, case in self._changed_cases.items():
            key = "c:" + post_id
            if case is None:
                ledgers[key] = self._due[key] = None
                continue
            ledgers[key], self._due[key] = encode_ledger(case), next_look(case, self.wait_end)
            if case.parked:
                waiting[key] = case
        self.waits.look(ledgers.keys(), waiting)
        if self.held:  # who starts after a crash must hold the same
            self._due.update({key: self.now for key in ledgers.keys() & self.held.keys() if ledgers[key] is not None})
        entry = Entry(
            ledgers,
            self._due,
            *self.ids.changes(),
            self._appears,
            self._appears_drop,
            self._erased_now,
            *self.awaited.changes(),
            self.now,
            self.outputs,
            self.embedded,
            waits=self.waits.changes(),
        )
        self._changed_accounts, self._changed_cases = {}, {}
        self._open()
        return entry

    def trim(self) -> None:
        """Keep no more decoded ledgers than memory should hold; call it when the store has applied all entries."""
        if len(self._accounts) > _CACHED:
            self._accounts.clear()
        if len(self._cases) > _CACHED:
            self._cases.clear()


def _is_empty(ledger: ProfileLedger) -> bool:
    """Whether nothing came of what a profile sent: then nothing is kept of it."""
    return not ledger.version and ledger == ProfileLedger(ledger.profile_id)


def _always(policy: Policy) -> Callable[[int], Policy]:
    """One version is in effect at all times; this is asked several times an event."""

    def policy_at(at_ms: int) -> Policy:  # noqa: ARG001  whenever it is
        return policy

    return policy_at
