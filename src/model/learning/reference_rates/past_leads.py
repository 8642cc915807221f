"""The index of past leads: how each of them scored at its last snapshot while open, and how it ended."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadscore.model.arrays import Integers
from leadscore.model.config import LearningSettings
from leadscore.model.data.tables.snapshots import label_snapshots
from leadscore.model.data.tables.tables import CONVERTED, LOST, Tables
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.learning.recipe import TrainingData
from leadscore.model.scoring.advice.erased import read_erased
from leadscore.model.scoring.advice.past_leads import ENDINGS, PastLeads
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Ending
from leadscore.model.scoring.points import Explainer, points_of
from leadscore.model.timestamps import DAY

OPEN: Ending = "open"


@dataclass(frozen=True)
class Chosen:
    """Which past leads are kept.

    Attributes:
        most_leads: So many, the latest by creation; in data without dates, by their order.
        erased: Ids that are never kept.
    """

    most_leads: int
    erased: frozenset[str] = frozenset()


def with_past_leads(bundle: Bundle, training_data: TrainingData) -> Bundle:
    """The bundle with an index of past leads, where the configuration asks for one.

    Raises:
        SourceError: The list of erased leads cannot be read.
    """
    config = training_data.config
    if not config.similar.index:
        return bundle
    chosen = Chosen(config.similar.most_leads, read_erased(config.erased))
    return replace(bundle, past_leads=index_past_leads(bundle, training_data.tables, config.learning, chosen))


def index_past_leads(bundle: Bundle, tables: Tables, learning: LearningSettings, chosen: Chosen) -> PastLeads:
    """Past leads in points space: the last look at each lead before it ended, or the last one whose label is known.

    An open lead none of whose looks has matured is not past. Where a target column says how leads ended, those that
    had not converted when their horizon had passed count as lost.
    """
    looks = label_snapshots(tables, learning)
    outcomes, days = _ends(tables)
    still_open = OPEN if tables.target is None else LOST
    ended = np.array([outcome != still_open for outcome in outcomes], dtype=bool)
    rows = np.flatnonzero(looks.matured | ended[looks.snapshots.lead])
    lead = looks.snapshots.lead[rows]
    rows = rows[np.append(lead[1:] != lead[:-1], True)[: len(lead)]]  # the last of each lead: they are in order
    rows = rows[_latest(tables, looks.snapshots.lead[rows], chosen)]
    snapshots = looks.snapshots.take(rows)
    return PastLeads(
        tuple(tables.leads.ids[i] for i in snapshots.lead),
        tuple(outcomes[i] for i in snapshots.lead),
        tuple(days[i] for i in snapshots.lead),
        _points(bundle, tables, snapshots),
    )


def _ends(tables: Tables) -> tuple[list[Ending], list[float | None]]:
    """Per lead its outcome, and the days from creation to it where these are known."""
    outcomes: list[Ending] = [OPEN] * len(tables.leads)
    days: list[float | None] = [None] * len(tables.leads)
    if tables.target is not None:
        return [ENDINGS[CONVERTED if won else LOST] for won in tables.target], days
    created = tables.leads.created_at
    ends = tables.outcomes
    for lead, outcome, moment in zip(ends["lead"], ends["outcome"], ends["occurred_at"], strict=True):
        outcomes[lead] = ENDINGS[outcome]
        days[lead] = None if created is None else float((moment - created[lead]) / DAY)
    return outcomes, days


def _latest(tables: Tables, lead: Integers, chosen: Chosen) -> Integers:
    """Positions, in order, of the latest of these leads, without those that are to be forgotten."""
    created = np.arange(len(tables.leads)) if tables.leads.created_at is None else tables.leads.created_at
    allowed = np.flatnonzero([tables.leads.ids[i] not in chosen.erased for i in lead])
    latest_first = allowed[np.argsort(-created[lead[allowed]], kind="stable")]
    return np.sort(latest_first[: chosen.most_leads])


def _points(bundle: Bundle, tables: Tables, snapshots: Snapshots) -> NDArray[np.float32]:
    if not len(snapshots):
        return np.zeros((0, len(bundle.spec.signals)), dtype=np.float32)
    matrix = feature_matrix(bundle.spec, tables.leads, tables.events, snapshots)
    contributions = Explainer(bundle).explain(matrix, most=1).contributions
    return points_of(contributions).astype(np.float32)
