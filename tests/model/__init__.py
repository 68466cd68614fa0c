"""The specification as a slow program: an oracle for the fast implementation.

Nothing here is shared with the pipeline. Each module reads one part of `domain.md` as literally as it can;
every point where the text leaves a choice is a function of `choices.py`.
"""

from .model import Model, ids_like, replay

__all__ = ["Model", "ids_like", "replay"]
