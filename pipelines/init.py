"""``leadscore init``: look at an export, say what every column is, and write the configuration."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from leadscore.model.config import Config
from leadscore.model.config.writing import render
from leadscore.model.data.inspection import Finding, Inspection, inspect
from leadscore.model.data.sources import Source, SourceAddress, connect, open_source
from leadscore.model.errors import ConfigError, some
from leadscore.pipelines.console.terminal import console, for_config, require_folder

_KINDS = "CSV (also gzipped), Parquet, or SQLAlchemy-URL::table."


def init(
    file: Annotated[str, typer.Argument(help=f"The leads: {_KINDS}")],
    *,
    events: Annotated[str | None, typer.Option(help="What leads did, with dates; a file or table.")] = None,
    outcomes: Annotated[str | None, typer.Option(help="How leads ended, with dates; a file or table.")] = None,
    target: Annotated[str | None, typer.Option(help="Column of the leads that holds the outcome.")] = None,
    config: Annotated[Path, typer.Option(dir_okay=False, help="Where to write.")] = Path("leadscore.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace a configuration that is there.")] = False,
) -> None:
    """Look at an export, say what every column is taken for, and write a configuration that works as it is."""
    if config.exists() and not force:
        raise ConfigError(
            "There is a configuration already", where=str(config), remedy="replace it with --force, or use --config"
        )
    require_folder(config)
    given = {"leads": file, "events": events, "outcomes": outcomes}
    addresses = {table: SourceAddress.parse(path) for table, path in given.items() if path is not None}
    with console.status("looking at the columns"):
        sources, inspection = _look(addresses, target=target)
    folder = config.resolve().parent
    moved = {table: address.relocated(start=Path.cwd(), folder=folder) for table, address in addresses.items()}
    config.write_text(render(_with_addresses(inspection.config, moved), inspection.reasons), encoding="utf-8")
    _tell(sources, inspection)
    check = f"[bold]leadscore check{escape(for_config(config))}[/bold]"
    console.print(f"Wrote {escape(str(config))}. Next: {check}, which also looks for leaks")


def _look(addresses: Mapping[str, SourceAddress], *, target: str | None) -> tuple[Mapping[str, Source], Inspection]:
    with closing(connect()) as connection:
        sources = {
            table: open_source(connection, address, folder=Path.cwd(), name=table)
            for table, address in addresses.items()
        }
        return sources, inspect(connection, sources, target=target)


def _with_addresses(config: Config, addresses: Mapping[str, SourceAddress]) -> Config:
    sections = {
        table: getattr(config, table).model_copy(update={"path": address.text}) for table, address in addresses.items()
    }
    return config.model_copy(update=sections)


def _tell(sources: Mapping[str, Source], inspection: Inspection) -> None:
    for table, findings in inspection.findings.items():
        console.print(_table(sources[table], table, findings), soft_wrap=False)
        malformed = sources[table].malformed
        if malformed:
            console.print(f"Left out, because they do not fit the header: {some(malformed, unit='lines')}.")
    for key, told in _DECISIONS.items():
        if key in inspection.reasons:
            console.print(f"{told}: {_value(inspection.config, key)} ({escape(inspection.reasons[key])}).")


def _table(source: Source, name: str, findings: Sequence[Finding]) -> Table:
    table = Table("column", "taken for", "because", title=f"{name}: {escape(source.path)}", title_justify="left")
    for finding in findings:
        table.add_row(escape(finding.column), finding.role, escape(finding.why))
    return table


_DECISIONS = {
    "leads.target": "Converted are the leads by the column",
    "outcomes.converted": "Outcomes that mean converted",
    "learning.horizon_days": "Days within which a conversion counts",
    "learning.split": "The evaluation slice is set apart by",
    "learning.data_from": "Leads count from",
}
"""What is told below the tables: keys of the configuration."""


def _value(config: Config, key: str) -> str:
    section, name = key.split(".")
    value = getattr(getattr(config, section), name)
    return escape(", ".join(value) if isinstance(value, tuple) else str(value))
