"""The sections of a configuration that follow from what columns were taken for."""

from collections.abc import Iterable, Mapping, Sequence

from leadscore.model.config import (
    FEATURE_ROLES,
    Bant,
    ColumnSettings,
    Config,
    EventsSettings,
    EventTypeSettings,
    LeadsSettings,
    OutcomesSettings,
)
from leadscore.model.data.inspection.outcome_values import meanings_of
from leadscore.model.data.inspection.profiles import Looked
from leadscore.model.data.inspection.roles import Finding
from leadscore.model.data.inspection.targets import Target
from leadscore.model.scoring.language import Wording
from leadscore.model.vocabulary import Lexicon, vocabulary

_ASKABLE = ("numeric", "category")
_SAID_BY_THEMSELVES: tuple[Bant, ...] = ("budget", "need", "timeline")
"""A lead may be shown what it said itself; who decides (authority) is what others think."""


def tagged_columns(columns: Mapping[str, ColumnSettings]) -> dict[str, ColumnSettings]:
    """The same columns, those tagged that are named like budget, authority, need or timeline.

    What is named like something that a lead did gets the axis of interest.
    """
    return {name: _tagged(name, settings) for name, settings in columns.items()}


def tagged_event_types(kinds: Iterable[str]) -> dict[str, EventTypeSettings]:
    """Settings for those kinds of events that are use of the product, or that people can bring about."""
    names = vocabulary().events
    tagged = {
        kind: EventTypeSettings(product_use=names.product_use.has(kind), actionable=names.actionable.has(kind))
        for kind in kinds
    }
    return {kind: settings for kind, settings in sorted(tagged.items()) if settings != EventTypeSettings()}


def _tagged(name: str, settings: ColumnSettings) -> ColumnSettings:
    names = vocabulary().columns
    parts: Mapping[Bant, Lexicon] = {
        "budget": names.budget,
        "authority": names.authority,
        "need": names.need,
        "timeline": names.timeline,
    }
    part = next((part for part, lexicon in parts.items() if lexicon.has(name)), None)
    if settings.role in FEATURE_ROLES and names.interest.has(name) and not names.context.has(name):
        settings = settings.model_copy(update={"axis": "interest"})
    if part is None or settings.role not in _ASKABLE:
        return settings
    return settings.model_copy(update={"bant": part, "shareable": part in _SAID_BY_THEMSELVES})


def draft_leads(leads: Looked, findings: Sequence[Finding], target: Target | None) -> LeadsSettings:
    """The section `[leads]`."""
    columns = by_role(findings)
    named = {role: column for role, column in columns.items() if role in LeadsSettings.model_fields}
    created_at = columns.get("created_at")
    rest = {
        "path": leads.source.path,
        "positive": target.positive if target else (),
        "lost": target.lost if target else (),
        "open": target.open if target else (),
        "unclear": target.unclear if target else (),
        "day_first": created_at is not None and leads.profiles[created_at].day_first,
    }
    return LeadsSettings.model_validate(named | rest)


def draft_events(events: Looked, findings: Sequence[Finding]) -> EventsSettings:
    """The section `[events]`."""
    columns = by_role(findings)
    return EventsSettings(
        path=events.source.path,
        lead_id=columns["lead_id"],
        occurred_at=columns["occurred_at"],
        type=columns["type"],
        event_id=columns.get("event_id"),
        value=columns.get("value"),
        attributes=tuple(finding.column for finding in findings if finding.role == "attribute"),
        day_first=events.profiles[columns["occurred_at"]].day_first,
    )


def draft_outcomes(outcomes: Looked, findings: Sequence[Finding]) -> OutcomesSettings:
    """The section `[outcomes]`; without a column of outcomes, every row is a win.

    Findings may be those of the leads, where each row says how its own lead ended. There a plain no is one so far; in
    a table of ended leads, it is a loss.
    """
    columns = by_role(findings)
    own = "lead_id" not in columns
    settings = OutcomesSettings(
        path=outcomes.source.path,
        lead_id=columns["id" if own else "lead_id"],
        occurred_at=columns["occurred_at"],
        outcome=columns.get("outcome"),
        amount=columns.get("amount"),
        reason=columns.get("reason"),
        day_first=outcomes.profiles[columns["occurred_at"]].day_first,
    )
    if "outcome" not in columns:
        return settings
    found = meanings_of(outcomes.profiles[columns["outcome"]])
    values = {
        "converted": found.converted,
        "disqualified": found.disqualified,
        "lost": found.lost + (() if own else found.not_converted),
        "open": found.open + (found.not_converted if own else ()),
        "unclear": found.unclear,
    }
    return settings.model_copy(update=values)


def draft_columns(findings: Sequence[Finding]) -> dict[str, ColumnSettings]:
    """One section `[columns.NAME]` per column that is not named elsewhere."""
    return {finding.column: finding.settings for finding in findings if finding.settings is not None}


def reasons_of(config: Config, findings: Mapping[str, Sequence[Finding]], wording: Wording) -> dict[str, str]:
    """Why keys have their values, by ``section.key``."""
    reasons = {
        f"{table}.{finding.role}": finding.why
        for table, found in _by_table(config, findings).items()
        for finding in reversed(found)
        if finding.role in type(getattr(config, table)).model_fields
    }
    if config.leads.unclear:
        reasons["leads.unclear"] = wording.say("inspection.not_told")
    if config.outcomes:
        reasons |= _value_reasons(config.outcomes, wording)
    return reasons | {f"columns.{f.column}": f"{f.role}: {f.why}" for f in findings["leads"] if f.settings}


def _by_table(config: Config, findings: Mapping[str, Sequence[Finding]]) -> Mapping[str, Sequence[Finding]]:
    """The findings of every table; where leads say how they ended, theirs are those of the outcomes, too."""
    own = {"outcomes": findings["leads"]} if config.outcomes and "outcomes" not in findings else {}
    return {**findings, **own}


def _value_reasons(outcomes: OutcomesSettings, wording: Wording) -> dict[str, str]:
    if outcomes.converted == "*":
        return {"outcomes.converted": wording.say("inspection.every_row")}
    why = wording.say("inspection.by_names")
    told = {f"outcomes.{key}": why for key in _TOLD if getattr(outcomes, key)}
    return told | ({"outcomes.unclear": wording.say("inspection.not_told")} if outcomes.unclear else {})


_TOLD = ("converted", "disqualified", "lost", "open")


def by_role(findings: Sequence[Finding]) -> dict[str, str]:
    """The first column of each role."""
    return {finding.role: finding.column for finding in reversed(findings)}
