"""What learners are compared on: training and test rows in one coding, the same for every learner."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.boosting import Rows

_MIN_ROWS_PER_LEVEL = 1


@dataclass(frozen=True)
class Comparison:
    """A fixed split: rows to learn from, rows to judge, and what their columns mean."""

    spec: FeatureSpec
    training: Rows
    test: Rows


def compare(features: pd.DataFrame, converted: NDArray[np.bool_], *, training: NDArray[np.bool_]) -> Comparison:
    """Code a table of features for a comparison.

    Text columns are categories: a level that at least ten training rows show has a code of its own, all others
    share the next one. Missing values are NaN.

    Args:
        features: Every row with its features.
        converted: The labels.
        training: Which rows are learnt from; the others are the test rows.
    """
    levels = {name: _levels(features.loc[training, name]) for name in features if not _is_number(features[name])}
    matrix = np.column_stack([_coded(features[name], levels.get(str(name))) for name in features])
    spec = _spec(levels | {str(name): () for name in features if name not in levels}, list(features))
    rows = Rows(matrix, converted, np.ones(len(matrix)), tuple(spec.categorical))
    return Comparison(spec, rows.take(training), rows.take(~training))


def _is_number(values: "pd.Series[float]") -> bool:
    return bool(pd.api.types.is_numeric_dtype(values))


def _levels(values: "pd.Series[str]") -> tuple[str, ...]:
    counts = values.value_counts()
    return tuple(sorted(counts.index[counts >= _MIN_ROWS_PER_LEVEL]))


def _coded(values: "pd.Series[float]", levels: tuple[str, ...] | None) -> NDArray[np.float64]:
    if levels is None:
        return values.to_numpy(np.float64)
    code = {level: float(position) for position, level in enumerate(levels)}
    coded = values.map(code).fillna(float(len(levels)))
    return coded.where(values.notna()).to_numpy(np.float64)


def _spec(levels: Mapping[str, tuple[str, ...]], names: list[str]) -> FeatureSpec:
    columns = tuple(InputColumn(name, "category" if levels[name] else "numeric", levels[name]) for name in names)
    features = tuple(Feature(c.name, c.name, c.role, c.name, levels=c.levels) for c in columns)
    return FeatureSpec(columns, tuple(Signal(name, name, "fit") for name in names), features, dated=False)
