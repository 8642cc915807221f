"""The forms in which exports write a number, as data: what reads them is made from this table."""

from typing import Literal

_CODES = "eur|usd|gbp|chf|jpy|cad|aud|sek|nok|dkk|pln|czk|brl|inr|cny|kr|zł|sfr|fr|tl|rs"
_CURRENCY = rf"(?:(?:us|r|a|c)\$|[€$£¥₹₽₩₺\x{{0080}}]|(?:{_CODES})\.?)"

UNITS = {"[kK]": 1_000, "M": 1_000_000, "B": 1_000_000_000}
"""What stands behind a number that is counted in thousands, millions or billions."""

NEGATIVE = ((r"^\(([^-+()]*[0-9][^-+()]*)\)$", r"-\1"), (r"^([^-+()]*[0-9][^-+()]*)-$", r"-\1"))
"""Patterns of negative numbers as accounts write them, and what takes their place."""


def spelled_pattern(decimal: Literal[".", ","]) -> str:
    """A number with its currency, percent sign, unit or thousands marks; its groups are two signs and the digits.

    Thousands go in groups of three, or as in India, where only the last group has three: 6,50,707.
    """
    mark, group = (r"\.", ",") if decimal == "." else (",", r"\.")
    grouped = rf"\d{{1,3}}(?:[{group}'’ \x{{00A0}}\x{{202F}}]\d{{3}})+"
    if decimal == ".":
        grouped = rf"(?:{grouped}|\d{{1,2}}(?:,\d\d)+,\d{{3}})"
    amount = rf"((?:{grouped}|\d*)(?:{mark}\d*)?(?:e[+-]?\d+)?)"
    unit = "(?-i:" + "|".join(UNITS) + ")?"
    return rf"(?i)([+-]?)\s*{_CURRENCY}?\s*([+-]?){amount}{unit}\s*(?:{_CURRENCY}|%)?"
