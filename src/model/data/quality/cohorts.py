"""How many leads of each month converted, how many are old enough to have a label, and whether the rate has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leadscore.model.arrays import Mask
from leadscore.model.config import Config, LearningSettings
from leadscore.model.data.quality.conversions import (
    converted_at,
    converted_leads,
    counting,
    old_enough,
    too_early,
    too_late,
    watched,
)
from leadscore.model.data.quality.delays import find_truncation
from leadscore.model.data.tables.tables import Tables
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import DAY


@dataclass(frozen=True)
class BaseRate:
    """Conversion over the leads that count.

    Attributes:
        leads: Number of leads, without those left out.
        converted: Number that converted at any time.
        matured: Number whose horizon has passed; all of them in data without dates.
        rate: Share of the matured leads that converted within the horizon; NaN where none has matured.
        too_early: Number of leads left out because they were created before ``data_from``.
        too_late: Number left out because they were created after the end of the data.
    """

    leads: int
    converted: int
    matured: int
    rate: float
    too_early: int = 0
    too_late: int = 0

    @property
    def immature(self) -> int:
        """Leads whose horizon has not passed, so that their label is not known."""
        return self.leads - self.matured


@dataclass(frozen=True)
class Month:
    """Conversion of the leads created in one month.

    Attributes:
        month: As 2026-03.
        leads: Number of leads, without those left out.
        converted: Number that converted at any time.
        matured: Share of the leads whose horizon has passed; NaN where all are left out.
        rate: Share of those that converted within the horizon; NaN where there are none.
        left_out: Number created before ``data_from`` or after the end of the data.
    """

    month: str
    leads: int
    converted: int
    matured: float
    rate: float
    left_out: int = 0


def within_horizon(tables: Tables, learning: LearningSettings) -> tuple[Mask, Mask]:
    """Per lead, whether it counts and its horizon has passed; and whether it converted within the horizon."""
    matured = counting(tables, learning) & old_enough(tables, learning.horizon_days)
    return matured, _converted_within(tables, learning.horizon_days)


def base_rate(tables: Tables, learning: LearningSettings) -> BaseRate:
    """Conversion over the leads that count."""
    counts = counting(tables, learning)
    matured, within = within_horizon(tables, learning)
    rate = float(within[matured].mean()) if matured.any() else float("nan")
    converted = int((converted_leads(tables) & counts).sum())
    early, late = int(too_early(tables, learning).sum()), int(too_late(tables).sum())
    return BaseRate(int(counts.sum()), converted, int(matured.sum()), rate, early, late)


def by_month(tables: Tables, learning: LearningSettings) -> tuple[Month, ...]:
    """Conversion per month of creation, in order of time; nothing in data without dates."""
    created_at = tables.leads.created_at
    if created_at is None:
        return ()
    counts = counting(tables, learning)
    matured, within = within_horizon(tables, learning)
    facts = pd.DataFrame(
        {
            "month": created_at.astype("datetime64[us]").astype("datetime64[M]").astype(str),
            "counts": counts,
            "converted": counts & converted_leads(tables),
            "matured": np.where(counts, matured, np.nan),
            "within": np.where(matured, within, np.nan),
        }
    )
    return tuple(_month(str(month), leads) for month, leads in facts.groupby("month"))


def _month(month: str, leads: pd.DataFrame) -> Month:
    counted = int(leads["counts"].sum())
    converted, matured, rate = int(leads["converted"].sum()), leads["matured"].mean(), leads["within"].mean()
    return Month(month, counted, converted, float(matured), float(rate), len(leads) - counted)


def _converted_within(tables: Tables, horizon_days: int) -> Mask:
    created_at = tables.leads.created_at
    if tables.target is not None or created_at is None:
        return converted_leads(tables)
    won_at = converted_at(tables)
    return (won_at > created_at) & (won_at <= created_at + horizon_days * DAY)


_EARLY = 0.7
_FEWEST_LEADS = 200
_FAR_BEYOND_CHANCE = 5.0
_MUCH = 1.5


def rate_change(tables: Tables, config: Config, wording: Wording) -> Iterator[str]:
    """The latest 30 % of the leads convert half as often again as the earlier ones, or less than two thirds as often.

    Leads from before conversions were recorded are left out. Without dates, rows count as ordered only if the
    configuration says so.
    """
    converted = _in_order(tables, config)
    if converted is None or len(converted) < _FEWEST_LEADS:
        return
    split = int(_EARLY * len(converted))
    early, late = converted[:split], converted[split:]
    z = _z(early, late)
    rates = sorted((early.mean(), late.mean()))
    if abs(z) >= _FAR_BEYOND_CHANCE and rates[1] >= _MUCH * rates[0]:
        key = "notes.rate_rose" if z > 0 else "notes.rate_fell"
        before, after = (wording.formats.percent(float(part.mean())) for part in (early, late))
        yield wording.say(key, early=before, late=after, errors=f"{abs(z):.0f}")


def _in_order(tables: Tables, config: Config) -> Mask | None:
    """Whether each lead converted, in order of time, of the leads where that is known."""
    created_at = tables.leads.created_at
    if created_at is None:
        return converted_leads(tables) if config.learning.split == "file_order" else None
    matured, converted = within_horizon(tables, config.learning)
    leads = watched(tables)
    truncation = None if leads is None else find_truncation(leads)
    if truncation is not None:
        matured = matured & (created_at >= truncation.before)
    order = np.argsort(created_at, kind="stable")
    return converted[order][matured[order]]


def _z(early: Mask, late: Mask) -> float:
    """The difference of two proportions in standard errors, under one common rate."""
    rate = (early.sum() + late.sum()) / (len(early) + len(late))
    error = np.sqrt(rate * (1 - rate) * (1 / len(early) + 1 / len(late)))
    return float((late.mean() - early.mean()) / error) if error > 0 else 0.0
