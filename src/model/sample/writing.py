"""Samples as files: every table grows block by block, and takes its name only when the sample is complete."""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from leadscore.model.replacing import refused, replacing
from leadscore.model.sample.blocks import sample_blocks
from leadscore.model.sample.settings import LAYOUT, SampleSettings, Table

FileFormat = Literal["csv", "parquet"]

_Append = Callable[[Table], None]
_ARROW = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}


def write_sample(
    settings: SampleSettings,
    folder: Path,
    *,
    file_format: FileFormat = "csv",
    report: Callable[[int], None] = lambda leads: None,
) -> dict[Path, int]:
    """Write ``leads``, ``events``, ``outcomes`` and ``truth`` into a folder, replacing those that are there.

    Memory is that of one block, whatever the number of leads.

    Args:
        settings: What to write.
        folder: Where to; made if it does not exist.
        file_format: CSV is UTF-8 with commas, line feeds and empty cells for what is missing; Parquet is Zstandard.
        report: Called after each block with its number of leads.

    Returns:
        Number of rows per file.

    Raises:
        SourceError: The folder or a file cannot be written; files from before are then untouched.
    """
    paths = {name: folder / f"{name}.{file_format}" for name in LAYOUT}
    with refused(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return _write(settings, paths, report)


def _write(settings: SampleSettings, paths: dict[str, Path], report: Callable[[int], None]) -> dict[Path, int]:
    rows = dict.fromkeys(paths.values(), 0)
    with ExitStack() as drafts:
        draft = {name: drafts.enter_context(replacing(path)) for name, path in paths.items()}
        with ExitStack() as files:
            opened = {name: _OPENED[path.suffix](name, draft[name]) for name, path in paths.items()}
            append = {name: files.enter_context(file) for name, file in opened.items()}
            for block in sample_blocks(settings):
                for name, table in block.items():
                    append[name](table)
                    rows[paths[name]] += len(table["lead_id"])
                report(len(block["truth"]["lead_id"]))
    return rows


@contextmanager
def _csv(name: str, path: Path) -> Iterator[_Append]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(LAYOUT[name])
        yield lambda table: writer.writerows(zip(*(cells.tolist() for cells in table.values()), strict=True))


@contextmanager
def _parquet(name: str, path: Path) -> Iterator[_Append]:
    schema = pa.schema([(column, _ARROW[kind]) for column, kind in LAYOUT[name].items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda table: writer.write_table(pa.table(dict(table), schema=schema))


_OPENED = {".csv": _csv, ".parquet": _parquet}
