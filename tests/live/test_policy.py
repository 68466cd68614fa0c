"""The policy files may change while it runs: good ones take effect, wrong ones change nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.request import urlopen

import pytest

from dataflows.live.policies import PolicyFiles
from dataflows.live.reach import Away
from dataflows.settings import Refused
from enforcement.policy import Policies
from enforcement.policy_file import read_texts, shipped_text
from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.live.test_waiting import logged
from tests.servers.ports import free_ports

GOOD = shipped_text()
WRONG = GOOD.replace('wait = "24h"', 'wait = "a day"')


def named(version: str) -> str:
    """The shipped policy under another name."""
    return re.sub(r'(?m)^version = ".*"', f'version = "{version}"', GOOD)


def test_it_changes_and_goes_wrong_while_it_runs(pipeline: MakePipeline, tmp_path: Path) -> None:
    """A worker that dies meanwhile starts with the last good one: what is in the file is of no use to anybody."""
    file = tmp_path / "policy.toml"
    file.write_text(named("first"))
    (port,) = free_ports(1)
    live = pipeline(policy=str(file), **{"metrics-port": str(port)})

    def shown() -> str:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as page:
            return str(page.read().decode())

    with live:
        live.until(lambda: bool(logged(live, "run_started")), "it runs")
        file.write_text(named("second"))
        live.until(lambda: len(logged(live, "run_started")) == 2, "it runs again")
        file.write_text(WRONG)
        live.until(lambda: bool(logged(live, "policy_refused")), "it refuses")
        live.until(lambda: "\nenforce_policy_last_reload_successful 0.0" in shown(), "it shows so")
        live.say(post("p1", now_ms() - 60_000), violation("p1", now_ms() - 30_000))
        live.wait()
        assert live.stop() == 0
    assert logged(live, "policy_changed")[0]["version"] == "second"
    assert f'{file}: join.wait = "a day"' in logged(live, "policy_refused")[0]["why"]
    assert {action["policy_version"] for action in live.rows("actions")} == {"second"}
    assert len(logged(live, "run_started")) == 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good policy file."""
    (tmp_path / "policy.toml").write_text(GOOD)
    return tmp_path / "policy.toml"


def test_wrong_files_are_told_once_and_forgotten_when_mended(file: Path) -> None:
    files = PolicyFiles([str(file)])
    before = files.texts
    for text, refused in ((WRONG, True), (WRONG, True), (GOOD, False), ("", True), (GOOD, False)):
        file.write_text(text)
        assert not files.look(lambda _: None)
        assert (files.refused, files.texts) == (refused, before)
    file.unlink()
    assert not files.look(lambda _: None)
    assert files.refused


def test_a_policy_must_fit_the_servers(file: Path) -> None:
    """Posts must outlive `join.keep`; and where nobody answers, the next look asks again."""
    files = PolicyFiles([str(file)])
    file.write_text(named("second"))

    def unfit(_: Policies) -> None:
        raise Refused("topic posts: retention.ms 1 is shorter than join.keep; set 2 or more")

    def away(_: Policies) -> None:
        raise Away("kafka", "nobody answers")

    assert not files.look(away)
    assert not files.refused
    assert not files.look(unfit)
    assert files.refused
    file.write_text(named("third"))
    assert files.look(lambda _: None)
    assert [policy.version for policy in files.policies.versions] == ["third"]


def test_a_file_that_is_being_saved_is_read_when_it_is_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor empties it first: what is read in between is no policy, and what is kept is what was read whole."""
    files = PolicyFiles([str(file)])
    times = iter(["", "", named("first"), named("second")])

    def saving(paths: list[Path]) -> dict[str, str]:
        found = read_texts(paths)
        file.write_text(next(times, named("second")))
        return found

    monkeypatch.setattr("dataflows.live.policies.read_texts", saving)
    file.write_text("")
    looks = [files.look(lambda _: None) for _ in range(4)]
    assert any(looks)
    assert [policy.version for policy in files.policies.versions] == ["second"]
    assert files.texts == {str(file): named("second")}


def test_a_directory_that_cannot_be_read_any_more_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last good policy stays in effect."""
    files = PolicyFiles([str(file.parent)])

    def forbidden(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", forbidden)
    assert not files.look(lambda _: None)
    assert files.refused
    assert [policy.version for policy in files.policies.versions] == ["2026-11"]
