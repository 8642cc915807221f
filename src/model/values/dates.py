"""The forms in which exports write a moment, as data: what reads them is made from this table.

What ``month_pattern`` finds becomes ``@`` and the month; then the ``rewrites`` apply in their order, and the text is
ISO 8601, or has a time of ``HALF_DAYS``. ``COUNTED`` are the numbers that are moments.
"""

from dataclasses import dataclass
from functools import cache

from leadscore.model.vocabulary import vocabulary

HALF_DAYS = ("%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p")
"""Times that say AM or PM, as ``strptime`` knows them."""

COMPACT = ("%Y%m%d", "%Y%m%d%H%M%S")
COMPACT_PATTERN = r"(?:19|20)\d{6}(?:\d{6})?"
"""Dates of digits alone, as ``strptime`` knows them."""

_DATED = r"(?:[^ \d@]+ +)?"  # the name of a day of the week
_DAY = r"(\d{1,2})(?:st|nd|rd|th|\.|º)?"
_REST = r"($|[ T,].*)"


def month_pattern() -> str:
    """Finds the name of a month, with its point, in any language; the name is its group."""
    words = sorted(month_numbers(), key=lambda word: (-len(word), word))
    return rf"(?i)\b({'|'.join(words)})\b\.?"


@cache
def month_numbers() -> dict[str, str]:
    """The month that each name means, in two digits."""
    names = vocabulary().months.in_order
    return {word: f"{number:02}" for number, words in enumerate(names, start=1) for word in words}


def rewrites(*, day_first: bool) -> tuple[tuple[str, str], ...]:
    """Patterns and what takes their place, in the order in which they are applied, each once.

    Args:
        day_first: Read 03/04/2026 and 03-04-2026 as 3 April.
    """
    slashed = r"20\3-\2-\1" if day_first else r"20\3-\1-\2"
    return (
        (rf"^{_DATED}@(\d\d)[ -](\d{{1,2}})(?:st|nd|rd|th)?,?[ -](\d{{4}}){_REST}", r"\3-\1-\2\4"),
        (rf"^{_DATED}{_DAY}[ /-]?(?:de |of )?@(\d\d)[ /-]?(?:de )?,? ?(\d{{4}}){_REST}", r"\3-\2-\1\4"),
        (rf"^{_DATED}(\d{{1,2}})\.?[ /-]@(\d\d)[ /-](\d\d){_REST}", r"20\3-\2-\1\4"),
        (rf"^(\d{{4}})[ /-]@(\d\d)[ /-](\d{{1,2}}){_REST}", r"\1-\2-\3\4"),
        (r"^(\d{1,2})\.(\d{1,2})\.(?:20)?(\d\d)($|[ T,])", r"20\3-\2-\1\4"),
        (r"^(\d{1,2})\.(\d{1,2})\.(\d{4})", r"\3-\2-\1"),
        (r"^(\d{1,2})[/-](\d{1,2})[/-](?:20)?(\d\d)($|[ T,])", slashed + r"\4"),
        (r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})", slashed.removeprefix("20")),
        (r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3 \4:\5:\6"),
        (r"^(\d{4}-\d\d?-\d\d?),? (?:at |um |à |a las |às |alle |om )?(\d)", r"\1 \2"),
        (r"^(\d{4}-\d\d?-\d\d?), ", r"\1 "),
        (r"(?i)(\d) ?([ap])\.? ?m\.?$", r"\1 \2m"),
        (r"(?i) ?(?:uhr|h)$", ""),
        (r"(:\d\d),(\d)", r"\1.\2"),
        (r"(\d) ?(?:GMT|UTC)([+-]\d\d:?\d\d)(?: \(.*\))?$", r"\1\2"),
        (r"(\d) (?:GMT|UTC|Z)$", r"\1Z"),
        (r" ([+-]\d\d)", r"\1"),
    )  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A moment written as a number.

    Attributes:
        pattern: The whole text.
        per_day: How many of its units make a day.
        epoch: Its number for 1970-01-01.
        whole_seconds: Whether it is rounded to seconds, because it is not more exact.
    """

    pattern: str
    per_day: int
    epoch: int = 0
    whole_seconds: bool = False


COUNTED = (
    Counted(r"[2-7]\d{4}(?:\.\d+)?", 1, epoch=25_569, whole_seconds=True),  # days of spreadsheets: 1954 to 2119
    Counted(r"(?:9\d{8}|[12]\d{9})(?:\.\d+)?", 86_400),
    Counted(r"9\d{11}|[12]\d{12}", 86_400_000),
    Counted(r"[12]\d{15}", 86_400_000_000),
)
"""Numbers that are moments: days of spreadsheets; seconds, milliseconds and microseconds since 1970."""

NUMBER = r"\d+(?:\.\d+)?"
"""A text that is a date only where a column is one: by its name, or by being written so throughout."""

SURE = r"9\d{11}|[12]\d{12}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
"""Of these, milliseconds and 20260331: a column of nothing else holds dates whatever it is called."""
