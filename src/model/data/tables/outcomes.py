"""Outcomes as they were read: the first valid one of each lead, by the meaning the configuration gives it."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from leadscore.model.arrays import Integers, Moments
from leadscore.model.config import OutcomesSettings
from leadscore.model.data.sources import Source
from leadscore.model.data.tables.cells import outcome_cells
from leadscore.model.data.tables.selecting import ROW, select
from leadscore.model.data.tables.sifting import Sifted, cells_schema, not_before_schema, sift, unique_schema
from leadscore.model.data.tables.tables import CONVERTED, DISQUALIFIED, LOST
from leadscore.model.timestamps import DAY


@dataclass(frozen=True)
class ReadOutcomes:
    """Outcomes as they were read.

    Attributes:
        sifted: One valid outcome per lead that has ended, ordered by lead, with a column per cell.
        unclear: Positions of the leads that have outcomes, but not a valid one: nobody knows how they ended.
    """

    sifted: Sifted
    unclear: Integers


def read_outcomes(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    settings: OutcomesSettings,
    *,
    created_at: Moments,
    not_after: int,
) -> ReadOutcomes:
    """The first valid outcome of each lead.

    An outcome dated with a day alone, on the day the lead was created, came after the creation: it is dated one
    microsecond after it.
    """
    cells = outcome_cells(settings)
    lead, occurred_at, *_ = cells
    frame = connection.sql(select(source, cells, order=("lead", "occurred_at"))).to_arrow_table().to_pandas()
    dated = sift(frame, cells_schema("outcomes", cells, not_after=not_after))
    created = pd.Series(created_at[dated.good["lead"].to_numpy()], index=dated.good.index)
    timed = dated.good.assign(occurred_at=_on_or_after(dated.good["occurred_at"], created))
    ordered = dated.then(
        sift(timed, not_before_schema("outcomes", occurred_at, created, rule="outcome_before_creation"))
    )
    in_time = ordered.good.sort_values(["lead", "occurred_at", ROW])
    first = ordered.then(sift(in_time, unique_schema("outcomes", lead, rule="duplicate_outcome")))
    known = frame["lead"].to_numpy(dtype=np.int64)
    return ReadOutcomes(first, np.setdiff1d(known[known >= 0], first.good["lead"].to_numpy(dtype=np.int64)))


def outcome_table(good: pd.DataFrame, settings: OutcomesSettings) -> pd.DataFrame:
    """The columns ``lead``, ``occurred_at``, ``outcome``, ``amount`` and ``reason``."""
    nothing = pd.Series(np.nan, index=good.index)
    return pd.DataFrame(
        {
            "lead": good["lead"],
            "occurred_at": good["occurred_at"],
            "outcome": _meaning(good, settings),
            "amount": good.get("amount", nothing),
            "reason": good.get("reason", nothing).astype("str"),
        }
    )


def no_outcomes() -> pd.DataFrame:
    """The outcomes of a file that has none."""
    kinds = {"lead": "int64", "occurred_at": "int64", "outcome": "str", "amount": "float64", "reason": "str"}
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in kinds.items()})


def _on_or_after(occurred_at: "pd.Series[int]", created: "pd.Series[int]") -> "pd.Series[int]":
    day_alone = occurred_at % DAY == 0
    same_day = occurred_at // DAY == created // DAY
    return occurred_at.mask(day_alone & same_day, created + 1)


def _meaning(good: pd.DataFrame, settings: OutcomesSettings) -> "pd.Series[str]":
    if settings.converted == "*" or "outcome" not in good:
        return pd.Series(CONVERTED, index=good.index, dtype="str")
    meaning = pd.Series(LOST, index=good.index, dtype="str")
    meaning = meaning.mask(good["outcome"].isin(settings.disqualified), DISQUALIFIED)
    return meaning.mask(good["outcome"].isin(settings.converted), CONVERTED)
