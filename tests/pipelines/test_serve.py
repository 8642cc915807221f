import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from tiny_bundle import write_tiny_bundle

from leadscore.model.config import load_config
from leadscore.model.registry import Grounds, Run
from leadscore.pipelines.console.terminal import registry_of

CONFIG = '[leads]\npath = "leads.csv"\ntarget = "won"\npositive = ["1"]\n'
_RUN = "import typer; from leadscore.pipelines.serve import serve; typer.run(serve)"
LEAD = {"lead": {"lead_id": "a", "created_at": "2026-01-01", "budget": 120}}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answer(port: int, path: str, body: object = None) -> dict[str, object]:
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"http://127.0.0.1:{port}{path}", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=5) as response:  # noqa: S310 - our own server
        found: dict[str, object] = json.load(response)
        return found


@contextmanager
def serving(config: Path, port: int, *, workers: int) -> Iterator[Path]:
    log = config.with_name("server.log")
    command = [sys.executable, "-c", _RUN, "--config", str(config)]
    options = ["--port", str(port), "--workers", str(workers)]
    with log.open("wb") as sink:
        server = subprocess.Popen([*command, *options], stdout=sink, stderr=sink)  # noqa: S603 - our own command
        try:
            yield log
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_until_ready(port: int, log: Path) -> None:
    for _ in range(300):
        try:
            answer(port, "/readyz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text())


@pytest.mark.slow
def test_the_champion_answers_over_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    config, port = tmp_path / "leadscore.toml", free_port()
    config.write_text(CONFIG)
    registry = registry_of(load_config(config))
    bundle = write_tiny_bundle(tmp_path / "bundle")
    registry.publish(Run("train"), tmp_path / "bundle", bundle.spec)
    registry.promote("1", Grounds(at=0))

    with serving(config, port, workers=2) as log:
        wait_until_ready(port, log)
        scored = answer(port, "/v1/score", LEAD)

    assert scored["model"] == {"name": "leadscore", "version": "1", "sha256": bundle.sha256}
    said = log.read_text()
    assert f"Version 1 of leadscore answers at http://127.0.0.1:{port}/v1/score" in said
    assert '"route": "/v1/score", "status": 200' in said
    assert os.environ.get("LEADSCORE_BUNDLE") is None
