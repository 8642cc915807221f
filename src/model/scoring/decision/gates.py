"""Evaluates gates: whom they exclude, of whom something is missing, and of whom nobody can say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers, Mask
from leadscore.model.config import of_gate
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression
from leadscore.model.expressions.keying import keyed, looks_into, texts_of
from leadscore.model.features.column_facts import is_missing
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import known_at, known_values
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.scoring.decision.policy import Gate
from leadscore.model.values import key_of

NONE = -1


@dataclass(frozen=True)
class GateOutcome:
    """The result of evaluating the gates.

    Attributes:
        deciding: Per lead the position of the first gate that excludes it; ``NONE`` where none does.
        missing: Per lead the columns that keep gates from being decided, in order of the gates: of a ``must`` gate that
            does not hold those that are missing, of any gate those whose value cannot be read.
        doubtful: Per lead the positions of the ``never`` gates that may hold or not.
    """

    deciding: Integers
    missing: list[tuple[str, ...]]
    doubtful: list[tuple[int, ...]]


@dataclass(frozen=True)
class Evaluated:
    """One gate at some snapshots.

    Attributes:
        holds, possible: Whether its condition certainly holds, and whether it may.
        missing: By column, whether its value is missing.
        unread: By column, whether its value cannot be read as it was in training, so that the condition may hold.
    """

    holds: Mask
    possible: Mask
    missing: Mapping[str, Mask]
    unread: Mapping[str, Mask]


def gate_outcome(gates: Sequence[Gate], spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> GateOutcome:
    """The result of the gates at each snapshot.

    A missing value satisfies no comparison: a must-gate then reports the column, and a never-gate does not apply. But
    a never-gate fails closed: where a value is not given, or is not what the column held in training, nobody can say
    that it does not apply, and the column is reported.

    Raises:
        ConfigError: The leads lack a column that a gate looks at, or hold something else in it; the gate is named.
    """
    deciding = np.full(len(looks), NONE, dtype=np.int64)
    unknown: dict[int, list[str]] = {}
    doubtful: dict[int, list[int]] = {}
    for position, gate in reversed([*enumerate(gates)]):
        found = evaluated(gate, spec, leads, looks)
        doubt = found.possible & ~found.holds
        some = np.any([*found.missing.values()], axis=0)
        deciding[found.holds if gate.kind == "never" else ~found.possible & ~some] = position
        open_ = doubt if gate.kind == "never" else ~found.holds & (some | doubt)
        reported = found.unread if gate.kind == "never" else found.missing
        for row in np.flatnonzero(open_).tolist():
            names = [name for name in reported if reported[name][row] or found.unread[name][row]]
            unknown[row] = names + unknown.get(row, [])
            if gate.kind == "never":
                doubtful[row] = [position, *doubtful.get(row, [])]
    rows = range(len(looks))
    missing = [tuple(dict.fromkeys(unknown.get(row, ()))) for row in rows]
    return GateOutcome(deciding, missing, [tuple(doubtful.get(row, ())) for row in rows])


def evaluated(gate: Gate, spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> Evaluated:
    """Per snapshot, whether the gate's condition holds or may, and what is missing or cannot be read.

    Raises:
        ConfigError: As for ``gate_outcome``.
    """
    columns = {name: _column(name, gate, spec, leads) for name in gate.columns}
    values = {name: known_values(column, leads, looks) for name, column in columns.items()}
    missing = {name: is_missing(found) for name, found in values.items()}
    unread = {name: _unread(column, gate, leads, looks, values[name]) for name, column in columns.items()}
    compared = {name: _compared(column, gate) for name, column in columns.items()}
    keys = {name: partial(key_of, compared=how) for name, how in compared.items() if how != "exact"}
    condition = Expression(keyed(gate.condition.node, keys))
    try:
        holds, possible = condition.bounds(
            {name: _keyed(found, keys.get(name)) for name, found in values.items()}, unread
        )
    except ConfigError as error:
        raise of_gate(gate.name, error) from error
    return Evaluated(holds, possible, missing, unread)


def _column(name: str, gate: Gate, spec: FeatureSpec, leads: LeadTable) -> InputColumn:
    column = next((column for column in spec.columns if column.name == name), None)
    if column is None or name not in leads.columns:
        raise ConfigError(
            f'The gate "{gate.name}" looks at the column `{name}`, which the leads do not have',
            where=f"column `{name}`",
            remedy="give the column, or revise the model without the gate",
        )
    return column


def _compared(column: InputColumn, gate: Gate) -> Any:
    if column.facts is None or looks_into(gate.condition.node, column.name):
        return "exact"
    return column.facts.compared


def _unread(column: InputColumn, gate: Gate, leads: LeadTable, looks: Snapshots, values: NDArray[Any]) -> Mask:
    """Where the value is not what the column held in training; nothing is known of that in an older model."""
    facts, node = column.facts, gate.condition.node
    unread = leads.unread.get(column.name, np.zeros(len(leads), dtype=bool))[looks.lead]
    if facts is None:
        return np.zeros(len(looks), dtype=bool)
    if not looks_into(node, column.name) and (gate.kind == "never" or facts.compared == "truth"):
        unread = unread | facts.unread(values, texts_of(node, column.name))
    if gate.kind == "never" and facts.rarely_missing:
        # before it is known, a value is missing for everybody
        unread = unread | (is_missing(leads.columns[column.name][looks.lead]) & known_at(column, leads, looks))
    return unread


def _keyed(values: NDArray[Any], key: Any) -> NDArray[Any]:
    if key is None or values.dtype.kind != "O":
        return values
    cells = values.tolist()
    keys = {text: None if text is None else key(text) for text in {*cells}}
    found = np.empty(len(cells), dtype=object)
    found[:] = [keys[text] for text in cells]
    return found
