"""Overrides as they were read: what people set by hand, by lead, and the rows that nobody could follow."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import get_args

import duckdb
import pandas as pd

from leadscore.model.config import Config, OverridesSettings, Route
from leadscore.model.data.sources import Source, SourceAddress, connect, missing_column, open_source, require_columns
from leadscore.model.data.tables.cells import Cell, select
from leadscore.model.data.tables.checking import (
    Sifted,
    cells_schema,
    either_schema,
    gather,
    lines_left_out,
    no_failures,
    one_of_schema,
    sift,
)
from leadscore.model.data.tables.contents import with_contents
from leadscore.model.data.tables.matching import keep_leads
from leadscore.model.scoring.contract import Grade
from leadscore.model.scoring.decision import Override

_TABLE = "overrides"


@dataclass(frozen=True)
class ReadOverrides:
    """Overrides as they were read.

    Attributes:
        overrides: Per lead id what people set, the latest last.
        rejects: One failure for each rule that a row broke; such a row sets nothing.
    """

    overrides: Mapping[str, tuple[Override, ...]]
    rejects: pd.DataFrame


def read_overrides(config: Config, lead_ids: Sequence[str], *, not_after: int) -> ReadOverrides:
    """What people set by hand; nothing where the configuration names no table of it.

    Args:
        config: Where the overrides are.
        lead_ids: The leads there are; a row about another one is a failure.
        not_after: The latest believable moment; later dates are failures.

    Raises:
        ConfigError: A column is missing.
        SourceError: The table cannot be read.
    """
    settings = config.overrides
    if settings is None:
        return ReadOverrides({}, no_failures())
    cells = _cells(settings)
    with closing(connect(config.learning.threads)) as connection:
        keep_leads(connection, pd.DataFrame({"id": pd.Series(lead_ids, dtype="str")}), config.leads.match_ids)
        address = SourceAddress.parse(settings.path)
        source = open_source(connection, address, folder=config.folder, name=_TABLE, rows_needed=False)
        _require(source, cells, settings)
        sifted = _sifted(connection, source, cells, not_after=not_after)
        rejects = gather([lines_left_out(_TABLE, source), sifted.rejects])
        rejects = with_contents(connection, rejects, {_TABLE: (source, address)}, folder=config.folder)
    return ReadOverrides(_by_lead(sifted.good, lead_ids), rejects)


def _cells(settings: OverridesSettings) -> tuple[Cell, ...]:
    """What is read of the overrides; a column of grades or routes that nobody named may be absent."""
    named = settings.model_fields_set
    return (
        Cell("lead", settings.lead_id, "lead", vital=True),
        Cell("at", settings.at, "moment", vital=True, missing="missing_date", past=True, day_first=settings.day_first),
        Cell("grade", settings.grade or "grade", "text", vital=True, optional="grade" not in named),
        Cell("route", settings.route or "route", "text", vital=True, optional="route" not in named),
        Cell("reason", settings.reason, "text", vital=True, missing="missing_reason"),
        Cell("by", settings.by, "text", vital=True, missing="missing_person"),
    )


def _require(source: Source, cells: Sequence[Cell], settings: OverridesSettings) -> None:
    require_columns(source, [cell.column for cell in cells if not cell.optional])
    either = [cell.column for cell in cells if cell.key in ("grade", "route")]
    if not any(column in source.columns for column in either):
        raise missing_column(either[0], source)


def _sifted(connection: duckdb.DuckDBPyConnection, source: Source, cells: Sequence[Cell], *, not_after: int) -> Sifted:
    frame = connection.sql(select(source, cells, order=("lead", "at"))).to_arrow_table().to_pandas()
    keyed = {cell.key: cell for cell in cells}
    read = sift(frame, cells_schema(_TABLE, cells, not_after=not_after))
    plain = read.good.assign(
        grade=read.good["grade"].astype("str").str.upper(),
        route=read.good["route"].astype("str").str.lower().str.replace(r"[\s-]+", "_", regex=True),
    )
    graded = read.then(sift(plain, one_of_schema(_TABLE, keyed["grade"], get_args(Grade), rule="unknown_grade")))
    routed = graded.then(
        sift(graded.good, one_of_schema(_TABLE, keyed["route"], get_args(Route), rule="unknown_route"))
    )
    either = either_schema(_TABLE, keyed["grade"], routed.good["route"], rule="nothing_set")
    return routed.then(sift(routed.good, either))


def _by_lead(good: pd.DataFrame, lead_ids: Sequence[str]) -> dict[str, tuple[Override, ...]]:
    """In the order of the leads, then of time."""
    found: dict[str, list[Override]] = {}
    known = good.astype(object).where(good.notna(), None)
    for row in known.to_dict("records"):
        override = Override(row["grade"], row["route"], row["reason"], row["by"], int(row["at"]))
        found.setdefault(lead_ids[row["lead"]], []).append(override)
    return {lead_id: tuple(overrides) for lead_id, overrides in found.items()}
