"""What a search looks at: leads to learn from, later ones to choose by, and the latest to confirm the choice."""

from dataclasses import dataclass

from leadscore.model.config import LearningSettings
from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.leads import LeadTable
from leadscore.model.learning.splitting import MIN_LEADS_PER_CLASS, Split, split
from leadscore.model.tables.snapshots import LabelledSnapshots

_CONFIRM_SHARE, _VALIDATE_SHARE = 0.2, 0.25
"""A fifth of the leads confirms, and a quarter of the rest validates, which is a fifth of all again."""


@dataclass(frozen=True)
class Parts:
    """Snapshots in three parts, each later than the one before where leads have an order; no lead is in two.

    Attributes:
        learn: Trials are fitted on these.
        validate: Trials are ranked by these.
        refit: ``learn`` and ``validate``, without labels that were not known before ``confirm``.
        confirm: The best trial and the default are compared on these, after a refit.
        kind: time, file_order or random.
        without_gap: Whether a gap of one horizon had to be given up, for want of leads.
    """

    learn: LabelledSnapshots
    validate: LabelledSnapshots
    refit: LabelledSnapshots
    confirm: LabelledSnapshots
    kind: str
    without_gap: bool


def cut(labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings) -> Parts:
    """Cut snapshots as the evaluation slice is cut from all: twice, from the latest on.

    Args:
        labelled: Matured snapshots that the evaluated twin may learn from, and no others.
        leads: The leads they belong to.
        learning: The configured way of splitting.

    Raises:
        NotEnoughDataError: A part would hold fewer than forty leads of either class.
    """
    late = _latest(labelled, leads, learning, share=_CONFIRM_SHARE, seed=learning.seed + 1)
    refit, confirm = labelled.take(late.training), labelled.take(late.evaluation)
    inner = _latest(refit, leads, learning, share=_VALIDATE_SHARE, seed=learning.seed + 2)
    learn, validate = refit.take(inner.training), refit.take(inner.evaluation)
    for part in (learn, validate, confirm):
        _require_enough(part)
    return Parts(learn, validate, refit, confirm, late.kind, late.optimistic or inner.optimistic)


def _latest(
    labelled: LabelledSnapshots, leads: LeadTable, learning: LearningSettings, *, share: float, seed: int
) -> Split:
    # the lots of a random split follow from the seed: with the same one, the leads already held out would be drawn
    changes = {"evaluation_share": share, "seed": seed, "test_from": None, "train_until": None}
    try:
        return split(labelled, leads, learning.model_copy(update=changes))
    except NotEnoughDataError as error:
        raise _too_few(error.what) from error


def _require_enough(part: LabelledSnapshots) -> None:
    found = {converted: part.leads_of_class(converted=converted) for converted in (True, False)}
    if min(found.values()) < MIN_LEADS_PER_CLASS:
        raise _too_few(
            f"A part has {found[True]} leads that converted and {found[False]} that did not, "
            f"where a search needs at least {MIN_LEADS_PER_CLASS} of each"
        )


def _too_few(what: str) -> NotEnoughDataError:
    return NotEnoughDataError(
        what,
        where="the leads before the evaluation slice, in three parts",
        remedy="train without a search: the default knobs suit small data",
    )
