"""What stood in the rows and lines that broke a rule, so that nobody has to look for them in the export."""

import csv
import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import duckdb
import pandas as pd

from leadscore.model.data.sources import ROW, Source, SourceAddress
from leadscore.model.data.sources.casting import quoted
from leadscore.model.data.sources.sniffing import open_bytes, sniff
from leadscore.model.data.tables.checking import CONTENT, LINE_RULES
from leadscore.model.errors import LeadscoreError

_MOST_ROWS = 100_000  # of one table: millions of events may meet no lead
_MOST_CHARACTERS = 10_000
_REJECTED = "leadscore rejected"


def with_contents(
    connection: duckdb.DuckDBPyConnection,
    rejects: pd.DataFrame,
    sources: Mapping[str, tuple[Source, SourceAddress]],
    *,
    folder: Path,
) -> pd.DataFrame:
    """The failures, each with its row as it was: the cells with commas between, or the line where it is no row.

    Of rows beyond the first hundred thousand of a table the content is left empty, and of a longer row the first ten
    thousand characters are kept.

    Args:
        connection: In which the sources are open.
        rejects: Failures by table and row.
        sources: The tables, and where they lie.
        folder: Where relative paths start.
    """
    is_line = rejects["rule"].isin(LINE_RULES)
    found: dict[tuple[str, bool], dict[int, str]] = {}
    for table, (source, address) in sources.items():
        of_table = rejects["table"] == table
        found[table, False] = _rows(connection, source, _first(rejects.loc[of_table & ~is_line, "row"]))
        found[table, True] = _lines(address, _first(rejects.loc[of_table & is_line, "row"]), folder=folder)
    places = zip(rejects["table"].tolist(), is_line.tolist(), rejects["row"].tolist(), strict=True)
    content = [found[table, line].get(row, "") for table, line, row in places]
    return rejects.assign(**{CONTENT: pd.Series(content, index=rejects.index, dtype="str")})


def _first(numbers: "pd.Series[int]") -> list[int]:
    return numbers.drop_duplicates().nsmallest(_MOST_ROWS).tolist()


def _rows(connection: duckdb.DuckDBPyConnection, source: Source, numbers: list[int]) -> dict[int, str]:
    if not numbers:
        return {}
    connection.register(_REJECTED, pd.DataFrame({ROW: numbers}))
    columns = ", ".join(quoted(column) for column in source.columns)
    query = f"SELECT {ROW}, {columns} FROM {quoted(source.view)} SEMI JOIN {quoted(_REJECTED)} USING ({ROW})"
    try:
        return {number: _as_csv(cells) for number, *cells in connection.execute(query).fetchall()}
    finally:
        connection.unregister(_REJECTED)


def _as_csv(cells: Iterable[str | None]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)  # only so, cells with line ends are quoted
    return text.getvalue().removesuffix("\r\n")[:_MOST_CHARACTERS]


def _lines(address: SourceAddress, numbers: list[int], *, folder: Path) -> dict[int, str]:
    """Lines of a file by their numbers; none where it cannot be read as one text any more."""
    if not numbers:
        return {}
    path, wanted = folder / address.location, set(numbers)
    with suppress(OSError, LeadscoreError):
        dialect = sniff(path)
        raw = open_bytes(path, gzipped=dialect.gzipped)
        with io.TextIOWrapper(raw, encoding=dialect.encoding, errors="replace", newline="") as text:
            return {n: line.rstrip("\r\n")[:_MOST_CHARACTERS] for n, line in enumerate(text, start=1) if n in wanted}
    return {}
