"""What the live tests share: one broker, a Redis of its own for each test, and pipelines between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.live.pipeline import Pipeline
from tests.servers.fixtures import Kafka
from tests.servers.redis import RedisServer

MakePipeline = Callable[..., Pipeline]


@pytest.fixture
def pipeline(kafka: Kafka, own_redis: RedisServer, tmp_path: Path) -> Iterator[MakePipeline]:
    """Makes pipelines on the test's own Redis; whatever still runs in the end is killed."""
    with ExitStack() as made:

        def make(**settings: Any) -> Pipeline:
            home = tmp_path / f"pipeline-{len(list(tmp_path.glob('pipeline-*')))}"
            home.mkdir()
            one = Pipeline(kafka, own_redis.url, home, **settings)
            made.callback(one.__exit__)
            return one

        yield make
