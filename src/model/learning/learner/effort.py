"""How much the learner attempts: the rule for few leads, in one place."""

from dataclasses import dataclass

import numpy as np

from leadscore.model.arrays import Integers
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import Snapshots
from leadscore.model.learning.learner.boosting import BoostingRows
from leadscore.model.learning.learner.hyperparameters import Flavour
from leadscore.model.learning.splitting import lead_folds

Folds = list[tuple[Integers, Integers]]

MARGINS = ("trees", "encoded_trees", "logistic")
"""What can be blended, in the order of the weights: boosted trees that split categories by themselves, others that
read them as conversion rates and counts, and a logistic regression."""


@dataclass(frozen=True)
class Effort:
    """What is attempted from so many leads on.

    Attributes:
        from_leads: Leads of the class that fewer leads have.
        folds: In how many parts the leads are held out in turn.
        trees: The flavours of trees that are fitted, beside the logistic regression.
        few_data: Whether something is left out for want of leads.
    """

    from_leads: int
    folds: int
    trees: tuple[Flavour, ...]
    few_data: bool = False

    @property
    def flavours(self) -> tuple[str, ...]:
        """The entries of ``MARGINS`` that are fitted."""
        return (*self.trees, "logistic")


EFFORTS = (
    Effort(300, 5, ("trees", "encoded_trees")),
    Effort(0, 3, ("encoded_trees",), few_data=True),
)
"""The rule, from the most leads to the fewest: over eight sets the second did better below 300, the first above."""


def effort_for(n_smaller_class: int) -> Effort:
    """What so many leads of the smaller class allow.

    >>> effort_for(299).folds, effort_for(300).folds
    (3, 5)
    """
    return next(effort for effort in EFFORTS if n_smaller_class >= effort.from_leads)


def folds_for(rows: BoostingRows, *, seed: int) -> Folds:
    """As many folds as the rows' leads allow; none splits a lead.

    Raises:
        NotEnoughDataError: Too few leads of a class.
    """
    snapshots = Snapshots(rows.leads, np.zeros(len(rows.leads), dtype=np.int64))
    matured = np.ones(len(rows.leads), dtype=bool)
    labelled = LabelledSnapshots(snapshots, rows.converted, matured, np.full(len(rows.leads), np.nan))
    return lead_folds(labelled, n_folds=effort_for(rows.n_smaller_class).folds, seed=seed)
