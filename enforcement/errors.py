"""What can go wrong in the domain, and what follows from it.

EnforcementError
└── InvalidPolicy    a bad policy: refuse to start, or keep the last good one
"""


class EnforcementError(Exception):
    """The root of every error that the domain raises on purpose."""


class InvalidPolicy(EnforcementError, ValueError):
    """A policy that cannot be used; its arguments are the problems found, one line each."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Every problem found, in the order of the file's keys."""
        return self.args

    def __str__(self) -> str:
        """Return one line for each problem."""
        return "\n".join(self.problems)
