"""Everything the card says about predictions on rows nothing was learned from."""

from collections.abc import Mapping
from typing import Any

from leadscore.model.config import PolicySettings
from leadscore.model.learning.judging.evaluating import evaluate, log_loss_difference
from leadscore.model.learning.judging.gains import gains, profit
from leadscore.model.learning.judging.judged import Floats, Judged
from leadscore.model.learning.judging.reliability import brier_parts, calibration_curve, calibration_error
from leadscore.model.learning.judging.resampling import plain

MODEL = "model"
"""The name of the predictions that are judged; the others are its rivals."""


def judgement(judged: Judged, predictions: Mapping[str, Floats], *, seed: int, costs: PolicySettings) -> dict[str, Any]:
    """The parts of the card that follow from predictions and labels alone, as plain values.

    Args:
        judged: Rows with labels, of both classes.
        predictions: Probability per row, by predictor; one of them is ``model``.
        seed: Of every resampling.
        costs: What a win is worth and a contact costs, for the profit.
    """
    model = predictions[MODEL]
    return {
        "metrics": {name: plain(evaluate(judged, found, seed=seed)) for name, found in predictions.items()},
        "log_loss_difference": {
            rival: log_loss_difference(judged, model, probability, seed=seed).plain()
            for rival, probability in predictions.items()
            if rival != MODEL
        },
        "calibration_curve": calibration_curve(judged, model),
        "calibration_error": calibration_error(judged, model, seed=seed),
        "brier_parts": brier_parts(judged, model),
        "gains": gains(judged, model),
        "profit": profit(judged, model, costs, seed=seed),
    }
