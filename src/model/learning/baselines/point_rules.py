"""The analyst's own point rules as a baseline: points per snapshot, and a probability from a straight line."""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats
from leadscore.model.config import Config, PointRule
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import MISSING, feature_matrix, known_values
from leadscore.model.features.spec import ColumnRole, Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.learner.calibration import fit_line
from leadscore.model.scoring.contributions.additive import sigmoid

_ROLES = {"f": "numeric", "i": "date", "O": "category"}
"""What a column is, by the kind of its array."""


def check_point_rules(rules: Sequence[PointRule], tables: Tables, config: Config) -> None:
    """Refuse a rule that these leads and events cannot be counted by; before anything is learned, so it fails early.

    Raises:
        ConfigError: A rule that compares what cannot be compared, or that names a column or a kind of event that is
            not there; says which rule, and the nearest known name.
    """
    for number, rule in enumerate(rules, start=1):
        try:
            _check(rule, tables, config)
        except ConfigError as error:
            where = f"`point_rules` number {number}, {error.where}"
            raise ConfigError(error.what, where=where, remedy=error.remedy) from error


def _check(rule: PointRule, tables: Tables, config: Config) -> None:
    if rule.event is not None:
        _require_event(rule.event, tables)
    if rule.when is not None:
        for name in sorted(rule.when.columns - tables.leads.columns.keys()):
            _refuse_unread(name, config)
        rule.when.check({name: _ROLES[values.dtype.kind] for name, values in tables.leads.columns.items()})


def _require_event(event: str, tables: Tables) -> None:
    known = tables.events.type.levels
    if event not in known:
        raise ConfigError(f"There is no event `{event}`", where=f"event = {event!r}", remedy=nearest(event, known))


def _refuse_unread(name: str, config: Config) -> None:
    """A column that the configuration knows but that is never read is not simply unknown."""
    if name not in config.columns:
        return
    column = config.columns[name]
    if column.ignore:
        why, remedy = "it is ignored", f"remove `ignore` from `[columns.{name}]`, or the rule"
    else:
        why, remedy = f"its role is {column.role}", f"give it one of the roles {', '.join(get_args(ColumnRole))}"
    raise ConfigError(f"The column `{name}` is not read, because {why}", where=f"column `{name}`", remedy=remedy)


_SIGNAL = Signal("events", "Events", "interest")


def points(rules: Sequence[PointRule], tables: Tables, snapshots: Snapshots, config: Config) -> Floats:
    """The points each snapshot gets, as they would have been counted at its moment.

    Only events before the snapshot count. A column that is not known yet, a date that still lies ahead, and a column
    that is left out because it knows the outcome count as missing.

    Raises:
        ConfigError: As for ``check_point_rules``.
    """
    check_point_rules(rules, tables, config)
    counts = _event_counts(tables, snapshots, {rule.event for rule in rules if rule.event is not None})
    named = frozenset[str]().union(*(rule.when.columns for rule in rules if rule.when))
    columns = {name: _known_values(name, tables.leads, snapshots, config) for name in named}
    total = np.zeros(len(snapshots))
    for rule in rules:
        if rule.when is not None:
            total += rule.points * rule.when.matches(columns)
        elif rule.event is not None:
            total += rule.points * (counts[rule.event] >= rule.at_least)
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
        ConfigError: As for ``check_point_rules``.
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
