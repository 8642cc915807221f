"""What advice needs: values to ask for or to change to, how much an answer changes a score, values of events."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from leadscore.model.arrays import Floats, Integers
from leadscore.model.features.events import EventLog
from leadscore.model.features.levels import whole_codes
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.learning.learner.boosting import BoostingRows
from leadscore.model.scoring.advice.asking import expected_change
from leadscore.model.scoring.advice.basis import columns_of, event_kinds_of
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.rates import Asking, Candidates, ReferenceRates

_VALUES_OF_A_NUMBER = 20
_SAMPLED_ROWS = 500


@dataclass(frozen=True)
class Advisable:
    """The part of the reference rates that advice is made from; its fields are those of ``ReferenceRates``."""

    candidates: tuple[Candidates, ...]
    asking: tuple[Asking, ...]
    event_values: Mapping[str, float]

    def added_to(self, reference_rates: ReferenceRates) -> ReferenceRates:
        """The reference rates with these values in place of their own."""
        return replace(reference_rates, candidates=self.candidates, asking=self.asking, event_values=self.event_values)


def learn_asking(spec: FeatureSpec, model: AdditiveModel, rows: BoostingRows, events: EventLog) -> Advisable:
    """Look at the values that training leads had.

    Args:
        spec: Which columns and kinds of events are tagged.
        model: Rescores some of the rows; what calibrates it by a constant has no effect.
        rows: The rows it was learned from.
        events: The events of the leads.
    """
    found = [
        Candidates(column.position, *_value_shares(rows, column.position, codes=column.feature.categorical))
        for column in columns_of(spec, _may_be_advised)
    ]
    candidates = tuple(each for each in found if each.values)
    tagged = {column.position for column in columns_of(spec, lambda signal: signal.bant is not None)}
    sample = rows.matrix[_spread(rows.weights, _SAMPLED_ROWS)]
    asking = [
        Asking(each.position, float(expected_change(model, sample, each).mean()))
        for each in candidates
        if each.position in tagged
    ]
    return Advisable(candidates, tuple(sorted(asking, key=lambda ask: -ask.points)), _event_values(spec, events))


def _may_be_advised(signal: Signal) -> bool:
    return signal.bant is not None or signal.actionable or signal.by_lead or signal.shareable


def _value_shares(rows: BoostingRows, position: int, *, codes: bool) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Known values and their shares: every code, the most frequent first; of a number, values at even ranks."""
    known = np.isfinite(rows.matrix[:, position])
    values, weights = rows.matrix[known, position], rows.weights[known]
    if codes:
        values = whole_codes(values)
    distinct, place = np.unique(values, return_inverse=True)
    shares = np.bincount(place, weights, minlength=len(distinct)).astype(np.float64)
    if not shares.sum() > 0:
        return (), ()
    if codes:
        order = np.argsort(-shares, kind="stable")
        distinct, shares = distinct[order], shares[order]
    elif len(distinct) > _VALUES_OF_A_NUMBER:
        ranks = _spread(shares, _VALUES_OF_A_NUMBER)
        distinct, shares = distinct[np.unique(ranks)], np.unique(ranks, return_counts=True)[1].astype(np.float64)
    return tuple(distinct.tolist()), tuple((shares / shares.sum()).tolist())


def _spread(weights: Floats, n: int) -> Integers:
    """Positions at which the running sum of the weights passes n even steps; each stands for an equal share of it."""
    total = np.cumsum(weights)
    if not len(total):
        return np.zeros(0, dtype=np.int64)
    steps = (np.arange(n) + 0.5) / n * total[-1]
    positions: Integers = np.minimum(np.searchsorted(total, steps), len(total) - 1)
    return positions


def _event_values(spec: FeatureSpec, events: EventLog) -> dict[str, float]:
    """Median value of the events that people can bring about, where a feature adds values up."""
    summed = {feature.source for feature in spec.features if feature.kind == "value_sum"}
    found = {}
    for kind in event_kinds_of(spec, lambda signal: signal.actionable or signal.by_lead):
        if kind.type in summed and kind.type in events.type.levels:
            of_kind = events.value[events.type.codes == events.type.levels.index(kind.type)]
            known = of_kind[np.isfinite(of_kind)]
            if len(known):
                found[kind.type] = float(np.median(known))
    return found
