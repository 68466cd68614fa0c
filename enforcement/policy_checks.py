"""What the tables of a policy file must agree on; a check passes over what could not be read."""

from enforcement.policy_spot import Spot, closest, one_of
from enforcement.policy_tables import Tree


def guidelines_have_known_levels(tree: Tree, spot: Spot) -> None:
    """Refuse a guideline of a level that the file does not describe."""
    for name, guideline in (tree.get("guidelines") or {}).items():
        level = (guideline or {}).get("level")
        _refuse_unknown_level(tree, spot.key("guidelines", name, "level"), level)


def exempt_levels_are_known(tree: Tree, spot: Spot) -> None:
    """Refuse an exemption of a level that the file does not describe."""
    exempt = (tree.get("fairness") or {}).get("exempt_levels") or []
    for index, level in enumerate(exempt):
        _refuse_unknown_level(tree, spot.key("fairness", "exempt_levels").item(index), level)


def every_level_has_a_triage_threshold(tree: Tree, spot: Spot) -> None:
    """Refuse a level without a threshold, and a threshold without a level."""
    triage = (tree.get("reports") or {}).get("triage")
    levels = tree.get("levels")
    if triage is None or not levels:
        return
    for level in [level for level in triage if level not in levels]:
        spot.key("reports", "triage", level).refuse(triage[level], f"no such level; write {one_of(levels)}")
    for level in [level for level in levels if level not in triage]:
        spot.key("reports", "triage", level).miss(f"the level's threshold, as in {level} = 3.0")


def grounds_name_known_guidelines(tree: Tree, spot: Spot) -> None:
    """Refuse a ground of claims whose guideline the file does not describe."""
    guidelines = tree.get("guidelines") or {}
    grounds = (tree.get("claims") or {}).get("guideline") or {}
    unknown = {ground: name for ground, name in grounds.items() if name and name not in guidelines}
    for ground, name in unknown.items() if guidelines else ():
        near = closest(name, guidelines) or next(iter(guidelines))
        why = f'no such guideline; write one of [guidelines], as in "{near}"'
        spot.key("claims", "guideline", ground).refuse(name, why)


def _refuse_unknown_level(tree: Tree, spot: Spot, level: int | None) -> None:
    levels = tree.get("levels")
    if levels and level is not None and level not in levels:
        spot.refuse(level, f"no such level; write {one_of(levels)}, or add [levels.{level}]")
