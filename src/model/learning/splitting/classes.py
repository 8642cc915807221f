"""How many leads of either class there have to be."""

from leadscore.model.errors import NotEnoughDataError
from leadscore.model.learning.splitting.sides import Split
from leadscore.model.tables.snapshots import LabelledSnapshots

MIN_LEADS_PER_CLASS = 40
"""Fewer converted, or fewer not converted leads teach nothing; training refuses."""

MIN_TRAINING_LEADS = 10
"""Of either class, so that every fold has some to learn from."""


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


def refuse_too_few(labelled: LabelledSnapshots, made: Split) -> None:
    """Refuse a split with a side that has too few leads of a class to learn from, or none to judge by.

    Raises:
        NotEnoughDataError: With the numbers of both sides.
    """
    counts = made.class_counts(labelled)
    if counts.reach(training=MIN_TRAINING_LEADS, evaluation=1):
        return
    grouped = f"; {made.left_out_leads} more share a group with training" if made.left_out_leads else ""
    raise NotEnoughDataError(
        f"The split leaves {counts.training_converted} converted and {counts.training_others} other leads "
        f"to train on, {counts.evaluation_converted} and {counts.evaluation_others} to evaluate{grouped}",
        where=f"learning.split = {made.kind!r}",
        remedy="set learning.test_from or learning.evaluation_share so that both sides see both outcomes"
        + (", or group by a column with smaller groups" if grouped else ""),
    )
