"""What every column of the events, and of the outcomes, is taken for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from leadscore.model.data.inspection.keys import Key
from leadscore.model.data.inspection.outcome_column import find_outcome_column
from leadscore.model.data.inspection.profiles import Looked, Profile
from leadscore.model.data.inspection.roles import Finding, is_date, is_number, role_of
from leadscore.model.errors import DataError
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import ColumnNames, Lexicon, vocabulary

_UNIQUE = 0.9
_MOST_LEVELS = 1000


@dataclass(frozen=True)
class Sought:
    """One meaning that a column is looked for.

    Attributes:
        role: Its key in the configuration.
        lexicon: The names it goes by.
        plausible: Whether a column can have it at all.
        otherwise: The key of why the first plausible column is taken where no name says so; None where none is.
        missing: What is wrong where no column is found; None where nothing is.
    """

    role: str
    lexicon: Lexicon
    plausible: Callable[[Profile], bool]
    otherwise: str | None = None
    missing: str | None = None


def find_event_columns(events: Looked, key: Key, wording: Wording) -> list[Finding]:
    """One finding per column of the events, in the order of the file.

    Raises:
        DataError: There is no column of dates, or none that can be the type.
    """
    return _find(events, key, _sought_in_events(vocabulary().columns), wording, rest=_attribute)


def find_outcome_columns(outcomes: Looked, key: Key, wording: Wording) -> list[Finding]:
    """One finding per column of the outcomes, in the order of the file.

    Raises:
        DataError: There is no column of dates.
    """
    findings = _find(outcomes, key, _sought_in_outcomes(vocabulary().columns), wording, rest=_unused)
    free = {finding.column: outcomes.profiles[finding.column] for finding in findings if finding.role == "not used"}
    outcome = find_outcome_column(free, wording)
    if outcome is None:
        return findings
    return [outcome if finding.column == outcome.column else finding for finding in findings]


def _find(
    looked: Looked,
    key: Key,
    meanings: Sequence[Sought],
    wording: Wording,
    *,
    rest: Callable[[Profile, Wording], Finding],
) -> list[Finding]:
    share = wording.formats.percent(key.share, 0)
    found = {key.column: Finding(key.column, "lead_id", wording.say("inspection.ids_of_leads", share=share))}
    for sought in meanings:
        free = {name: p for name, p in looked.profiles.items() if name not in found and sought.plausible(p)}
        named = sought.lexicon.ranked(free)
        if named:
            found[named[0]] = Finding(named[0], sought.role, wording.say("inspection.name_and_values"))
        elif free and sought.otherwise:
            first = next(iter(free))
            found[first] = Finding(first, sought.role, wording.say(f"inspection.{sought.otherwise}"))
        elif sought.missing:
            raise DataError(sought.missing, where=looked.source.path, remedy="export the table with that column")
    return [found.get(name) or rest(profile, wording) for name, profile in looked.profiles.items()]


def _is_type(profile: Profile) -> bool:
    return 0 < profile.levels <= _MOST_LEVELS and not is_date(profile) and profile.distinct_share < _UNIQUE


def _is_unique(profile: Profile) -> bool:
    return profile.distinct_share >= _UNIQUE and not is_date(profile)


def _attribute(profile: Profile, wording: Wording) -> Finding:
    if _is_type(profile) and profile.levels > 1:
        return Finding(profile.name, "attribute", wording.say("inspection.attribute", levels=str(profile.levels)))
    return Finding(profile.name, "not used", role_of(profile, wording).why)


def _unused(profile: Profile, wording: Wording) -> Finding:
    return Finding(profile.name, "not used", wording.say("inspection.ended_only"))


_DATED, _FEW = "first_date", "few_values"


def _sought_in_events(names: ColumnNames) -> tuple[Sought, ...]:
    """What is looked for in events, in this order: a column is taken once."""
    return (
        Sought("occurred_at", names.occurred_at, is_date, _DATED, "No column holds the moment of an event"),
        Sought("event_id", names.event_id, _is_unique),
        Sought("value", names.event_value, is_number),
        Sought("type", names.event_type, _is_type, _FEW, "No column says what an event is"),
    )


def _sought_in_outcomes(names: ColumnNames) -> tuple[Sought, ...]:
    """What is looked for in outcomes, in this order: a column is taken once."""
    return (
        Sought("occurred_at", _moment_names(names), is_date, _DATED, "No column holds the moment of an outcome"),
        Sought("reason", names.reason, lambda profile: profile.levels > 0),
        Sought("amount", names.amount, is_number),
    )


def _moment_names(names: ColumnNames) -> Lexicon:
    """The names of the moment of an outcome: those of an end, after them those of any moment."""
    ended, any_moment = names.ended_at, names.occurred_at
    return replace(any_moment, names=ended.names + any_moment.names, never=ended.never + any_moment.never)
