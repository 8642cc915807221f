"""``leadscore rollback``: let the previous champion score leads again."""

from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import load_config
from leadscore.model.registry import Grounds
from leadscore.pipelines.console.terminal import console, now, registry_of


def rollback(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Bring the previous champion back."""
    settings = load_config(config)
    move = registry_of(settings).rollback(Grounds(now(), why="`leadscore rollback`"))
    console.print(f"Version {move.after} of {settings.mlflow.model} is the champion again, not version {move.before}.")
    console.print("A running service keeps its model until it is started again.")
