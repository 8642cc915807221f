"""``leadscore check``: what was read, what was rejected and why, how many converted, and what may be a leak."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from leadscore.model.config import load_config
from leadscore.model.errors import some
from leadscore.model.tables.findings import Findings, find
from leadscore.model.tables.validation import RULES, UnusableError, read_tables, write_rejects
from leadscore.pipelines.edge import console, counted, now, require_folder


def check(
    config: Annotated[Path, typer.Option(help="Configuration file.")] = Path("leadscore.toml"),
    rejects: Annotated[
        Path | None, typer.Option(help="Where failures are written; default: rejects.csv beside the configuration.")
    ] = None,
) -> None:
    """Check the tables a configuration names: rows, rules, maturity and signs of leaks."""
    settings = load_config(config)
    path = rejects or settings.folder / "rejects.csv"
    require_folder(path)
    with console.status("Reading and checking"):
        try:
            tables = read_tables(settings, not_after=now())
        except UnusableError as error:
            write_rejects(error.rejects, path)
            raise
        write_rejects(tables.rejects, path)
        findings = find(tables, settings)
    draw(findings)
    console.print(f"{counted(len(tables.rejects), 'failure')} written to {escape(str(path))}", soft_wrap=True)


def draw(findings: Findings) -> None:
    """Print what a check found."""
    _draw_rows(findings)
    _draw_failures(findings)
    _draw_base_rate(findings)
    _draw_months(findings)
    _draw_suspects(findings)


def _draw_rows(findings: Findings) -> None:
    table = _table("Rows", ("table", "read", "kept", "left out"), texts=1)
    for rows in findings.rows:
        table.add_row(rows.table, f"{rows.read:,}", f"{rows.kept:,}", f"{rows.left_out:,}")
    console.print(table)


def _draw_failures(findings: Findings) -> None:
    if not findings.failures:
        console.print("Every row keeps every rule.\n")
        return
    table = _table("Failures", ("table", "rule", "column", "effect", "count", "first"), texts=4)
    for failure in findings.failures:
        places = some(failure.rows)
        table.add_row(failure.table, failure.rule, escape(failure.column), failure.effect, f"{failure.count:,}", places)
    console.print(table)
    for name in dict.fromkeys(failure.rule for failure in findings.failures):
        console.print(f"[bold]{name}[/]: {RULES[name].found} To mend: {RULES[name].remedy}.")
    console.print()


def _draw_base_rate(findings: Findings) -> None:
    base = findings.base_rate
    console.print(f"[bold]Conversion[/]: {base.converted:,} of {base.leads:,} leads converted{_within(findings)}.")
    if findings.without_outcome is not None:
        console.print(f"{findings.without_outcome:,} leads have no outcome: open, not lost.")
    console.print()


def _within(findings: Findings) -> str:
    base = findings.base_rate
    if not findings.months:
        return f", {base.rate:.1%}"
    if not base.matured:
        return "; none is old enough to tell whether it converts within the horizon"
    return f"; within the horizon {base.rate:.1%} of the {base.matured:,} that are old enough to tell"


def _draw_months(findings: Findings) -> None:
    if not findings.months:
        return
    table = _table("By month of creation", ("month", "leads", "converted", "old enough", "rate"), texts=1)
    for month in findings.months:
        rate = "–" if month.matured == 0 else f"{month.rate:.1%}"
        table.add_row(month.month, f"{month.leads:,}", f"{month.converted:,}", f"{month.matured:.0%}", rate)
    console.print(table)


def _draw_suspects(findings: Findings) -> None:
    if findings.suspects:
        table = _table("Signs of leaks", ("column or event", "sign", "severity", "evidence"), texts=4)
        for suspect in findings.suspects:
            table.add_row(escape(suspect.name), suspect.sign, suspect.severity, suspect.evidence)
        console.print(table)
        if any(suspect.severity == "leak" for suspect in findings.suspects):
            console.print("For each leak set `ignore = true` in the configuration, or `keep = true` if it is none.\n")
    else:
        console.print("No sign of a leak.\n")
    if findings.kept_out:
        console.print(f"Kept out of the model by the configuration: {escape(', '.join(findings.kept_out))}.\n")


def _table(title: str, columns: tuple[str, ...], *, texts: int) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < texts or column == "first" else "right")
    return table
