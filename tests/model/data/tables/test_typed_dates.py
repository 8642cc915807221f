"""Dates that a Parquet file holds as dates mean what the same dates mean as text."""

from pathlib import Path

import pytest

from leadscore.model.data.sources import SourceAddress, connect, open_source
from leadscore.model.data.tables.cells import Cell, select

DATES = {
    "TIMESTAMP": ("2024-02-29 23:59:59.999999", "1970-01-01", "1899-12-31 23:59:59", "1900-01-01", "2262-01-01"),
    "TIMESTAMPTZ": ("2024-02-29 23:59:59.5+05:30", "1969-12-31 23:00:00-01", "0001-01-01", "2261-12-31 23:59:59"),
    "DATE": ("2024-02-29", "1970-01-01", "1899-12-31", "2262-01-01"),
}
"""Each with its last believable moments on both sides; every kind also meets infinity and a missing date."""


@pytest.mark.parametrize("kind", list(DATES))
def test_a_typed_date_reads_as_its_text_does(tmp_path: Path, kind: str) -> None:
    listed = ", ".join(f"('{text}')" for text in (*DATES[kind], "infinity", "-infinity"))
    rows = f"SELECT CAST(text AS {kind}) AS day FROM (VALUES {listed}, (NULL)) AS dates(text)"  # noqa: S608
    with connect() as connection:
        for name, column in (("typed", "day"), ("text", "CAST(day AS VARCHAR) AS day")):
            connection.execute(f"COPY (SELECT {column} FROM ({rows})) TO '{tmp_path / name}.parquet' (FORMAT parquet)")  # noqa: S608
        cells = (Cell("day", "day", "moment"),)
        sources = [
            open_source(connection, SourceAddress.parse(f"{n}.parquet"), folder=tmp_path, name=n)
            for n in ("typed", "text")
        ]
        typed, text = (connection.execute(select(source, cells)).fetchall() for source in sources)
    assert [source.dated for source in sources] == [{"day"}, set()]
    assert typed == text
    assert len({moment for _, moment in typed}) >= 4
