"""The analyst's own point rules as a rival: points per snapshot, and the probability a straight line makes of them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import Config, PointRule
from leadscore.model.features.known import MISSING, known_values
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.calibration import fit_line
from leadscore.model.learning.point_conditions import read_conditions
from leadscore.model.scoring.additive import sigmoid
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.snapshots import LabelledSnapshots

Floats = NDArray[np.float64]

_SIGNAL = Signal("events", "Events", "interest")


def points(rules: Sequence[PointRule], tables: Tables, snapshots: Snapshots, config: Config) -> Floats:
    """The points each snapshot gets, as they would have been counted at its moment.

    Only events before the snapshot count. A column that is not known yet, a date that still lies ahead, and a column
    that is left out because it knows the outcome count as missing.

    Raises:
        ConfigError: As for ``read_conditions``.
    """
    conditions = read_conditions(rules, tables, config)
    counts = _event_counts(tables, snapshots, {condition.event for condition in conditions if condition.event})
    named = frozenset[str]().union(*(c.expression.columns for c in conditions if c.expression))
    columns = {name: _known_values(name, tables.leads, snapshots, config) for name in named}
    total = np.zeros(len(snapshots))
    for rule in conditions:
        met = rule.expression.matches(columns) if rule.expression else counts[rule.event] >= rule.at_least
        total += rule.points * met
    return total


def point_rules_probability(
    rules: Sequence[PointRule],
    tables: Tables,
    training: LabelledSnapshots,
    held_out: LabelledSnapshots,
    config: Config,
) -> Floats:
    """The chance to convert that the points of held-out snapshots stand for, by a line through the training ones.

    The line (Platt 1999) never falls: rules that rank backwards in training are worth the base rate, for everybody.

    Raises:
        ConfigError: As for ``read_conditions``.
    """
    learned, new = (points(rules, tables, side.snapshots, config) for side in (training, held_out))
    scale = max(float(np.abs(learned).max(initial=0.0)), 1.0)  # the line is fitted in steps that suit numbers near one
    line = fit_line(learned[:, None] / scale, training.converted, training.weights)
    return sigmoid(line.apply(new[:, None] / scale))


def _event_counts(tables: Tables, snapshots: Snapshots, kinds: Iterable[str]) -> dict[str, Floats]:
    """Per kind of event how many of them lie before each snapshot, counted as for a model's features."""
    types = tuple(sorted(kinds))
    features = tuple(Feature(kind, _SIGNAL.name, "count", kind) for kind in types)
    spec = FeatureSpec((), (_SIGNAL,), features, dated=True, has_events=True, event_types=types)
    return dict(zip(types, feature_matrix(spec, tables.leads, tables.events, snapshots).T, strict=True))


def _known_values(name: str, leads: LeadTable, snapshots: Snapshots, config: Config) -> NDArray[Any]:
    """The column's value per snapshot, missing where nobody could have known it at that moment."""
    column = config.columns.get(name)
    values = known_values(
        InputColumn(name, "date", known_after=column.known_after if column else None), leads, snapshots
    )
    # what was read and is ignored all the same turned out to know the outcome: while a lead is open, it is empty
    leaked = column is not None and column.ignore
    return np.full_like(values, MISSING[values.dtype.kind]) if leaked else values
