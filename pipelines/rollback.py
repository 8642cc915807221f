"""``leadscore rollback``: let the previous champion score leads again."""

from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import load_config
from leadscore.model.registry import Grounds
from leadscore.pipelines.console.terminal import console, now, registry_of, wording_for


def rollback(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Bring the previous champion back."""
    settings = load_config(config)
    wording = wording_for(settings)
    move = registry_of(settings).rollback(Grounds(now(), why="`leadscore rollback`"))
    names = {"version": move.after, "model": settings.mlflow.model, "before": move.before}
    console.print(wording.say("verbs.rolled_back", **names), markup=False)
    console.print(wording.say("verbs.service_keeps"))
