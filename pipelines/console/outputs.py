"""Files that a verb may write: never one that is read."""

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from leadscore.model.config import Config
from leadscore.model.data.sources import SourceAddress, is_sqlite_file
from leadscore.model.errors import SourceError
from leadscore.pipelines.console.terminal import require_folder


def require_output(out: Path, settings: Config, config: Path, *given: SourceAddress) -> None:
    """Refuse a file to be written that is read, or whose folder does not exist, before any work is done for it.

    Args:
        out: The file to be written.
        settings: Whose tables are not overwritten.
        config: Where they were read from.
        given: Tables that were named besides, their paths whole.

    Raises:
        SourceError: As said.
    """
    require_folder(out)
    sections = [getattr(settings, name) for name in type(settings).model_fields]
    paths = [path for section in sections if (path := getattr(section, "path", None))]
    erased = [] if settings.erased is None else [str(settings.erased)]
    configured = map(SourceAddress.parse, [*paths, *erased, str(config.resolve())])
    require_not_read(out, [*configured, *given], folder=settings.folder)


def require_not_read(out: Path, inputs: Iterable[SourceAddress], *, folder: Path) -> None:
    """Refuse to write over one of these tables, whatever it is called.

    Args:
        out: The file to be written.
        inputs: What is read.
        folder: Where their relative paths start.

    Raises:
        SourceError: As said.
    """
    for file in filter(None, map(_file, inputs)):
        if _is_same(out, folder / file):
            raise SourceError(
                "That file is read, and would be overwritten", where=str(out), remedy="choose another name"
            )


def _file(address: SourceAddress) -> str | None:
    if address.table is None:
        return address.location
    return address.url.database if is_sqlite_file(address.url) else None


def _is_same(out: Path, read: Path) -> bool:
    """Whether one is the other, by whatever links, or is one of those that a folder or a pattern stands for."""
    if out.exists() and read.exists() and out.samefile(read):
        return True
    out, read = out.resolve(), read.resolve()
    among = out.parent == read.parent and fnmatch(out.name, read.name)
    return out == read or among or (read.is_dir() and out.parent == read)
