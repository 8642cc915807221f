"""``leadscore check``: what was read and rejected, how many converted and when, what may be a leak or a trap."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape
from rich.table import Table

from leadscore.model.config import load_config
from leadscore.model.data.leakage import Leak, leaks
from leadscore.model.data.quality import Findings, find
from leadscore.model.data.tables import UnusableError, read_tables, write_rejects
from leadscore.model.errors import SourceError, some
from leadscore.model.learning.training import refuse_early
from leadscore.model.scoring.language import Wording
from leadscore.pipelines.console.data_end import show_data_end
from leadscore.pipelines.console.maturity import show_maturity
from leadscore.pipelines.console.outputs import require_output
from leadscore.pipelines.console.terminal import console, latest_believable, titled_table, wording_for


def check(
    config: Annotated[Path, typer.Option(help="Configuration file.")] = Path("leadscore.toml"),
    rejects: Annotated[
        Path | None, typer.Option(help="Where failures are written; default: rejects.csv beside the configuration.")
    ] = None,
) -> None:
    """Check the tables a configuration names: rows, rules, maturity, leaks and traps."""
    settings = load_config(config)
    wording, path = wording_for(settings), rejects or settings.folder / "rejects.csv"
    require_output(path, settings, config)
    with console.status(escape(wording.say("check.status"))):
        try:
            tables = read_tables(settings, not_after=latest_believable())
        except UnusableError as error:
            _write(error.rejects, path, wording, asked=rejects is not None)
            raise
        written = _write(tables.rejects, path, wording, asked=rejects is not None)
        findings, suspects = find(tables, settings), leaks(tables, settings)
    show_data_end(tables.end, wording)
    draw(findings, suspects, wording)
    console.print(escape(written), soft_wrap=True)
    refuse_early(tables, settings)  # last, so that what was found is printed in any case


def _write(rejects: pd.DataFrame, path: Path, wording: Wording, *, asked: bool) -> str:
    """Write the failures and say so; in a folder that only can be read, say that they are not written.

    Raises:
        SourceError: Somebody asked for that file, and it cannot be written.
    """
    try:
        write_rejects(rejects, path)
    except SourceError:
        if asked:
            raise
        return wording.say("check.not_written", path=path)
    return wording.say("check.written", count=len(rejects), path=path)


def draw(findings: Findings, suspects: Sequence[Leak], wording: Wording) -> None:
    """Print what a check found."""
    _draw_rows(findings, wording)
    _draw_failures(findings, wording)
    show_maturity(findings, wording)
    _draw_leaks(suspects, wording)
    _draw_notes(findings, wording)


def _headed(title: str, columns: Sequence[str], wording: Wording, *, numbers: Sequence[str] = ()) -> Table:
    """A table whose title and columns are texts of `[check]`."""
    named = {key: wording.say(f"check.{key}") for key in (title, *columns)}
    return titled_table(
        named[title], [named[column] for column in columns], numbers=[named[column] for column in numbers]
    )


def _draw_rows(findings: Findings, wording: Wording) -> None:
    counts = ("read", "kept", "left_out")
    table, count = _headed("rows", ("table", *counts), wording, numbers=counts), wording.formats.count
    for rows in findings.rows:
        table.add_row(rows.table, count(rows.read), count(rows.kept), count(rows.left_out))
    console.print(table)


def _draw_failures(findings: Findings, wording: Wording) -> None:
    if not findings.failures:
        console.print(escape(wording.say("check.every_rule")) + "\n")
        return
    columns = ("table", "rule", "column", "effect", "count", "first")
    table = _headed("failures", columns, wording, numbers=("count",))
    for failure in findings.failures:
        effect = wording.say(f"check.{failure.effect.replace(' ', '_')}")
        places = wording.say("check.places", shown=some(failure.rows, unit=""))
        count = wording.formats.count(failure.count)
        table.add_row(failure.table, failure.rule, escape(failure.column), effect, count, places)
    console.print(table)
    for name in dict.fromkeys(failure.rule for failure in findings.failures):
        found, remedy = wording.say(f"rules.{name}"), wording.say(f"rules.{name}_remedy")
        console.print(f"[bold]{name}[/]: {escape(wording.say('check.mend', found=found, remedy=remedy))}")
    console.print()


def _draw_leaks(suspects: Sequence[Leak], wording: Wording) -> None:
    if not suspects:
        console.print(escape(wording.say("check.no_leak")) + "\n")
        return
    table = _headed("leaks", ("column_or_event", "severity", "sign", "evidence"), wording)
    for leak in suspects:
        for place, sign in enumerate(leak.signs):
            name_and_severity = (escape(leak.name), wording.say(f"check.{leak.severity}")) if place == 0 else ("", "")
            name = escape(wording.name("check.sign", sign.sign))
            table.add_row(*name_and_severity, name, escape(sign.evidence), end_section=place == len(leak.signs) - 1)
    console.print(table)
    for key, names in _consequences(suspects).items():
        if names:
            heading, text = wording.say(f"check.{key}"), wording.say(f"check.{key}_names", names=", ".join(names))
            console.print(f"[bold]{escape(heading)}[/] {escape(text)}")
    console.print()


def _consequences(suspects: Sequence[Leak]) -> dict[str, list[str]]:
    """What becomes of the columns, by what was found; of events there is nothing to decide."""
    columns = [leak for leak in suspects if leak.kind == "column"]
    return {
        "excluded": [leak.name for leak in columns if leak.excluded],
        "kept_columns": [leak.name for leak in columns if leak.kept],
        "used": [leak.name for leak in columns if leak.severity == "medium" and not leak.kept],
    }


def _draw_notes(findings: Findings, wording: Wording) -> None:
    if findings.notes:
        console.print(f"[bold]{escape(wording.say('check.notes'))}[/]")
    for note in findings.notes:
        console.print(f"- {escape(note)}")
    if findings.notes:
        console.print()
    if findings.kept_out:
        names = ", ".join(findings.kept_out)
        console.print(escape(wording.say("check.kept_out", names=names)) + "\n")
