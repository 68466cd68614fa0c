"""What the pipeline writes to its log: a closed list of events with pinned keys, JSON lines unless somebody watches.

A log is read by machines and kept for long, so nothing goes into it that could name a person: only the keys of
`log_events.EVENTS`, only plain values, never a record, an id, or the words of an unforeseen error (a KeyError quotes
an id). That list is a schema: what is not on it is said without its values, as `unpinned`, and a test finds the call.

>>> import sys
>>> from dataflows import logs
>>> logs.set_up(sys.stdout, worker=0, at=False)
>>> logs.log.info("redis_down", error="Connection refused", port=9101)
{"level":"info","event":"redis_down","worker":0,"error":"Connection refused","port":9101}
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import msgspec
import structlog
from rich.console import Console

from dataflows.log_events import EVENTS

if TYPE_CHECKING:
    from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

_MOST_TEXT = 300
_TRACE = "trace"
_FIRST = ("at", "level", "event", "worker")

log: FilteringBoundLogger = structlog.get_logger()
"""`log.info("restore_done", records=5, seconds=1.0)`: one name, then keys; `log.exception` adds where it happened."""


def set_up(stream: TextIO, worker: int | None = None, level: int = logging.INFO, *, at: bool = True) -> None:
    """Write to a stream from now on: readable on a terminal, JSON lines otherwise; NO_COLOR is heeded.

    `worker` is on every line; `at` may be left out where somebody else adds the time. Call it once a process.
    """
    console = Console(file=stream)
    structlog.configure(
        processors=_processors(console, worker, at=at),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Library()], level=logging.WARNING, force=True)


def _processors(console: Console, worker: int | None, *, at: bool) -> list[Processor]:
    def in_order(_: WrappedLogger, __: str, said: EventDict) -> EventDict:
        """Time, level, event, worker, then what is said, in the order it was said."""
        known = said if worker is None else {**said, "worker": worker}
        return {key: known[key] for key in (*_FIRST, *said) if key in known}

    time: list[Processor] = [structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")] if at else []
    render: Processor = structlog.processors.JSONRenderer(serializer=_json)
    if console.is_terminal:
        colours = not console.no_color
        render = structlog.dev.ConsoleRenderer(colors=colours, timestamp_key="at", pad_event_to=24, sort_keys=False)
    return [_trace, pin, structlog.processors.add_log_level, *time, in_order, render]


def _trace(_: WrappedLogger, __: str, said: EventDict) -> EventDict:
    """Say where an error happened and of which type, without its words: they may quote what no log should hold."""
    found = said.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else sys.exc_info()[1] if found else None
    return said if error is None else {**said, _TRACE: places(error)}


def places(error: BaseException) -> list[str]:
    """From the outermost call to where it was raised (`file:line function`), then the type of the error."""
    frames = traceback.extract_tb(error.__traceback__)
    return [*(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames), type(error).__name__]


def pin(_: WrappedLogger, __: str, said: EventDict) -> EventDict:
    """Only pinned keys pass, and only plain values; of anything else only the keys are said, not even its event."""
    event = str(said.pop("event"))
    known = EVENTS.get(event)
    if known is None:
        return {"event": "unpinned", "unpinned": sorted(said)}
    allowed = {*known.keys, _TRACE}
    passed = {key: _plain(value) for key, value in said.items() if key in allowed}
    unpinned = sorted(said.keys() - allowed)
    return {"event": event, **passed, **({"unpinned": unpinned} if unpinned else {})}


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return " ".join(str(value).split())[:_MOST_TEXT]


class _Library(logging.Handler):
    """What libraries log in Python's way becomes one event of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it."""
        log.warning("library", logger=record.name, text=record.getMessage())


def _json(said: object, **_: object) -> str:
    return msgspec.json.encode(said).decode()
