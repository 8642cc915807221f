"""Reasons in words: what a person would say about the facts behind a signal's points."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.model.features.leads import LeadTable
from leadscore.model.features.matrix import WEEKDAYS
from leadscore.model.features.spec import TYPE, Feature, FeatureSpec, Signal
from leadscore.model.features.wording import label_of

Value = str | float | int | None

MONTHS = tuple("January February March April May June July August September October November December".split())

_WHOLE_UP_TO = 1e15
_KINDS_OF_ADDRESS = {
    "company": "a company's own",
    "disposable": "a disposable one",
    "free": "one of a free provider",
}


@dataclass(frozen=True)
class Facts:
    """What the model saw of one lead.

    Attributes:
        row: The lead's row of the feature matrix.
        leads: The leads' columns, for values as they were given.
        position: The lead's position among them.
    """

    row: NDArray[np.float64]
    leads: LeadTable
    position: int


@dataclass(frozen=True)
class Phrases:
    """Turns facts into a value and a sentence, signal by signal."""

    spec: FeatureSpec

    def say(self, signal: Signal, facts: Facts) -> tuple[Value, str]:
        """The signal's value and a plain sentence about it; a value nobody knows is None."""
        features = dict(self._features(signal))
        kinds = {feature.kind for feature in features.values()}
        known = {feature.name: float(facts.row[position]) for position, feature in features.items()}
        if "count" in kinds or "recency" in kinds or "value_sum" in kinds:
            return _events(signal, list(features.values()), known)
        first = next(iter(features.values()))
        return _SENTENCES[first.kind](signal, list(features.values()), _Reading(known, facts))

    def _features(self, signal: Signal) -> Iterator[tuple[int, Feature]]:
        for position, feature in enumerate(self.spec.features):
            if feature.signal == signal.name:
                yield position, feature


@dataclass(frozen=True)
class _Reading:
    known: Mapping[str, float]
    facts: Facts

    def given(self, column: str) -> Value:
        """The value as the lead's source gave it."""
        value: Value = self.facts.leads.columns[column][self.facts.position]
        return value


def _events(signal: Signal, features: list[Feature], known: Mapping[str, float]) -> tuple[Value, str]:
    """How often, and how long ago; told by the widest window that the model looks at."""
    counts = [feature for feature in features if feature.kind in ("count", "value_sum", "distinct_days")]
    widest = max(counts, key=_width) if counts else None
    recency = next((known[f.name] for f in features if f.kind == "recency"), float("nan"))
    ago = "" if np.isnan(recency) else f"the last one {_ago(recency)}"
    if widest is None:
        return (None, f"{signal.label}: none so far") if not ago else (round(recency, 1), f"{signal.label}: {ago}")
    amount = _number(known[widest.name])
    span = "in all" if widest.window_days is None else f"in the last {_days(widest.window_days)}"
    last = f", {ago}" if ago else ""
    if widest.kind == "value_sum":
        return amount, f"{signal.label}: values of {amount} {span}{last}"
    if amount == 0:
        return 0, f"{signal.label}: none {'so far' if widest.window_days is None else span}{last}"
    unit = {"count": "", "distinct_days": " day" if amount == 1 else " days"}[widest.kind]
    return amount, f"{signal.label}: {amount}{unit} {span}{last}"


def _width(feature: Feature) -> tuple[bool, float]:
    return feature.kind == "count", float("inf") if feature.window_days is None else feature.window_days


def _numeric(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    value = reading.known[features[0].name]
    if np.isnan(value):
        return None, f"{signal.label} is not known"
    return _number(value), f"{signal.label} is {_number(value)}"


def _category(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    feature = features[0]
    code = reading.known[feature.name]
    if np.isnan(code):
        return None, f"{signal.label} is not known"
    given = reading.given(feature.source)
    seen = ", which is rare" if code == len(feature.levels) else ""
    return given, f"{signal.label} is {given}{seen}"


def _email_kind(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    code = reading.known[features[0].name]
    if np.isnan(code):
        return None, "No usable e-mail address"
    kind = features[0].levels[int(code)]
    return kind, f"The e-mail address is {_KINDS_OF_ADDRESS[kind]}"


def _days_since(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    days = reading.known[features[0].name]
    if np.isnan(days):
        return None, f"{signal.label} is not known"
    return round(days, 1), f"{signal.label} was {_ago(days)}"


def _age(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    days = reading.known[features[0].name]
    if np.isnan(days):
        return None, f"{signal.label} is not known"
    return round(days, 1), f"The lead came in {_ago(days)}"


def _calendar(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    say: dict[str, Callable[[int], str]] = {
        "hour": lambda hour: f"between {hour}:00 and {hour}:59 UTC",
        "weekday": lambda day: f"on a {WEEKDAYS[day]}",
        "day_of_month": lambda day: f"on day {day} of the month",
        "month": lambda month: f"in {MONTHS[month - 1]}",
    }
    parts = [say[f.kind](int(reading.known[f.name])) for f in features if not np.isnan(reading.known[f.name])]
    return (
        (", ".join(parts), f"The lead came in {', '.join(parts)}")
        if parts
        else (None, "When the lead came in is not known")
    )


def _edge(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    feature = features[0]
    code = reading.known[feature.name]
    if np.isnan(code):
        return None, f"{signal.label}: none so far"
    level = feature.levels[int(code)] if code < len(feature.levels) else "another one"
    shown = label_of(level) if feature.source == TYPE else level
    return shown, f"{signal.label}: {shown}"


def _distinct(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    value = _number(reading.known[features[0].name])
    return value, f"{signal.label}: {value}"


def _trend(signal: Signal, features: list[Feature], reading: _Reading) -> tuple[Value, str]:
    feature = features[-1]
    change, days = int(reading.known[feature.name]), feature.window_days or 0
    told = "as much as" if change == 0 else f"{abs(change)} {'more' if change > 0 else 'fewer'} than"
    return change, f"{signal.label}: in the last {_days(days)} {told} in the {_days(days)} before"


_SENTENCES: dict[str, Callable[[Signal, list[Feature], _Reading], tuple[Value, str]]] = {
    "numeric": _numeric,
    "category": _category,
    "email_kind": _email_kind,
    "days_since": _days_since,
    "age": _age,
    "hour": _calendar,
    "weekday": _calendar,
    "day_of_month": _calendar,
    "month": _calendar,
    "first": _edge,
    "last": _edge,
    "distinct": _distinct,
    "distinct_days": lambda signal, features, reading: _events(signal, features, reading.known),
    "trend": _trend,
}


def _number(value: float) -> float | int:
    """Whole numbers and all from a thousand on without decimals, others to four significant digits.

    >>> _number(3.0), _number(12345.67), _number(0.123456)
    (3, 12346, 0.1235)
    """
    if abs(value) >= _WHOLE_UP_TO:
        return float(f"{value:.4g}")
    return round(value) if value.is_integer() or abs(value) >= 1000 else float(f"{value:.4g}")


def _days(days: int) -> str:
    return "day" if days == 1 else f"{days} days"


def _ago(days: float) -> str:
    """A span of days as people say it.

    >>> _ago(0.02), _ago(1.2), _ago(12.6)
    ('today', '1 day ago', '13 days ago')
    """
    whole = round(days)
    if whole < 1:
        return "today"
    return f"{_days(whole) if whole > 1 else '1 day'} ago"
