"""Number and date formats of a language, and its plural forms; compiled from CLDR, stored with a model."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

OTHER = "other"
_SMALL = 1000
CATEGORIES = ("zero", "one", "two", "few", "many", OTHER)
"""The names of plural forms in CLDR; every language has ``other``, and most have but one or two beside it."""


@dataclass(frozen=True)
class Condition:
    """A condition on whole numbers, as CLDR's plural rules use them.

    Attributes:
        ranges: First and last number of each range.
        modulo: If not 0, the ranges are of the remainder of division by it.
        negated: Whether it is true of the numbers outside the ranges instead.
    """

    ranges: tuple[tuple[int, int], ...]
    modulo: int = 0
    negated: bool = False

    def holds(self, number: int) -> bool:
        """Whether it is true of a number."""
        plain = number % self.modulo if self.modulo else number
        return any(low <= plain <= high for low, high in self.ranges) != self.negated


Rule = tuple[tuple[Condition, ...], ...]
"""A plural form belongs to a number where all conditions of any of these groups hold."""


@dataclass(frozen=True)
class Plurals:
    """The plural forms of a language by their CLDR names, without ``other``, which needs no rule."""

    rules: Mapping[str, Rule]

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The forms that a text must have: those that occur below a thousand, and ``other``."""
        taken = set(self._of_small)
        return tuple(name for name in CATEGORIES if name in taken or name == OTHER)

    def category(self, number: int) -> str:
        """The plural form of a whole number.

        >>> english = Plurals({"one": ((Condition(((1, 1),)),),)})
        >>> english.category(1), english.category(0), english.category(21)
        ('one', 'other', 'other')
        """
        size = abs(number)
        return self._of_small[size] if size < _SMALL else self._category(size)

    @cached_property
    def _of_small(self) -> tuple[str, ...]:
        """The plural forms of the numbers that sentences are full of."""
        return tuple(map(self._category, range(_SMALL)))

    def _category(self, size: int) -> str:
        for name, rule in self.rules.items():
            if any(all(condition.holds(size) for condition in conditions) for conditions in rule):
                return name
        return OTHER


def plurals_from(raw: Mapping[str, Any]) -> Plurals:
    """The plural forms that a bundle keeps.

    Raises:
        KeyError, TypeError, ValueError: It holds something else.
    """
    return Plurals({name: tuple(tuple(_condition(each) for each in group) for group in raw[name]) for name in raw})


def _condition(raw: Mapping[str, Any]) -> Condition:
    ranges: Sequence[Sequence[int]] = raw["ranges"]
    return Condition(tuple((int(low), int(high)) for low, high in ranges), int(raw["modulo"]), bool(raw["negated"]))


UNKNOWN = "–"
"""What stands for a number that is not known."""

_WHOLE_UP_TO = 1e15
_PLAIN_BELOW = 10_000  # a year, a postcode or an extension is not an amount: 2019, not 2,019


