"""``leadscore init``: look at an export, say what every column is, and write the configuration."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from leadscore.model.config import Config, WordingSettings
from leadscore.model.config.writing import COMMENTS, render
from leadscore.model.data.inspection import Finding, Inspection, inspect
from leadscore.model.data.sources import Source, SourceAddress, connect, open_source
from leadscore.model.errors import ConfigError
from leadscore.model.replacing import replacing
from leadscore.model.scoring.language import Wording
from leadscore.pipelines.console.outputs import require_not_read
from leadscore.pipelines.console.terminal import (
    LANGUAGE_HELP,
    console,
    for_config,
    latest_believable,
    readers_wording,
    require_folder,
)

_KINDS = "CSV (also gzipped), Parquet, or SQLAlchemy-URL::table."


def init(
    file: Annotated[str, typer.Argument(help=f"The leads: {_KINDS}")],
    *,
    events: Annotated[str | None, typer.Option(help="What leads did, with dates; a file or table.")] = None,
    outcomes: Annotated[str | None, typer.Option(help="How leads ended, with dates; a file or table.")] = None,
    target: Annotated[str | None, typer.Option(help="Column of the leads that holds the outcome.")] = None,
    config: Annotated[Path, typer.Option(dir_okay=False, help="Where to write.")] = Path("leadscore.toml"),
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "en",
    force: Annotated[bool, typer.Option("--force", help="Replace a configuration that is there.")] = False,
) -> None:
    """Look at an export, say what every column is taken for, and write a configuration that works as it is."""
    if config.exists() and not force:
        raise ConfigError(
            "There is a configuration already", where=str(config), remedy="replace it with --force, or use --config"
        )
    given = {"leads": file, "events": events, "outcomes": outcomes}
    addresses = {table: SourceAddress.parse(path) for table, path in given.items() if path is not None}
    require_not_read(config, addresses.values(), folder=Path.cwd())
    require_folder(config)
    folder = config.resolve().parent
    wording = readers_wording(language, folder)
    with console.status(escape(wording.say("inspection.status"))):
        sources, inspection = _look(addresses, wording, target=target)
    relocated = {table: address.relocated(start=Path.cwd(), folder=folder) for table, address in addresses.items()}
    written = _with_addresses(inspection.config, relocated).model_copy(
        update={"wording": WordingSettings(language=language)}
    )
    with replacing(config) as draft:
        draft.write_text(render(written, inspection.reasons, _comments(wording)), encoding="utf-8")
    _show_decisions(sources, inspection, wording)
    check = f"[bold]leadscore check{escape(for_config(config))}[/bold]"
    asked = has_questions(written)
    console.print(
        wording.say("inspection.ask" if asked else "inspection.wrote", path=escape(str(config)), command=check)
    )
    if asked:
        raise typer.Exit(1)


def _comments(wording: Wording) -> dict[str, str]:
    return {name: wording.say(f"keys.{name}") for name in COMMENTS}


def _look(
    addresses: Mapping[str, SourceAddress], wording: Wording, *, target: str | None
) -> tuple[Mapping[str, Source], Inspection]:
    with closing(connect()) as connection:
        sources = {
            table: open_source(connection, address, folder=Path.cwd(), name=table)
            for table, address in addresses.items()
        }
        return sources, inspect(connection, sources, wording, target=target, not_after=latest_believable())


def _with_addresses(config: Config, addresses: Mapping[str, SourceAddress]) -> Config:
    """With paths as seen from the configuration; leads that say how they ended are the table of outcomes, too."""
    if config.outcomes is not None and "outcomes" not in addresses:
        addresses = {**addresses, "outcomes": addresses["leads"]}
    sections = {
        table: getattr(config, table).model_copy(update={"path": address.text}) for table, address in addresses.items()
    }
    return config.model_copy(update=sections)


def _show_decisions(sources: Mapping[str, Source], inspection: Inspection, wording: Wording) -> None:
    for table, findings in inspection.findings.items():
        console.print(_table(sources[table], table, findings, wording), soft_wrap=False)
        _show_reading(sources[table], wording)
    for key, what in _DECISIONS.items():
        if key in inspection.reasons:
            value, why = _value(inspection.config, key), inspection.reasons[key]
            text = wording.say("inspection.decision", what=wording.say(f"inspection.{what}"), value=value, why=why)
            console.print(escape(text))


def _show_reading(source: Source, wording: Wording) -> None:
    """Print which lines are no rows, and what else is to be told about how a file was read."""
    for flaw in fields(source.left_out):
        if lines := getattr(source.left_out, flaw.name):
            console.print(escape(wording.say(f"inspection.{flaw.name}", lines=_lines(lines, wording))))
    for remark in source.remarks:
        console.print(escape(wording.say(f"reading.{remark.key}", **remark.values)))


def _lines(numbers: Sequence[int], wording: Wording) -> str:
    """The first numbers of lines, and how many more there are."""
    shown, more = ", ".join(map(str, numbers[:_SHOWN])), len(numbers) - _SHOWN
    return wording.say("inspection.lines_more" if more > 0 else "inspection.lines", shown=shown, more=str(more))


def _table(source: Source, name: str, findings: Sequence[Finding], wording: Wording) -> Table:
    columns = [wording.say(f"inspection.{key}") for key in ("column", "taken_for", "because")]
    table = Table(*columns, title=f"{name}: {escape(source.path)}", title_justify="left")
    for finding in findings:
        role = wording.say("inspection.not_used") if finding.role == "not used" else finding.role
        table.add_row(escape(finding.column), role, escape(finding.why))
    return table


_SHOWN = 5
_DECISIONS = {
    "leads.target": "target_column",
    "leads.unclear": "unclear_values",
    "outcomes.converted": "converted_values",
    "outcomes.lost": "lost_values",
    "outcomes.disqualified": "disqualified_values",
    "outcomes.open": "open_values",
    "outcomes.unclear": "unclear_values",
    "learning.horizon_days": "horizon_days",
    "learning.split": "split",
    "learning.data_from": "data_from",
}
"""What is printed below the tables: keys of the configuration, and of the text that says what each is."""


def has_questions(config: Config) -> bool:
    """Whether somebody has to say what some values mean before anything can be learned."""
    return bool(config.leads.unclear or (config.outcomes and config.outcomes.unclear))


def _value(config: Config, key: str) -> str:
    section, name = key.split(".")
    value = getattr(getattr(config, section), name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
