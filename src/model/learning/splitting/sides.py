"""The two sides of a split: what is learned from, and what is judged."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.tables.snapshots import LabelledSnapshots, Mask


@dataclass(frozen=True)
class Split:
    """Rows of the matured snapshots to train on and to evaluate; no lead and no group of leads is on both sides.

    Attributes:
        kind: time, file_order or random.
        training, evaluation: One truth value per snapshot.
        optimistic: The gap before the evaluation slice had to be given up, so figures flatter.
        train_until: The moment by which every training label was known, ISO 8601; None without dates.
        test_from: Earliest creation of an evaluated lead, ISO 8601; None where the split does not go by time.
        test_until: Evaluated leads were created before it, ISO 8601; None for the latest ones.
        left_out_leads: Leads that would be evaluated, had not training seen others of their group.
    """

    kind: str
    training: Mask
    evaluation: Mask
    optimistic: bool = False
    train_until: str | None = None
    test_from: str | None = None
    test_until: str | None = None
    left_out_leads: int = 0

    def class_counts(self, labelled: LabelledSnapshots) -> "ClassCounts":
        """How many leads of either class are on each side."""
        training, evaluation = labelled.take(self.training), labelled.take(self.evaluation)
        return ClassCounts(
            *(side.leads_of_class(converted=c) for side in (training, evaluation) for c in (True, False))
        )


@dataclass(frozen=True)
class ClassCounts:
    """Leads with at least one converted, and with at least one other snapshot, on each side."""

    training_converted: int
    training_others: int
    evaluation_converted: int
    evaluation_others: int

    def reach(self, training: int, evaluation: int) -> bool:
        """Whether each side holds so many leads of either class."""
        enough_to_learn = min(self.training_converted, self.training_others) >= training
        return enough_to_learn and min(self.evaluation_converted, self.evaluation_others) >= evaluation


def divide(
    labelled: LabelledSnapshots, arrival: NDArray[np.int64], known: Mask, *, start: int, stop: int | None = None
) -> dict[str, Any]:
    """The sides on which leads are that arrived before, and from ``start`` on, as fields of a ``Split``.

    Args:
        labelled: Matured snapshots.
        arrival: Per snapshot when its lead came: a moment, or a place in the file.
        known: Snapshots whose labels were known when training ended.
        start: The first arrival to evaluate.
        stop: Evaluate only what arrived before it.
    """
    late = (arrival >= start) if stop is None else (arrival >= start) & (arrival < stop)
    return keep_apart(labelled, (arrival < start) & known, late)


def keep_apart(labelled: LabelledSnapshots, training: Mask, judged: Mask) -> dict[str, Any]:
    """The same sides as fields of a ``Split``, but for the judged leads of groups that are in training."""
    familiar = judged & np.isin(labelled.group, labelled.group[training])
    left_out = len(np.unique(labelled.snapshots.lead[familiar]))
    return {"training": training, "evaluation": judged & ~familiar, "left_out_leads": left_out}
