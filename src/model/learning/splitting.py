"""Setting an evaluation slice apart so that nothing of it, and nothing it could know, is in training."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, train_test_split

from leadscore.model.config import LearningSettings
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.leads import LeadTable
from leadscore.model.moments import DAY, iso, moment
from leadscore.model.tables.snapshots import LabelledSnapshots, Mask

MIN_LEADS_PER_CLASS = 40
"""Fewer converted, or fewer not converted leads teach nothing; training refuses."""

_MIN_TRAINING_LEADS = 10
"""Of either class, so that every fold has some to learn from."""


@dataclass(frozen=True)
class Split:
    """Rows of the matured snapshots to train on and to evaluate; no lead is on both sides.

    Attributes:
        kind: time, file_order or random.
        training, evaluation: One truth value per snapshot.
        optimistic: The gap before the evaluation slice had to be given up, so figures flatter.
        train_until: The moment by which every training label was known, ISO 8601; None without dates.
        test_from: Earliest creation of an evaluated lead, ISO 8601; None without dates.
    """

    kind: str
    training: Mask
    evaluation: Mask
    optimistic: bool = False
    train_until: str | None = None
    test_from: str | None = None


def split(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Split:
    """Split matured snapshots as configured.

    By time, the leads created from ``test_from`` on are evaluated, and training uses only labels that were known
    by then: a gap of one horizon. Where that leaves fewer than forty leads of either class on a side, the gap is
    given up and the split is marked optimistic.

    Args:
        labelled: Matured snapshots only.
        leads: The leads they belong to.
        learning: The configured way of splitting.

    Raises:
        NotEnoughDataError: A side would hold too few leads of a class to learn from, or none to judge by.
    """
    if leads.created_at is None and learning.split == "time":
        made = _random(labelled, learning)
    elif learning.split == "time":
        made = _by_time(labelled, leads, learning)
    elif learning.split == "file_order":
        made = _file_order(labelled, learning)
    else:
        made = _random(labelled, learning)
    _refuse_too_few(labelled, made)
    return made


def lead_folds(
    labelled: LabelledSnapshots, *, n_folds: int, seed: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Stratified folds that never split a lead: pairs of training and held-out rows."""
    folds = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    rows = np.zeros((len(labelled), 1))
    return list(folds.split(rows, labelled.converted, labelled.snapshots.lead))


def require_both_classes(labelled: LabelledSnapshots) -> None:
    """Refuse to learn from fewer than forty leads of either class.

    Raises:
        NotEnoughDataError: With the numbers found and needed.
    """
    found = {converted: labelled.leads_of_class(converted=converted) for converted in (True, False)}
    if min(found.values()) >= MIN_LEADS_PER_CLASS:
        return
    raise NotEnoughDataError(
        f"{found[True]} leads converted within the horizon and {found[False]} did not; "
        f"training needs at least {MIN_LEADS_PER_CLASS} of each",
        where="matured leads",
        remedy="add older leads, shorten learning.horizon_days, or check which outcomes count as converted",
    )


def _by_time(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Split:
    created = leads.created_at[labelled.snapshots.lead] if leads.created_at is not None else labelled.snapshots.as_of
    test_from = _test_from(labelled, created, learning)
    train_until = moment(learning.train_until) if learning.train_until else test_from
    evaluation = created >= test_from
    known = labelled.snapshots.as_of + learning.horizon_days * DAY <= train_until
    made = Split("time", ~evaluation & known, evaluation, train_until > test_from, iso(train_until), iso(test_from))
    if _enough(labelled, made) or learning.train_until:
        return made
    training = ~evaluation & (labelled.snapshots.as_of < test_from)
    known_by = iso(test_from + learning.horizon_days * DAY)
    return replace(made, training=training, optimistic=True, train_until=known_by)


def _test_from(labelled: LabelledSnapshots, created: NDArray[np.int64], learning: LearningSettings) -> int:
    if learning.test_from:
        return moment(learning.test_from)
    _, first = np.unique(labelled.snapshots.lead, return_index=True)
    return int(np.quantile(created[first], 1 - learning.evaluation_share, method="higher"))


def _file_order(labelled: LabelledSnapshots, learning: LearningSettings) -> Split:
    leads = np.unique(labelled.snapshots.lead)
    first_evaluated = leads[min(int(len(leads) * (1 - learning.evaluation_share)), len(leads) - 1)]
    evaluation = labelled.snapshots.lead >= first_evaluated
    return Split("file_order", ~evaluation, evaluation)


def _random(labelled: LabelledSnapshots, learning: LearningSettings) -> Split:
    leads, position = np.unique(labelled.snapshots.lead, return_inverse=True)
    ever = np.zeros(len(leads), dtype=bool)
    np.logical_or.at(ever, position, labelled.converted)
    n_held_out = round(learning.evaluation_share * len(leads))
    if min(ever.sum(), (~ever).sum(), n_held_out, len(leads) - n_held_out) < 2:  # too few to stratify
        return Split("random", np.ones(len(labelled), bool), np.zeros(len(labelled), bool))
    _, held_out = train_test_split(leads, test_size=n_held_out, random_state=learning.seed, stratify=ever)
    evaluation = np.isin(labelled.snapshots.lead, held_out)
    return Split("random", ~evaluation, evaluation)


def _counts(labelled: LabelledSnapshots, made: Split) -> list[int]:
    sides = (labelled.take(made.training), labelled.take(made.evaluation))
    return [side.leads_of_class(converted=converted) for side in sides for converted in (True, False)]


def _enough(labelled: LabelledSnapshots, made: Split) -> bool:
    return min(_counts(labelled, made)) >= MIN_LEADS_PER_CLASS


def _refuse_too_few(labelled: LabelledSnapshots, made: Split) -> None:
    counts = _counts(labelled, made)
    if min(counts[:2]) >= _MIN_TRAINING_LEADS and min(counts[2:]) > 0:
        return
    raise NotEnoughDataError(
        f"The split leaves {counts[0]} converted and {counts[1]} other leads to train on, "
        f"{counts[2]} and {counts[3]} to evaluate",
        where=f"learning.split = {made.kind!r}",
        remedy="set learning.test_from or learning.evaluation_share so that both sides see both outcomes",
    )
