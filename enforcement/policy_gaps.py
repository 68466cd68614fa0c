"""What fills the gaps of the sentences in `policy_touch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enforcement.policy_outcomes import ends
from enforcement.policy_spot import shown
from enforcement.rules import NARROWEST

if TYPE_CHECKING:
    from enforcement.policy import Policy

NAMED = 3
"""So many guidelines are named; more are counted."""
DEEPER = {"reports", "claims"}
"""Where the name that a sentence speaks of is the third of the key's names, and not the second."""


def gaps_of(names: tuple[str, ...], old: Any, new: Any, policies: tuple[Policy, Policy]) -> dict[str, str]:  # noqa: ANN401
    """Return every gap that a key has; values as the file writes them."""
    name = names[min(2 if names[0] in DEEPER else 1, len(names) - 1)]
    gaps = {"name": name, "old": _shown(old), "new": _shown(new), "changed": _changed(old, new)}
    if names[0] in {"levels", "reports"} and name.isdigit():
        return {**gaps, "guidelines": _guidelines(int(name), policies)}
    if names[0] == "guidelines":
        return {**gaps, "old_level": _level(name, policies[0]), "new_level": _level(name, policies[1])}
    if names[0] == "ladder":
        return {**gaps, "outcome": _outcome(int(name), policies)}
    return gaps


def _shown(value: Any) -> str:  # noqa: ANN401  a file's value
    return NARROWEST if value is None else value if isinstance(value, str) else shown(value)


def _changed(old: Any, new: Any) -> str:  # noqa: ANN401  a file's values
    if not (isinstance(old, list) and isinstance(new, list)):
        return ""
    gained, lost = ([str(one) for one in these if one not in those] for these, those in ((new, old), (old, new)))
    parts = [f"{word} {', '.join(some)}" for word, some in (("also", gained), ("no longer", lost)) if some]
    return "; ".join(parts)


def _guidelines(level: int, policies: tuple[Policy, Policy]) -> str:
    """Say which guidelines are of a level, in the policy that has it, the new one first."""
    policy = next(policy for policy in reversed(policies) if level in policy.levels)
    names = [name for name, guideline in policy.guidelines.items() if guideline.level == level]
    return ", ".join(names) if 0 < len(names) <= NAMED else f"{len(names)} guidelines"


def _level(guideline: str, policy: Policy) -> str:
    if guideline not in policy.guidelines:
        return ""
    level = policy.levels[policy.guidelines[guideline].level]
    return f"level {level.number} ({level.points} {'point' if level.points == 1 else 'points'})"


def _outcome(score: int, policies: tuple[Policy, Policy]) -> str:
    """Say what a score restricts and restricted; a lower rung may take as much already."""
    before, after = (ends(policy, score) for policy in policies)
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    changes = [f"{name} {before.get(name, 'not restricted')} -> {after.get(name, 'not restricted')}" for name in names]
    return ", ".join(changes) or "the same as before, all conditions held"
