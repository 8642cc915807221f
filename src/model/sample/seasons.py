"""When leads come: more from year to year, few in August and at Christmas, hardly any at night or on Sundays."""

import numpy as np
from numpy.typing import NDArray

from leadscore.model.sample.settings import SampleSettings

_HOUR_S = 3_600
_YEAR_S = 365.25 * 86_400

GROWTH_A_YEAR = 1.3
MONTHS = (0.9, 1.0, 1.15, 1.1, 1.0, 1.0, 0.8, 0.65, 1.15, 1.2, 1.15, 0.6)
"""Relative volume from January to December."""
WEEKDAYS = (1.1, 1.2, 1.2, 1.1, 0.9, 0.25, 0.25)
"""Relative volume from Monday to Sunday."""
HOURS = (2, 1, 1, 1, 1, 2, 4, 10, 20, 28, 30, 28, 20, 24, 28, 26, 22, 16, 10, 8, 7, 6, 4, 3)
"""Relative volume from midnight on, UTC."""


def creation_seconds(settings: SampleSettings, quantiles: NDArray[np.float64]) -> NDArray[np.int64]:
    """The seconds (from 1970, UTC) by which these shares of all leads, in [0, 1), have come."""
    hours = np.arange(settings.starts_s, settings.ends_s, _HOUR_S, dtype=np.int64)
    volume = np.concatenate([[0.0], np.cumsum(_volume(hours))])
    edges = np.append(hours, settings.ends_s)
    return np.asarray(np.interp(quantiles, volume / volume[-1], edges), dtype=np.int64)


def _volume(hours: NDArray[np.int64]) -> NDArray[np.float64]:
    days = hours // 86_400
    month = hours.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12
    weekday = (days + 3) % 7  # 1970-01-01 was a Thursday
    hour = hours // _HOUR_S % 24
    growth = GROWTH_A_YEAR ** ((hours - hours[0]) / _YEAR_S)
    return np.asarray(growth * np.array(MONTHS)[month] * np.array(WEEKDAYS)[weekday] * np.array(HOURS)[hour])
