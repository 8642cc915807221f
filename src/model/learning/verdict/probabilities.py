"""Do the probabilities hold?"""

from leadscore.model.learning.verdict.ruling import Card, Ruling, above, below, shown

NOTICEABLE = 0.05
"""Errors below a twentieth of the rarer outcome's rate matter to nobody, however surely they are there."""

SLOPES = (0.9, 1.1)
"""Slopes between these are as good as 1; an interval that reaches in between may be."""

STANDARD_ERRORS = 3.0
"""So far the mean prediction may be from the observed rate."""

GROSS_FACTOR = 2.0
"""A mean prediction, or a slope, off by this factor is no probability any more."""

GROSS_ERROR = 0.1
"""Nor is one that is off by ten points on average, beyond what chance does."""


def calibration(card: Card) -> Ruling:
    """Predicted rates are the observed ones, as far as chance allows to tell."""
    error, evaluation = card["calibration_error"], card["evaluation"]
    slope = card["metrics"]["model"]["calibration_slope"]
    digits = 1 if f"{error['ece']:.1%}" != f"{error['floor_high']:.1%}" else 2
    told = (
        f"Predicted on average {evaluation['mean_prediction']:.1%}, observed {evaluation['typical']:.1%}; "
        f"calibration error {error['ece']:.{digits}%}, where true probabilities would show up to "
        f"{error['floor_high']:.{digits}%}; slope {shown(slope, digits=2)}, where 1 is right."
    )
    if _gross(card):
        return Ruling("fail", f"The probabilities are far off. {told}", "the probabilities are far off")
    if off := _off(card):
        text = f"The order of the leads may be right, but {' and '.join(off)}. {told}"
        return Ruling("care", text, off[0])
    return Ruling("pass", f"The probabilities hold, as far as chance allows to tell. {told}")


def _off(card: Card) -> list[str]:
    """What is noticeably and surely not right about the probabilities."""
    error, slope = card["calibration_error"], card["metrics"]["model"]["calibration_slope"]
    gap, allowed = _gap(card), _noticeable(card)
    found = []
    if abs(gap) > max(STANDARD_ERRORS * _standard_error(card), allowed):
        found.append(f"the predicted rates are too {'high' if gap > 0 else 'low'}")
    if error["ece"] > max(error["floor_high"], allowed):
        found.append("predicted and observed rates differ by more than chance")
    if below(slope["high"], SLOPES[0]):
        found.append("the probabilities are too extreme")
    elif above(slope["low"], SLOPES[1]):
        found.append("the probabilities are too cautious")
    elif slope["value"] is None:
        found.append("every lead gets the same probability")
    return found


def _gross(card: Card) -> bool:
    error, slope = card["calibration_error"], card["metrics"]["model"]["calibration_slope"]
    if below(slope["high"], 1 / GROSS_FACTOR) or above(slope["low"], GROSS_FACTOR):
        return True
    if error["ece"] > error["floor_high"] + GROSS_ERROR:
        return True
    observed, predicted = card["evaluation"]["typical"], card["evaluation"]["mean_prediction"]
    by_factor = not observed / GROSS_FACTOR <= predicted <= observed * GROSS_FACTOR
    return by_factor and abs(_gap(card)) > STANDARD_ERRORS * _standard_error(card)


def _gap(card: Card) -> float:
    return float(card["evaluation"]["mean_prediction"] - card["evaluation"]["typical"])


def _standard_error(card: Card) -> float:
    """Of the observed rate, if every lead were one row."""
    typical = card["evaluation"]["typical"]
    return float((typical * (1 - typical) / card["evaluation"]["leads"]) ** 0.5)


def _noticeable(card: Card) -> float:
    typical = card["evaluation"]["typical"]
    return NOTICEABLE * float(min(typical, 1 - typical))
