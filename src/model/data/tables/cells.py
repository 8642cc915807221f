"""Which column of a file each fact comes from, and what is asked of it: one declaration from SQL to checks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from leadscore.model.config import (
    PEOPLE,
    ColumnSettings,
    Config,
    EventsSettings,
    LeadsSettings,
    OutcomesSettings,
    gate_columns,
    gates_of,
)
from leadscore.model.data.sources.casting import Decimal
from leadscore.model.errors import ConfigError

Kind = Literal["text", "code", "moment", "number", "lead", "hash"]

_FEATURE, _ATTRIBUTE = "columns.", "attributes."


@dataclass(frozen=True)
class Cell:
    """One fact of each row.

    Attributes:
        key: Its name in leadscore's own tables; no two cells of a table share one.
        column: The column of the file that holds it.
        kind: text; code (text with few levels); hash (of a text); moment; number; lead (the id of one read before).
        vital: Whether a row is rejected when this cell breaks a rule; elsewhere the cell is emptied.
        missing: The rule broken by a missing value; None where a value may be missing.
        past: Whether a moment has to lie between 1970 and the present.
        day_first: Read 03/04/2026 as 3 April.
        decimal: The decimal mark of a number.
        optional: Whether the file may lack the column; the cells are then empty.
        gates: The gates that look at it.
    """

    key: str
    column: str
    kind: Kind
    vital: bool = False
    missing: str | None = None
    past: bool = False
    day_first: bool = False
    decimal: Decimal = "."
    optional: bool = False
    gates: tuple[str, ...] = ()


def lead_cells(config: Config, *, training: bool) -> tuple[Cell, ...]:
    """What is read of the leads; to score, neither target nor group nor columns for people have to be there.

    What gates look at has to be there always: without it, whoever must never be contacted would be.
    """
    leads = config.leads
    cells = [*_lead_identity(leads), *_people(leads, optional=not training)]
    if training and leads.target:
        cells.append(Cell("target", leads.target, "text", vital=True, missing="missing_target"))
    if training:
        cells.extend(Cell("group", name, "text") for name, column in config.columns.items() if column.group)
        cells.extend(_ids(config))
    cells.extend(_feature(name, column) for name, column in config.feature_columns.items())
    cells.extend(_known_after(config))
    cells.extend(_gated(config, read={cell.key for cell in cells}))
    return tuple(replace(cell, gates=tuple(gates_of(cell.column, config))) if _own(cell) else cell for cell in cells)


def event_cells(events: EventsSettings) -> tuple[Cell, ...]:
    """What is read of the events."""
    return (
        Cell("lead", events.lead_id, "lead", vital=True),
        _dated(events.occurred_at, day_first=events.day_first),
        Cell("type", events.type, "code"),
        *_maybe("value", events.value, "number"),
        *(Cell(attribute_key(name), name, "code") for name in events.attributes),
        *_maybe("event_id", events.event_id, "hash"),
    )


def outcome_cells(outcomes: OutcomesSettings) -> tuple[Cell, ...]:
    """What is read of the outcomes."""
    kinds = list(_maybe("outcome", outcomes.outcome, "text"))
    if outcomes.converted != "*":
        kinds = [replace(kind, vital=True, missing="missing_outcome") for kind in kinds]
    return (
        Cell("lead", outcomes.lead_id, "lead", vital=True),
        _dated(outcomes.occurred_at, day_first=outcomes.day_first),
        *kinds,
        *_maybe("amount", outcomes.amount, "number"),
        *_maybe("reason", outcomes.reason, "text"),
    )


def feature_key(column: str) -> str:
    """The key of a column the model may learn from; the dot keeps it apart from leadscore's own keys."""
    return _FEATURE + column


def attribute_key(column: str) -> str:
    """The key of a further fact about events."""
    return _ATTRIBUTE + column


def _own(cell: Cell) -> bool:
    """Whether it is a column by its own name, and no fact under a name of leadscore's."""
    return cell.key == feature_key(cell.column)


def _lead_identity(leads: LeadsSettings) -> Iterable[Cell]:
    if leads.id:
        yield Cell("id", leads.id, "text", vital=True, missing="missing_id")
    if leads.created_at:
        yield _dated(leads.created_at, key="created_at", day_first=leads.day_first)


def _dated(column: str, *, key: str = "occurred_at", day_first: bool) -> Cell:
    return Cell(key, column, "moment", vital=True, missing="missing_date", past=True, day_first=day_first)


def _people(leads: LeadsSettings, *, optional: bool) -> Iterable[Cell]:
    named = ((key, getattr(leads, key)) for key in PEOPLE)
    return (Cell(key, column, "text", optional=optional) for key, column in named if column)


def _feature(name: str, column: ColumnSettings) -> Cell:
    kinds: dict[str, Kind] = {"numeric": "number", "date": "moment"}
    kind = kinds.get(column.role, "text")
    return Cell(feature_key(name), name, kind, day_first=column.day_first, decimal=column.decimal)


def _ids(config: Config) -> Iterable[Cell]:
    """Columns like ids: nothing is learnt from them, but they may tell of a leak."""
    others = {*gate_columns(config), *(getattr(config.leads, key) for key in PEOPLE)}
    for name, column in config.columns.items():
        if column.role == "id_like" and not column.ignore and name not in others:
            yield replace(_feature(name, column), optional=True)


def _gated(config: Config, *, read: Collection[str]) -> Iterable[Cell]:
    """The columns that only gates look at."""
    for name, role in gate_columns(config).items():
        if feature_key(name) not in read:
            settings = config.columns.get(name, ColumnSettings(role=role)).model_copy(update={"role": role})
            yield _feature(name, settings)


def _known_after(config: Config) -> Iterable[Cell]:
    features = config.feature_columns
    waiting = {name: column for name, column in config.columns.items() if name in gate_columns(config)} | features
    dates = {column.known_after for column in waiting.values() if isinstance(column.known_after, str)}
    for date in sorted(dates - features.keys()):
        settings = config.columns.get(date)
        day_first = settings.day_first if settings else config.leads.day_first
        yield Cell(feature_key(date), date, "moment", day_first=day_first)
    for date in sorted(dates & features.keys()):
        if features[date].role != "date":
            raise ConfigError(
                "`known_after` names a column that is not a date",
                where=f"column `{date}`",
                remedy=f'set `columns.{date}.role = "date"`, or name another column',
            )


def _maybe(key: str, column: str | None, kind: Kind) -> Iterable[Cell]:
    return [Cell(key, column, kind)] if column else []
