"""What the rungs of a policy file's ladder must agree on; a check passes over what could not be read."""

from itertools import pairwise

from enforcement.policy_spot import Spot
from enforcement.policy_tables import Tree

FIRST = {"points": 1, "action": "remind"}
NEEDED = {"capabilities": '["feed_search", "notifications"]', "for": '"7d"'}
ONLY_OF_RESTRICTIONS = {
    "capabilities": "capabilities",
    "for_ms": "for",
    "min_share": "min_share",
    "min_posts": "min_posts",
}


def ladder_starts_with_a_reminder(tree: Tree, spot: Spot) -> None:
    """Refuse a first rung that restricts, or that one point does not reach."""
    first = _ladder(tree)[0]
    start = {key: first.get(key) for key in FIRST}
    if start != FIRST and None not in start.values():
        why = 'the ladder does not start with a reminder at 1 point; write points = 1, action = "remind"'
        spot.key("ladder").item(0).refuse(start, why)


def points_increase(tree: Tree, spot: Spot) -> None:
    """Refuse a rung that needs no more points than the one below it: one of the two is never taken."""
    points = [rung.get("points") for rung in _ladder(tree)]
    for index, (below, here) in enumerate(pairwise(points)):
        if below and here and here <= below:
            why = f"not more than ladder[{index}]; write more than {below}, or put the rungs in order"
            spot.key("ladder").item(index + 1).key("points").refuse(here, why)


def reminders_only_remind(tree: Tree, spot: Spot) -> None:
    """Refuse a reminder with a key of restrictions."""
    for index, rung in enumerate(_ladder(tree)):
        extra = [key for name, key in ONLY_OF_RESTRICTIONS.items() if name in rung]
        if rung.get("action") == "remind" and extra:
            why = f'a reminder restricts nothing; remove {" and ".join(extra)}, or write "restrict"'
            spot.key("ladder").item(index).key("action").refuse("remind", why)


def restrictions_are_complete(tree: Tree, spot: Spot) -> None:
    """Refuse a restriction that does not say of what, or for how long."""
    for index, rung in enumerate(_ladder(tree)):
        missing = [key for name, key in ONLY_OF_RESTRICTIONS.items() if key in NEEDED and name not in rung]
        for key in missing if rung.get("action") == "restrict" else ():
            spot.key("ladder").item(index).key(key).miss(f"{key} = {NEEDED[key]}")


def few_posts_need_a_share(tree: Tree, spot: Spot) -> None:
    """Refuse a rung that excepts few posts from a share it does not ask for."""
    for index, rung in enumerate(_ladder(tree)):
        few = rung.get("min_posts")
        if rung.get("action") == "restrict" and few is not None and "min_share" not in rung:
            why = "nothing to except from without min_share; write min_share = 0.02 too, or remove it"
            spot.key("ladder").item(index).key("min_posts").refuse(few, why)


def _ladder(tree: Tree) -> list[Tree]:
    """Return the rungs, an empty one for what is none."""
    return [rung or {} for rung in tree.get("ladder") or [{}]]
