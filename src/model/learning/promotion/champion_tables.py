"""The tables as the champion reads them, where the challenger's configuration leaves out what it learned from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadscore.model.config import ColumnSettings, Config
from leadscore.model.data.leakage import leaks
from leadscore.model.data.tables.loading import columns_present, read_tables
from leadscore.model.data.tables.tables import Tables
from leadscore.model.features.spec import FeatureSpec, InputColumn
from leadscore.model.features.unknown_columns import unknown_columns


@dataclass(frozen=True)
class ChampionTables:
    """The rows that the challenger learned from, with the columns that the champion reads beside.

    Attributes:
        tables: The same leads in the same order.
        added: Columns and attributes of events that the challenger's configuration leaves out.
        leaks: Those of them that certainly know the outcome.
    """

    tables: Tables
    added: tuple[str, ...]
    leaks: tuple[str, ...] = ()


def read_champion_tables(
    config: Config, specs: Iterable[FeatureSpec], tables: Tables, *, not_after: int
) -> ChampionTables | None:
    """Read the configured files once more, with every column in them that the champion learned from.

    Args:
        config: Of the challenger; it says how columns are written, and may ignore or rename the role of any.
        specs: What the champion, and its twin, learned from.
        tables: What the challenger learns from.
        not_after: The latest believable moment; later dates are failures.

    Returns:
        None where the challenger's tables hold all of that, or the files no longer do.
    """
    specs = list(specs)
    present = columns_present(config)
    missing = {name for spec in specs for name in unknown_columns(spec, tables.leads)} & present["leads"]
    columns = {
        column.name: column
        for spec in specs
        for column in spec.columns
        if column.name in missing and _datable(column, present["leads"])
    }
    attributes = {name for spec in specs for name in spec.event_attributes} & present.get("events", frozenset())
    attributes -= tables.events.attributes.keys()
    if not columns and not attributes:
        return None
    theirs = _as_read_by(config, columns, sorted(attributes))
    read = read_tables(theirs, not_after=not_after)
    if read.leads.ids != tables.leads.ids:  # the files have changed since
        return None
    suspects = leaks(read, theirs)
    known = tuple(leak.name for leak in suspects if leak.excluded and leak.name in columns)
    return ChampionTables(read, (*sorted(columns), *sorted(attributes)), known)


def _datable(column: InputColumn, present: frozenset[str]) -> bool:
    """Whether the date from which the column is known, if there is one, can be read."""
    return not isinstance(column.known_after, str) or column.known_after in present


def _as_read_by(config: Config, columns: Mapping[str, InputColumn], attributes: list[str]) -> Config:
    """The configuration with these columns in the roles that a model learned them in."""
    settings = dict(config.columns)
    for name, column in columns.items():
        known = config.columns.get(name, ColumnSettings(role=column.role))
        settings[name] = known.model_copy(
            update={"role": column.role, "known_after": column.known_after, "ignore": False}
        )
    events = config.events
    if events is not None and attributes:
        events = events.model_copy(update={"attributes": (*events.attributes, *attributes)})
    return config.model_copy(update={"columns": settings, "events": events})
