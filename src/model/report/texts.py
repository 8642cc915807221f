"""What people call the keys of a card, and numbers and dates in words."""

from collections.abc import Callable, Sequence
from typing import Any

from leadscore.model.card import Estimate
from leadscore.model.scoring.language import ENGLISH, UNKNOWN

NAMES: dict[str, dict[str, str]] = {
    "predictors": {
        "model": "this model",
        "base_rate": "base rate",
        "age_rate": "rate at its age",
        "point_rules": "your point rules",
        "naive_bayes": "naive Bayes",
        "logistic": "logistic regression",
        "lightgbm": "LightGBM default",
    },
    "metrics": {
        "roc_auc": "ROC AUC",
        "pr_auc": "PR AUC",
        "log_loss": "log loss",
        "brier": "Brier",
        "calibration_slope": "calibration slope",
        "calibration_intercept": "calibration intercept",
        "lift_at_10": "lift at 10%",
    },
    "verdicts": {"ready": "Ready", "usable_with_care": "Usable with care", "not_ready": "Not ready"},
    "rules": {
        "signal": "the columns predict the outcome",
        "leaks": "no open leak",
        "enough": "enough conversions",
        "free_rivals": "better than what costs nothing",
        "simple_rivals": "no worse than simple models",
        "calibration": "the probabilities hold",
        "stable": "stable over cut-offs",
        "plausible": "not too good to be true",
        "split": "judged as strictly as the data allow",
        "drift": "conversion is as expected",
    },
    "directions": {
        "rises": "the score rises with it",
        "falls": "the score falls with it",
        "mixed": "the score goes up and down with it",
    },
    "levels": {"pass": "✓ pass", "care": "! care", "fail": "✗ fail"},
    "splits": {
        "time": "Judged forward in time: on leads created later than those the judged model learned from.",
        "file_order": "Judged on the last leads of the file, taking its order for time.",
        "random": "Judged on leads drawn at random: no date orders them, so the future may be worse than this.",
    },
    "cut_by": {
        "points": "set by hand",
        "capacity": "found by what people can handle",
        "money": "found by what a contact is worth",
    },
    "gates": {"never": "never", "must": "must"},
    "bases": {
        "shipped": "this model's twin against the champion itself",
        "twin": "this model's twin against the champion's twin",
    },
}
"""By what they are keys of; what is in no table is shown as it is written."""


def middle(value: Estimate | None, digits: int = 3, *, share: bool = False) -> str:
    """The value of an interval; a share in per cent.

    >>> middle(Estimate(0.7118, 0.608, 0.803))
    '0.712'
    """
    return UNKNOWN if not value else (ENGLISH.percent if share else ENGLISH.number)(value.value, digits)


def ends(value: Estimate | None, digits: int = 3, *, share: bool = False) -> str:
    """The ends of an interval, shares in per cent; nothing where there are none.

    >>> ends(Estimate(0.7118, 0.608, 0.803)), ends(Estimate(0.7))
    ('0.608 to 0.803', '')
    """
    if not value or value.low is None or value.high is None:
        return ""
    written = ENGLISH.percent if share else ENGLISH.number
    return f"{written(value.low, digits)} to {written(value.high, digits)}"


def day(moment: object) -> str:
    """The day of a moment in ISO 8601.

    >>> day("2025-06-30T21:36:03Z"), day(None)
    ('2025-06-30', '–')
    """
    return str(moment)[:10] if isinstance(moment, str) and moment else UNKNOWN


def spoken(key: object) -> str:
    """A key of the card that has no name of its own.

    >>> spoken("encoded_trees")
    'encoded trees'
    """
    return str(key).replace("_", " ")


def reason(headline: object) -> str:
    """What a headline says after the verdict it starts with.

    >>> reason("usable with care: few leads to judge by")
    'Few leads to judge by'
    """
    verdict, colon, why = str(headline).partition(": ")
    told = why if colon else verdict
    return told[:1].upper() + told[1:]


def mean(values: Sequence[float]) -> float | None:
    """The mean of a list of numbers.

    >>> mean([1, 2]), mean([])
    (1.5, None)
    """
    return sum(values) / len(values) if values else None


FILTERS: dict[str, Callable[..., Any]] = {
    "number": ENGLISH.number,
    "percent": ENGLISH.percent,
    **{filter_.__name__: filter_ for filter_ in (middle, ends, day, spoken, reason, mean)},
}
