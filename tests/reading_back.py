"""A lead's whole record, read back from a score file, so that tests see that nothing of it is lost."""

import csv
from pathlib import Path

import pyarrow.parquet as pq

from leadscore.model.scoring.contract import Record
from leadscore.model.scoring.score_files.columns import csv_fields, from_csv_cells
from leadscore.model.spreadsheets import defused


def read_back(path: Path, lead_id: str) -> Record:
    """The record of a lead; values of signals are text."""
    if path.suffix == ".parquet":
        rows = pq.read_table(path, partitioning=None).to_pylist()
        return Record.from_dict(next(row for row in rows if row["lead_id"] == lead_id))
    with path.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        names = csv_fields(Record, {*(reader.fieldnames or ())})
        cells = next(row for row in reader if row["lead_id"] == defused(lead_id))
    return Record.from_dict(from_csv_cells(Record, cells, names))
