"""How leads ended, in the leads' own table: outcome, date, amount and reason, and the columns that repeat them."""

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from leadscore.model.config import ColumnSettings
from leadscore.model.data.inspection.outcome_column import outcome_names
from leadscore.model.data.inspection.profiles import Looked, Profile
from leadscore.model.data.inspection.roles import Finding, is_date, is_number
from leadscore.model.data.inspection.targets import Target
from leadscore.model.data.sources.casting import literal, moment_sql, quoted, text_sql
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import vocabulary

_MOSTLY, _HARDLY = 0.8, 0.1


def find_own_outcomes(
    connection: duckdb.DuckDBPyConnection, leads: Looked, findings: Sequence[Finding], target: Target, wording: Wording
) -> list[Finding] | None:
    """The findings of a table whose rows say how and when their own lead ended; None where they do not.

    That takes an id, a date of creation, and a date that nearly every converted lead has.

    Args:
        connection: Where the leads are open.
        leads: The leads.
        findings: What their columns were taken for.
        target: The column with the outcome.
        wording: The language of the reasons.
    """
    roles = {finding.role: finding.column for finding in reversed(findings)}
    if "id" not in roles or "created_at" not in roles:
        return None
    ended_at = _moment_of_end(connection, leads, target, created_at=roles["created_at"])
    if ended_at is None:
        return None
    found = {finding.column: finding for finding in _own(leads.profiles, target, ended_at, wording)}
    return [found.get(f.column, f) if f.role not in ("id", "created_at") else f for f in findings]


def _own(profiles: Mapping[str, Profile], target: Target, ended_at: str, wording: Wording) -> Iterator[Finding]:
    """The columns of the outcome; the first finding of a column is not the one that holds, the last is."""
    names, told = vocabulary().columns, wording.say("inspection.name_and_values")
    for name in _repeating(profiles, target):
        settings = ColumnSettings(role="category", ignore=True)
        yield Finding(name, "category", wording.say("inspection.says_how_far"), settings)
    amounts = [name for name in names.amount.ranked(profiles) if is_number(profiles[name])]
    reasons = [name for name in names.reason.ranked(profiles) if profiles[name].levels > 0]
    for role, columns in (("amount", amounts), ("reason", reasons)):
        for column in columns[:1]:
            yield Finding(column, role, told)
    yield Finding(ended_at, "occurred_at", wording.say("inspection.ended_at"))
    yield Finding(target.column, "outcome", target.why)


def _repeating(profiles: Mapping[str, Profile], target: Target) -> list[str]:
    """Columns that say how far a lead has come by now, which nobody knew when it was younger."""
    later = vocabulary().columns.filled_in_later
    named = [name for name in profiles if any(lexicon.has(name) for lexicon in outcome_names()) and later.has(name)]
    return [name for name in named if name != target.column and not is_number(profiles[name])]


def _moment_of_end(
    connection: duckdb.DuckDBPyConnection, leads: Looked, target: Target, *, created_at: str
) -> str | None:
    """The date that converted leads have: by its name, else the one date that ended leads have and open ones lack."""
    dates = [name for name, profile in leads.profiles.items() if is_date(profile) and name != created_at]
    filled = {name: _filled(connection, leads, target, name) for name in dates}
    names = vocabulary().columns.ended_at
    named = [name for name in names.ranked(dates) if filled[name][0] >= _MOSTLY]
    if named:
        # Of two good names, the one that lost leads have too: the other is the date of a win.
        return max(named, key=lambda name: filled[name][1] >= _MOSTLY)
    by_presence = [
        name
        for name, (won, lost, still_open) in filled.items()
        if min(won, lost) >= _MOSTLY and still_open <= _HARDLY and not names.excludes(name)
    ]
    return by_presence[0] if len(by_presence) == 1 and target.open and target.lost else None


def _filled(
    connection: duckdb.DuckDBPyConnection, leads: Looked, target: Target, column: str
) -> tuple[float, float, float]:
    """Share of the converted, of the lost and of the open leads with a date in a column; 0 where there are none."""
    date = moment_sql(quoted(column), day_first=leads.profiles[column].day_first)
    counted = ", ".join(
        f"avg(CAST({date} IS NOT NULL AS INTEGER)) FILTER ({_one_of(target.column, values)})"
        for values in (target.positive, target.lost, target.open)
    )
    row = connection.execute(f"SELECT {counted} FROM {quoted(leads.sample.view)}").fetchone() or (0, 0, 0)
    won, lost, still_open = (float(share or 0.0) for share in row)
    return won, lost, still_open


def _one_of(column: str, values: Sequence[str]) -> str:
    listed = ", ".join(literal(value) for value in values)
    return f"{text_sql(quoted(column))} IN ({listed})" if values else "false"
