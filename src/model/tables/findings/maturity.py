"""The card's part on time: cohorts, delays, the horizon, and when conversions began to be recorded."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from leadscore.model.config import Config, LearningSettings
from leadscore.model.moments import NEVER, moment
from leadscore.model.tables.findings.advice import advise
from leadscore.model.tables.findings.cohorts import Month, by_month
from leadscore.model.tables.findings.conversions import watched
from leadscore.model.tables.findings.delays import DelayCurve, delay_curve
from leadscore.model.tables.findings.truncation import Truncation, find_truncation
from leadscore.model.tables.schema import Tables


@dataclass(frozen=True)
class Maturity:
    """What time does to the leads.

    Attributes:
        months: Conversion per month of creation; empty without dates.
        delay: How long leads take to convert; None where conversions have no dates, or are few.
        advice: What that says about the horizon.
        truncation: When conversions began to be recorded, if that is later than the first leads that count.
    """

    months: tuple[Month, ...]
    delay: DelayCurve | None = None
    advice: str | None = None
    truncation: Truncation | None = None


def find_maturity(tables: Tables, learning: LearningSettings) -> Maturity:
    """What time does to the leads; delays are those of leads created since conversions are recorded."""
    months, leads = by_month(tables, learning), watched(tables)
    if leads is None:
        return Maturity(months)
    truncation, first = find_truncation(leads), _first(learning)
    if truncation is not None and truncation.before <= first:
        truncation = None
    counted = leads.since(first if truncation is None else truncation.before)
    return Maturity(months, delay_curve(counted), advise(counted, learning.horizon_days), truncation)


def maturity(tables: Tables, config: Config) -> dict[str, Any]:
    """The same as plain values; months that are left out as a whole are not among them, and None stands for NaN."""
    found = find_maturity(tables, config.learning)
    return {
        "months": [_plain(month) for month in found.months if month.leads],
        "delay": None if found.delay is None else {key: list(values) for key, values in asdict(found.delay).items()},
        "advice": found.advice,
        "truncated_before": None if found.truncation is None else found.truncation.day,
    }


def _first(learning: LearningSettings) -> int:
    return NEVER if learning.data_from is None else moment(learning.data_from)


def _plain(month: Month) -> dict[str, Any]:
    values = asdict(month)
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in values.items()}
