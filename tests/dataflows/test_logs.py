"""The log: pinned events and keys, JSON lines for machines, readable for people, and nothing that names a person."""

from __future__ import annotations

import ast
import doctest
import io
import json
import logging
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from dataflows import logs
from dataflows.log_events import EVENTS
from dataflows.logs import log
from tests.conftest import REPOSITORY

METHODS = {"debug", "info", "warning", "error", "critical", "exception"}


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Structlog and logging are set up once a process: put both back."""
    before = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:], logging.root.level = before[0], before[1]


@pytest.fixture
def stream() -> io.StringIO:
    """A log that nobody watches."""
    found = io.StringIO()
    logs.set_up(found, worker=3)
    return found


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """What was written."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_the_example_works() -> None:
    """It is what whoever logs reads first."""
    assert doctest.testmod(logs).failed == 0


def test_a_line_is_one_json_object_with_its_keys_in_order(stream: io.StringIO) -> None:
    """Time, level, event, worker; then what is said."""
    log.info("restore_done", records=5, seconds=1.25)
    [line] = lines(stream)
    assert list(line) == ["at", "level", "event", "worker", "records", "seconds"]
    assert line["at"].endswith("Z")
    assert (line["level"], line["event"], line["worker"]) == ("info", "restore_done", 3)


def test_on_a_terminal_a_person_can_read_it() -> None:
    """Colours there, and none with NO_COLOR; never JSON."""
    script = "import sys; from dataflows import logs; logs.set_up(sys.stderr); logs.log.info('run_stopped', seconds=2)"
    shown = _on_a_terminal(script, {"TERM": "xterm-256color"})
    assert "run_stopped" in shown
    assert "\x1b[" in shown
    assert "{" not in shown
    plain = _on_a_terminal(script, {"TERM": "xterm-256color", "NO_COLOR": "1"})
    assert "\x1b[" not in plain
    assert "seconds=2" in plain


def _on_a_terminal(script: str, env: dict[str, str]) -> str:
    ours, theirs = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    subprocess.run([sys.executable, "-c", script], stderr=theirs, check=True, cwd=REPOSITORY, env={**inherited, **env})
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    return shown


def test_what_is_not_pinned_is_named_but_not_repeated(stream: io.StringIO) -> None:
    """Whoever adds a key by mistake leaks nothing; `unpinned` tells of the mistake."""
    log.info("run_stopped", seconds=1, profile_id="u1", post={"post_id": "secret"})
    log.warning("the mail of secret was dropped", post_id="secret")
    first, second = lines(stream)
    assert first["unpinned"] == ["post", "profile_id"]
    assert first["seconds"] == 1
    assert (second["event"], second["unpinned"]) == ("unpinned", ["post_id"])
    assert "secret" not in stream.getvalue()
    assert "u1" not in stream.getvalue()


def test_an_unforeseen_error_is_placed_but_not_quoted(stream: io.StringIO) -> None:
    """A KeyError quotes the key: it may be the id of a private message."""
    held: dict[str, int] = {}
    try:
        held["secret-id"]
    except KeyError:
        log.exception("run_failed")
    [line] = lines(stream)
    assert line["trace"][-1] == "KeyError"
    assert line["trace"][0].startswith("test_logs.py:")
    assert "secret-id" not in stream.getvalue()


def test_text_is_one_short_line(stream: io.StringIO) -> None:
    """An error of a server may be pages long."""
    log.error("redis_down", error=ConnectionError("no\nanswer " + "x" * 10_000), seconds=0)
    [line] = lines(stream)
    assert line["error"].startswith("no answer xxx")
    assert len(line["error"]) == 300


def test_what_libraries_log_is_an_event_too(stream: io.StringIO) -> None:
    """Else one line in a thousand is no JSON, and the collector drops it."""
    logging.getLogger("redis.cluster").warning("node %s:%d moved", "10.0.0.7", 6379)
    logging.getLogger("redis.cluster").info("chatter")
    [line] = lines(stream)
    assert (line["event"], line["logger"], line["text"]) == ("library", "redis.cluster", "node 10.0.0.7:6379 moved")


def test_a_retry_is_logged_without_the_arguments_of_the_call(stream: io.StringIO) -> None:
    """Stamina would write them out, and they hold ids."""
    retry = {"callable": "find", "args": ("'secret'",), "kwargs": {}, "caused_by": "KeyError('secret')"}
    log.warning("stamina.retry_scheduled", **retry, retry_num=1, wait_for=0.1, waited_so_far=0.0)
    [line] = lines(stream)
    assert (line["callable"], line["retry_num"]) == ("find", 1)
    assert "secret" not in stream.getvalue()


def test_the_page_says_what_the_log_can_say() -> None:
    """Whoever searches or alerts on the log reads the page; a rename is a migration, and shows there."""
    page = (REPOSITORY / "docs" / "reference" / "log.md").read_text()
    rows = [
        f"| `{name}` | {' '.join(f'`{key}`' for key in event.keys)} | {event.meaning} |"
        for name, event in EVENTS.items()
    ]
    assert [line for line in page.splitlines() if line.startswith("| `")] == rows


def test_no_event_has_a_key_that_could_name_somebody() -> None:
    """What is pinned is judged here, once."""
    keys = {key for event in EVENTS.values() for key in event.keys}
    assert not [key for key in keys if key.endswith("_id") or key in {"id", "key", "raw", "record", "event", "value"}]


def test_every_call_in_the_code_says_a_pinned_event_with_pinned_keys() -> None:
    """The list is the schema of the log; a call beside it says nothing, and what no call says is not on it."""
    wrong, said = [], dict[str, set[str]]()
    for path in (REPOSITORY / "dataflows").rglob("*.py"):
        for call in _calls(ast.parse(path.read_text())):
            event = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            keys = {keyword.arg for keyword in call.keywords} - {"exc_info"}
            if not isinstance(event, str) or event not in EVENTS or keys - set(EVENTS[event].keys):
                wrong.append(f"{path.name}:{call.lineno}")
            said.setdefault(str(event), set()).update(map(str, keys))
    assert not wrong
    ours = {name: set(event.keys) for name, event in EVENTS.items() if "." not in name}
    assert said == ours


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of a method of something named `log`, however it was imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if name in {"log", "_log"}:
                yield node
