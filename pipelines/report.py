"""``leadscore report``: everything about a model, as one file to read, keep and send."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore.model.config import load_config
from leadscore.model.errors import RegistryError
from leadscore.model.registry import CHALLENGER, CHAMPION, Registry, Resolved
from leadscore.model.replacing import replacing
from leadscore.model.report.rendering import read_figures, render_report
from leadscore.model.scoring.bundle import MANIFEST, load_bundle
from leadscore.model.scoring.language import Wording
from leadscore.pipelines.console.outputs import require_output
from leadscore.pipelines.console.terminal import console, registry_of, warn, warn_of, wording_for


def report(
    of: Annotated[
        str | None,
        typer.Option(help="challenger, champion or a version; default: the challenger, else the champion."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where to.")] = Path("report.html"),
    config: Annotated[Path, typer.Option(help="The configuration file.")] = Path("leadscore.toml"),
) -> None:
    """Write verdict, baselines, curves, leaks, maturity, drivers and slices of a model into one HTML file."""
    settings = load_config(config)
    registry, wording = registry_of(settings), wording_for(settings)
    require_output(out, settings, config)
    alias = _newest(registry) if of is None else of
    resolved = registry.resolve(alias)
    warn_of(resolved.warning, wording)
    card = load_bundle(resolved.folder).card
    figures = _figures(registry, alias, wording)
    html = render_report(card, wording, figures=figures, provenance=_provenance(resolved))
    with replacing(out) as draft:
        draft.write_text(html, encoding="utf-8", newline="\n")
    key = "verbs.report_written" if alias == resolved.version else "verbs.report_written_alias"
    text = wording.say(key, version=resolved.version, alias=alias, path=out)
    console.print(text, soft_wrap=True, markup=False)


def _newest(registry: Registry) -> str:
    return CHAMPION if registry.pointer(CHALLENGER) is None else CHALLENGER


def _figures(registry: Registry, alias: str, wording: Wording) -> dict[str, bytes]:
    """The run's plots; a report without them is better than none."""
    try:
        return read_figures(registry.files(alias))
    except RegistryError as error:
        warn(wording.say("verbs.no_plots", why=error.what))
        return {}


def _provenance(resolved: Resolved) -> dict[str, Any]:
    manifest = json.loads((resolved.folder / MANIFEST).read_text(encoding="utf-8"))
    return {**manifest, "version": resolved.version, "sha256": resolved.sha256}
