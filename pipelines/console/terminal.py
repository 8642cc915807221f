"""The terminal, the clock and the environment; only the command line reads them, and the model never does."""

import os
import sys
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from leadscore.model.config import Config
from leadscore.model.errors import SourceError
from leadscore.model.registry import Registry
from leadscore.model.scoring.language import Message, Wording, wording_in
from leadscore.model.timestamps import DAY, of_datetime

_WIDTH_WITHOUT_TERMINAL = 110

console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)
"""Where every verb writes for people."""


LANGUAGE_HELP = "Language of what people read: en, de, or a file like theirs."
"""What verbs say of `--language` that need no configuration."""


def now() -> int:
    """The present moment, in microseconds since 1970 UTC."""
    return of_datetime(datetime.now(UTC))


def latest_believable() -> int:
    """The latest moment that a date may have: a day from now.

    An export in local time is up to fourteen hours ahead, and a clock that is late must not refuse an event that it
    takes a moment later: which dates count is for the data to say, not for the clock.
    """
    return now() + DAY


def say(text: str) -> None:
    """Print a sentence as it is, on one line."""
    console.print(Text(text), soft_wrap=True)


def warn(text: str) -> None:
    """Say what the reader should know, though the work goes on."""
    console.print(Text(text), style="yellow", soft_wrap=True)


def warn_of(warning: Message | None, wording: Wording) -> None:
    """Say what a step warns of; nothing where it warns of nothing."""
    if warning is not None:
        warn(warning.said(wording))


_TEXTS_NAMED = 5


def readers_wording(language: str, folder: Path) -> Wording:
    """The wording of the reader's language, with a note where English stands in for what its file lacks.

    Args:
        language: ``en``, ``de``, or a path.
        folder: Where a relative path starts.
    """
    wording = wording_in(language, folder)
    if wording.lacking:
        names = ", ".join(f"`{key}`" for key in wording.lacking[:_TEXTS_NAMED])
        key = "verbs.language_lacks_more" if len(wording.lacking) > _TEXTS_NAMED else "verbs.language_lacks"
        warn(wording.say(key, path=language, count=len(wording.lacking), names=names))
    return wording


def wording_for(config: Config) -> Wording:
    """The wording of the language that a configuration names, with a note as ``readers_wording`` gives."""
    return readers_wording(config.wording.language, config.folder)


def titled_table(title: str, columns: Iterable[str], *, numbers: Collection[str] = ()) -> Table:
    """An empty table; the columns of numbers stand on the right."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left")
    return table


def progress_bar(*, shown: bool = True) -> Progress:
    """A bar for what takes longer than two seconds; it leaves no trace when it is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not shown)


def require_folder(path: Path) -> None:
    """Refuse a file to be written whose folder does not exist, before any work is done for it."""
    if not path.parent.is_dir():
        raise SourceError("That folder does not exist", where=str(path.parent), remedy="make it first")


def for_config(config: Path) -> str:
    """What a next command must add to mean the same configuration; nothing for the default one."""
    return "" if config == Path("leadscore.toml") else f" --config {config}"


def say_next(wording: Wording, config: Path, first: str, *others: str) -> None:
    """Say with which command to go on, and with which others instead.

    Args:
        wording: The reader's language.
        config: The configuration that the command must mean, too.
        first: The command.
        others: What else may be done.
    """
    for indent, key, command in (("", "next", first), *(("  ", "or", other) for other in others)):
        whole = f"leadscore {command}{for_config(config)}"
        line = Text(indent + wording.say(f"verbs.{key}", command=whole))
        line.highlight_words([whole], "bold")
        console.print(line, soft_wrap=True)


def registry_of(config: Config) -> Registry:
    """The registry a configuration means, with ``MLFLOW_TRACKING_URI`` honoured."""
    return Registry.of(config, tracking_uri=os.environ.get("MLFLOW_TRACKING_URI"))
