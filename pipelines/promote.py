"""``leadscore promote``: let the challenger score leads."""

from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import load_config
from leadscore.model.registry.promoting import promote_challenger
from leadscore.pipelines.console.terminal import console, now, registry_of, say_next, warn, wording_for

_LONGEST_WHY = 1_000


def promote(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
    force: Annotated[bool, typer.Option("--force", help="Promote although the rule refuses; needs --why.")] = False,
    why: Annotated[str | None, typer.Option(help="Why it is forced; kept with the version for good.")] = None,
) -> None:
    """Make the challenger the champion if it was found no worse; the champion so far comes back with `rollback`."""
    given = _given(why, force=force)
    settings = load_config(config)
    wording = wording_for(settings)
    promoted = promote_challenger(registry_of(settings), wording, at=now(), why=given)
    move, grounds = promoted.move, promoted.grounds
    key = "first_champion" if move.before is None else "promoted"
    text = wording.say(f"verbs.{key}", version=move.after, model=settings.mlflow.model, before=move.before)
    console.print(text, markup=False)
    console.print(grounds.rule, markup=False, soft_wrap=True)
    if grounds.forced:
        warn(wording.say("verbs.forced", why=grounds.why))
    say_next(wording, config, "score FILE --out FILE", "serve")


def _given(why: str | None, *, force: bool) -> str:
    """The reason that was given; empty unless the rule is to be overridden."""
    given = (why or "").strip()
    if force and not given:
        raise typer.BadParameter("--force needs --why TEXT: say why, it is kept with the version")
    if why is not None and not force:
        raise typer.BadParameter("--why says why the rule is overridden; it needs --force")
    if len(given) > _LONGEST_WHY:
        raise typer.BadParameter(f"--why takes {_LONGEST_WHY:,} characters at most")
    return given