def known(value: object) -> float | None:
    """The number; None if it is missing or not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def estimate(value: object) -> tuple[float, float, float] | None:
    """Value, low and high of a card's estimate; without an interval, both ends are the value.

    >>> estimate({"value": 0.7, "low": 0.6, "high": 0.8}), estimate(0.7), estimate({"value": None})
    ((0.7, 0.6, 0.8), (0.7, 0.7, 0.7), None)
    """
    parts: Mapping[str, Any] = value if isinstance(value, Mapping) else {"value": value}
    middle = known(parts.get("value"))
    if middle is None:
        return None
    low, high = known(parts.get("low")), known(parts.get("high"))
    return middle, middle if low is None else low, middle if high is None else high


def rounded(value: float) -> float | int:
    """The number without decimals if it is whole or at least a thousand, else with four significant digits.

    >>> rounded(3.0), rounded(12345.67), rounded(0.123456), rounded(1e300)
    (3, 12346, 0.1235, 1e+300)
    """
    short = float(f"{value:.4g}")
    if abs(value) >= _WHOLE_UP_TO:
        return short if math.isfinite(short) else value  # rounding up the largest floats gives infinity
    if abs(value) >= 1000:
        return round(value)
    return int(short) if short.is_integer() else short


@dataclass(frozen=True)
class Formats:
    """The number and date formats of one language.

    Attributes:
        locale: The locale of CLDR that it follows; empty where a language file brings its own marks.
        decimal: The mark before decimals.
        group: The mark between groups of digits.
        group_sizes: Digits of the last group, and of every group before it.
        minus: The sign of negative numbers.
        share: A share in per cent, with ``{value}``.
        long_date: A day, with ``{day}``, ``{month}`` (its name) or ``{month_number}``, and ``{year}``.
        months: Names of the months by themselves, January first.
        months_in_dates: Names of the months in the form used within a date.
        weekdays: Names of the days of the week, Monday first.
        plurals: The plural forms.
    """

    locale: str
    decimal: str
    group: str
    group_sizes: tuple[int, int]
    minus: str
    share: str
    long_date: str
    months: tuple[str, ...]
    months_in_dates: tuple[str, ...]
    weekdays: tuple[str, ...]
    plurals: Plurals

    def number(self, value: object, digits: int = 3, *, signed: bool = False) -> str:
        """A number with so many decimals; with a plus sign, too, where it is the sign that matters.

        >>> ENGLISH.number(-0.0312), ENGLISH.number(None), ENGLISH.number(12_345, 0), ENGLISH.number(0.002, signed=True)
        ('−0.031', '–', '12,345', '+0.002')
        """
        plain = known(value)
        if plain is None:
            return UNKNOWN
        text = f"{abs(plain):.{digits}f}"
        if not any(digit in text for digit in "123456789"):
            return self._marked(text)
        return (self.minus if plain < 0 else "+" if signed else "") + self._marked(text)

    def points(self, points: int) -> str:
        """Points of a part of the score, with their sign.

        >>> ENGLISH.points(14), ENGLISH.points(-9), ENGLISH.points(0)
        ('+14', '−9', '0')
        """
        return self.number(points, 0, signed=True)

    def percent(self, value: object, digits: int = 1) -> str:
        """A share in per cent, from 0 to 1, with so many decimals.

        >>> ENGLISH.percent(0.1042), ENGLISH.percent(float("nan"))
        ('10.4%', '–')
        """
        plain = known(value)
        return UNKNOWN if plain is None else self.share.format(value=self.number(plain * 100, digits))

    def count(self, number: int) -> str:
        """A number of things, with marks between thousands.

        >>> ENGLISH.count(1200)
        '1,200'
        """
        return (self.minus if number < 0 else "") + self._marked(str(abs(number)))

    def amount(self, value: float) -> str:
        """A value of a column: without decimals from a thousand on, with marks between thousands from 10,000 on.

        >>> ENGLISH.amount(2019.0), ENGLISH.amount(12345.67), ENGLISH.amount(-0.123456)
        ('2019', '12,346', '−0.1235')
        """
        plain = rounded(value)
        sign, size = self.minus if plain < 0 else "", abs(plain)
        if isinstance(size, float):
            return sign + f"{size:.4g}".replace(".", self.decimal)
        return sign + (str(size) if size < _PLAIN_BELOW else self.count(size))

    def date(self, moment: int) -> str:
        """The day of a moment, in UTC.

        >>> ENGLISH.date(0)
        '1 January 1970'
        """
        day = np.datetime64(int(moment), "us").item()
        month = self.months_in_dates[day.month - 1]
        return self.long_date.format(day=day.day, month=month, month_number=day.month, year=day.year)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as JSON gives them back."""
        plain = {**asdict(self), "plurals": asdict(self.plurals)["rules"]}
        return {name: _listed(value) for name, value in plain.items()}

    def _marked(self, digits: str) -> str:
        """Digits with a plain decimal point, written with the marks of the language."""
        whole, point, decimals = digits.partition(".")
        end = self.decimal + decimals if point else ""
        last, other = self.group_sizes
        groups = [whole[-last:]]
        rest = whole[:-last]
        while rest:
            groups.append(rest[-other:])
            rest = rest[:-other]
        return (whole if len(groups) == 1 else self.group.join(reversed(groups))) + end


def _listed(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    if isinstance(value, dict):
        return {key: _listed(inner) for key, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, tuple | list) else value


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

ENGLISH = Formats(
    locale="en-GB",
    decimal=".",
    group=",",
    group_sizes=(3, 3),
    minus="−",
    share="{value}%",
    long_date="{day} {month} {year}",
    months=_MONTHS,
    months_in_dates=_MONTHS,
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    plurals=Plurals({"one": ((Condition(((1, 1),)),),)}),
)
"""English, which is always at hand: what CLDR says of it, so that nothing needs to be compiled."""


def formats_from(raw: Mapping[str, Any]) -> Formats:
    """The formats that a bundle keeps.

    Raises:
        KeyError, TypeError, ValueError: It holds something else.
    """
    last, other = raw["group_sizes"]
    texts = {name: str(raw[name]) for name in ("locale", "decimal", "group", "minus", "share", "long_date")}
    names = {name: tuple(map(str, raw[name])) for name in ("months", "months_in_dates", "weekdays")}
    return Formats(
        **texts,
        group_sizes=(int(last), int(other)),
        months=names["months"],
        months_in_dates=names["months_in_dates"],
        weekdays=names["weekdays"],
        plurals=plurals_from(raw["plurals"]),
    )
