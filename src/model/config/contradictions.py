"""Contradictions in a configuration: keys that exclude each other, and keys without effect."""

from collections import Counter
from collections.abc import Iterator, Sequence

from leadscore.model.config.config import Config
from leadscore.model.config.policy import policy_contradictions, role_in_expressions
from leadscore.model.config.settings import PEOPLE, ColumnSettings
from leadscore.model.errors import ConfigError, DataError
from leadscore.model.expressions import Expression
from leadscore.model.timestamps import moment

Contradiction = tuple[str, str]
"""What is wrong, and what to do about it; both as in ``LeadscoreError``."""

_MOMENTS = ("train_until", "test_from", "data_from", "data_until")
_FEWEST_ORDERED = 2
_SPLIT_BY_TIME = ("train_until", "test_from")


def contradictions(config: Config) -> Iterator[Contradiction]:
    """The contradictions in a configuration, the gravest first."""
    yield from _of_tables(config)
    yield from _of_values(config)
    yield from _of_moments(config)
    yield from _of_columns(config)
    yield from _of_groups(config)
    yield from _of_point_rules(config)
    yield from policy_contradictions(config)


def _of_tables(config: Config) -> Iterator[Contradiction]:
    leads, outcomes = config.leads, config.outcomes
    if leads.target is None and outcomes is None:
        yield (
            "Nothing says which leads converted",
            "name a column in `leads.target`, or a table of outcomes in `[outcomes]`",
        )
    if leads.target is not None and outcomes is not None:
        yield "Both `leads.target` and `[outcomes]` say which leads converted", "keep one of them"
    if (outcomes or config.events) and not (leads.created_at and leads.id):
        yield (
            "Events and outcomes need leads with an id and a date of creation",
            "set `leads.id` and `leads.created_at`",
        )


def _of_values(config: Config) -> Iterator[Contradiction]:
    leads, outcomes = config.leads, config.outcomes
    yield from _of_unclear("leads", leads.target, leads.unclear, ("positive", "lost", "open"))
    yield from _listed_twice("leads", leads.positive, leads.lost, leads.open)
    if leads.target is not None and not leads.positive:
        yield "`leads.positive` is missing", "list the target values that mean converted"
    if leads.target is None and leads.positive:
        yield "`leads.positive` lists values, but `leads.target` names no column", "name the column, or remove the list"
    if outcomes is None:
        return
    if outcomes.converted != "*" and outcomes.outcome is None:
        yield (
            "`outcomes.converted` lists values, but `outcomes.outcome` names no column",
            'name the column, or set converted = "*"',
        )
    lists = ("converted", "disqualified", "lost", "open")
    yield from _of_unclear("outcomes", outcomes.outcome, outcomes.unclear, lists)
    if outcomes.converted != "*":
        yield from _listed_twice("outcomes", *(getattr(outcomes, key) for key in lists))
        return
    for key in lists[1:]:
        if getattr(outcomes, key):
            yield (
                f'`outcomes.{key}` lists values, but converted = "*" makes every row a win',
                "list in `outcomes.converted` which values mean converted",
            )


def _of_unclear(
    section: str, column: str | None, values: Sequence[str], lists: Sequence[str]
) -> Iterator[Contradiction]:
    """What `init` asked and nobody has answered yet."""
    if values:
        keys = ", ".join(f"`{key}`" for key in lists)
        yield (
            f"Nobody has said what these values of the column `{column}` mean: {', '.join(map(repr, values))}",
            f"move each from `{section}.unclear` to one of {keys}",
        )


def _listed_twice(section: str, *lists: Sequence[str]) -> Iterator[Contradiction]:
    twice = [value for value, count in Counter(value for values in lists for value in {*values}).items() if count > 1]
    if twice:
        yield f"The value {twice[0]!r} stands in two of the lists of `[{section}]`", "keep it in one"


