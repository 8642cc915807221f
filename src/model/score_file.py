"""The score file: one row per lead, with the same names as the API's answer."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from leadscore.model.errors import SourceError
from leadscore.model.scoring.scorer import REASONS_SHOWN, Scoring

_REASON = {"signal": pa.string(), "axis": pa.string(), "points": pa.int64(), "value": pa.string(), "text": pa.string()}
_MODEL = {"name": pa.string(), "version": pa.string(), "sha256": pa.string()}
_WHOLE = ("score", "fit", "interest", "context", "start", "other_points", "beyond_scale")

SCHEMA = pa.schema(
    [
        ("record_id", pa.string()),
        ("lead_id", pa.string()),
        ("as_of", pa.string()),
        ("scored_at", pa.string()),
        ("model", pa.struct(list(_MODEL.items()))),
        ("score", pa.int64()),
        ("probability", pa.float64()),
        *((name, pa.int64()) for name in _WHOLE[1:5]),
        ("reasons", pa.list_(pa.struct(list(_REASON.items())))),
        *((name, pa.int64()) for name in _WHOLE[5:]),
        ("warnings", pa.list_(pa.string())),
    ]
)
"""Columns of the Parquet file. A reason's value is text there, since signals differ in type."""


@dataclass(frozen=True)
class Stamp:
    """What every row of one run shares.

    Attributes:
        scored_at: When the run began, ISO 8601.
        model: Name, version and sha256 of the bundle.
    """

    scored_at: str
    model: dict[str, str]


class ScoreFile:
    """Writes scorings part by part to Parquet, or to CSV when the name ends in .csv.

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
        self._stamp = stamp
        try:
            self._text = path.open("w", encoding="utf-8", newline="") if path.suffix == ".csv" else None
            self._parquet = pq.ParquetWriter(path, SCHEMA) if path.suffix == ".parquet" else None
        except OSError as error:
            raise SourceError(
                "The scores cannot be written", where=str(path), remedy="choose a file you may write to"
            ) from error
        if self._text is not None:
            self._csv = csv.DictWriter(self._text, csv_columns(), lineterminator="\n")
            self._csv.writeheader()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in (self._text, self._parquet):
            if file is not None:
                file.close()

    def write(self, scorings: Sequence[Scoring], record_ids: Sequence[str]) -> None:
        """Add one row per scoring."""
        rows = [
            {
                "record_id": record_id,
                "scored_at": self._stamp.scored_at,
                "model": self._stamp.model,
                **scoring.as_dict(),
            }
            for scoring, record_id in zip(scorings, record_ids, strict=True)
        ]
        if self._parquet is not None:
            self._parquet.write_table(pa.Table.from_pylist([_with_text_values(row) for row in rows], SCHEMA))
        else:
            self._csv.writerows(_flat(row) for row in rows)


def csv_columns() -> list[str]:
    """Columns of the CSV file: structures are spread over ``model_version``, ``reason_1_signal``, ..."""
    columns: list[str] = []
    for name in SCHEMA.names:
        if name == "model":
            columns += [f"model_{part}" for part in _MODEL]
        elif name == "reasons":
            columns += [f"reason_{n}_{part}" for n in range(1, REASONS_SHOWN + 1) for part in _REASON]
        else:
            columns.append(name)
    return columns


def _with_text_values(row: dict[str, Any]) -> dict[str, Any]:
    reasons = [{**r, "value": None if r["value"] is None else str(r["value"])} for r in row["reasons"]]
    return row | {"reasons": reasons}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat = {key: value for key, value in row.items() if key not in ("model", "reasons", "warnings")}
    flat |= {f"model_{part}": value for part, value in row["model"].items()}
    for number, reason in enumerate(row["reasons"], start=1):
        flat |= {f"reason_{number}_{part}": value for part, value in reason.items()}
    return flat | {"warnings": "; ".join(row["warnings"])}
