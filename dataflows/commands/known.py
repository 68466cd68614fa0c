"""Options that say where what is known of profiles is read from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[
    Path | None, typer.Option("--from", metavar="DIR", help="The directory that a replay wrote with --out.")
]
Redis = Annotated[
    str | None, typer.Option("--redis", envvar="ENFORCE_REDIS", help="Without --from: the store of a running pipeline.")
]
Policy = Annotated[
    list[Path] | None,
    typer.Option("--policy", envvar="ENFORCE_POLICY", help="What that pipeline runs with. Default: the shipped one."),
]
