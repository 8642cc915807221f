"""The policy stored with a model: thresholds, gates and costs; and how gates are evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from leadscore.model.arrays import Integers, Mask
from leadscore.model.config import GateKind, Route, of_gate
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression, expression_as_dict, expression_from_dict
from leadscore.model.expressions.nodes import Presence
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import known_values
from leadscore.model.features.spec import FeatureSpec

StoredCondition = Annotated[Expression, PlainValidator(expression_from_dict), PlainSerializer(expression_as_dict)]
"""An expression that is stored as plain values."""


@dataclass(frozen=True)
class Thresholds:
    """Points from which the first three of four classes begin: A, B and C, or 1, 2 and 3; descending."""

    first: int
    second: int
    third: int


@dataclass(frozen=True)
class Gate:
    """A rule that excludes leads whatever their score: ``never`` if its condition holds, ``must`` if it does not."""

    name: str
    kind: GateKind
    condition: StoredCondition
    say: str | None = None
    alternative: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns in its condition, in order of their names."""
        return sorted(self.condition.columns)


@dataclass(frozen=True)
class Policy:
    """How leads are graded and routed.

    Attributes:
        cuts: Thresholds of the score.
        fit_cuts, interest_cuts: Thresholds of these two axes, for the cell; None where no signal has the axis.
        found: How the thresholds were chosen, for reports: method, settings, date, share of grade A.
        gates: In the order of the configuration.
        product_use: Kinds of events that count as product use.
        product_use_at_least, product_use_days: How many of them, within how many days, qualify a lead.
        disqualify_below: Score below which a lead is disqualified, unless little is known of it; None for never.
        silent_days: Days without an event after which an open lead counts as silent.
        nurture_days: Days until a nurtured lead is looked at again.
        win_value, contact_cost: Money; None where not configured.
        next_steps: The analyst's own words, by route.
        alternative: The offer to a lead that does not qualify.
    """

    cuts: Thresholds
    fit_cuts: Thresholds | None = None
    interest_cuts: Thresholds | None = None
    found: Mapping[str, Any] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
    product_use: tuple[str, ...] = ()
    product_use_at_least: int = 3
    product_use_days: int = 14
    silent_days: int = 30
    nurture_days: int = 30
    win_value: float | None = None
    contact_cost: float | None = None
    next_steps: Mapping[Route, str] = field(default_factory=dict)
    alternative: str | None = None
    disqualify_below: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dict(_POLICY.dump_python(self))


def policy_from_dict(raw: Mapping[str, Any]) -> Policy:
    """The policy that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of a policy.
    """
    return _POLICY.validate_python(raw)


_POLICY = TypeAdapter(Policy)

NONE = -1


@dataclass(frozen=True)
class GateOutcome:
    """The result of evaluating the gates.

    Attributes:
        deciding: Per lead the position of the first gate that excludes it; ``NONE`` where none does.
        missing: Per lead the missing columns of ``must`` gates that do not hold, in order of the gates.
    """

    deciding: Integers
    missing: list[tuple[str, ...]]


def gate_outcome(gates: tuple[Gate, ...], spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> GateOutcome:
    """The result of the gates at each snapshot.

    A missing value satisfies no comparison: a never-gate then does not apply; a must-gate reports the column.

    Raises:
        ConfigError: The leads lack a column that a gate looks at, or hold something else in it; the gate is named.
    """
    deciding = np.full(len(looks), NONE, dtype=np.int64)
    unknown: dict[int, list[str]] = {}
    for position, gate in reversed([*enumerate(gates)]):
        holds, missing = evaluated(gate, spec, leads, looks)
        some = np.any([*missing.values()], axis=0)
        ends = holds if gate.kind == "never" else ~holds & ~some
        deciding[ends] = position
        if gate.kind == "must":
            for row in np.flatnonzero(~holds & some).tolist():
                unknown[row] = [name for name in missing if missing[name][row]] + unknown.get(row, [])
    return GateOutcome(deciding, [tuple(dict.fromkeys(unknown.get(row, ()))) for row in range(len(looks))])


def evaluated(gate: Gate, spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> tuple[Mask, dict[str, Mask]]:
    """Per snapshot, whether the gate's expression holds; and by column, whether its value is missing.

    Raises:
        ConfigError: As for ``gate_outcome``.
    """
    values = {name: _values(name, gate, spec, leads, looks) for name in gate.columns}
    try:
        holds = gate.condition.matches(values)
    except ConfigError as error:
        raise of_gate(gate.name, error) from error
    return holds, {name: Expression(Presence(name, known=False)).matches(values) for name in values}


def _values(name: str, gate: Gate, spec: FeatureSpec, leads: LeadTable, looks: Snapshots) -> NDArray[Any]:
    column = next((column for column in spec.columns if column.name == name), None)
    if column is None or name not in leads.columns:
        raise ConfigError(
            f'The gate "{gate.name}" looks at the column `{name}`, which the leads do not have',
            where=f"column `{name}`",
            remedy="give the column, or revise the model without the gate",
        )
    return known_values(column, leads, looks)
