"""Any export as a DuckDB view of text: delimited text, Parquet, or a table of a database."""

from leadscore.model.data.sources.opening import missing_column, open_source, require_columns
from leadscore.model.data.sources.sources import (
    ROW,
    Remark,
    Source,
    SourceAddress,
    connect,
    instant,
    is_sqlite_file,
)

__all__ = [
    "ROW",
    "Remark",
    "Source",
    "SourceAddress",
    "connect",
    "instant",
    "is_sqlite_file",
    "missing_column",
    "open_source",
    "require_columns",
]
