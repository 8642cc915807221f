"""The phrases of one language, and how it writes numbers, shares, dates and spans of time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from leadscore.model.features.spec import FeatureSpec
from leadscore.model.scoring.language.languages import shipped, unlike

_WHOLE_UP_TO = 1e15


def rounded(value: float) -> float | int:
    """Whole numbers and all from a thousand on without decimals, others to four significant digits.

    >>> rounded(3.0), rounded(12345.67), rounded(0.123456), rounded(1e300)
    (3, 12346, 0.1235, 1e+300)
    """
    short = float(f"{value:.4g}")
    if abs(value) >= _WHOLE_UP_TO:
        return short if math.isfinite(short) else value  # the largest of numbers, rounded up, are infinite
    if abs(value) >= 1000:
        return round(value)
    return int(short) if short.is_integer() else short


def hundredths(rate: float) -> tuple[str, str]:
    """A share in per cent, and whether it lies ``below`` or ``above`` what is written; "" where neither.

    Whole, but with a decimal below 1 and above 99, so that a rare thing is not told as one that never happens.

    >>> hundredths(0.314), hundredths(0.004), hundredths(0.9999), hundredths(0.0)
    (('31', ''), ('0.4', ''), ('99.9', 'above'), ('0', ''))
    """
    share = rate * 100
    if 1 <= share <= 99 or share in (0, 100):
        return f"{share:.0f}", ""
    text = f"{share:.1f}"
    if text in ("0.0", "100.0"):
        return ("0.1", "below") if text == "0.0" else ("99.9", "above")
    return text.removesuffix(".0"), ""


_PLAIN_BELOW = 10_000  # a year, a postcode or an extension is no amount: 2019, not 2,019


@dataclass(frozen=True)
class Wording:
    """Phrases by ``section.name``, as templates with named placeholders."""

    phrases: Mapping[str, Mapping[str, str]]

    def say(self, key: str, /, **values: object) -> str:
        """A phrase with its placeholders filled in.

        >>> english().say("warnings.rare_value", label="Country")
        'Country: this value is rare or new to the model'
        """
        return self._by_key[key].format(**values)

    def template(self, key: str) -> str:
        """A phrase as it is written, to be filled in later."""
        return self._by_key[key]

    def number(self, value: float) -> str:
        """A value of a column: without decimals from a thousand on, with marks between thousands from 10,000 on.

        >>> english().number(2019.0), english().number(12345.67), english().number(-0.123456)
        ('2019', '12,346', '−0.1235')
        """
        plain = rounded(value)
        sign, size = "−" if plain < 0 else "", abs(plain)
        if isinstance(size, float):
            return sign + f"{size:.4g}".replace(".", self._decimal)
        return sign + (str(size) if size < _PLAIN_BELOW else self.count(size))

    def count(self, number: int) -> str:
        """A number of things, with marks between thousands.

        >>> english().count(1200)
        '1,200'
        """
        return f"{number:,d}".replace(",", self._thousands)

    def percent(self, rate: float) -> str:
        """A share, ``rate`` from 0 to 1, in whole per cent; only what is 0 or 1 reads so.

        >>> english().percent(0.314), english().percent(0.0042), english().percent(0.00001)
        ('31%', '0.4%', 'under 0.1%')
        """
        text, beyond = hundredths(float(rate))
        share = self.say("numbers.percent", value=text.replace(".", self._decimal))
        return self.say(f"numbers.{beyond}", value=share) if beyond else share

    def days(self, number: int) -> str:
        """A span of time: "1 day", "3 days"."""
        return self.counted("time.days", number)

    def times(self, number: int) -> str:
        """How often something was, where it was more than once.

        >>> english().times(2), english().times(3)
        ('twice', '3 times')
        """
        key = "time.times_two" if number == 2 else "time.times_many"
        return self._by_key[key].format(count=self.count(number))

    def ago(self, days: float) -> str:
        """How long ago something was, as people say it.

        >>> english().ago(0.02), english().ago(1.2), english().ago(12.6)
        ('today', '1 day ago', '13 days ago')
        """
        whole = round(days)
        return self._by_key["time.today"] if whole < 1 else self.counted("time.ago", whole)

    def counted(self, key: str, number: int) -> str:
        """The phrase ``key_one`` or ``key_many``, with its ``{count}``.

        >>> english().counted("time.window", 7)
        'in the last 7 days'
        """
        return self._by_key[f"{key}_one" if number == 1 else f"{key}_many"].format(count=self.count(number))

    def date(self, moment: int) -> str:
        """The day of a moment, in UTC.

        >>> english().date(0)
        '1 January 1970'
        """
        day = np.datetime64(int(moment), "us").item()
        return self.say("time.date", day=day.day, month=self.months[day.month - 1], year=day.year)

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The names of the months, January first."""
        return tuple(self._by_key[f"months.{number}"] for number in range(1, 13))

    @cached_property
    def weekdays(self) -> tuple[str, ...]:
        """The names of the days of the week, Monday first."""
        return tuple(self._by_key[f"weekdays.{number}"] for number in range(1, 8))

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {f"{section}.{name}": text for section, texts in self.phrases.items() for name, text in texts.items()}

    @cached_property
    def _thousands(self) -> str:
        return self._by_key["numbers.thousands"]

    @cached_property
    def _decimal(self) -> str:
        return self._by_key["numbers.decimal"]


def english() -> Wording:
    """What is said where nothing else is configured, and by bundles that hold no wording."""
    return Wording(shipped("en"))


def wording_of(spec: FeatureSpec) -> Wording:
    """The wording of a model's readers; English for a phrase that an earlier or later version wrote otherwise."""
    return Wording({section: _merged(spec.wording.get(section), phrases) for section, phrases in shipped("en").items()})


def _merged(own: object, phrases: Mapping[str, str]) -> dict[str, str]:
    given: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    return {
        name: given[name] if name in given and unlike(given[name], phrase) is None else phrase
        for name, phrase in phrases.items()
    }
