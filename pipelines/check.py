"""``leadscore check``: what was read and rejected, how many converted and when, what may be a leak or a trap."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from leadscore.model.config import load_config
from leadscore.model.data.leakage import Leak, leaks
from leadscore.model.data.quality import Findings, find
from leadscore.model.data.tables import RULES, UnusableError, read_tables, write_rejects
from leadscore.model.errors import some
from leadscore.model.learning.training import refuse_early
from leadscore.model.scoring.language import english
from leadscore.pipelines.console.maturity import show_maturity
from leadscore.pipelines.console.terminal import console, now, require_folder, titled_table

_COUNTS = ("read", "kept", "left out")


def check(
    config: Annotated[Path, typer.Option(help="Configuration file.")] = Path("leadscore.toml"),
    rejects: Annotated[
        Path | None, typer.Option(help="Where failures are written; default: rejects.csv beside the configuration.")
    ] = None,
) -> None:
    """Check the tables a configuration names: rows, rules, maturity, leaks and traps."""
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
        findings, suspects = find(tables, settings), leaks(tables, settings)
    draw(findings, suspects)
    console.print(
        f"{english().say('counts.failure', count=len(tables.rejects))} written to {escape(str(path))}", soft_wrap=True
    )
    refuse_early(tables, settings)  # last, so that what was found is told in any case


def draw(findings: Findings, suspects: Sequence[Leak]) -> None:
    """Print what a check found."""
    _draw_rows(findings)
    _draw_failures(findings)
    show_maturity(findings)
    _draw_leaks(suspects)
    _draw_notes(findings)


def _draw_rows(findings: Findings) -> None:
    table = titled_table("Rows", ("table", *_COUNTS), numbers=_COUNTS)
    for rows in findings.rows:
        table.add_row(rows.table, f"{rows.read:,}", f"{rows.kept:,}", f"{rows.left_out:,}")
    console.print(table)


def _draw_failures(findings: Findings) -> None:
    if not findings.failures:
        console.print("Every row keeps every rule.\n")
        return
    columns = ("table", "rule", "column", "effect", "count", "first")
    table = titled_table("Failures", columns, numbers=("count",))
    for failure in findings.failures:
        places = some(failure.rows)
        table.add_row(failure.table, failure.rule, escape(failure.column), failure.effect, f"{failure.count:,}", places)
    console.print(table)
    for name in dict.fromkeys(failure.rule for failure in findings.failures):
        console.print(f"[bold]{name}[/]: {RULES[name].found} To mend: {RULES[name].remedy}.")
    console.print()


def _draw_leaks(suspects: Sequence[Leak]) -> None:
    if not suspects:
        console.print("No sign of a leak.\n")
        return
    table = titled_table("Signs of leaks", ("column or event", "severity", "sign", "evidence"))
    for leak in suspects:
        for place, sign in enumerate(leak.signs):
            told = (escape(leak.name), leak.severity) if place == 0 else ("", "")
            table.add_row(*told, sign.sign, escape(sign.evidence), end_section=place == len(leak.signs) - 1)
    console.print(table)
    for heading, text, names in _consequences(suspects):
        if names:
            console.print(f"[bold]{heading}[/] {escape(', '.join(names))}{text}.")
    console.print()


def _consequences(suspects: Sequence[Leak]) -> tuple[tuple[str, str, list[str]], ...]:
    """What becomes of the columns, by what was found; of events there is nothing to decide."""
    columns = [leak for leak in suspects if leak.kind == "column"]
    return (
        (
            "EXCLUDED from training:",
            ", unless `keep = true` is set for the column",
            [leak.name for leak in columns if leak.excluded],
        ),
        ("Kept by the configuration:", "", [leak.name for leak in columns if leak.kept]),
        (
            "Used, but look:",
            "; set `ignore = true` where a value is not known before the outcome",
            [leak.name for leak in columns if leak.severity == "medium" and not leak.kept],
        ),
    )


def _draw_notes(findings: Findings) -> None:
    if findings.notes:
        console.print("[bold]Notes[/]")
    for note in findings.notes:
        console.print(f"- {escape(note)}")
    if findings.notes:
        console.print()
    if findings.kept_out:
        console.print(f"Kept out of the model by the configuration: {escape(', '.join(findings.kept_out))}.\n")
