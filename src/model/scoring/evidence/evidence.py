"""The figures that stand behind reasons, made at training time and kept in the bundle; look-ups only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Bins:
    """How the values of one feature are told apart.

    Attributes:
        position: Column of the feature matrix.
        edges: Of a number, ascending: bin i holds ``edges[i - 1] <= value < edges[i]``.
        codes: Of a category, the number of its codes, the one for other values included; 0 of a number.
    """

    position: int
    edges: tuple[float, ...] = ()
    codes: int = 0

    @property
    def size(self) -> int:
        """Number of bins, the last one for values that are not known."""
        return (self.codes or len(self.edges) + 1) + 1

    def of(self, matrix: Floats) -> Codes:
        """The bin of each row."""
        values = matrix[:, self.position]
        missing = np.isnan(values)
        filled = np.where(missing, 0.0, values)
        known = np.clip(filled, 0, self.codes - 1) if self.codes else np.searchsorted(self.edges, filled, side="right")
        return np.where(missing, self.size - 1, known).astype(np.int64)


@dataclass(frozen=True)
class SignalRates:
    """How leads converted by the value of a signal.

    Attributes:
        bins: One feature, or two that are looked at together.
        rates: Conversion rate per cell, row by row; None where too few leads were seen to tell of them.
        leads: Distinct leads seen per cell; None where they are too few.
    """

    bins: tuple[Bins, ...]
    rates: tuple[float | None, ...]
    leads: tuple[int | None, ...]

    def cells(self, matrix: Floats) -> Codes:
        """The cell of each row: a position in ``rates``."""
        cell = np.zeros(len(matrix), dtype=np.int64)
        for part in self.bins:
            cell = cell * part.size + part.of(matrix)
        return cell


@dataclass(frozen=True)
class ScoreGroups:
    """Past leads grouped by what models that never saw them said of them.

    Attributes:
        edges: Log-odds between the groups, ascending; one fewer than groups.
        rates: Conversion rate of each group.
        low, high: Interval of that rate at ``level``.
        leads: Distinct leads of each group.
        level: Share of such intervals that hold the true rate.
    """

    edges: tuple[float, ...]
    rates: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    leads: tuple[int, ...]
    level: float


@dataclass(frozen=True)
class Candidates:
    """Values of a column that were seen in training, with how often, as shares that sum to 1."""

    position: int
    values: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Asking:
    """How far knowing a column moves a score, in points, on average over training leads."""

    position: int
    points: float


@dataclass(frozen=True)
class Evidence:
    """What a bundle tells of the leads it was learned from.

    Attributes:
        typical: Their conversion rate, weighted like every rate shown to people.
        shares: Per signal its share of the model's total weight (mean absolute log-odds); they sum to 1.
        rates: Per signal how leads converted by its value; None where that makes no sense.
        groups: What intervals are made from.
        ranges: Lowest and highest training value, by numeric column.
        candidates: Values seen, for columns that may be asked for or changed.
        asking: Columns tagged as budget, authority, need or timeline, the most telling first.
        event_values: Usual value of one event, by kind of event that people can bring about.
    """

    typical: float
    shares: tuple[float, ...]
    rates: tuple[SignalRates | None, ...]
    groups: ScoreGroups | None = None
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    candidates: tuple[Candidates, ...] = ()
    asking: tuple[Asking, ...] = ()
    event_values: Mapping[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def evidence_from_dict(raw: Mapping[str, Any]) -> Evidence:
    """The evidence that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of evidence.
    """
    return _EVIDENCE.validate_python(raw)


_EVIDENCE = TypeAdapter(Evidence)
