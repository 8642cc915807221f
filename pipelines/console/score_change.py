"""Why a score moved since a score file was written: what ``leadscore explain --since`` computes and prints."""

from dataclasses import dataclass, replace

import numpy as np
from rich.table import Table
from rich.text import Text

from leadscore.model.errors import DataError, RegistryError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.promotion.candidate import unknown_columns
from leadscore.model.registry import Registry
from leadscore.model.scoring.bundle import Bundle, load_bundle
from leadscore.model.scoring.language import Wording
from leadscore.model.scoring.score_change import (
    ChangePath,
    ScoreChange,
    ScoredBefore,
    State,
    split_difference,
    state_of,
)
from leadscore.model.timestamps import DAY, iso
from leadscore.pipelines.console.terminal import console


@dataclass(frozen=True)
class Today:
    """One lead as it is explained now.

    Attributes:
        bundle: The model of today.
        version: Its version.
        leads: The lead, alone.
        events: All of its events.
        as_of: The moment it is explained for.
    """

    bundle: Bundle
    version: str
    leads: LeadTable
    events: EventLog
    as_of: int


def score_change_since(before: ScoredBefore, today: Today, registry: Registry, wording: Wording) -> ScoreChange:
    """Split the difference between an earlier scoring of a lead and today's.

    Raises:
        DataError: The earlier scoring is the later one.
        RegistryError: The model of that time cannot be had any more.
        BundleError: It is damaged.
    """
    then = today.as_of if before.as_of is None else before.as_of
    if then > today.as_of:
        raise DataError(
            "The score file tells of a later moment than the one that is explained",
            where=f"{iso(then)}, and {iso(today.as_of)}",
            remedy="name an earlier file, or a later moment with --as-of",
        )
    same = before.sha256 == today.bundle.sha256
    earlier = today.bundle if same else _bundle_of(before, registry)
    known_then = _events_before(today.events, then)
    path = ChangePath(
        before=before,
        corrected=_state(earlier, today, known_then, as_of=then),
        later=_state(earlier, today, known_then, as_of=today.as_of),
        informed=_state(earlier, today, today.events, as_of=today.as_of),
        after=_state(today.bundle, today, today.events, as_of=today.as_of),
        days=(today.as_of - then) / DAY,
        versions=None if same else (before.version, today.version),
    )
    return split_difference(path, wording)


def show_score_change(moved: ScoreChange, *, since: str = "") -> None:
    """Print why a score moved; the points shown sum to the difference.

    Args:
        moved: The difference.
        since: When the score was the earlier one, for people to read.
    """
    difference = moved.after - moved.before
    when = f" since {since}" if since else ""
    if not moved.parts:
        console.print(Text(f"\nThe score has not moved{when}: {moved.after}."), soft_wrap=True)
        return
    table = Table("points", "why it moved", show_footer=True)
    table.columns[0].justify = "right"
    table.columns[0].footer, table.columns[1].footer = f"{difference:+d}", f"from {moved.before} to {moved.after}"
    for part in (part for part in moved.parts if part.points):
        table.add_row(f"{part.points:+d}", Text(part.what))
    console.print(Text(f"\nThe score moved from {moved.before} to {moved.after}{when}"), style="bold", soft_wrap=True)
    console.print(table)


def _bundle_of(before: ScoredBefore, registry: Registry) -> Bundle:
    """The very model that scored the lead then."""
    called = f"Version {before.version} of the model {before.model}, which scored the lead then,"
    remedy = "see that the registry of that time can be reached, or name a score file of a version that is still there"
    try:
        resolved = replace(registry, model=before.model).resolve(before.version)
    except RegistryError as error:
        raise RegistryError(f"{called} cannot be had: {error.what}", where=error.where, remedy=remedy) from error
    if resolved.sha256 != before.sha256:
        raise RegistryError(f"{called} is another model in this registry", where=registry.location, remedy=remedy)
    return load_bundle(resolved.folder)


def _state(bundle: Bundle, today: Today, events: EventLog, *, as_of: int) -> State:
    """A state by a model that may have been made for other columns: those that are gone by now are not known."""
    gone = unknown_columns(bundle.spec, today.leads)
    columns = {name: values for name, values in today.leads.columns.items() if name not in gone}
    return state_of(bundle, replace(today.leads, columns=columns), events, as_of)


def _events_before(events: EventLog, moment: int) -> EventLog:
    """The events of one lead before a moment; they are in order of time."""
    rows = slice(0, int((events.occurred_at < moment).sum()))
    attributes = {name: coded.take(rows) for name, coded in events.attributes.items()}
    offsets = np.array([0, rows.stop])
    return EventLog(offsets, events.occurred_at[rows], events.type.take(rows), events.value[rows], attributes)
