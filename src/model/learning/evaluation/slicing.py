"""The values of a lead column as a few named groups, to show figures by."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.config import PEOPLE, Config
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError, some
from leadscore.model.features.leads import email_kind
from leadscore.model.features.signals import label_of
from leadscore.model.timestamps import NEVER
from leadscore.model.vocabulary import vocabulary

_BINS = 5
_MAX_DISTINCT = 10


@dataclass(frozen=True)
class Slicing:
    """Leads in groups by one column.

    Attributes:
        label: What people call the column.
        names: Of the groups, in order.
        group: Position of each lead's group in ``names``; -1 where the lead has no value.
        ordered: Whether the order of the groups means something, as that of numbers does.
    """

    column: str
    label: str
    names: tuple[str, ...]
    group: Integers
    ordered: bool


def slicings(tables: Tables, config: Config) -> list[Slicing]:
    """The columns to show figures by: those configured, else the owner and what is named like a source or country.

    Numbers are divided into fifths, dates into months, and e-mail addresses become their kind.

    Raises:
        ConfigError: ``report.slices`` names a column that was not read.
    """
    people = {column: key for key in PEOPLE if (column := getattr(config.leads, key))}
    configured = config.report.slices
    if configured is not None:
        known = {*tables.leads.columns, *(column for column, key in people.items() if key in tables.people)}
        _refuse_unknown([column for column in configured if column not in known])
    return [
        _slicing(column, _values(column, people, tables), config)
        for column in (_default_columns(tables, config) if configured is None else dict.fromkeys(configured))
    ]


def _default_columns(tables: Tables, config: Config) -> Iterator[str]:
    if config.leads.owner and "owner" in tables.people:
        yield config.leads.owner
    names = vocabulary().columns
    for column, values in tables.leads.columns.items():
        named = names.source.has(column) or names.place.has(column)
        if named and values.dtype == object and column != config.leads.owner:
            yield column


def _refuse_unknown(columns: list[str]) -> None:
    if columns:
        raise ConfigError(
            "`report.slices` names columns that are not read",
            where=some(columns, unit="columns"),
            remedy="give them a role in `[columns]` without `ignore`, or take them off the list",
        )


def _values(column: str, people: dict[str, str], tables: Tables) -> NDArray[Any]:
    if column in tables.leads.columns:
        return tables.leads.columns[column]
    return tables.people[people[column]].to_numpy(dtype=object)


def _slicing(column: str, values: NDArray[Any], config: Config) -> Slicing:
    settings = config.columns.get(column)
    is_email = column == config.leads.email or (settings is not None and settings.role == "email")
    label = (settings.label if settings else None) or label_of(column)
    if values.dtype == np.float64:
        return Slicing(column, label, *_numbers(values), ordered=True)
    if values.dtype == np.int64:
        return Slicing(column, label, *_months(values), ordered=True)
    texts = np.array([email_kind(value) for value in values], dtype=object) if is_email else values
    return Slicing(column, label, *_texts(texts), ordered=False)


def _texts(values: NDArray[Any]) -> tuple[tuple[str, ...], Integers]:
    names = tuple(sorted({value for value in values if value is not None}))
    position = {name: place for place, name in enumerate(names)}
    return names, np.array([position.get(value, -1) for value in values], dtype=np.int64)


def _months(moments: Integers) -> tuple[tuple[str, ...], Integers]:
    months = moments.astype("datetime64[us]").astype("datetime64[M]")
    return _coded(months, moments != NEVER, np.datetime_as_string)


def _numbers(values: Floats) -> tuple[tuple[str, ...], Integers]:
    known = ~np.isnan(values)
    distinct = np.unique(values[known])
    if len(distinct) <= _MAX_DISTINCT:
        return _coded(values, known, lambda found: [f"{value:g}" for value in found])
    quantiles = np.quantile(values[known], np.linspace(0, 1, _BINS + 1)[1:-1], method="lower")
    edges = np.unique([float(f"{value:g}") for value in quantiles])  # rounded as the name shows it
    names = (
        f"under {edges[0]:g}",
        *(f"{low:g} to under {high:g}" for low, high in pairwise(edges)),
        f"{edges[-1]:g} and more",
    )
    return names, np.where(known, np.searchsorted(edges, values, side="right"), -1)


def _coded(values: NDArray[Any], known: Mask, named: Any) -> tuple[tuple[str, ...], Integers]:
    distinct, position = np.unique(values[known], return_inverse=True)
    group = np.full(len(values), -1, dtype=np.int64)
    group[known] = position
    return tuple(str(name) for name in named(distinct)), group
