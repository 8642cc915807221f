"""Whether signals hold: what each one's points are worth on leads that were held out from the fit."""

from dataclasses import dataclass

from leadscore.model.card.figures import CardPart, Estimate


@dataclass(frozen=True)
class SignalSlope(CardPart):
    """The slope of a signal on held-out leads."""

    signal: str
    """What people call the signal."""
    slope: Estimate
    """1: the points are worth what they say; 0: they say nothing; below 0: they mislead. Unknown if no lead tells."""
    gain: float
    """Log loss without the points of the signal minus that with them, in nats; above 0 they add."""
    log_odds: float
    """Mean absolute contribution to the log-odds, weighted; at least 0."""
    reason: bool = True
    """Whether the signal may be a reason of its own; otherwise its points count among the others."""


@dataclass(frozen=True, kw_only=True)
class SignalChecks(CardPart):
    """What held-out leads say of the signals."""

    signals: tuple[SignalSlope, ...]
    """Those that the model reads, out of fold, the strongest first."""
    left_out: tuple[SignalSlope, ...] = ()
    """Those that said nothing of held-out leads and were taken out, as they were before."""
    all_say_nothing: bool = False
    """Whether all did, so that none was taken out."""
    later: tuple[SignalSlope, ...] = ()
    """Those of the evaluated model, on the leads it was evaluated on, the strongest first."""
