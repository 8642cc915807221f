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
from leadscore.pipelines.console.terminal import console, latest_believable, registry_of, say_next, warn, wording_for


def revise(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Give the champion the sentences, tags, gates and routes of today's configuration; its scores stay the same."""
    settings = load_config(config)
    registry, wording = registry_of(settings), wording_for(settings)
    champion = registry.resolve(CHAMPION)
    with console.status(wording.say("verbs.looking")):
        tables = read_tables(settings, not_after=latest_believable())
        revision = revised(load_bundle(champion.folder), tables, settings)
        bundle = no_worse(revision, wording, version=champion.version, sha256=champion.sha256)
    published = publish_revision(registry, bundle, registry.files(champion.version), config)
    show_gates(bundle.card.gates, wording)
    if settings.similar.index and bundle.past_leads is None:
        warn(wording.say("verbs.no_past_leads"))
    text = wording.say("verbs.revised", version=published.version, champion=champion.version, config=config)
    console.print(text, markup=False, soft_wrap=True)
    say_next(wording, config, "promote")
