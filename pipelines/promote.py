"""``leadscore promote`` and ``leadscore rollback``: say which version scores leads."""

from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import load_config
from leadscore.model.learning.promotion.promotion_rule import PromotionError, PromotionRuling, rule
from leadscore.model.registry import CHALLENGER, CHAMPION, Grounds, Registry
from leadscore.model.scoring.bundle import load_bundle
from leadscore.pipelines.console.terminal import console, for_config, now, registry_of, warn

_LONGEST_WHY = 1_000


def promote(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
    force: Annotated[bool, typer.Option("--force", help="Promote although the rule refuses; needs --why.")] = False,
    why: Annotated[str | None, typer.Option(help="Why it is forced; kept with the version for good.")] = None,
) -> None:
    """Make the challenger the champion if it was found no worse; the champion so far comes back with `rollback`."""
    said = _said(why, force=force)
    settings = load_config(config)
    name, registry = settings.mlflow.model, registry_of(settings)
    version, grounds = _judged(registry, name, said)
    move = registry.promote(version, grounds)
    before = "the first champion" if move.before is None else f"before it was version {move.before}"
    console.print(f"Version {move.after} of {name} is now the champion; {before}.")
    console.print(grounds.rule, markup=False, soft_wrap=True)
    if grounds.forced:
        warn(f"Forced against this rule, and kept with the version: {grounds.why}")
    same = for_config(config)
    console.print(f"Next: [bold]leadscore score FILE --out FILE{same}[/bold]", soft_wrap=True)
    console.print(f"  or: [bold]leadscore serve{same}[/bold]", soft_wrap=True)


def rollback(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Bring the previous champion back."""
    settings = load_config(config)
    move = registry_of(settings).rollback(Grounds(now(), why="`leadscore rollback`"))
    console.print(f"Version {move.after} of {settings.mlflow.model} is the champion again, not version {move.before}.")
    console.print("A running service keeps its model until it is started again.")


def _said(why: str | None, *, force: bool) -> str:
    """What the person said; empty unless the rule is to be overridden."""
    said = (why or "").strip()
    if force and not said:
        raise typer.BadParameter("--force needs --why TEXT: say why, it is kept with the version")
    if why is not None and not force:
        raise typer.BadParameter("--why says why the rule is overridden; it needs --force")
    if len(said) > _LONGEST_WHY:
        raise typer.BadParameter(f"--why takes {_LONGEST_WHY:,} characters at most")
    return said


def _judged(registry: Registry, name: str, said: str) -> tuple[str, Grounds]:
    """The challenger's version, and why it may be promoted.

    Raises:
        PromotionError: The rule speaks against it, and nobody has said why it should be all the same.
        RegistryError: There is no challenger, or the registry is away.
        BundleError: The challenger is damaged.
    """
    challenger, champion = registry.resolve(CHALLENGER), registry.pointer(CHAMPION)
    card = load_bundle(challenger.folder).card
    ruling = rule(card, None if champion is None else champion.sha256)
    if not ruling.allowed and not said:
        raise _refusal(ruling, where=f"version {challenger.version} of {name}")
    return challenger.version, Grounds(now(), ruling.reason, not ruling.allowed, said, card.get("champion"))


def _refusal(ruling: PromotionRuling, *, where: str) -> PromotionError:
    remedy = f"{ruling.remedy}; or take the responsibility: `leadscore promote --force --why TEXT`"
    return PromotionError(ruling.reason.rstrip("."), where=where, remedy=remedy)
