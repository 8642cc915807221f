"""The gates of a configuration as expressions, and the lead columns that they look at."""

from collections.abc import Iterator
from typing import Literal

from leadscore.model.config.settings import Config, GateSettings, Role
from leadscore.model.errors import ConfigError
from leadscore.model.expressions import Expression, parse

GateRole = Literal["numeric", "category", "date", "email"]

_OWN_ROLES: dict[Role, GateRole] = {"numeric": "numeric", "date": "date", "email": "email"}


def gate_expression(gate: GateSettings) -> Expression:
    """What the gate asks of a lead.

    Raises:
        ConfigError: It is no expression; the gate is named.
    """
    text = gate.must if gate.never is None else gate.never
    try:
        return parse(text or "")
    except ConfigError as error:
        raise of_gate(gate.name, error) from error


def checked_gate(gate: GateSettings, config: Config) -> Expression:
    """What the gate asks of a lead, where that makes sense for what its columns hold.

    Raises:
        ConfigError: It is no expression, or compares what cannot be compared; the gate is named.
    """
    expression = gate_expression(gate)
    try:
        expression.check({name: _role(name, config) for name in expression.columns})
    except ConfigError as error:
        raise of_gate(gate.name, error) from error
    return expression


def gate_expressions(config: Config) -> Iterator[tuple[GateSettings, Expression]]:
    """Every gate with what it asks of a lead, in the order of the configuration.

    Raises:
        ConfigError: As for ``gate_expression``.
    """
    return ((gate, gate_expression(gate)) for gate in config.gates)


def gate_columns(config: Config) -> dict[str, GateRole]:
    """The lead columns that gates look at, by name, and what each holds.

    A column may be one that the model does not learn from. What is no number, date or address, or has no role at all,
    is text; a column that others are ``known_after`` is a date.
    """
    names = {name for _, expression in gate_expressions(config) for name in expression.columns}
    return {name: _role(name, config) for name in sorted(names)}


def gates_of(column: str, config: Config) -> list[str]:
    """The names of the gates that look at a column."""
    return [gate.name for gate, expression in gate_expressions(config) if column in expression.columns]


def of_gate(name: str, error: ConfigError) -> ConfigError:
    """The same error, with the gate that it is about."""
    return ConfigError(f'The gate "{name}" cannot be used: {error.what}', where=error.where, remedy=error.remedy)


def _role(name: str, config: Config) -> GateRole:
    if any(column.known_after == name for column in config.columns.values()):
        return "date"
    return _OWN_ROLES.get(config.columns[name].role, "category") if name in config.columns else "category"