def _of_moments(config: Config) -> Iterator[Contradiction]:
    for key in _MOMENTS:
        text = getattr(config.learning, key)
        if text is None:
            continue
        try:
            moment(text)
        except DataError as error:
            yield f"`learning.{key}`: {error.what}", error.remedy
        if not config.dated:
            yield f"`learning.{key}` has no effect on leads without a date of creation", "set `leads.created_at`"
        elif key in _SPLIT_BY_TIME and config.learning.split != "time":
            yield (
                f'`learning.{key}` has no effect with split = "{config.learning.split}"',
                f'set split = "time", or remove `{key}`',
            )


def _of_columns(config: Config) -> Iterator[Contradiction]:
    shown = {getattr(config.leads, key): key for key in PEOPLE}
    for name, column in config.columns.items():
        if column.ignore and column.keep:
            yield f"`columns.{name}` has both `ignore` and `keep`", "remove one of them"
        yield from _of_order(name, column)
        if column.known_after is not None and not config.dated:
            yield (
                f"`columns.{name}.known_after` has no effect on leads without a date of creation",
                "set `leads.created_at`, or remove it",
            )
        if name not in config.feature_columns:
            continue
        if name == config.leads.target:
            yield f"The column `{name}` is the target, and one to learn from", f"remove `[columns.{name}]`"
        if name in shown and column.role != "email":  # the model reads only the kind of an address's domain
            yield (
                f"The column `{name}` is shown to people as `leads.{shown[name]}`, and one to learn from",
                f"set `ignore = true` in `[columns.{name}]`, or remove `leads.{shown[name]}`",
            )


def _of_order(name: str, column: ColumnSettings) -> Iterator[Contradiction]:
    """Errors in what is said of the sign of a column, and of the order of its values."""
    if column.order and column.role != "category":
        yield f"`columns.{name}.order` has no effect on a column that is no category", "remove it"
    elif column.order and (len(column.order) < _FEWEST_ORDERED or len({*column.order}) < len(column.order)):
        yield f"`columns.{name}.order` needs two values or more, each once", "list the values from lowest to highest"
    if column.monotone is not None and column.role == "category" and not column.order:
        yield (
            f"`columns.{name}.monotone` has no effect on values without an order",
            f"list them in `columns.{name}.order` from the lowest to the highest, or remove it",
        )
    elif column.monotone is not None and column.role not in ("numeric", "category"):
        yield f"`columns.{name}.monotone` has no effect on a column that holds no number", "remove it"


def _of_groups(config: Config) -> Iterator[Contradiction]:
    grouping = [f"`columns.{name}.group`" for name, column in config.columns.items() if column.group]
    if len(grouping) > 1:
        yield f"Leads can be grouped by one column only, not by {' and '.join(grouping)}", "keep one of them"


def _of_point_rules(config: Config) -> Iterator[Contradiction]:
    for number, rule in enumerate(config.point_rules, start=1):
        if (rule.when is None) == (rule.event is None):
            yield f"`point_rules` number {number} needs either `when` or `event`", "set exactly one of them"
        if rule.event is not None and config.events is None:
            yield f"`point_rules` number {number} is about an event, but there is no `[events]`", "remove the rule"
        if rule.when is not None:
            yield from _of_condition(f"`point_rules` number {number}", rule.when, config)


def _of_condition(rule: str, condition: Expression, config: Config) -> Iterator[Contradiction]:
    """Errors in a rule's condition on configured columns; other columns are checked when the leads are read."""
    declared = sorted(name for name in condition.columns if name in config.columns)
    for name in (name for name in declared if config.columns[name].ignore):
        # a gate may look at an ignored column, which is then read for the gate only
        yield (
            f"{rule} looks at `{name}`, which is ignored",
            f"remove `ignore` from `[columns.{name}]`, or the rule",
        )
    try:
        condition.check_known({name: role_in_expressions(name, config) for name in declared})
    except ConfigError as error:
        yield f"{rule} cannot be used: {error.what}, at {error.where}", error.remedy
