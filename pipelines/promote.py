"""``leadscore promote`` and ``leadscore rollback``: say which version scores leads."""

from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import load_config
from leadscore.pipelines.edge import console, for_config, registry_of


def promote(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Make the challenger the champion; the champion so far can be brought back with `rollback`."""
    settings = load_config(config)
    move = registry_of(settings).promote()
    before = "the first champion" if move.before is None else f"before it was version {move.before}"
    console.print(f"Version {move.after} of {settings.mlflow.model} is now the champion; {before}.")
    same = for_config(config)
    console.print(f"Next: [bold]leadscore score FILE --out FILE{same}[/bold]", soft_wrap=True)
    console.print(f"  or: [bold]leadscore serve{same}[/bold]", soft_wrap=True)


def rollback(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Bring the previous champion back."""
    settings = load_config(config)
    move = registry_of(settings).rollback()
    console.print(f"Version {move.after} of {settings.mlflow.model} is the champion again, not version {move.before}.")
    console.print("A running service keeps its model until it is started again.")
