"""Metrics by group: by age, by month, by the values of columns, and among leads that are alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.card import Estimate
from leadscore.model.card.evaluation import AgeBand, GroupFigures, MonthFigures, SliceFigures
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.evaluation.evaluating import evaluate, figures
from leadscore.model.learning.evaluation.evaluation_set import (
    UNKNOWN,
    EvaluationSet,
    Interval,
    counts,
    interval_of,
    resampled_weights,
)
from leadscore.model.learning.evaluation.metrics import METRICS, Ranking
from leadscore.model.learning.evaluation.slicing import Slicing

SMALL_LEADS = 100
"""Groups of fewer leads are small: a rate of 10 % is then known to six points, give or take."""

SMALL_CLASS_LEADS = 20
"""Groups with fewer converted, or fewer other leads are small: a ROC AUC is then known to a tenth, give or take."""

_SHOWN = ("roc_auc", "log_loss")


def group_figures(
    labelled: LabelledSnapshots, evaluation_set: EvaluationSet, probability: Floats, rows: Mask
) -> GroupFigures:
    """Counts, mean prediction, ROC AUC and log loss of the rows where this mask is true; there is at least one.

    A ``small`` group has neither ROC AUC nor log loss, and with too few leads no rate either: they would mislead.
    """
    found = counts(labelled.take(rows))
    others = labelled.take(rows).leads_of_class(converted=False)
    few_leads = found.leads < SMALL_LEADS
    small = few_leads or min(found.converted_leads, others) < SMALL_CLASS_LEADS
    shown = {} if small else figures(evaluation_set.take(rows), probability[rows], names=_SHOWN)
    return GroupFigures(
        leads=found.leads,
        snapshots=found.snapshots,
        converted_leads=found.converted_leads,
        typical=None if few_leads else found.typical,
        mean_prediction=float(np.average(probability[rows], weights=evaluation_set.weights[rows])),
        small=small,
        roc_auc=None if small else Estimate(shown["roc_auc"]),
        log_loss=None if small else Estimate(shown["log_loss"]),
    )


AGE_BANDS_DAYS = (0, 1, 7, 30, 90)
_SHOWN_BY_AGE = ("roc_auc", "log_loss", "lift_at_10")


def by_age(
    labelled: LabelledSnapshots, evaluation_set: EvaluationSet, probability: Floats, *, seed: int
) -> tuple[AgeBand, ...]:
    """Figures by the lead's age, from ``from_days`` to below ``until_days``; unknown where a band has one outcome.

    Empty in data without dates.
    """
    bands = []
    for low, high in pairwise((*AGE_BANDS_DAYS, np.inf)):
        rows = (labelled.age_days >= low) & (labelled.age_days < high)
        if not rows.any():
            continue
        part, shown = evaluation_set.take(rows), dict.fromkeys(_SHOWN_BY_AGE, UNKNOWN)
        if part.both_classes:
            shown = evaluate(part, probability[rows], seed=seed, names=_SHOWN_BY_AGE)
        bands.append(
            AgeBand(
                **vars(counts(labelled.take(rows))),
                from_days=int(low),
                until_days=None if np.isinf(high) else int(high),
                roc_auc=shown["roc_auc"].estimate(),
                log_loss=shown["log_loss"].estimate(),
                lift_at_10=shown["lift_at_10"].estimate(),
            )
        )
    return tuple(bands)


def by_month(
    labelled: LabelledSnapshots, leads: LeadTable, evaluation_set: EvaluationSet, probability: Floats
) -> tuple[MonthFigures, ...]:
    """Figures by the month (UTC) in which leads were created, the first month first; empty without dates."""
    if leads.created_at is None:
        return ()
    created = leads.created_at[labelled.snapshots.lead].astype("datetime64[us]").astype("datetime64[M]")
    return tuple(
        MonthFigures(**vars(group_figures(labelled, evaluation_set, probability, created == month)), month=str(month))
        for month in np.unique(created)
    )


MAX_VALUES = 10
"""The largest groups that are shown by name; the others are summed up."""

MIN_NAMED_LEADS = 10
"""A group of fewer leads is not shown by name: it may be a person."""

NO_VALUE = "(no value)"


def by_slice(
    slicings: Iterable[Slicing], labelled: LabelledSnapshots, evaluation_set: EvaluationSet, probability: Floats
) -> tuple[SliceFigures, ...]:
    """Counts and figures per column and value; the largest values, then those summed up, then leads without one.

    Small groups are marked and have no figures that would mislead.
    """
    lead = labelled.snapshots.lead
    return tuple(
        SliceFigures(
            **vars(group_figures(labelled, evaluation_set, probability, np.isin(slicing.group[lead], groups))),
            column=slicing.column,
            label=slicing.label,
            value=value,
        )
        for slicing in slicings
        for value, groups in _shown(slicing, np.unique(lead))
    )


def _shown(slicing: Slicing, leads: Integers) -> Iterator[tuple[str, list[int]]]:
    """Names of what is shown, and the groups it consists of."""
    group = slicing.group[leads]
    size = np.bincount(group[group >= 0], minlength=len(slicing.names))
    present = [int(place) for place in np.argsort(-size, kind="stable") if size[place]]
    named = [place for place in present[:MAX_VALUES] if size[place] >= MIN_NAMED_LEADS]
    for place in sorted(named) if slicing.ordered else named:
        yield slicing.names[place], [place]
    if rest := present[len(named) :]:
        yield f"({len(rest)} other value{'s' * (len(rest) > 1)})", rest
    if (group < 0).any():
        yield NO_VALUE, [-1]


@dataclass(frozen=True)
class _Stratum:
    """Rows that are alike, ranked by their prediction."""

    rows: Integers
    ranking: Ranking


def roc_auc_within(evaluation_set: EvaluationSet, probability: Floats, stratum: NDArray[Any], *, seed: int) -> Interval:
    """The ROC AUC among rows of one stratum, averaged over strata, with its interval over leads.

    A stratum counts by its weight of conversions times that of the others over that of both (van Elteren 1960), so
    that one with few pairs to rank counts for little. Unknown where no stratum has both.

    Args:
        evaluation_set: Rows with labels.
        probability: Predicted probability per row.
        stratum: Per row what makes it alike with others, as its age.
        seed: Of the resampling.
    """
    parts = [np.flatnonzero(stratum == value) for value in np.unique(stratum)]
    strata = [_Stratum(rows, Ranking.of(evaluation_set.converted[rows], probability[rows])) for rows in parts]
    drawn = [_mean_auc(strata, weights) for weights in resampled_weights(evaluation_set, seed)]
    return interval_of(_mean_auc(strata, evaluation_set.weights), np.array(drawn))


def _mean_auc(strata: Sequence[_Stratum], weights: Floats) -> float:
    total = counted = 0.0
    for stratum in strata:
        weighed = stratum.ranking.weighed(weights[stratum.rows])
        won, other = (float(reached[-1]) for reached in weighed.reached)
        if won > 0 and other > 0:
            share = won * other / (won + other)
            total += share * METRICS["roc_auc"](weighed)
            counted += share
    return total / counted if counted else float("nan")
