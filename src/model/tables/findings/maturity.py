"""How many leads converted, and how much of each month's cohort is old enough to tell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.moments import DAY, NEVER
from leadscore.model.tables.schema import CONVERTED, Tables

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class BaseRate:
    """Conversion over all leads.

    Attributes:
        leads: Number of leads.
        converted: Number that converted at any time.
        matured: Number whose horizon has passed; all of them in data without dates.
        rate: Share of the matured leads that converted within the horizon; NaN where none has matured.
    """

    leads: int
    converted: int
    matured: int
    rate: float


@dataclass(frozen=True)
class Month:
    """Conversion of the leads created in one month.

    Attributes:
        month: As 2026-03.
        leads: Number of leads.
        converted: Number that converted at any time.
        matured: Share of the leads whose horizon has passed.
        rate: Share of those that converted within the horizon; NaN where there are none.
    """

    month: str
    leads: int
    converted: int
    matured: float
    rate: float


def converted_leads(tables: Tables) -> Mask:
    """Per lead, whether it converted at any time, by the outcomes or by the target column."""
    if tables.target is not None:
        return tables.target.to_numpy(dtype=bool)
    converted = np.zeros(len(tables.leads), dtype=bool)
    converted[_wins(tables)["lead"].to_numpy()] = True
    return converted


def base_rate(tables: Tables, *, horizon_days: int) -> BaseRate:
    """Conversion over all leads."""
    matured = _matured(tables, horizon_days)
    within = _converted_within(tables, horizon_days)[matured]
    rate = float(within.mean()) if len(within) else float("nan")
    return BaseRate(len(tables.leads), int(converted_leads(tables).sum()), int(matured.sum()), rate)


def maturity_by_month(tables: Tables, *, horizon_days: int) -> tuple[Month, ...]:
    """Conversion per month of creation, in order of time; nothing in data without dates."""
    created_at = tables.leads.created_at
    if created_at is None:
        return ()
    matured = _matured(tables, horizon_days)
    facts = pd.DataFrame(
        {
            "month": created_at.astype("datetime64[us]").astype("datetime64[M]").astype(str),
            "converted": converted_leads(tables),
            "matured": matured,
            "within": np.where(matured, _converted_within(tables, horizon_days), np.nan),
        }
    )
    return tuple(
        Month(str(month), len(leads), int(leads["converted"].sum()), leads["matured"].mean(), leads["within"].mean())
        for month, leads in facts.groupby("month")
    )


def converted_at(tables: Tables) -> NDArray[np.int64]:
    """Per lead, the moment it converted; ``NEVER`` where it did not, or where that moment is not known."""
    moments = np.full(len(tables.leads), NEVER, dtype=np.int64)
    wins = _wins(tables)
    moments[wins["lead"].to_numpy()] = wins["occurred_at"].to_numpy()
    return moments


def _wins(tables: Tables) -> pd.DataFrame:
    return tables.outcomes[tables.outcomes["outcome"] == CONVERTED]


def _matured(tables: Tables, horizon_days: int) -> Mask:
    created_at = tables.leads.created_at
    if created_at is None or tables.data_until is None:
        return np.ones(len(tables.leads), dtype=bool)
    return created_at + horizon_days * DAY <= tables.data_until


def _converted_within(tables: Tables, horizon_days: int) -> Mask:
    created_at = tables.leads.created_at
    if tables.target is not None or created_at is None:
        return converted_leads(tables)
    won_at = converted_at(tables)
    return (won_at > created_at) & (won_at <= created_at + horizon_days * DAY)
