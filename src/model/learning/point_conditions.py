"""Reading the analyst's point rules, and refusing those that could not be counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from leadscore.model.config import Config, PointRule
from leadscore.model.errors import ConfigError, nearest
from leadscore.model.expressions import Expression, parse
from leadscore.model.features.spec import ColumnRole
from leadscore.model.tables.schema import Tables

_ROLES = {"f": "numeric", "i": "date", "O": "category"}
"""What a column is, by the kind of its array."""


@dataclass(frozen=True)
class Condition:
    """When a rule gives its points: an expression holds, or so many events of a kind have happened.

    Attributes:
        points: What it gives.
        expression: Over lead columns; None where the rule is about events.
        event: The kind of event; empty where the rule is about columns.
        at_least: How many of them.
    """

    points: float
    expression: Expression | None
    event: str
    at_least: int


def read_conditions(rules: Sequence[PointRule], tables: Tables, config: Config) -> list[Condition]:
    """What the rules ask for, one condition each; to be called before anything is learned, so that it fails early.

    Raises:
        ConfigError: A rule that is no expression, that compares what cannot be compared, or that names a column or
            a kind of event that is not there; says which rule, and the nearest known name.
    """
    made = []
    for number, rule in enumerate(rules, start=1):
        try:
            made.append(_condition(rule, tables, config))
        except ConfigError as error:
            where = f"`point_rules` number {number}, {error.where}"
            raise ConfigError(error.what, where=where, remedy=error.remedy) from error
    return made


def _condition(rule: PointRule, tables: Tables, config: Config) -> Condition:
    if rule.event is not None:
        _require_event(rule.event, tables)
        return Condition(rule.points, None, rule.event, rule.at_least)
    expression = parse(rule.when or "")
    for name in sorted(expression.columns - tables.leads.columns.keys()):
        _refuse_unread(name, config)
    expression.check({name: _ROLES[values.dtype.kind] for name, values in tables.leads.columns.items()})
    return Condition(rule.points, expression, "", rule.at_least)


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
