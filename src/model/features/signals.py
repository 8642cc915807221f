"""Signals with the labels, axes, tags and sentences that the configuration gives them."""

import re
from dataclasses import replace

from leadscore.model.config import Axis, ColumnSettings, Config, EventTypeSettings
from leadscore.model.features.spec import Signal
from leadscore.model.vocabulary import vocabulary

_CODE = re.compile(r"[^\W_]+(_[^\W_]+)+")


def label_of(name: str) -> str:
    """A readable label from the name of a column or an event type.

    A name of several words with blanks between them is written for people already, and keeps its case.

    >>> label_of("company_size"), label_of("A_SUBMITTED"), label_of("jobTitle"), label_of("heard of X Education")
    ('Company size', 'A submitted', 'Job title', 'Heard of X Education')
    """
    if len(name.split()) > 1 and not name.isupper():
        return " ".join((name[0].upper() + name[1:]).replace("_", " ").split())
    spaced = "".join(f" {c}" if c.isupper() and p.islower() else c for p, c in zip(" " + name, name, strict=False))
    words = spaced.replace("_", " ").replace(".", " ").replace("-", " ").split()
    return " ".join(words).lower().capitalize() or name


def spoken(value: str) -> str:
    """A readable form of a value: codes of several words without underscores, anything else unchanged.

    >>> spoken("partner_marketplace"), spoken("A_SUBMITTED"), spoken("GmbH & Co. KG"), spoken("/my_page")
    ('partner marketplace', 'A submitted', 'GmbH & Co. KG', '/my_page')
    """
    if "_" not in value or not _CODE.fullmatch(value):
        return value
    return label_of(value) if value.isupper() else value.replace("_", " ")


_COLUMN, _EVENT = "column.", "event."


def name_of_column(column: str) -> str:
    """The name of a column's signal, with a prefix that keeps it distinct from the signals of events."""
    return _COLUMN + column


def name_of_event(event_type: str) -> str:
    """The name of the signal of one kind of event."""
    return _EVENT + event_type


def column_signal(name: str, settings: ColumnSettings) -> Signal:
    """The signal of a lead column."""
    called = "Kind of e-mail address" if settings.role == "email" else label_of(name)
    return Signal(
        name=name_of_column(name),
        label=settings.label or called,
        axis=settings.axis or _axis(name),
        bant=settings.bant,
        actionable=settings.actionable,
        by_lead=settings.by_lead,
        shareable=settings.shareable,
        texts=_given(known=settings.text, missing=settings.text_missing),
    )


def event_signal(event_type: str, settings: EventTypeSettings | None = None) -> Signal:
    """The signal of one kind of event."""
    known = settings or EventTypeSettings()
    return Signal(
        name=name_of_event(event_type),
        label=known.label or label_of(event_type),
        axis=known.axis or "interest",
        actionable=known.actionable,
        by_lead=known.by_lead,
        shareable=known.shareable,
        texts=_given(many=known.text, once=known.text_once, none=known.text_none),
    )


def described(signal: Signal, config: Config) -> Signal:
    """The signal with this configuration's settings; unchanged if it is not about a column or a kind of event."""
    column = signal.name.removeprefix(_COLUMN)
    if signal.name.startswith(_COLUMN) and column in config.columns:
        return replace(column_signal(column, config.columns[column]), reason=signal.reason)
    event_type = signal.name.removeprefix(_EVENT)
    if signal.name.startswith(_EVENT) and event_type in config.event_types:
        return replace(event_signal(event_type, config.event_types[event_type]), reason=signal.reason)
    return signal


def _axis(column: str) -> Axis:
    return "context" if vocabulary().columns.context.has(column) else "fit"


def _given(**texts: str | None) -> dict[str, str]:
    return {situation: text for situation, text in texts.items() if text is not None}
