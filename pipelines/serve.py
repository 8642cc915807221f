"""``leadscore serve``: answer over HTTP with the champion."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import Config, load_config
from leadscore.model.registry import Resolved
from leadscore.model.scoring.bundle import load_bundle
from leadscore.pipelines.console.terminal import console, registry_of, warn_of, wording_for

_NEVER_SPIN = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1"}


def serve(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
    host: Annotated[
        str, typer.Option(help="Address to listen at; 0.0.0.0 is every one of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.", min=1, max=65_535)] = 8000,
    workers: Annotated[int, typer.Option(help="Server processes.", min=1)] = 1,
) -> None:
    """Score leads over HTTP with the champion, until stopped."""
    settings = load_config(config)
    wording = wording_for(settings)
    champion = registry_of(settings).resolve()
    load_bundle(champion.folder)  # a damaged bundle is refused here, where somebody is looking
    warn_of(champion.warning, wording)
    address = f"http://{host}:{port}"
    names = {"version": champion.version, "model": settings.mlflow.model}
    console.print(wording.say("verbs.answers", **names, address=f"{address}/v1/score"), markup=False)
    console.print(wording.say("verbs.contract", address=f"{address}/openapi.json"), markup=False)
    # this process has loaded what MLflow needs; the server that takes its place needs none of it
    os.execve(  # noqa: S606 - fixed arguments, no shell
        sys.executable,
        server_command(host, port, workers),
        {**os.environ, **environment(settings, champion)},
    )


def server_command(host: str, port: int, workers: int) -> list[str]:
    """The command that runs the service; it logs by itself."""
    listen = ["--host", host, "--port", str(port), "--workers", str(workers)]
    quiet = ["--no-access-log", "--log-level", "warning", "--no-server-header"]
    return [sys.executable, "-m", "uvicorn", "--factory", "leadscore.serve.asgi:app", *listen, *quiet]


def environment(config: Config, champion: Resolved) -> dict[str, str]:
    """The environment of the server: the bundle on disk, so that it never asks the registry."""
    erased = {} if config.erased is None else {"LEADSCORE_ERASED": str(config.erased)}
    return {
        "LEADSCORE_BUNDLE": str(champion.folder),
        "LEADSCORE_NAME": config.mlflow.model,
        "LEADSCORE_VERSION": champion.version,
        **erased,
        **_NEVER_SPIN,
    }
