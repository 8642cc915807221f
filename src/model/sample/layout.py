"""The tables of a sample: which columns, in which order, of which kind."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["text", "integer", "number"]

Table = Mapping[str, NDArray[Any]]
"""Columns of equal length, each an object array of plain Python values, with None where a cell is empty."""

LAYOUT: Mapping[str, Mapping[str, Kind]] = {
    "leads": {
        "lead_id": "text",
        "created_at": "text",
        "source": "text",
        "campaign": "text",
        "country": "text",
        "industry": "text",
        "company": "text",
        "company_size": "integer",
        "job_title": "text",
        "name": "text",
        "email": "text",
        "phone": "text",
        "owner": "text",
        "budget": "text",
        "timeline": "text",
        "newsletter_colour": "text",
        "utm_term": "text",
        "badge_number": "integer",
        "onboarding_manager": "text",
    },
    "events": {
        "event_id": "integer",
        "lead_id": "text",
        "occurred_at": "text",
        "type": "text",
        "value": "integer",
    },
    "outcomes": {
        "lead_id": "text",
        "occurred_at": "text",
        "outcome": "text",
        "amount": "integer",
        "reason": "text",
    },
    "truth": {
        "lead_id": "text",
        "probability": "number",
        "log_odds": "number",
        "fit": "number",
        "interest": "number",
        "context": "number",
        "converts": "integer",
    },
}
"""Dates and budgets are text because real exports mix their formats; ``data/README.md`` explains every column."""

NOISE_COLUMNS = ("newsletter_colour", "utm_term", "badge_number")
"""Columns of the leads that have nothing to do with converting."""

AFTER_SALE_COLUMNS = ("onboarding_manager",)
"""Columns of the leads that are filled in once a lead has converted, and so give the answer away."""


def laid_out(name: str, columns: Mapping[str, NDArray[Any]]) -> Table:
    """These columns in the order of table ``name``, as cells; NaN and None both become empty cells."""
    return {column: _cells(columns[column], kind) for column, kind in LAYOUT[name].items()}


def _cells(values: NDArray[Any], kind: Kind) -> NDArray[Any]:
    if kind != "integer" or values.dtype == object:
        return values.astype(object)
    cells = np.full(len(values), None, dtype=object)
    known = ~np.isnan(values)
    cells[known] = values[known].astype(np.int64)
    return cells
