"""``leadscore sample``: write a made-up funnel to learn, test and measure on."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from leadscore.model.sample import FileFormat, SampleSettings, write_sample
from leadscore.model.scoring.language import wording_in
from leadscore.pipelines.console.terminal import LANGUAGE_HELP, console, progress_bar

_DEFAULTS = SampleSettings()
_DAY = ["%Y-%m-%d"]
_FIRST_DAY = datetime.combine(_DEFAULTS.first_day, time())
_LAST_DAY = datetime.combine(_DEFAULTS.last_day, time())


def sample(
    leads: Annotated[int, typer.Option(min=1, help="Number of leads.")] = _DEFAULTS.leads,
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder to write to.")] = Path("data/sample"),
    file_format: Annotated[FileFormat, typer.Option("--format", help="Kind of the files.")] = "csv",
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same bytes.")] = _DEFAULTS.seed,
    first_day: Annotated[
        datetime, typer.Option(formats=_DAY, show_default=f"{_FIRST_DAY:%Y-%m-%d}", help="Day of the first leads, UTC.")
    ] = _FIRST_DAY,
    last_day: Annotated[
        datetime, typer.Option(formats=_DAY, show_default=f"{_LAST_DAY:%Y-%m-%d}", help="Last day of the data, UTC.")
    ] = _LAST_DAY,
    language: Annotated[str, typer.Option(help=LANGUAGE_HELP)] = "en",
) -> None:
    """Write leads, events and outcomes of a made-up software company, and the true probability of every lead."""
    wording = wording_in(language)
    settings = SampleSettings(leads=leads, seed=seed, first_day=first_day.date(), last_day=last_day.date())
    with progress_bar(shown=settings.n_blocks > 1) as progress:
        task = progress.add_task(wording.say("verbs.writing_leads"), total=settings.leads)
        rows = write_sample(settings, out, file_format=file_format, report=lambda n: progress.advance(task, n))
    for path, count in rows.items():
        rows_of = wording.say("verbs.sample_rows", count=f"{wording.formats.count(count):>12}", path=path)
        console.print(rows_of, soft_wrap=True, markup=False)
