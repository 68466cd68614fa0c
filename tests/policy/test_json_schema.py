"""The schema for editors says what the loader says, as far as a schema can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from enforcement.policy_file import read_toml
from enforcement.policy_json_schema import DIALECT, policy_json_schema
from enforcement.policy_keys import policy_keys
from enforcement.policy_kinds import Single
from tests.conftest import SHARED
from tests.enforcement.test_policy_mistakes import golden_mistakes
from tests.policy.files import Edit, Shell, edited
from tests.policy.test_form import UNUSUAL
from tests.policy.validator import as_json, errors

SCHEMA = policy_json_schema()
ONLY_THE_WHOLE_FILE_TELLS = ("no such level", "no such guideline", "not more than ladder", "the level's threshold")
ONLY_ARITHMETIC_TELLS = ('"36526d": too long', '"721h": too long')
ONLY_TOML_TELLS = ('effective_from = "2020-01-01T00:00:00Z"', "points = 4.0")
LEFT_TO_THE_LOADER = (*ONLY_THE_WHOLE_FILE_TELLS, *ONLY_ARITHMETIC_TELLS, *ONLY_TOML_TELLS)


def told(text: str) -> list[str]:
    """Return what an editor would underline."""
    return list(errors(SCHEMA, as_json(read_toml(text))))


@pytest.mark.parametrize("edit", [("", ""), *UNUSUAL])
def test_what_the_loader_accepts_is_not_underlined(edit: Edit) -> None:
    """The shipped default, and what is unusual but meaningful."""
    assert told(edited(edit)) == []


@pytest.mark.parametrize("file", sorted((SHARED / "conformance").glob("case-*/policy-*.toml")), ids=str)
def test_policies_of_the_conformance_cases_are_not_underlined(file: Path) -> None:
    assert told(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("old", "new", "problem"), golden_mistakes())
def test_mistakes_are_underlined_unless_only_the_loader_can_tell(old: str, new: str, problem: str) -> None:
    """Every mistake that the loader's own tests know."""
    beyond = any(words in problem for words in LEFT_TO_THE_LOADER)
    assert bool(told(edited((old, new)))) is not beyond


def test_every_key_is_explained_where_an_editor_shows_it() -> None:
    """And nowhere else."""
    found = dict(_leaves(SCHEMA, ""))
    assert set(found) == {key.path for key in policy_keys()}
    for path, schema in found.items():
        assert schema["description"], path


@pytest.mark.parametrize(
    "key", [key for key in policy_keys() if isinstance(key.kind, Single)], ids=lambda key: key.path
)
def test_an_example_is_accepted(key: Any) -> None:
    """By the schema of its key."""
    example = as_json(read_toml(f"it = {key.kind.example}")["it"])
    schemas = [schema for path, schema in _leaves(SCHEMA, "") if path == key.path]
    assert schemas
    assert [list(errors(schema, example)) for schema in schemas] == [[] for _ in schemas]


def _leaves(schema: dict[str, Any], path: str) -> list[tuple[str, dict[str, Any]]]:
    general = {"levels": "N", "reports.triage": "N", "guidelines": "NAME", "matching": "SURFACE"}
    inner = {**schema.get("properties", {}), **schema.get("patternProperties", {})}
    if isinstance(schema.get("additionalProperties"), dict):
        inner["*"] = schema["additionalProperties"]
    if schema.get("items", {}).get("type") == "object":
        return _leaves(schema["items"], f"{path}[]")
    if not inner:
        return [(path, schema)]
    names = {name: "GROUND" if path == "claims.guideline" else general.get(path, name) for name in inner}
    return [leaf for name, one in inner.items() for leaf in _leaves(one, f"{path}.{names[name]}".strip("."))]


def test_the_command_prints_it_for_a_file(shell: Shell) -> None:
    """Nothing but the schema: its output is a file's content."""
    ended = shell.run("schema")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out) == json.loads(json.dumps(SCHEMA))
    assert SCHEMA["$schema"] == DIALECT


def test_a_keyword_that_these_tests_cannot_check_is_an_error() -> None:
    """Or a schema could say what nobody holds it to."""
    with pytest.raises(KeyError):
        list(errors({"maxItems": 1}, []))
