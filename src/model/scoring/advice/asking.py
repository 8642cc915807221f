"""Budget, authority, need and timeline (BANT): what is known of them, and which unknown facts are worth asking for."""

from collections.abc import Callable

import numpy as np

from leadscore.model.arrays import Floats, Integers
from leadscore.model.config import Bant
from leadscore.model.features.spec import FeatureSpec, Signal
from leadscore.model.scoring.advice.basis import Basis, ColumnSubject, columns_of, log_odds_with
from leadscore.model.scoring.contract import LEAST_POINTS_SHOWN, BantField, BantFields, Question, Value
from leadscore.model.scoring.contributions.additive import AdditiveModel
from leadscore.model.scoring.points import points_of
from leadscore.model.scoring.rates import Candidates


def bant_of(spec: FeatureSpec, row: Floats, points: Integers, value_of: Callable[[Signal], Value]) -> BantFields:
    """What is known of a lead's budget, authority, need and timeline; a list is empty if no column is tagged with it.

    Args:
        spec: Holds the tags of the columns.
        row: The lead's row of the feature matrix.
        points: Its whole points, one per signal.
        value_of: The value that the lead's reasons show for a signal.
    """
    found: dict[Bant, tuple[BantField, ...]] = {}
    for column in _columns(spec):
        if column.signal.bant is not None:
            known = not np.isnan(row[column.position])
            value = value_of(column.signal) if known else None
            whole = int(points[spec.signal_positions[column.position]])
            field = BantField(column.signal.label, known, value, whole)
            found[column.signal.bant] = (*found.get(column.signal.bant, ()), field)
    return BantFields(**found)


def ask_by_default(basis: Basis, row: Floats) -> tuple[Question, ...]:
    """The unknown facts of a lead, by falling average score change over training leads; a look-up in the bundle."""
    columns = {column.position: column for column in _columns(basis.spec)}
    kept = () if basis.rates is None else basis.rates.asking
    unknown = [(columns[k.position], k.points) for k in kept if k.position in columns and np.isnan(row[k.position])]
    return _questions(basis, unknown)


def ask_exactly(basis: Basis, matrix: Floats) -> list[tuple[Question, ...]]:
    """Per lead the unknown facts, by falling expected score change of this lead, computed by rescoring it."""
    found: list[list[tuple[ColumnSubject, float]]] = [[] for _ in matrix]
    for column in _columns(basis.spec):
        candidates = basis.candidates(column.position)
        unknown = np.flatnonzero(np.isnan(matrix[:, column.position]))
        if candidates is not None and len(unknown):
            for lead, points in zip(unknown, expected_change(basis.model, matrix[unknown], candidates), strict=True):
                found[lead].append((column, float(points)))
    return [_questions(basis, columns) for columns in found]


def expected_change(model: AdditiveModel, matrix: Floats, candidates: Candidates) -> Floats:
    """Per row the expected absolute change of its unrounded score when one column becomes known.

    The mean is weighted by the shares of the values in the training data; the column counts as unknown in every row.
    """
    unknown = matrix.copy()
    unknown[:, candidates.position] = np.nan
    change = points_of(log_odds_with(model, unknown, candidates) - model.log_odds(unknown)[:, None])
    expected: Floats = np.abs(change) @ np.array(candidates.shares)
    return expected


def _columns(spec: FeatureSpec) -> list[ColumnSubject]:
    return list(columns_of(spec, lambda signal: signal.bant is not None))


def _questions(basis: Basis, unknown: list[tuple[ColumnSubject, float]]) -> tuple[Question, ...]:
    first = {column.signal.bant: column.signal.name for column in reversed(_columns(basis.spec))}
    found = []
    for column, points in sorted(unknown, key=lambda pair: -pair[1]):
        label, bant = column.signal.label, column.signal.bant
        if bant is not None and points >= LEAST_POINTS_SHOWN:
            # a second column with the same tag, say budget, is asked for by its own label
            key = f"ask.{bant}" if first[bant] == column.signal.name else "ask.further"
            found.append(Question(label, bant, round(points, 1), basis.wording.say(key, label=label)))
    return tuple(found)
