"""Whoever was erased and comes back is nobody else."""

from __future__ import annotations

from dataflows.redis.hashes import Hashes


def test_another_generation_is_no_other_profile() -> None:
    """Ids that end with a number are near one another, and so are the numbers of generations."""
    hashes, ids = Hashes(b"a secret of the tests"), [f"u_{number}" for number in range(10)]
    first = {hashes.author(name) for name in ids}
    later = {hashes.author(name, generation) for name in ids for generation in range(1, 100)}
    assert len(first | later) == 100 * len(ids)
