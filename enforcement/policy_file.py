"""From files to policies: all problems of all files at once, or values that the core can rely on."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from msgspec import convert

from enforcement import policy_checks, policy_ladder
from enforcement.errors import InvalidPolicy
from enforcement.policy import Policies, Policy
from enforcement.policy_kinds import EPOCH
from enforcement.policy_schema import POLICY
from enforcement.policy_spot import Spot
from enforcement.policy_tables import Tree

# the standard library has it from 3.11 on; by name, because a type checker may look for the other one
TOML_READER = "tomllib" if sys.version_info >= (3, 11) else "tomli"
read_toml: Callable[[str], dict[str, object]] = import_module(TOML_READER).loads

SHIPPED = "policies/default.toml"
NO_RESTRICTION = {"capabilities": (), "for_ms": 0, "min_share": None, "min_posts": 0}
ONE_POLICY = "name a policy file, or a directory of them"
CHECKS = (
    policy_checks.guidelines_have_known_levels,
    policy_ladder.ladder_starts_with_a_reminder,
    policy_ladder.points_increase,
    policy_ladder.reminders_only_remind,
    policy_ladder.restrictions_are_complete,
    policy_ladder.few_posts_need_a_share,
    policy_checks.exempt_levels_are_known,
    policy_checks.every_level_has_a_triage_threshold,
    policy_checks.grounds_name_known_guidelines,
)


def default_policies() -> Policies:
    """Return the shipped default as the only version."""
    return Policies(versions=(parse_policy(shipped_text(), SHIPPED),))


def shipped_text() -> str:
    """Return the shipped default as written, to start a policy of one's own from."""
    return files("enforcement").joinpath(SHIPPED).read_text(encoding="utf-8")


def read_policies(paths: Sequence[Path]) -> Policies:
    """Return the versions in files, and in all `*.toml` of directories, or raise `InvalidPolicy`."""
    return _versions({file: _try_read(file) for path in paths for file in _files(path)})


def read_texts(paths: Sequence[Path]) -> dict[str, str]:
    """Return what is in those files now, by their paths, good or not; a file that cannot be read is empty."""
    return {str(file): _text_or_nothing(file) for path in paths for file in _files(path)} or {SHIPPED: shipped_text()}


def _text_or_nothing(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def parse_policies(texts: Mapping[str, str]) -> Policies:
    """Return the versions in texts, by what names them, or raise `InvalidPolicy`."""
    return _versions({Path(where): _try_parse(text, where) for where, text in texts.items()})


def _versions(found: Mapping[Path, Policy | InvalidPolicy]) -> Policies:
    policies = {file: policy for file, policy in found.items() if isinstance(policy, Policy)}
    refusals = [refusal for refusal in found.values() if isinstance(refusal, InvalidPolicy)]
    problems = [problem for refusal in refusals for problem in refusal.problems] + _clashes(policies)
    if problems or not policies:
        raise InvalidPolicy(*problems or [f"no policy: {ONE_POLICY}"])
    return Policies(versions=tuple(sorted(policies.values(), key=lambda policy: policy.effective_from)))


def parse_policy(text: str, where: str) -> Policy:
    """Return the policy of a text that `where` names, or raise `InvalidPolicy` with all problems."""
    spot = Spot(where=where, problems=[])
    tree = POLICY.read(spot, _document(text, where))
    for check in CHECKS:
        check(tree, spot)
    if spot.problems:
        raise InvalidPolicy(*spot.problems)
    return _policy(tree)


def _files(path: Path) -> list[Path]:
    try:  # of an empty directory the pattern itself, which then is no such file
        return sorted(path.glob("*.toml")) or [path / "*.toml"] if path.is_dir() else [path]
    except OSError:  # whoever reads it says why
        return [path]


def _try_read(file: Path) -> Policy | InvalidPolicy:
    try:
        return _try_parse(file.read_text(encoding="utf-8-sig"), str(file))
    except OSError as error:
        return InvalidPolicy(f"{file}: {error.strerror}; {ONE_POLICY}")
    except UnicodeDecodeError as error:
        return InvalidPolicy(f"{file}: not UTF-8 at byte {error.start}; save it as UTF-8")


def _try_parse(text: str, where: str) -> Policy | InvalidPolicy:
    try:
        return parse_policy(text, where)
    except InvalidPolicy as refusal:
        return refusal


def _clashes(policies: dict[Path, Policy]) -> list[str]:
    """Return a problem for each version that cannot be told from another by its name or its beginning."""
    problems: list[str] = []
    names: dict[str, Path] = {}
    starts: dict[int, Path] = {}
    for file, policy in policies.items():
        spot = Spot(where=str(file), problems=problems)
        if (other := names.setdefault(policy.version, file)) is not file:
            spot.key("version").refuse(policy.version, f"also that of {other}; write another")
        if (other := starts.setdefault(policy.effective_from, file)) is not file:
            start = EPOCH + timedelta(milliseconds=policy.effective_from)
            spot.key("effective_from").refuse(start, f"also that of {other}; write another")
    return problems


def _document(text: str, where: str) -> dict[str, object]:
    try:
        return read_toml(text)
    except (ValueError, RecursionError) as error:
        problem = f"{where}: not TOML: {' '.join(str(error).split())}; correct it there"
        raise InvalidPolicy(problem) from error


def _policy(tree: Tree) -> Policy:
    """Return the values of a tree without problems, the small tables merged into the policy."""
    merged = [tree, *(tree[name] for name in ("scope", "stream", "join", "history", "notices"))]
    fields = {name: value for table in merged for name, value in table.items()}
    prior = {f"prior_{name}": value for name, value in tree["reports"]["prior"].items()}
    of_own_form = {
        "levels": {number: {"number": number, **level} for number, level in tree["levels"].items()},
        "ladder": [_rung(rung) for rung in tree["ladder"]],
        "reports": {**tree["reports"], **prior},
    }
    return convert({**fields, **of_own_form}, Policy)


def _rung(rung: Tree) -> Tree:
    return {**NO_RESTRICTION, **rung, "remind": rung["action"] == "remind"}
