"""Moments in time: whole microseconds since 1970-01-01 UTC, in int64."""

from datetime import UTC, datetime

import numpy as np

from leadscore.model.errors import DataError

DAY = 86_400_000_000
"""Microseconds in a day."""

NEVER = int(np.iinfo(np.int64).min)
"""The moment of what has no known date; equal to numpy's NaT, and before every real moment."""


def moment(text: str) -> int:
    """The moment an ISO 8601 text names; a text without an offset is UTC.

    >>> moment("1970-01-02") == DAY
    True

    Raises:
        DataError: The text is not an ISO 8601 date or time.
    """
    try:
        return of_datetime(datetime.fromisoformat(text))
    except ValueError as error:
        raise DataError(
            f"{text!r} is not a date or time", remedy="write it like 2026-03-31 or 2026-03-31T14:30:00Z"
        ) from error


def of_datetime(when: datetime) -> int:
    """The moment of a datetime; a naive one is UTC. Exact to the microsecond."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    gap = aware - datetime(1970, 1, 1, tzinfo=UTC)
    return (gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds


def iso(when: int) -> str:
    """The moment as ISO 8601 text in UTC, with microseconds only where there are any.

    >>> iso(DAY), iso(DAY + 1)
    ('1970-01-02T00:00:00Z', '1970-01-02T00:00:00.000001Z')
    """
    text = str(np.datetime64(when, "us"))
    return text.removesuffix(".000000") + "Z"


def minute(when: int) -> str:
    """The moment as people read it, to the minute.

    >>> minute(DAY + 1)
    '1970-01-02 00:00 UTC'
    """
    return str(np.datetime64(when, "us").astype("datetime64[m]")).replace("T", " ") + " UTC"
