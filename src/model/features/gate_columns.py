"""The columns that only gates look at, as part of what a model reads: requests ask for them like the others."""

from collections.abc import Iterator
from dataclasses import replace

from leadscore.model.config import ColumnSettings, Config, gate_columns
from leadscore.model.features.spec import FeatureSpec, InputColumn


def with_gate_columns(spec: FeatureSpec, config: Config) -> FeatureSpec:
    """The specification with every column of a gate that no feature reads; ``learned`` is False for these.

    A column that was left out because it knows the outcome is still there for a gate.
    """
    read = {column.name for column in spec.columns}
    gated = [column for column in _gated(config) if column.name not in read]
    dates = {column.known_after for column in gated if isinstance(column.known_after, str)}
    known = read | {column.name for column in gated}
    gated += [InputColumn(name, "date", learned=False) for name in sorted(dates - known)]
    return replace(spec, columns=(*spec.columns, *gated))


def _gated(config: Config) -> Iterator[InputColumn]:
    for name, role in gate_columns(config).items():
        settings: ColumnSettings | None = config.columns.get(name)
        if settings is None:
            yield InputColumn(name, role, learned=False)
        else:
            known_after, label = settings.known_after, settings.label
            yield InputColumn(name, role, known_after=known_after, learned=False, label=label)
