"""Every error leadscore raises on purpose: what is wrong, where, and what to do about it."""

import difflib
from collections.abc import Iterable, Sequence

_SHOWN = 5


class LeadscoreError(Exception):
    """The root of leadscore's own errors.

    Args:
        what: What is wrong, as a sentence without a full stop.
        where: The file, table, column or row numbers concerned; never the values found there.
        remedy: What the reader can do about it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        parts = (what, f"where: {where}" if where else "", f"what to do: {remedy}" if remedy else "")
        super().__init__("\n  ".join(part for part in parts if part))


class ConfigError(LeadscoreError, ValueError):
    """The configuration names something that is unknown, missing or contradictory."""


class SourceError(LeadscoreError, OSError):
    """A file or database table cannot be read."""


class DataError(LeadscoreError, ValueError):
    """Data was read, but it cannot be used as it is."""


class NotEnoughDataError(DataError):
    """There are too few leads of one outcome to learn or to judge anything."""


class BundleError(LeadscoreError, ValueError):
    """A model bundle is damaged, incomplete or of a protocol this version does not know."""


class RegistryError(LeadscoreError, LookupError):
    """The model registry cannot be reached or does not hold what was asked for."""


class UnknownLeadError(LeadscoreError, LookupError):
    """No lead of that id exists in the data that was read."""


def some(places: Sequence[object], *, unit: str = "rows") -> str:
    """The first five places and how many more there are, as text for ``where``; without a unit, they alone.

    >>> some([3, 9, 12, 40, 41, 77], unit="rows")
    'rows 3, 9, 12, 40, 41 and 1 more'
    """
    shown = ", ".join(str(place) for place in places[:_SHOWN])
    more = len(places) - _SHOWN
    return f"{unit} {shown}".lstrip() + (f" and {more} more" if more > 0 else "")


def nearest(name: str, known: Iterable[str], *, otherwise: str = "", likeness: float = 0.5) -> str:
    """What to do about an unknown name, as text for ``remedy``: the known name most like it.

    Where none is like it, ``otherwise``, else the first known ones.

    >>> nearest("Contry", ["country", "budget"])
    'did you mean `country`?'
    """
    by_lower = {other.lower(): other for other in known}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=likeness)
    if close:
        return f"did you mean `{by_lower[close[0]]}`?"
    return otherwise or (f"there is {some(list(by_lower.values()), unit='')}" if by_lower else "there is none at all")
