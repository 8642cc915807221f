"""Gates at work: for each lead, which rule ends it, and what has to be asked before one can tell."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.config import of_gate
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression, parse
from leadscore.model.expressions.nodes import Presence
from leadscore.model.features.known import known_values
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.decision.policy import Gate

Mask = NDArray[np.bool_]

NONE = -1


@dataclass(frozen=True)
class ParsedGate:
    """A gate whose expression was read."""

    gate: Gate
    expression: Expression

    @property
    def columns(self) -> list[str]:
        """The columns it looks at, in order of their names."""
        return sorted(self.expression.columns)


@dataclass(frozen=True)
class GateOutcome:
    """What gates say of leads.

    Attributes:
        deciding: Per lead the position of the first gate that ends it; ``NONE`` where none does.
        missing: Per lead the columns that are missing for a must that does not hold, in order of the gates.
    """

    deciding: NDArray[np.int64]
    missing: list[tuple[str, ...]]


def parsed(gate: Gate) -> ParsedGate:
    """The gate, read.

    Raises:
        ConfigError: Its expression cannot be read.
    """
    try:
        return ParsedGate(gate, parse(gate.expression))
    except ConfigError as error:
        raise of_gate(gate.name, error) from error


def gate_outcome(gates: tuple[ParsedGate, ...], spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> GateOutcome:
    """What the gates say of each look.

    A missing value satisfies no comparison: of a never-gate it is harmless, of a must-gate it has to be asked for.

    Raises:
        ConfigError: The leads lack a column that a gate looks at, or hold something else in it; the gate is named.
    """
    deciding = np.full(len(looks), NONE, dtype=np.int64)
    unknown: dict[int, list[str]] = {}
    for position, gate in reversed([*enumerate(gates)]):
        holds, missing = evaluated(gate, spec, leads, looks)
        some = np.any([*missing.values()], axis=0)
        ends = holds if gate.gate.kind == "never" else ~holds & ~some
        deciding[ends] = position
        if gate.gate.kind == "must":
            for row in np.flatnonzero(~holds & some).tolist():
                unknown[row] = [name for name in missing if missing[name][row]] + unknown.get(row, [])
    return GateOutcome(deciding, [tuple(dict.fromkeys(unknown.get(row, ()))) for row in range(len(looks))])


def evaluated(gate: ParsedGate, spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> tuple[Mask, dict[str, Mask]]:
    """Per look, whether the gate's expression holds; and by column whether its value is missing.

    Raises:
        ConfigError: As for ``gate_outcome``.
    """
    values = {name: _values(name, gate, spec, leads, looks) for name in gate.columns}
    try:
        holds = gate.expression.matches(values)
    except ConfigError as error:
        raise of_gate(gate.gate.name, error) from error
    return holds, {name: Expression(Presence(name, known=False)).matches(values) for name in values}


def _values(name: str, gate: ParsedGate, spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> NDArray[Any]:
    column = next((column for column in spec.columns if column.name == name), None)
    if column is None or name not in leads.columns:
        raise ConfigError(
            f'The gate "{gate.gate.name}" looks at the column `{name}`, which the leads do not have',
            where=f"column `{name}`",
            remedy="give the column, or revise the model without the gate",
        )
    return known_values(column, leads, looks)
