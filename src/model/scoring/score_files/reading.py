"""Reads from a score file, CSV or Parquet, how one lead was scored then."""

import csv
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from leadscore.model.errors import DataError, SourceError, UnknownLeadError
from leadscore.model.scoring.contract import Record
from leadscore.model.scoring.declaration import read_fields
from leadscore.model.scoring.score_change import ScoredBefore
from leadscore.model.scoring.score_files.columns import csv_fields, from_csv_cells
from leadscore.model.spreadsheets import defused

_PARQUET = b"PAR1"
_OF_SCORE_CHANGE = frozenset(field.name for field in fields(ScoredBefore))

Row = Mapping[str, Any]
T = TypeVar("T")


def read_scored_before(path: Path, lead_id: str) -> ScoredBefore:
    """How a lead was scored when the file was written.

    Raises:
        SourceError: There is no such file, or it is no score file.
        DataError: It was written before score files held the points of every signal, or it was changed since.
        UnknownLeadError: The lead is not in it.
    """
    row = _row(path, lead_id, _OF_SCORE_CHANGE, needed=_OF_SCORE_CHANGE)
    found = _as_written(lambda: ScoredBefore(**read_fields(Record, row, _OF_SCORE_CHANGE)), path)
    if found.start + sum(found.points.values()) + found.beyond_scale != found.score:
        raise _changed(path)
    return found


def _row(path: Path, lead_id: str, wanted: frozenset[str], *, needed: frozenset[str]) -> Row:
    """The wanted fields of a lead's row, as far as the file has them, in plain values."""
    try:
        with path.open("rb") as file:
            read = _from_parquet if file.read(len(_PARQUET)) == _PARQUET else _from_csv
        row = read(path, lead_id, wanted, needed)
    except FileNotFoundError as error:
        raise SourceError("There is no such score file", where=str(path), remedy="check the name") from error
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException) as error:
        raise error if isinstance(error, SourceError) else _no_score_file(path) from error
    if row is None:
        raise UnknownLeadError(
            f"The score file does not hold the lead {lead_id!r}",
            where=str(path),
            remedy="check the id, or name a file for which this lead was scored",
        )
    return row


def _from_parquet(path: Path, lead_id: str, wanted: frozenset[str], needed: frozenset[str]) -> Row | None:
    names = set(pq.read_schema(path).names)
    _require(names, needed, path)
    columns = sorted(wanted & names)
    # no partitioning: a folder called `a=b` is just a folder
    table = pq.read_table(path, columns=columns, filters=[("lead_id", "=", lead_id)], partitioning=None)
    return next(iter(table.to_pylist()), None)


def _from_csv(path: Path, lead_id: str, wanted: frozenset[str], needed: frozenset[str]) -> Row | None:
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text)
        names = csv_fields(Record, set(reader.fieldnames or ()))
        _require(names, needed, path)
        # files of earlier releases hold ids as they are
        cells = next((row for row in reader if row["lead_id"] in (defused(lead_id), lead_id)), None)
    if cells is None:
        return None
    return _as_written(lambda: from_csv_cells(Record, cells, wanted & names), path)


def _require(names: Collection[str], needed: frozenset[str], path: Path) -> None:
    if missing := needed.difference(names):
        raise _too_old(path) if missing == {"signals"} else _no_score_file(path)


def _as_written(build: Callable[[], T], path: Path) -> T:
    try:
        return build()
    except (TypeError, ValueError) as error:
        raise _changed(path) from error


def _too_old(path: Path) -> DataError:
    return DataError(
        "The score file is of an older version: it does not tell the points of every signal",
        where=f"{path}, column `signals`",
        remedy="score anew as of that moment, with `leadscore score --as-of`, and name that file",
    )


def _changed(path: Path) -> DataError:
    return DataError(
        "The row of that lead is not as it was written: its points do not add up to its score",
        where=str(path),
        remedy="name the score file as `leadscore score` wrote it",
    )


def _no_score_file(path: Path) -> SourceError:
    return SourceError(
        "This is no score file", where=str(path), remedy="name a file that `leadscore score` wrote, in CSV or Parquet"
    )
