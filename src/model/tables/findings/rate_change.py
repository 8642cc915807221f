"""A conversion rate that is no longer what it was when most leads came."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.tables.findings.cohorts import within_horizon
from leadscore.model.tables.findings.conversions import Mask, converted_leads, watched
from leadscore.model.tables.findings.truncation import find_truncation
from leadscore.model.tables.schema import Tables

_EARLY = 0.7
_FEWEST_LEADS = 200
_FAR_BEYOND_CHANCE = 5.0
_MUCH = 1.5


def rate_change(tables: Tables, config: Config) -> Iterator[str]:
    """The latest 30 % of the leads convert half as often again as the earlier ones, or less than two thirds as often.

    Leads from before conversions were recorded are no evidence. Without dates, rows count as ordered only if the
    configuration says so.
    """
    converted = _in_order(tables, config)
    if converted is None or len(converted) < _FEWEST_LEADS:
        return
    cut = int(_EARLY * len(converted))
    early, late = converted[:cut], converted[cut:]
    z = _z(early, late)
    rates = sorted((early.mean(), late.mean()))
    if abs(z) >= _FAR_BEYOND_CHANCE and rates[1] >= _MUCH * rates[0]:
        went, wrong = ("rose", "low") if z > 0 else ("fell", "high")
        yield (
            f"The conversion rate {went} from {early.mean():.1%} in the first 70 % of the leads to {late.mean():.1%} in"
            f" the last 30 %, {abs(z):.0f} standard errors: what is learned from the past may be too {wrong} for the"
            " future."
        )


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


def _z(early: NDArray[np.bool_], late: NDArray[np.bool_]) -> float:
    """The difference of two proportions in standard errors, under one common rate."""
    rate = (early.sum() + late.sum()) / (len(early) + len(late))
    error = np.sqrt(rate * (1 - rate) * (1 / len(early) + 1 / len(late)))
    return float((late.mean() - early.mean()) / error) if error > 0 else 0.0
