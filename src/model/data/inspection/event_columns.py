"""What every column of the events, and of the outcomes, is taken for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leadscore.model.data.inspection.keys import Key
from leadscore.model.data.inspection.lead_columns import won_values
from leadscore.model.data.inspection.lexicon import (
    AMOUNT,
    EVENT_ID,
    EVENT_TYPE,
    EVENT_VALUE,
    HAPPENED_AT,
    OUTCOME,
    REASON,
    Lexicon,
)
from leadscore.model.data.inspection.profiles import Looked, Profile
from leadscore.model.data.inspection.roles import Finding, is_date, is_number, role_of
from leadscore.model.errors import DataError

_UNIQUE = 0.9
_MOST_LEVELS, _MOST_OUTCOMES = 1000, 20


@dataclass(frozen=True)
class Sought:
    """One meaning that a column is looked for.

    Attributes:
        role: Its key in the configuration.
        lexicon: The names it goes by.
        plausible: Whether a column can have it at all.
        otherwise: Why the first plausible column is taken where no name says so; None where none is taken then.
        missing: What is wrong where no column is found; None where nothing is.
    """

    role: str
    lexicon: Lexicon
    plausible: Callable[[Profile], bool]
    otherwise: str | None = None
    missing: str | None = None


def find_event_columns(events: Looked, key: Key) -> list[Finding]:
    """One finding per column of the events, in the order of the file.

    Raises:
        DataError: There is no column of dates, or none that can be the type.
    """
    return _find(events, key, EVENTS, rest=_attribute)


def find_outcome_columns(outcomes: Looked, key: Key) -> list[Finding]:
    """One finding per column of the outcomes, in the order of the file.

    Raises:
        DataError: There is no column of dates, or the values of a column of outcomes are not understood.
    """
    findings = _find(outcomes, key, OUTCOMES, rest=_unused)
    free = [finding.column for finding in findings if finding.role == "not used"]
    unclear = [name for name in OUTCOME.ranked(free) if 1 < outcomes.profiles[name].levels <= _MOST_OUTCOMES]
    if unclear and not any(finding.role == "outcome" for finding in findings):
        raise DataError(
            f"The values of the column `{unclear[0]}` do not say which of them mean converted",
            where=outcomes.source.path,
            remedy="rename one to `converted`, or leave the column out if every row is a win",
        )
    return findings


def _find(looked: Looked, key: Key, meanings: Sequence[Sought], *, rest: Callable[[Profile], Finding]) -> list[Finding]:
    found = {key.column: Finding(key.column, "lead_id", f"{key.share:.0%} of its values are ids of leads")}
    for sought in meanings:
        free = {name: p for name, p in looked.profiles.items() if name not in found and sought.plausible(p)}
        named = sought.lexicon.ranked(free)
        if named:
            found[named[0]] = Finding(named[0], sought.role, "its name and its values say so")
        elif free and sought.otherwise:
            first = next(iter(free))
            found[first] = Finding(first, sought.role, sought.otherwise)
        elif sought.missing:
            raise DataError(sought.missing, where=looked.source.path, remedy="export the table with that column")
    return [found.get(name) or rest(profile) for name, profile in looked.profiles.items()]


def _is_type(profile: Profile) -> bool:
    return 0 < profile.levels <= _MOST_LEVELS and not is_date(profile) and profile.distinct_share < _UNIQUE


def _is_unique(profile: Profile) -> bool:
    return profile.distinct_share >= _UNIQUE and not is_date(profile)


def _attribute(profile: Profile) -> Finding:
    if _is_type(profile) and profile.levels > 1:
        return Finding(profile.name, "attribute", f"{profile.levels} different values; its first and last ones count")
    return Finding(profile.name, "not used", role_of(profile).why)


def _unused(profile: Profile) -> Finding:
    return Finding(profile.name, "not used", "it is known of ended leads only")


DATED = "it is the first column of dates"
EVENTS = (
    Sought("occurred_at", HAPPENED_AT, is_date, DATED, "No column holds the moment of an event"),
    Sought("event_id", EVENT_ID, _is_unique),
    Sought("value", EVENT_VALUE, is_number),
    Sought("type", EVENT_TYPE, _is_type, "it is the first column of few values", "No column says what an event is"),
)
"""What is looked for in events, in this order: a column is taken once."""

OUTCOMES = (
    Sought("occurred_at", HAPPENED_AT, is_date, DATED, "No column holds the moment of an outcome"),
    Sought("reason", REASON, lambda profile: profile.levels > 0),
    Sought("outcome", OUTCOME, lambda profile: bool(won_values(profile))),
    Sought("amount", AMOUNT, is_number),
)
"""What is looked for in outcomes, in this order: a column is taken once."""
