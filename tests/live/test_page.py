"""The page on how to run the pipeline, followed to the letter on servers of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.servers.fixtures import Kafka
from tests.servers.redis import RedisServer

_BLOCK = re.compile(r"```bash\n(.*?)```(?:\s*```text\n(.*?)```)?", re.DOTALL)
_PATIENCE_S = 60


def test_the_page_leads_to_a_restriction(own_kafka: Kafka, own_redis: RedisServer, tmp_path: Path) -> None:
    """Two terminals: one runs the pipeline, the other feeds it and looks."""
    page = (REPOSITORY / "docs" / "how-to" / "run-the-pipeline.md").read_text()
    for there, here in (("localhost:9092", own_kafka.bootstrap), ("redis://localhost:6379/0", own_redis.url)):
        assert there in page
        page = page.replace(there, here)
    (settings, _), (run, _), *others = _BLOCK.findall(page)
    settings = re.sub(r"\$\(openssl.*\)", "0123456789abcdef", settings)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COLUMNS": "120"}

    def shell(commands: str) -> list[str]:
        return ["bash", "-euo", "pipefail", "-c", settings + commands]

    with (tmp_path / "log").open("wb") as log:
        first = subprocess.Popen(shell(f"exec {run}"), cwd=tmp_path, env=env, stderr=log)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while b"worker_started" not in (tmp_path / "log").read_bytes():
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.05)
        for commands, expected in others:
            done = subprocess.run(
                shell(commands), cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=_PATIENCE_S
            )
            assert done.returncode == 0, done.stderr
            if expected:
                assert done.stdout == expected
        assert "asha" in done.stdout
    finally:
        first.terminate()
        code = first.wait(_PATIENCE_S)
    assert code == 0, (tmp_path / "log").read_text()
