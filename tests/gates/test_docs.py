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
from typer.main import get_command

from dataflows.cli import app
from dataflows.live.settings import INPUTS
from enforcement import records
from enforcement.events import GROUNDS, HATE_GROUNDS, KINDS, SOURCES
from enforcement.policy_file import default_policies
from metrics.labels import DEAD_LETTER_REASONS
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


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/how-to/backtest-a-policy.md"])
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
        r"as `enforce demo --story` prints it:\s*```text\n(.*?)```", (REPOSITORY / "README.md").read_text(), re.DOTALL
    )
    story = [sys.executable, "-m", "dataflows", "demo", "--story"]
    done = subprocess.run(story, capture_output=True, text=True, check=True, cwd=REPOSITORY)
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


def commands() -> dict[str, Any]:
    """Every command by its words: `replay`, `policy check`."""

    def under(command: Any, words: tuple[str, ...]) -> list[tuple[str, Any]]:
        children = getattr(command, "commands", None)
        if not children:
            return [(" ".join(words), command)]
        return [found for name, child in children.items() for found in under(child, (*words, name))]

    return dict(under(get_command(app), ()))


def options_of(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "option"]


def test_every_command_has_its_section_with_exactly_its_options() -> None:
    """The page neither forgets nor invents."""
    page = (DOCS / "reference" / "command.md").read_text()
    sections = re.split(r"^##+ ", page, flags=re.MULTILINE)[1:]
    told = {
        found.group(1): set(re.findall(r"^\| `(--[a-z-]+)` \|", section, re.MULTILINE))
        for section in sections
        if (found := re.match(r"`enforce ([a-z-]+(?: [a-z-]+)?)", section))
    }
    are = {name: {option.opts[0] for option in options_of(command)} for name, command in commands().items()}
    assert told == are


def test_every_setting_is_on_its_page_with_flag_default_and_commands() -> None:
    """Whoever deploys it reads the page."""
    page = (DOCS / "reference" / "settings.md").read_text()
    rows = re.findall(r"^\| `(ENFORCE_\w+)` \| `(--[a-z-]+)` \| (.*?) \| (.*?) \|", page, re.MULTILINE)
    told = {(variable, flag, command) for variable, flag, _, of in rows for command in of.split(", ")}
    options = [(name.split()[0], option) for name, command in commands().items() for option in options_of(command)]
    are = {(option.envvar, option.opts[0], name) for name, option in options if option.envvar}
    assert told == are
    defaults = {option.envvar: option.default for name, option in options if option.envvar and name == "run"}
    for variable, _, default, _ in rows:
        written = re.match(r"`(.*)`", default)
        known = defaults[variable] or (",".join(INPUTS) if variable == "ENFORCE_INPUTS" else "")
        assert str(known or "") == (written.group(1) if written else ""), variable


def test_no_page_names_a_setting_that_is_not_there() -> None:
    """They go by name, and a misspelt one is silently without effect."""
    known = {option.envvar for command in commands().values() for option in options_of(command)}
    for page in [REPOSITORY / "README.md", *DOCS.rglob("*.md")]:
        assert set(re.findall(r"ENFORCE_[A-Z_]+[A-Z]", page.read_text())) <= known, page.name


def test_every_link_leads_somewhere() -> None:
    """Within the repository."""
    for page in [REPOSITORY / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_value_that_a_field_of_an_event_may_have_is_on_its_page() -> None:
    """Who feeds a stream should not learn them from dead letters."""
    page = (DOCS / "reference" / "records.md").read_text()
    values = (*KINDS, *GROUNDS, *HATE_GROUNDS, *SOURCES, *DEAD_LETTER_REASONS, *INPUTS)
    assert not [value for value in values if f"`{value}`" not in page]
