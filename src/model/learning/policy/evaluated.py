"""What each grade is worth: how many of the judged leads it had, and how many of them converted."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.learning.cut_offs import CutOff
from leadscore.model.learning.judging import counts
from leadscore.model.learning.judging.resampling import mean_interval
from leadscore.model.learning.policy.looks import whole_scores
from leadscore.model.scoring.decision import Cuts
from leadscore.model.scoring.decision.grading import GRADES, classes


def by_grade(evaluation: CutOff, cuts: Cuts, *, reference: float, seed: int) -> list[dict[str, Any]]:
    """Per grade the leads that had it at one judged look at least, and the rate at those looks, by the twin's scores.

    A lead whose score moved from one look to the next counts in several grades. A grade that no lead had has no rate.
    """
    score = whole_scores(evaluation.model.log_odds(evaluation.matrix), reference)
    position = classes(score, cuts)
    return [_row(grade, position == number, evaluation, seed) for number, grade in enumerate(GRADES)]


def _row(grade: str, rows: NDArray[np.bool_], evaluation: CutOff, seed: int) -> dict[str, Any]:
    if not rows.any():
        return {"grade": grade, "leads": 0, "converted_leads": 0, "rate": None}
    found, judged = counts(evaluation.held_out.take(rows)), evaluation.judged.take(rows)
    rate = mean_interval(judged, judged.converted.astype(float), seed=seed).plain()
    return {"grade": grade, "leads": found["leads"], "converted_leads": found["converted_leads"], "rate": rate}
