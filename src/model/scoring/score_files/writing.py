"""The score file: one row per lead, with the same names as the API's answer."""

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from leadscore.model.errors import SourceError
from leadscore.model.replacing import replacing
from leadscore.model.scoring.contract import ModelIdentity, Record, Scoring
from leadscore.model.scoring.score_files.columns import SCHEMA, csv_cells, csv_columns, row_of


@dataclass(frozen=True)
class Stamp:
    """What every row of one run shares.

    Attributes:
        scored_at: When the run began, ISO 8601.
        model: The model that scores.
    """

    scored_at: str
    model: ModelIdentity


class ScoreFile:
    """Writes scorings part by part to Parquet, or to CSV when the name ends in .csv; whole, or not at all.

    Raises:
        SourceError: The name has another ending, its folder does not exist, or it cannot be written to.
    """

    def __init__(self, path: Path, stamp: Stamp) -> None:
        if path.suffix not in (".csv", ".parquet"):
            raise SourceError(
                "Scores are written as CSV or Parquet", where=str(path), remedy="end the name in .csv or .parquet"
            )
        if not path.parent.is_dir():
            raise SourceError("That folder does not exist", where=str(path.parent), remedy="make it first")
        if path.is_dir():
            raise SourceError("The scores cannot be written", where=str(path), remedy="choose a file you may write to")
        self._path, self._stamp = path, stamp
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            draft = opened.enter_context(replacing(self._path))
            if self._path.suffix == ".csv":
                text = opened.enter_context(draft.open("w", encoding="utf-8", newline=""))
                self._csv = csv.DictWriter(text, csv_columns(), lineterminator="\n")
                self._csv.writeheader()
            else:
                self._parquet = opened.enter_context(pq.ParquetWriter(draft, SCHEMA))
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def write(self, scorings: Sequence[Scoring], record_ids: Sequence[str]) -> None:
        """Add one row per scoring."""
        rows = [self._row(scoring, record_id) for scoring, record_id in zip(scorings, record_ids, strict=True)]
        if self._path.suffix == ".csv":
            self._csv.writerows(csv_cells(Record, row) for row in rows)
        else:
            self._parquet.write_table(pa.Table.from_pylist(rows, SCHEMA))

    def _row(self, scoring: Scoring, record_id: str) -> dict[str, Any]:
        stamp = self._stamp
        return row_of(Record.of(scoring, record_id=record_id, scored_at=stamp.scored_at, model=stamp.model))
