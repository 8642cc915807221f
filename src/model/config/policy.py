"""The policy in a configuration: the columns of gates, and contradictions of gates, thresholds and overrides."""

from collections.abc import Iterator
from typing import Literal

from leadscore.model.config.config import Config, GateSettings
from leadscore.model.config.settings import Role
from leadscore.model.errors import ConfigError

GateRole = Literal["numeric", "category", "date", "email"]

_OWN_ROLES: dict[Role, GateRole] = {"numeric": "numeric", "date": "date", "email": "email"}


def gate_columns(config: Config) -> dict[str, GateRole]:
    """The lead columns that gates look at, by name, and what each holds.

    The model need not learn from these columns. A column that others are ``known_after`` is a date; one without the
    role of a number, date or address is text.
    """
    names = {name for gate in config.gates for name in gate.condition.columns}
    return {name: role_in_expressions(name, config) for name in sorted(names)}


def gates_of(column: str, config: Config) -> list[str]:
    """The names of the gates that look at a column."""
    return [gate.name for gate in config.gates if column in gate.condition.columns]


def of_gate(name: str, error: ConfigError) -> ConfigError:
    """The error with the name of the gate added."""
    return ConfigError(f'The gate "{name}" cannot be used: {error.what}', where=error.where, remedy=error.remedy)


def role_in_expressions(name: str, config: Config) -> GateRole:
    """The role of a column in comparisons; text, where the configuration does not list it."""
    if any(column.known_after == name for column in config.columns.values()):
        return "date"
    return _OWN_ROLES.get(config.columns[name].role, "category") if name in config.columns else "category"


Contradictions = Iterator[tuple[str, str]]
"""What is wrong, and what to do about it; both as in ``LeadscoreError``."""


def policy_contradictions(config: Config) -> Contradictions:
    """Contradictions of gates, thresholds and overrides, the gravest first."""
    yield from _of_gates(config)
    yield from _of_cuts(config)
    yield from _of_tables(config)


def _of_gates(config: Config) -> Contradictions:
    names = [gate.name for gate in config.gates]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f'Two gates are called "{name}"', "give each a name of its own: it is what people read"
    for gate in config.gates:
        if (gate.never is None) == (gate.must is None):
            yield f'The gate "{gate.name}" needs either `never` or `must`', "set exactly one of them"
        else:
            yield from _of_gate(gate, config)


def _of_gate(gate: GateSettings, config: Config) -> Contradictions:
    columns = gate.condition.columns
    try:
        gate.condition.check({name: role_in_expressions(name, config) for name in columns})
    except ConfigError as error:
        refused = of_gate(gate.name, error)
        yield f"{refused.what}, at {refused.where}", refused.remedy
    if config.leads.target in columns:
        yield (
            f'The gate "{gate.name}" looks at the target, which nobody knows of an open lead',
            "name other columns, or remove the gate",
        )


def _of_cuts(config: Config) -> Contradictions:
    policy = config.policy
    first, second, third = policy.cuts
    if not 100 >= first > second > third >= 0:
        yield "`policy.cuts` are not in order", "list three scores from 100 to 0, each lower than the one before it"
    elif policy.cut_by == "points" and policy.disqualify_below is not None and policy.disqualify_below > third:
        yield (
            f"`policy.disqualify_below` ({policy.disqualify_below}) would disqualify leads of grade C, which begins at"
            f" {third}",
            f"set it to {third} at most, or lower the last of `policy.cuts`",
        )
    if policy.cut_by == "capacity" and policy.capacity_per_week is None:
        yield '`policy.cut_by` is "capacity", but none is given', "set `policy.capacity_per_week`"
    if policy.cut_by == "capacity" and not config.dated:
        yield (
            '`policy.cut_by = "capacity"` needs leads with a date of creation, or no week has any',
            'set `leads.created_at`, or cut_by = "points"',
        )
    if policy.cut_by != "capacity" and policy.capacity_per_week is not None:
        yield (
            f'`policy.capacity_per_week` has no effect with cut_by = "{policy.cut_by}"',
            'set cut_by = "capacity", or remove it',
        )
    if policy.cut_by == "money":
        yield from _of_money(policy.win_value, policy.contact_cost)


def _of_money(win_value: float | None, contact_cost: float | None) -> Contradictions:
    if win_value is None or contact_cost is None:
        yield (
            '`policy.cut_by` is "money", but not both sums are given',
            "set `policy.win_value` and `policy.contact_cost`",
        )
    elif contact_cost >= win_value:
        yield (
            "`policy.contact_cost` is not below `policy.win_value`, so that no contact ever pays",
            "check both sums: they are in the same currency",
        )


def _of_tables(config: Config) -> Contradictions:
    if config.events is None:
        for name in config.event_types:
            yield f"`event_types.{name}` is about an event, but there is no `[events]`", "remove it, or add `[events]`"
    if config.overrides is not None and config.leads.id is None:
        yield "Overrides need leads with an id", "set `leads.id`, or remove `[overrides]`"
