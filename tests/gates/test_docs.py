"""The documentation says what is so: its commands are run, its tables are held against the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

from enforcement import records
from enforcement.policy_file import default_policies
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"
_BLOCK = re.compile(r"```bash\n(.*?)```(?:\s*```text\n(.*?)```)?", re.DOTALL)
RECORDS = [
    *(records.Action.__args__),
    records.Standing,
    records.Notice,
    records.Review,
    records.DeadLetter,
]


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_every_command_on_a_page_prints_what_the_page_says(page: str, tmp_path: Path) -> None:
    """A newcomer pastes them one after the other, in an empty directory."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    blocks = _BLOCK.findall((REPOSITORY / page).read_text())
    assert blocks
    for commands, expected in blocks:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "COLUMNS": "120"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        if expected:
            assert [line.rstrip() for line in done.stdout.splitlines()] == expected.splitlines()


def test_the_decision_that_the_readme_shows_is_the_one_that_the_demo_prints() -> None:
    """The first screen is no invention."""
    shown = re.search(
        r"as `make demo` prints it:\s*```text\n(.*?)```", (REPOSITORY / "README.md").read_text(), re.DOTALL
    )
    done = subprocess.run(
        [sys.executable, "-m", "dataflows", "demo"], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert shown is not None
    for line in shown.group(1).splitlines():
        assert line in done.stdout.splitlines()


def test_every_key_of_the_policy_has_its_line() -> None:
    """A key that is not explained is not used well."""
    page = (DOCS / "reference" / "policy.md").read_text()
    explained = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    text = (REPOSITORY / "enforcement" / "policies" / "default.toml").read_text()
    optional = {"guidelines.NAME.zero_tolerance", "ladder[].min_share", "ladder[].min_posts"}
    assert explained == {_general(path) for path in _paths(_toml(text))} | optional
    assert default_policies().versions[0].version in page


def _toml(text: str) -> dict[str, Any]:
    # By name: only one of the two is there, depending on the version of Python.
    tomllib = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    found: dict[str, Any] = tomllib.loads(text)
    return found


def _paths(tree: object, path: str = "") -> list[str]:
    if isinstance(tree, dict):
        return [found for key, value in tree.items() for found in _paths(value, f"{path}.{key}".strip("."))]
    if isinstance(tree, list) and tree and isinstance(tree[0], dict):
        return [found for value in tree for found in _paths(value, f"{path}[]")]
    return [path]


def _general(path: str) -> str:
    rules = (
        (r"^levels\.\d+", "levels.N"),
        (r"^guidelines\.\w+", "guidelines.NAME"),
        (r"^matching\.\w+", "matching.SURFACE"),
        (r"^claims\.guideline\.\w+", "claims.guideline.GROUND"),
        (r"^reports\.triage\.\d+", "reports.triage.N"),
    )
    for pattern, general in rules:
        path = re.sub(pattern, general, path)
    return path


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_a_record_is_on_its_page(record: type[msgspec.Struct]) -> None:
    """Consumers read the page, not the code."""
    page = (DOCS / "reference" / "records.md").read_text()
    assert not [field for field in record.__struct_fields__ if f"`{field}`" not in page]


def test_every_option_of_the_command_is_on_its_page() -> None:
    """And no page names an option that is not there."""
    page = (DOCS / "reference" / "command.md").read_text()
    env = {**os.environ, "COLUMNS": "200", "TERM": "dumb"}
    told = "".join(
        subprocess.run(
            [sys.executable, "-m", "dataflows", *command, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env=env,
            cwd=REPOSITORY,
        ).stdout
        for command in ([], ["replay"], ["demo"])
    )
    assert set(re.findall(r"--[a-z][a-z-]+", page)) == set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", told))


def test_every_link_leads_somewhere() -> None:
    """Within the repository."""
    for page in [REPOSITORY / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
