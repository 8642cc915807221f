"""The policy stored with a model: thresholds, gates and costs; and how gates are evaluated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from leadscore.model.arrays import Integers, Mask
from leadscore.model.config import GateKind, Route, of_gate
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression, expression_as_dict, expression_from_dict
from leadscore.model.expressions.keying import keyed, looks_into, texts_of
from leadscore.model.features.column_facts import is_missing
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import known_at, known_values
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.values import key_of

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
