"""What learners are compared on: training and test rows in one coding, the same for every learner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows


@dataclass(frozen=True)
class Comparison:
    """A fixed split: rows to learn from, rows to evaluate on, and what their columns mean.

    Attributes:
        order: When each training row came, as a number; None where that is not known.
    """

    spec: FeatureSpec
    training: BoostingRows
    test: BoostingRows
    order: Integers | None = None


def compare(
    features: pd.DataFrame,
    converted: Mask,
    *,
    training: Mask,
    order: Integers | None = None,
) -> Comparison:
    """Code a table of features for a comparison.

    Text columns are categories: each level of the training rows has a code of its own, levels that only test rows
    show share the next one. Missing values are NaN.

    Args:
        features: Every row with its features.
        converted: The labels.
        training: Which rows are learnt from; the others are the test rows.
        order: When each row came, as a number; None where that is not known.
    """
    columns = {str(name): features[name] for name in features}
    levels = {name: () if _is_number(values) else _levels(values[training]) for name, values in columns.items()}
    matrix = np.column_stack([_coded(values, levels[name]) for name, values in columns.items()])
    spec = _spec(levels)
    rows = BoostingRows(matrix, converted, np.ones(len(matrix)), tuple(spec.categorical))
    return Comparison(spec, rows.take(training), rows.take(~training), None if order is None else order[training])


def one_row_per_lead(rows: BoostingRows) -> EvaluationSet:
    """What became of the rows of a comparison, each of which is a lead of its own."""
    return EvaluationSet(rows.converted, rows.weights, np.arange(len(rows.converted)))


def _is_number(values: "pd.Series[Any]") -> bool:
    return bool(pd.api.types.is_numeric_dtype(values))


def _levels(values: "pd.Series[str]") -> tuple[str, ...]:
    return tuple(sorted(values.dropna().unique()))


def _coded(values: "pd.Series[Any]", levels: tuple[str, ...]) -> Floats:
    if not levels:
        return values.to_numpy().astype(np.float64)
    code = {level: float(position) for position, level in enumerate(levels)}
    coded = values.map(code).fillna(float(len(levels)))
    return coded.where(values.notna()).to_numpy().astype(np.float64)


def _spec(levels: Mapping[str, tuple[str, ...]]) -> FeatureSpec:
    roles = {name: _role(found) for name, found in levels.items()}
    columns = tuple(InputColumn(name, role, levels[name]) for name, role in roles.items())
    features = tuple(Feature(name, name, role, name, levels=levels[name]) for name, role in roles.items())
    return FeatureSpec(columns, tuple(Signal(name, name, "fit") for name in levels), features, dated=False)


def _role(levels: tuple[str, ...]) -> Literal["numeric", "category"]:
    return "category" if levels else "numeric"
