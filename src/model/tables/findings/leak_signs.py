"""Signs of a leak: each looks at the same evidence and names what seems to know the outcome."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config
from leadscore.model.moments import DAY, NEVER
from leadscore.model.tables.findings.maturity import converted_at
from leadscore.model.tables.findings.univariate import Auc, auc_alone, filled
from leadscore.model.tables.schema import Tables

Mask = NDArray[np.bool_]
Severity = Literal["leak", "note"]

_TOO_GOOD, _GOOD, _AHEAD = 0.9, 0.75, 0.02
_FEW_FILLED, _OFTEN_FILLED, _FEWEST_LEADS = 0.01, 0.1, 20
_MOSTLY = 0.5
_NEARLY_ALL, _FEWEST_EVENTS, _SAME_MOMENT = 0.99, 10, 60_000_000


@dataclass(frozen=True)
class Suspect:
    """A column or type of event that seems to know the outcome.

    Attributes:
        name: The lead column, or the type of the event.
        sign: Name of the sign, a key of ``SIGNS``.
        severity: leak, where a model would learn from it; note, where it is told for information.
        evidence: What was seen, as a sentence.
    """

    name: str
    sign: str
    severity: Severity
    evidence: str


@dataclass(frozen=True)
class Evidence:
    """What the signs look at.

    Attributes:
        tables: Everything that was read.
        config: How columns are used.
        converted: Per lead, whether it converted.
        columns: The feature columns of some leads, at most 100,000 evenly spread: numbers, or text and None.
        labels: ``converted`` of these leads.
    """

    tables: Tables
    config: Config
    converted: Mask
    columns: Mapping[str, NDArray[Any]]
    labels: Mask


def _predicts_alone(evidence: Evidence) -> Iterator[Suspect]:
    """A single column tells converted leads from others too well, or far better than any other column."""
    roles = evidence.config.feature_columns
    aucs = {
        name: auc_alone(values, evidence.labels, seed=evidence.config.learning.seed)
        for name, values in evidence.columns.items()
        if roles[name].role != "email"  # an address is met once; what matters about it is not the address itself
    }
    for name, auc in aucs.items():
        others = [other for column, other in aucs.items() if column != name]
        if auc.value >= _TOO_GOOD or (others and _far_ahead(auc, others)):
            best = f"; the next best column reaches {max(other.value for other in others):.2f}" if others else ""
            text = f"Alone it ranks leads with an AUC of {auc.value:.2f} ({auc.low:.2f} to {auc.high:.2f}){best}."
            yield Suspect(name, "predicts_alone", "leak", text)


def _far_ahead(auc: Auc, others: list[Auc]) -> bool:
    return auc.value > _GOOD and auc.low > max(other.high for other in others) + _AHEAD


def _filled_for_one_outcome(evidence: Evidence) -> Iterator[Suspect]:
    """A column is filled often for one outcome and practically never for the other."""
    won, lost = evidence.labels, ~evidence.labels
    for name, values in evidence.columns.items():
        known = filled(values)
        for those, others, which in ((won, lost, "converted"), (lost, won, "did not convert")):
            share, other_share = known[those].mean(), known[others].mean()
            enough = share * min(those.sum(), others.sum()) >= _FEWEST_LEADS
            if share >= _OFTEN_FILLED and other_share <= _FEW_FILLED * share and enough:
                text = f"Filled for {share:.1%} of the leads that {which}, and for {other_share:.1%} of the others."
                yield Suspect(name, "filled_for_one_outcome", "leak", text)


def _dated_after_outcome(evidence: Evidence) -> Iterator[Suspect]:
    """A date column mostly holds dates that are not before the conversion."""
    won_at = converted_at(evidence.tables)
    for name, column in evidence.config.feature_columns.items():
        if column.role != "date":
            continue
        dates = evidence.tables.leads.columns[name]
        known = (dates != NEVER) & (won_at != NEVER)
        # A date without a time stands for its whole day.
        after = (dates >= won_at) | ((dates % DAY == 0) & (dates // DAY == won_at // DAY))
        share = after[known].mean() if known.any() else 0.0
        if known.sum() >= _FEWEST_LEADS and share > _MOSTLY:
            text = f"For {share:.1%} of the leads that converted, the date is that of the conversion or a later one."
            yield Suspect(name, "dated_after_outcome", "leak", text)


def _happens_with_outcome(evidence: Evidence) -> Iterator[Suspect]:
    """A type of event happens only at the outcome or after it."""
    tables, log = evidence.tables, evidence.tables.events
    ended_at = np.full(len(tables.leads), np.iinfo(np.int64).max)
    ended_at[tables.outcomes["lead"].to_numpy()] = tables.outcomes["occurred_at"].to_numpy()
    late = log.occurred_at >= np.repeat(ended_at, np.diff(log.offsets)) - _SAME_MOMENT
    typed = log.type.codes >= 0
    levels = len(log.type.levels)
    events = np.bincount(log.type.codes[typed], minlength=levels)
    at_end = np.bincount(log.type.codes[typed & late], minlength=levels)
    for level, count, ending in zip(log.type.levels, events, at_end, strict=True):
        if count >= _FEWEST_EVENTS and ending >= _NEARLY_ALL * count:
            text = f"{ending} of {count} happen within a minute of the outcome or after it, too late to be of use."
            yield Suspect(level, "happens_with_outcome", "note", text)


SIGNS: Mapping[str, Callable[[Evidence], Iterator[Suspect]]] = MappingProxyType(
    {
        "predicts_alone": _predicts_alone,
        "filled_for_one_outcome": _filled_for_one_outcome,
        "dated_after_outcome": _dated_after_outcome,
        "happens_with_outcome": _happens_with_outcome,
    }
)
"""Every sign of a leak, by its name, as a function from evidence to suspects."""
