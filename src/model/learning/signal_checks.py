"""What a card says of signals: their slopes out of fold and on later leads, and which were taken out."""

from collections.abc import Sequence

import numpy as np

from leadscore.model.card import Estimate
from leadscore.model.card.signals import SignalChecks, SignalSlope
from leadscore.model.config import Config
from leadscore.model.features.signals import described
from leadscore.model.features.spec import Signal
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.recipe import Recipe
from leadscore.model.learning.slopes import Slopes, by_signal, measure_slopes


def signal_checks(recipe: Recipe, evaluation: BacktestFold, config: Config) -> SignalChecks:
    """Whether the signals of what ships hold out of fold, and those of the evaluated twin on later leads.

    Args:
        recipe: What ships.
        evaluation: The evaluated twin and its leads.
        config: What people call the signals.
    """
    checked = recipe.checked
    return SignalChecks(
        signals=_slopes(recipe.spec.signals, checked.slopes, config),
        left_out=_slopes(checked.left_out, checked.slopes_left_out, config),
        all_say_nothing=checked.all_say_nothing,
        later=_slopes(evaluation.recipe.spec.signals, later_slopes(evaluation), config),
    )


def later_slopes(evaluation: BacktestFold) -> Slopes:
    """The slope of each of the twin's signals on the leads that it was evaluated on."""
    contributions, expected = evaluation.model.contributions(evaluation.matrix)
    log_odds = expected + contributions.sum(axis=1)
    return measure_slopes(by_signal(contributions, evaluation.recipe.spec), log_odds, evaluation.evaluation_set)


def _slopes(signals: Sequence[Signal], slopes: Slopes, config: Config) -> tuple[SignalSlope, ...]:
    """One entry per signal, the strongest first."""
    return tuple(
        SignalSlope(
            signal=described(signals[position], config).label,
            slope=_estimate(slopes, position),
            gain=float(slopes.gain[position]),
            log_odds=float(slopes.strength[position]),
            reason=signals[position].reason,
        )
        for position in np.argsort(-slopes.strength, kind="stable").tolist()
    )


def _estimate(slopes: Slopes, position: int) -> Estimate:
    if not slopes.known[position]:
        return Estimate()
    return Estimate(*(float(end[position]) for end in (slopes.value, slopes.low, slopes.high)))
