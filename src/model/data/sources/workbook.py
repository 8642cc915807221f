"""The first sheet of an Excel workbook as a table of text."""

import os
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from leadscore.model.data.sources.copying import copy_rows
from leadscore.model.data.sources.sniffing import find_header
from leadscore.model.data.sources.sources import Columns, LeftOut, Remark, SourceAddress, column_names, renamed
from leadscore.model.errors import DataError, SourceError


def open_workbook(connection: duckdb.DuckDBPyConnection, address: SourceAddress, *, folder: Path, name: str) -> Columns:
    """Copy the first sheet: its header is found as in a delimited file, and rows without a value are left out.

    Raises:
        SourceError: It is no workbook, or damaged.
        DataError: The sheet is empty.
    """
    path = folder / address.location
    try:
        sheet = CalamineWorkbook.from_path(os.fspath(path)).get_sheet_by_index(0)
        records = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise SourceError(
            "The file cannot be read as a workbook", where=os.fspath(path), remedy="save it as CSV"
        ) from error
    if not any(any(record) for record in records):
        raise DataError("The first sheet is empty", where=os.fspath(path), remedy="put the table on the first sheet")
    place = find_header(records)
    header = records[place]
    columns = column_names(header)
    blank = [line for line, record in enumerate(records, start=1) if line > place + 1 and not any(record)]

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, record in enumerate(records[place + 1 :], start=1):
            if any(record):
                yield number, record

    copy_rows(connection, columns, rows(), name=name)
    titles = sum(any(record) for record in records[:place])
    told = [Remark("titles", {"count": titles})] if titles else []
    return Columns(columns, LeftOut(blank=tuple(blank)), remarks=(*renamed(header, columns), *told))


def _text(value: object) -> str:
    """A cell as it would stand in a CSV file; dates as ISO 8601."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value).strip()
