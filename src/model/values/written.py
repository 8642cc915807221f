"""Numbers and moments as people write them, read without a database: equal to what the SQL of the sources reads."""

import math
import re
from functools import cache
from typing import Literal

from leadscore.model.errors import DataError
from leadscore.model.timestamps import moment
from leadscore.model.values.numbers import UNITS, spelled_pattern

Decimal = Literal[".", ","]

_SPACES = " \t\n\r\f\v\u00a0\u202f\ufeff"
_PLAIN = re.compile(r"[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE)


def number_of(text: str, *, decimal: Decimal = ".") -> float | None:
    """The number that a text says; None where it says none, or one that is not finite.

    Currency signs and codes and a percent sign are left away. Spaces, apostrophes and the other one of point and comma
    may set thousands apart, in groups of three digits.

    >>> number_of("€ 5,500"), number_of("1.234,5 EUR", decimal=","), number_of("about 5")
    (5500.0, 1234.5, None)
    """
    written = text.strip(_SPACES).replace("−", "-")
    if decimal == "." and _PLAIN.fullmatch(written):
        return _finite(written)
    spelled = _spelled(decimal).fullmatch(written)
    if spelled is None:
        return None
    digits = re.sub(rf"[^0-9eE+{re.escape(decimal)}-]", "", "".join(spelled.groups()))
    return _finite(digits.replace(",", "."))


@cache
def _spelled(decimal: Decimal) -> re.Pattern[str]:
    """The forms that files are read in, but for those with a unit."""
    units = "(?-i:" + "|".join(UNITS) + ")?"
    pattern = re.sub(r"\\x\{00([0-9A-F]{2})\}", r"\\x\1", spelled_pattern(decimal)).replace(r"\x{202F}", r"\u202f")
    return re.compile(pattern.replace(units, ""), re.ASCII)


def _finite(digits: str) -> float | None:
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:20)?\d\d|\d{4})(?=$|[ T,])(.*)")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]((?:20)?\d\d|\d{4})(?=$|[ T,])(.*)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[ T,])(.*)")
_TIME = re.compile(r"(?:,? |T)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?")


def moment_of(text: str, *, day_first: bool = False) -> int | None:
    """The moment that a text says, in microseconds since 1970; None where it is no date. Without an offset it is UTC.

    >>> from leadscore.model.timestamps import DAY
    >>> moment_of("01.02.1970 00:00") == 31 * DAY, moment_of("02/01/1970", day_first=True) == DAY, moment_of("soon")
    (True, True, None)
    """
    stripped = text.strip(_SPACES)
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy"), (_SLASHED, "dmy" if day_first else "mdy")):
        found = pattern.fullmatch(stripped)
        if found is not None:
            parts = dict(zip(order, found.groups(), strict=False))
            time = _TIME.fullmatch(found[4]) if found[4] else None
            return None if found[4] and time is None else _at(parts, time)
    try:
        return moment(stripped)
    except (DataError, OverflowError):
        return None


def _at(parts: dict[str, str], time: re.Match[str] | None) -> int | None:
    year = parts["y"] if len(parts["y"]) == len("2026") else f"20{parts['y']}"
    written = f"{year}-{int(parts['m']):02}-{int(parts['d']):02}"
    if time is not None:
        hour, minute, second, fraction, offset = time.groups()
        written += f"T{int(hour):02}:{minute}:{second or '00'}.{(fraction or '0').ljust(6, '0')}{offset or ''}"
    try:
        return moment(written)
    except (DataError, OverflowError):
        return None
