"""Reading one lead's scoring back from a score file, in CSV or in Parquet."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leadscore.model.errors import DataError, SourceError, UnknownLeadError
from leadscore.model.scoring.score_change import ScoredBefore
from leadscore.model.timestamps import moment

_NEEDED = frozenset({"lead_id", "as_of", "score", "start", "beyond_scale"})
_PARQUET = b"PAR1"

Row = Mapping[str, Any]


def read_scored_before(path: Path, lead_id: str) -> ScoredBefore:
    """How a lead was scored when the file was written.

    Raises:
        SourceError: There is no such file, or it is no score file.
        DataError: It was written before score files told the points of every signal, or it was changed since.
        UnknownLeadError: The lead is not in it.
    """
    try:
        with path.open("rb") as file:
            read = _from_parquet if file.read(len(_PARQUET)) == _PARQUET else _from_csv
        row = read(path, lead_id)
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
    return _scored_before(row, path)


def _from_parquet(path: Path, lead_id: str) -> Row | None:
    names = set(pq.read_schema(path).names)
    _require(names, {"model", *_NEEDED}, path)
    wanted = ["model", "signals", *sorted(_NEEDED)]
    # no partitioning: a folder called `a=b` is just a folder
    table = pq.read_table(path, columns=wanted, filters=[("lead_id", "=", lead_id)], partitioning=None)
    return next(iter(table.to_pylist()), None)


def _from_csv(path: Path, lead_id: str) -> Row | None:
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text)
        _require(set(reader.fieldnames or ()), {"model_name", "model_version", "model_sha256", *_NEEDED}, path)
        row = next((row for row in reader if row["lead_id"] == lead_id), None)
    if row is None:
        return None
    model = {part: row[f"model_{part}"] for part in ("name", "version", "sha256")}
    return {**row, "model": model, "signals": _plain(lambda: json.loads(row["signals"]), path)}


def _require(names: set[str], needed: set[str], path: Path) -> None:
    if needed - names:
        raise _no_score_file(path)
    if "signals" not in names:
        raise DataError(
            "The score file is of an older version: it does not tell the points of every signal",
            where=f"{path}, column `signals`",
            remedy="score anew as of that moment, with `leadscore score --as-of`, and name that file",
        )


def _scored_before(row: Row, path: Path) -> ScoredBefore:
    points: dict[str, int] = {}
    for entry in _plain(lambda: [(str(told["signal"]), int(told["points"])) for told in row["signals"]], path):
        points[entry[0]] = points.get(entry[0], 0) + entry[1]
    found: ScoredBefore = _plain(
        lambda: ScoredBefore(
            lead_id=str(row["lead_id"]),
            as_of=moment(row["as_of"]) if row["as_of"] else None,
            score=int(row["score"]),
            start=int(row["start"]),
            beyond_scale=int(row["beyond_scale"]),
            points=points,
            model=str(row["model"]["name"]),
            version=str(row["model"]["version"]),
            sha256=str(row["model"]["sha256"]),
        ),
        path,
    )
    if found.start + sum(points.values()) + found.beyond_scale != found.score:
        raise _changed(path)
    return found


def _plain(build: Callable[[], Any], path: Path) -> Any:
    try:
        return build()
    except (KeyError, TypeError, ValueError) as error:
        raise _changed(path) from error


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
