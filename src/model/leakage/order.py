"""Ids that count up, and whose order follows the outcome."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from leadscore.model.leakage.alone import auc_alone
from leadscore.model.leakage.columns import Column
from leadscore.model.leakage.evidence import Evidence
from leadscore.model.leakage.leak import Sign
from leadscore.model.tables.inspection.lexicon import ID

_UNIQUE, _NEARLY_ALL = 0.9, 0.9
_MARKED = 0.6
_FOLLOWS = 0.9
_BINS, _FEWEST_LEADS = 20, 10


def ordered_ids(evidence: Evidence) -> Iterator[tuple[str, Sign]]:
    """The order of nearly unique ids follows the outcome; an order that is only that of creation does not count."""
    numbered = {column.name: number for column in evidence.columns.values() if (number := _numbers(column)) is not None}
    for name, numbers in numbered.items():
        known = ~np.isnan(numbers)
        converted = evidence.converted[known]
        if min(converted.sum(), (~converted).sum()) < _FEWEST_LEADS or _follows_time(numbers, known, evidence):
            continue
        bins = (rankdata(numbers[known], method="ordinal") - 1) * _BINS // len(converted)
        auc = auc_alone(bins.astype(np.int32), converted, evidence.fold[known])
        if auc.value >= _MARKED and auc.beyond_chance(len(numbered)):
            text = f"Nearly every lead has a number of its own, whose order ranks leads with an AUC of {auc.value:.2f}."
            yield name, Sign("ordered_id", text, "order")


def _numbers(column: Column) -> NDArray[np.float64] | None:
    """The whole numbers of ids, or the digits their texts end with; None where a column holds no such ids."""
    known = column.values[column.known]
    if len(np.unique(column.codes[column.known])) < _UNIQUE * _NEARLY_ALL * len(known) or len(known) == 0:
        return None
    numbers = np.full(len(column.values), np.nan)
    if column.numeric:
        if column.settings.role == "date" or ID.rank(column.name) is None or not (known % 1 == 0).all():
            return None
        numbers[column.known] = known
    else:
        digits = pd.Series(known).str.extract(r"(\d{1,15})$", expand=False)
        numbers[column.known] = pd.to_numeric(digits).to_numpy(dtype=np.float64, na_value=np.nan)
    found = numbers[~np.isnan(numbers)]
    unique = len(np.unique(found)) >= _UNIQUE * len(found)
    return numbers if unique and len(found) >= _NEARLY_ALL * len(known) else None


def _follows_time(numbers: NDArray[np.float64], known: NDArray[np.bool_], evidence: Evidence) -> bool:
    if evidence.created_at is not None:
        moments = evidence.created_at
    elif evidence.config.learning.split == "file_order":
        moments = np.arange(len(numbers))
    else:
        return False
    ranks = rankdata(moments[known])
    if np.ptp(ranks) == 0:
        return False
    return abs(float(np.corrcoef(rankdata(numbers[known]), ranks)[0, 1])) >= _FOLLOWS
