"""The order of the first look: profiles, keys, findings, and the configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from leadscore.model.config import Config
from leadscore.model.data.inspection.creation import no_creation
from leadscore.model.data.inspection.drafting import (
    draft_columns,
    draft_events,
    draft_leads,
    draft_outcomes,
    reasons_of,
    tagged_columns,
    tagged_event_types,
)
from leadscore.model.data.inspection.event_columns import find_event_columns, find_outcome_columns
from leadscore.model.data.inspection.horizon import by_outcomes, by_target, choose_learning
from leadscore.model.data.inspection.keys import Key, shared_key
from leadscore.model.data.inspection.lead_columns import find_lead_columns
from leadscore.model.data.inspection.own_outcomes import find_own_outcomes
from leadscore.model.data.inspection.profiles import Looked, look
from leadscore.model.data.inspection.roles import Finding
from leadscore.model.data.inspection.targets import Target, chosen_target, find_target
from leadscore.model.data.sources.opening import missing_column
from leadscore.model.data.sources.sources import Source
from leadscore.model.data.tables.dated_tables import DatedTable, dated_sections, end_of_tables
from leadscore.model.errors import ConfigError, DataError
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import NEVER


@dataclass(frozen=True)
class Inspection:
    """What was found.

    Attributes:
        config: The configuration that follows; its paths are those of the sources.
        findings: What each column is taken for, per table.
        reasons: Why a key of the configuration has its value, by ``section.key``.
    """

    config: Config
    findings: Mapping[str, tuple[Finding, ...]]
    reasons: Mapping[str, str]


def inspect(
    connection: duckdb.DuckDBPyConnection,
    sources: Mapping[str, Source],
    wording: Wording,
    *,
    target: str | None = None,
    not_after: int = -NEVER - 1,
) -> Inspection:
    """Decide what every column of an export is.

    Args:
        connection: Where the sources are open.
        sources: The table ``leads``, and ``events`` and ``outcomes`` where they exist.
        wording: The language of the reasons.
        target: The column of the leads that holds the outcome, if it is known.
        not_after: The latest believable moment, as far as there is one.

    Raises:
        ConfigError: The target is not a column of the leads, or is given beside a table of outcomes.
        DataError: Nothing says which leads converted, or tables do not fit together.
    """
    for source in sources.values():
        _refuse_single_column(source)
    looked = {name: look(connection, source) for name, source in sources.items()}
    ended = _target(looked, target, wording)
    keys = _keys(connection, looked)
    leads = find_lead_columns(looked["leads"].profiles, wording, lead_id=_lead_id(keys, wording), target=ended)
    if keys and not any(finding.role == "created_at" for finding in leads):
        raise no_creation(connection, looked["leads"])
    own = find_own_outcomes(connection, looked["leads"], leads, ended, wording) if ended else None
    findings = {"leads": own or leads}
    if "events" in keys:
        findings["events"] = find_event_columns(looked["events"], keys["events"], wording)
    if "outcomes" in keys:
        findings["outcomes"] = find_outcome_columns(looked["outcomes"], keys["outcomes"], wording)
    return _conclude(connection, looked, findings, None if own else ended, wording, not_after=not_after)


def _conclude(
    connection: duckdb.DuckDBPyConnection,
    looked: Mapping[str, Looked],
    findings: dict[str, list[Finding]],
    ended: Target | None,
    wording: Wording,
    *,
    not_after: int,
) -> Inspection:
    leads = draft_leads(looked["leads"], findings["leads"], ended)
    events = draft_events(looked["events"], findings["events"]) if "events" in findings else None
    table = _table_of_outcomes(findings)
    outcomes = None if table is None else draft_outcomes(looked[table], findings[table])
    winners = by_target(leads)
    if outcomes is not None and table is not None:
        winners = by_outcomes(connection, leads, outcomes, looked[table].source)
    until = _until(connection, looked, Config(leads=leads, events=events, outcomes=outcomes), not_after=not_after)
    learning, why = choose_learning(connection, looked["leads"].sample, leads, winners, wording, until=until)
    config = Config(
        leads=leads,
        events=events,
        outcomes=outcomes,
        learning=learning,
        columns=tagged_columns(draft_columns(findings["leads"])),
        event_types={} if events is None else tagged_event_types(_kinds(looked["events"], events.type)),
    )
    return Inspection(
        config, {name: tuple(found) for name, found in findings.items()}, reasons_of(config, findings, wording) | why
    )


def _until(
    connection: duckdb.DuckDBPyConnection, looked: Mapping[str, Looked], config: Config, *, not_after: int
) -> int | None:
    """The end of the data, by the rule that every later step keeps."""
    if not config.dated:
        return None
    given = [
        DatedTable(name, looked[name if name in looked else "leads"].source, cells)
        for name, _, cells in dated_sections(config)
    ]
    end = end_of_tables(connection, given, config, config, not_after=not_after)
    return None if end is None else end.moment


def _table_of_outcomes(findings: Mapping[str, Sequence[Finding]]) -> str | None:
    """The table that says when leads ended: one of its own, or that of the leads; None where none does."""
    if "outcomes" in findings:
        return "outcomes"
    return "leads" if any(finding.role == "occurred_at" for finding in findings["leads"]) else None


def _kinds(events: Looked, column: str) -> list[str]:
    """The kinds of events, where they are few enough to be listed."""
    return [kind for kind, _ in events.profiles[column].listed]


def _refuse_single_column(source: Source) -> None:
    if len(source.columns) == 1:
        raise DataError(
            "The table was read as a single column",
            where=source.path,
            remedy="separate the columns by a comma, a semicolon, a tab or |",
        )


def _target(looked: Mapping[str, Looked], target: str | None, wording: Wording) -> Target | None:
    leads = looked["leads"]
    if "outcomes" in looked:
        if target is not None:
            raise ConfigError(
                f"Both the column `{target}` and a table of outcomes say which leads converted",
                remedy="give --target or --outcomes, not both",
            )
        return None
    if target is not None:
        if target not in leads.profiles:
            raise missing_column(target, leads.source)
        return chosen_target(leads.profiles[target], wording)
    found = find_target(leads.profiles, wording)
    if found is None:
        raise DataError(
            "Nothing says which leads converted",
            where=leads.source.path,
            remedy="name the column with --target, or the table with --outcomes",
        )
    return found


def _keys(connection: duckdb.DuckDBPyConnection, looked: Mapping[str, Looked]) -> dict[str, Key]:
    """The columns by which outcomes and events belong to the leads; both by the same id."""
    keys: dict[str, Key] = {}
    for name in ("outcomes", "events"):
        if name in looked:
            agreed = next((key.lead_column for key in keys.values()), None)
            keys[name] = shared_key(connection, looked["leads"], looked[name], lead_column=agreed)
    return keys


def _lead_id(keys: Mapping[str, Key], wording: Wording) -> Finding | None:
    for name, key in keys.items():
        share = wording.formats.percent(key.share, 0)
        return Finding(key.lead_column, "id", wording.say("inspection.lead_id", share=share, table=name))
    return None
