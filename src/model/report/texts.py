"""Texts for the report: numbers with their intervals, dates, and names for keys of a card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from leadscore.model.card import Estimate
from leadscore.model.scoring.language import UNKNOWN, Wording

PREDICTORS = ("model", "base_rate", "age_rate", "point_rules", "naive_bayes", "logistic", "lightgbm")
"""The model first, then the baselines from the cheapest on."""

METRICS = (
    *("roc_auc", "pr_auc", "log_loss", "brier"),
    *("calibration_slope", "calibration_intercept", "lift_at_10"),
)


@dataclass(frozen=True)
class Figures:
    """Figures with their intervals, as a language writes them."""

    wording: Wording

    def middle(self, value: Estimate | None, digits: int = 3, *, share: bool = False) -> str:
        """The value of an interval; a share in per cent.

        >>> from leadscore.model.scoring.language import english
        >>> Figures(english()).middle(Estimate(0.7118, 0.608, 0.803))
        '0.712'
        """
        return UNKNOWN if not value else self._written(value.value, digits, share=share)

    def ends(self, value: Estimate | None, digits: int = 3, *, share: bool = False) -> str:
        """The ends of an interval, shares in per cent; nothing where there are none.

        >>> from leadscore.model.scoring.language import english
        >>> figures = Figures(english())
        >>> figures.ends(Estimate(0.7118, 0.608, 0.803)), figures.ends(Estimate(0.7))
        ('0.608 to 0.803', '')
        """
        if not value or value.low is None or value.high is None:
            return ""
        low, high = (self._written(end, digits, share=share) for end in (value.low, value.high))
        return self.wording.say("card.between", low=low, high=high)

    def _written(self, value: float | None, digits: int, *, share: bool) -> str:
        formats = self.wording.formats
        return formats.percent(value, digits) if share else formats.number(value, digits)


def day(moment: object) -> str:
    """The day of a moment in ISO 8601.

    >>> day("2025-06-30T21:36:03Z"), day(None)
    ('2025-06-30', '–')
    """
    return str(moment)[:10] if isinstance(moment, str) and moment else UNKNOWN


def spoken(name: object) -> str:
    """A name in which spaces stand for the underscores of a key.

    >>> spoken("same_as_outcome")
    'same as outcome'
    """
    return str(name).replace("_", " ")


def reason(headline: object) -> str:
    """The reason in a headline, without the verdict it starts with.

    >>> reason("usable with care: few leads to judge by")
    'Few leads to judge by'
    """
    verdict, colon, why = str(headline).partition(": ")
    text = why if colon else verdict
    return text[:1].upper() + text[1:]


def mean(values: Sequence[float]) -> float | None:
    """The mean of a list of numbers.

    >>> mean([1, 2]), mean([])
    (1.5, None)
    """
    return sum(values) / len(values) if values else None


def filters(wording: Wording) -> dict[str, Callable[..., Any]]:
    """What templates write figures, days and keys with."""
    figures, formats = Figures(wording), wording.formats
    in_words = (day, spoken, reason, mean)
    return {
        "number": formats.number,
        "percent": formats.percent,
        "middle": figures.middle,
        "ends": figures.ends,
        **{filter_.__name__: filter_ for filter_ in in_words},
    }
