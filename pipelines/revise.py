"""``leadscore revise``: today's words, gates and routes for the champion, without learning anew."""

from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.config import load_config
from leadscore.model.data.tables import read_tables
from leadscore.model.learning.revising import no_worse, revised
from leadscore.model.registry import CHAMPION
from leadscore.model.registry.publishing import publish_revision
from leadscore.model.scoring.bundle import load_bundle
from leadscore.pipelines.console.cards import show_gates
from leadscore.pipelines.console.terminal import console, for_config, now, registry_of, warn


def revise(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Give the champion the sentences, tags, gates and routes of today's configuration; its scores stay the same."""
    settings = load_config(config)
    registry = registry_of(settings)
    champion = registry.resolve(CHAMPION)
    with console.status("looking at the leads"):
        tables = read_tables(settings, not_after=now())
        revision = revised(load_bundle(champion.folder), tables, settings)
        bundle = no_worse(revision, version=champion.version, sha256=champion.sha256)
    published = publish_revision(registry, bundle, registry.files(champion.version), config)
    show_gates(bundle.card.gates)
    if settings.similar.index and bundle.past_leads is None:
        warn("Past leads to compare with (`similar.index`) are kept by the next `leadscore train`, not by revising.")
    told = f"version {champion.version} with the words, gates and routes of {config}"
    console.print(f"Registered as version {published.version}, challenger: {told}", soft_wrap=True)
    console.print(f"Next: [bold]leadscore promote{for_config(config)}[/bold]", soft_wrap=True)
