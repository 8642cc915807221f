"""What columns and kinds of events are good for beside learning: whom to ask what, and what to bring about."""

from collections.abc import Iterable, Mapping

from leadscore.model.config import Bant, ColumnSettings, EventTypeSettings
from leadscore.model.tables.inspection.lexicon import ACTIONABLE_EVENTS, BANT, PRODUCT_USE

_ASKABLE = ("numeric", "category")
_SAID_BY_THEMSELVES: tuple[Bant, ...] = ("budget", "need", "timeline")
"""What a lead has said of itself may be told to it; who may decide is what others think."""


def tagged_columns(columns: Mapping[str, ColumnSettings]) -> dict[str, ColumnSettings]:
    """The same columns, those tagged that are named like budget, authority, need or timeline."""
    return {name: _tagged(name, settings) for name, settings in columns.items()}


def tagged_event_types(kinds: Iterable[str]) -> dict[str, EventTypeSettings]:
    """Settings for those kinds of events that are use of the product, or that people can bring about."""
    tagged = {
        kind: EventTypeSettings(
            product_use=PRODUCT_USE.rank(kind) is not None, actionable=ACTIONABLE_EVENTS.rank(kind) is not None
        )
        for kind in kinds
    }
    return {kind: settings for kind, settings in sorted(tagged.items()) if settings != EventTypeSettings()}


def _tagged(name: str, settings: ColumnSettings) -> ColumnSettings:
    part = next((part for part, lexicon in BANT.items() if lexicon.rank(name) is not None), None)
    if part is None or settings.role not in _ASKABLE:
        return settings
    return settings.model_copy(
        update={"bant": part, "shareable": part in _SAID_BY_THEMSELVES, "actionable": part == "timeline"}
    )
