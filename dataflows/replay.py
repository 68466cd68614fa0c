"""A replay: the dataflow over files in order, in stream time, from an empty store."""

from __future__ import annotations

import secrets
import signal
import threading
from collections import deque
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import msgspec
from bytewax.inputs import FixedPartitionedSource, StatefulSourcePartition
from bytewax.outputs import FixedPartitionedSink, StatefulSinkPartition
from bytewax.testing import run_main

from dataflows.enforce import wire
from dataflows.explain import kept
from dataflows.replay_stores import in_memory
from dataflows.sinks.files import OutputDirectory, OutputError
from dataflows.sources.files import InputError, LineReader
from dataflows.steps import Decide, Decode, Outputs
from enforcement.desk import Desk
from enforcement.languages import languages
from enforcement.records import STREAMS
from enforcement.tally import Tally
from enforcement.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bytewax.dataflow import Dataflow

    from dataflows.replay_stores import Stores
    from dataflows.steps import RawBatch
    from enforcement.batch import Batch
    from enforcement.policy import Policies
    from enforcement.wording import Wording


class _Incomplete(Exception):
    """There is nothing to finish."""


class _Stopped(Exception):
    """Asked to stop while waiting for input."""


_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")


class Outcome(msgspec.Struct):
    """How a replay ended: what was counted, how far it came, and why it stopped if it did."""

    tally: Tally
    lines: int = 0
    trouble: str | None = None
    """A file that could not be read to its end; the results cover what could be."""
    lost: str | None = None
    """Why the results could not be written; there are none."""
    interrupted: bool = False
    """Somebody stopped it; there are no results."""


class Replay:
    """One run over files; `progress` is called with the bytes read so far."""

    def __init__(
        self,
        files: Sequence[Path],
        policies: Policies,
        out: OutputDirectory | None,
        wording: Wording | None = None,
        progress: Callable[[int], None] | None = None,
        stores: Stores | None = None,
    ) -> None:
        stores = stores or in_memory(policies)
        self._store = stores.store
        voice = Voice(languages(), wording)
        self.desk = Desk(policies, stores.log, self._store, voice, secrets.token_bytes(32))
        self._decide = Decide(self.desk, self._store, stores.prefetch(self.desk))
        self._decode = Decode(policies)
        self._files, self._out, self._progress = deque(files), out, progress
        self._reader: LineReader | None = None
        self._reading = False
        self.outcome = Outcome(self.desk.tally)
        self._in_flight = 0

    def run(self) -> Outcome:
        """Run to the end of the input, or to the first file that cannot be read further."""
        flow = wire(source=_Source(self), decide=lambda: self._decide, sink=_Sink(self))
        try:
            with self._out or nullcontext(), self._stoppable():
                self._run(flow)
        except _Incomplete:
            pass  # what was written is gone already
        except OutputError as error:
            self.outcome.lost = str(error)
        except Exception as error:
            self.outcome.lost = _store_failed(error)
            if self.outcome.lost is None:
                raise
        return self.outcome

    def _run(self, flow: Dataflow) -> None:
        run_main(flow)  # type: ignore[no-untyped-call]  # Bytewax is compiled
        if self.outcome.interrupted or self.outcome.lost:
            raise _Incomplete
        if self._out is not None:
            self._out.keep(kept.NAME, kept.keep(self._store.now(), self.desk.policies, self._store.profiles()))

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Let Ctrl-C, SIGTERM and a terminal that closes end the input; who ignores a signal goes on doing so."""

        def stop(*_: object) -> None:
            self.outcome.interrupted = True
            if self._reading:  # elsewhere, an exception within Bytewax would be a panic
                self._reading = False
                raise _Stopped

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = [getattr(signal, name) for name in _STOPPING if hasattr(signal, name)]
        heeded = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, stop) for number in heeded}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    # --- the two ends of the dataflow ------------------------------------------------------------------------------

    def next_batch(self) -> list[Batch]:
        """The next batch, once the one before it has been delivered; StopIteration at the end."""
        if self._in_flight:
            return []
        raw = None if self.outcome.interrupted or self.outcome.lost else self._read()
        if raw is None:
            raise StopIteration
        self._in_flight += 1
        self.outcome.lines += len(raw.records)
        if self._progress is not None and self._reader is not None:
            self._progress(self._reader.bytes_read)
        return [self._decode(raw)]

    def _read(self) -> RawBatch | None:
        """Wait for the next lines; None at the end, or when asked to stop: a pipe may never say anything."""
        try:
            self._reading = True
            raw = self._lines()
            self._reading = False
        except _Stopped:
            return None
        return raw

    def _lines(self) -> RawBatch | None:
        while self._reader is not None or self._files:
            raw = None
            with self._noting_trouble():
                self._reader = self._reader or LineReader(self._files.popleft())
                raw = self._reader.next_batch()
            if raw is not None:
                return raw
            self.close()
        return None

    @contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            self.outcome.trouble = self.outcome.trouble or str(error)

    def close(self) -> None:
        """Let go of the file in hand."""
        if self._reader is not None:
            self._reader.close()
        self._reader = None

    def deliver(self, outputs: Outputs) -> None:
        """Write what was decided, then clear the journal."""
        if self._out is not None and not self.outcome.lost:
            try:
                for stream, records in outputs.items():
                    self._out.write(stream, records)
            except OutputError as error:
                self.outcome.lost = str(error)
        self._decide.delivered()
        self._in_flight -= 1


class _Source(FixedPartitionedSource["Batch", None]):
    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def list_parts(self) -> list[str]:
        return ["files"]

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> _Files:
        del step_id, for_part, resume_state
        return _Files(self._replay)


class _Files(StatefulSourcePartition["Batch", None]):
    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def next_batch(self) -> list[Batch]:
        return self._replay.next_batch()

    def snapshot(self) -> None:
        return None

    def close(self) -> None:
        self._replay.close()


class _Sink(FixedPartitionedSink[Outputs, None]):
    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def list_parts(self) -> list[str]:
        return ["files"]

    def build_part(self, step_id: str, for_part: str, resume_state: None) -> _Deliver:
        del step_id, for_part, resume_state
        return _Deliver(self._replay)


class _Deliver(StatefulSinkPartition[Outputs, None]):
    def __init__(self, replay: Replay) -> None:
        self._replay = replay

    def write_batch(self, values: list[Outputs]) -> None:
        for outputs in values:
            self._replay.deliver(outputs)

    def snapshot(self) -> None:
        return None


def _store_failed(error: BaseException | None) -> str | None:
    """What a store in Redis said, where it is what ended the run: it may be full, or gone."""
    while error is not None:
        if type(error).__module__.startswith("redis."):
            return f"the store failed: {error}; mend it, empty it, and start again"
        error = error.__cause__
    return None


def output_directory(path: Path) -> OutputDirectory:
    """The five files of a replay, in a directory; `Replay` adds what explaining needs."""
    return OutputDirectory(path, STREAMS)
