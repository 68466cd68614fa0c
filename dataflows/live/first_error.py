"""Why a process ends: Bytewax, where several end together, says of all of them only that they panicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataflows.steps import Outputs

T = TypeVar("T")


class FirstError:
    """Remembers the first error that a step of this process raised; it is raised all the same."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def noting(self, call: Callable[..., T]) -> Callable[..., T]:
        """The same call."""

        def noted(*args: Any) -> T:  # noqa: ANN401  whatever it takes
            try:
                return call(*args)
            except StopIteration:
                raise  # the end of a source is none
            except Exception as error:
                self.error = self.error or error
                raise

        return noted

    def of_parts(self, plugged: T, *methods: str) -> T:
        """A source or a sink, with these methods of its parts noted."""
        build: Callable[..., Any] = self.noting(plugged.build_part)  # type: ignore[attr-defined]  # Bytewax has two kinds

        def build_part(*args: Any) -> Any:  # noqa: ANN401  Bytewax'
            part = build(*args)
            for name in methods:
                setattr(part, name, self.noting(getattr(part, name)))
            return part

        plugged.build_part = build_part  # type: ignore[attr-defined]  # the same
        return plugged


class NotedDecide:
    """What decides, noted; see `dataflows.steps.Deciding`."""

    def __init__(self, decide: Any, first: FirstError) -> None:  # noqa: ANN401  any that decides
        self._decide: Callable[..., list[Outputs]] = first.noting(decide)
        self.epoch_ends = first.noting(decide.epoch_ends)

    def __call__(self, mail: Any) -> list[Outputs]:  # noqa: ANN401  the same
        """See `Deciding`."""
        return self._decide(mail)
