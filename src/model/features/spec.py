"""The specification of a model's features and signals, from which matrix and reasons are made."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, get_args

from leadscore.model.config import Axis, Bant
from leadscore.model.features.column_facts import ColumnFacts
from leadscore.model.features.levels import Levels, hashed, rare_code
from leadscore.model.values import Compared, key_of
from leadscore.model.values.written import Decimal

LeadKind = Literal["numeric", "category", "email_kind", "days_since", "age", "hour", "weekday", "day_of_month", "month"]
EventKind = Literal["count", "recency", "value_sum", "distinct_days", "trend", "first", "last", "distinct"]
ColumnRole = Literal["numeric", "category", "date", "email"]

KINDS_OF_FEATURE: frozenset[str] = frozenset({*get_args(LeadKind), *get_args(EventKind)})
"""Every way of computing a feature."""

OF_COLUMNS: frozenset[str] = frozenset({"numeric", "category", "email_kind", "days_since"})
"""Those that read one lead column; each is a signal of its own."""

CALENDAR: frozenset[str] = frozenset({"hour", "weekday", "day_of_month", "month"})
"""Parts of the moment at which a lead came in; one signal with a sentence about all of them, or about one."""

TYPE = "type"
"""The source name under which `first` and `last` read the kind of event instead of an attribute."""


@dataclass(frozen=True)
class InputColumn:
    """A lead column that the model reads.

    Attributes:
        levels: For a category, the values frequent enough in training to have codes of their own.
        known_after: Not known until so many days after creation, or until the date in the column of this name.
        learned: Whether it has a feature; a column that only gates look at has none.
        label: Its label, if it has no signal of its own.
        facts: What it held in training; None in a model of an earlier release.
        decimal: The decimal mark of its numbers, where they come as text.
        day_first: Whether 03/04/2026 is 3 April in it.
    """

    name: str
    role: ColumnRole
    levels: tuple[str, ...] = ()
    known_after: int | str | None = None
    learned: bool = True
    label: str | None = None
    facts: ColumnFacts | None = None
    decimal: Decimal = "."
    day_first: bool = False


@dataclass(frozen=True)
class Signal:
    """A signal: one or several features that are one reason to a reader.

    Attributes:
        name: Unique; for analysts. ``column.NAME`` or ``event.TYPE`` where it is about one of these.
        label: Its name for readers.
        axis: fit (who they are), interest (what they did) or context (when and how they came).
        bant: Which of budget, authority, need and timeline it is about.
        actionable: Whether a seller can bring about another value, or one more event.
        by_lead: Whether the lead can, by what it does; only that is offered to a lead that does not qualify.
        shareable: Whether a letter to a lead that does not qualify may mention it.
        texts: The sentences in the configuration, by key: ``known`` and ``missing`` of a column; ``many``, ``once`` and
            ``none`` of a kind of event.
        reason: Whether it may be a reason of its own; otherwise its points count among the others.
    """

    name: str
    label: str
    axis: Axis
    bant: Bant | None = None
    actionable: bool = False
    shareable: bool = False
    by_lead: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    reason: bool = True


@dataclass(frozen=True)
class Feature:
    """One column of the matrix.

    Attributes:
        name: Unique; for analysts, never shown to a salesperson.
        signal: Name of the signal it belongs to.
        kind: How it is computed.
        source: The lead column, event type or event attribute it is computed from; "" means events of any type.
        window_days: Only events of so many days before the snapshot count; None means ever.
        levels: For a category: code i stands for ``levels[i]``, and ``len(levels)`` for any other known value.
        rare: Keyed hashes of rare levels; their codes lie between ``len(levels)`` and the next whole number, so that
            only encodings tell them apart.
        rare_key: The key of these hashes, hexadecimal.
        ordered: Whether the levels have an order: codes are then ranks, and any other value counts as not known.
        compared: How a value is compared with the levels; models of earlier releases compare it as it is written.
        monotone: 1 where the score may only rise with the value, -1 where it may only fall, 0 where it is free.
    """

    name: str
    signal: str
    kind: LeadKind | EventKind
    source: str = ""
    window_days: int | None = None
    levels: tuple[str, ...] = ()
    monotone: int = 0
    rare: tuple[str, ...] = ()
    rare_key: str = ""
    ordered: bool = False
    compared: Compared = "exact"

    def __post_init__(self) -> None:
        """Refuse a key that hashes cannot be made with."""
        if self.rare and not bytes.fromhex(self.rare_key):
            message = f"the rare levels of `{self.name}` have no key"
            raise ValueError(message)

    @property
    def categorical(self) -> bool:
        """Whether the numbers of this feature are codes of levels."""
        return bool(self.levels or self.rare)

    @property
    def n_codes(self) -> int:
        """Number of whole codes, the one for other known values included; 0 for a number."""
        return len(self.levels) + 1 if self.categorical else 0

    def of_levels(self, levels: Levels) -> "Feature":
        """The feature with these levels."""
        return replace(self, levels=levels.own, rare=levels.rare, rare_key=levels.key, compared=levels.compared)

    def code(self, level: str) -> float:
        """The code of a known value."""
        level = key_of(level, self.compared)
        own = self._codes.get(level)
        if own is not None:
            return own
        if self.ordered:
            return math.nan
        other = float(len(self.levels))
        return self._rare_codes.get(hashed(level, self._key), other) if self.rare else other

    def is_new(self, level: str) -> bool:
        """Whether a known value was in training the value of two leads at most, or of none."""
        code = self.code(level)
        return math.isnan(code) or code == len(self.levels)

    def is_new_code(self, code: float) -> bool:
        """Whether a code stands for new values alone; in a model of an earlier release it may be a rare one."""
        return self.compared != "exact" and code == len(self.levels)

    @cached_property
    def _codes(self) -> Mapping[str, float]:
        return {key_of(level, self.compared): float(position) for position, level in enumerate(self.levels)}

    @cached_property
    def _rare_codes(self) -> Mapping[str, float]:
        return {digest: rare_code(len(self.levels), number) for number, digest in enumerate(self.rare, start=1)}

    @cached_property
    def _key(self) -> bytes:
        return bytes.fromhex(self.rare_key)

    @property
    def width(self) -> tuple[bool, float]:
        """The order in which features of one kind of event are chosen for its sentence: counts, then widest windows."""
        return self.kind == "count", math.inf if self.window_days is None else self.window_days


@dataclass(frozen=True)
class FeatureSpec:
    """The specification that turns leads and events into a matrix, fixed at training time.

    Attributes:
        dated: Whether leads have a creation date, which age, calendar and event features need.
        event_types: Kinds of events that have features of their own, sorted.
        event_attributes: Further columns of events that features are made from.
        wording: The phrases of the readers' language, as ``scoring.wording`` reads them; empty means English.
    """

    columns: tuple[InputColumn, ...]
    signals: tuple[Signal, ...]
    features: tuple[Feature, ...]
    dated: bool
    has_events: bool = False
    event_types: tuple[str, ...] = ()
    event_attributes: tuple[str, ...] = ()
    wording: Mapping[str, Any] = field(default_factory=dict)

    @property
    def categorical(self) -> list[int]:
        """Positions of the features whose numbers are codes without an order."""
        return [position for position, count in enumerate(self.code_counts) if count]

    @cached_property
    def column_positions(self) -> list[int]:
        """Positions of the features that are each a column of the leads."""
        return [position for position, feature in enumerate(self.features) if feature.kind in OF_COLUMNS]

    @property
    def code_counts(self) -> list[int]:
        """For each feature, the number of its codes without an order, as a learner sees them; 0 for a number."""
        return [0 if feature.ordered else feature.n_codes for feature in self.features]

    @property
    def encoded_counts(self) -> list[int]:
        """The same with the rare levels that encodings tell apart."""
        return [
            codes + len(feature.rare) if codes else 0
            for codes, feature in zip(self.code_counts, self.features, strict=True)
        ]

    @cached_property
    def signal_positions(self) -> list[int]:
        """For each feature, the position of its signal."""
        position = {signal.name: index for index, signal in enumerate(self.signals)}
        return [position[feature.signal] for feature in self.features]

    def category_of(self, column: str) -> Feature | None:
        """The feature that is a category read from this column; None where there is none."""
        return next((f for f in self.features if f.kind == "category" and f.source == column), None)

    def keep(self, positions: list[int]) -> "FeatureSpec":
        """The specification with only the features at these positions, without the signals and columns no longer used.

        Columns that gates look at are kept.
        """
        features = tuple(self.features[position] for position in positions)
        signals = {feature.signal for feature in features}
        sources = {feature.source for feature in features}
        used = sources | {column.name for column in self.columns if not column.learned}
        needed = used | {str(column.known_after) for column in self.columns if column.name in used}
        return replace(
            self,
            features=features,
            signals=tuple(signal for signal in self.signals if signal.name in signals),
            columns=tuple(column for column in self.columns if column.name in needed),
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def spec_from_dict(raw: Mapping[str, Any]) -> FeatureSpec:
    """The specification that ``as_dict`` wrote.

    Raises:
        TypeError, KeyError: The values are not those of a specification.
    """
    return FeatureSpec(
        columns=tuple(_column_from(column) for column in raw["columns"]),
        signals=tuple(Signal(**signal) for signal in raw["signals"]),
        features=tuple(Feature(**_tuples(feature)) for feature in raw["features"]),
        **_tuples({key: raw[key] for key in ("dated", "has_events", "event_types", "event_attributes")}),
        wording=raw.get("wording", {}),  # bundles of protocol 1 have none
    )


def _column_from(raw: Mapping[str, Any]) -> InputColumn:
    facts = raw.get("facts")
    return InputColumn(**{**_tuples(raw), "facts": None if facts is None else ColumnFacts(**_tuples(facts))})


def _tuples(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
