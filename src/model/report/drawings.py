"""The figures a card can be drawn into; what the card does not hold is not drawn."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from leadscore.model import drawing
from leadscore.model.report.names import NAMES

Card = Mapping[str, Any]


def drawings(card: Card) -> dict[str, Markup]:
    """SVG by the name of the figure, for every figure whose numbers the card holds."""
    return {name: Markup(draw(card)) for name, (held, draw) in _FIGURES.items() if held(card)}  # noqa: S704


def _maturity(card: Card) -> Card:
    return card.get("maturity") or {}


def _rivals(card: Card) -> str:
    called = NAMES["predictors"]
    return drawing.rivals_figure({called.get(rival, rival): gap for rival, gap in card["log_loss_difference"].items()})


_FIGURES: dict[str, tuple[Callable[[Card], Any], Callable[[Card], str]]] = {
    "rivals": (lambda card: card.get("log_loss_difference"), _rivals),
    "replays": (
        lambda card: card.get("replays") or card.get("random_claim"),
        lambda card: drawing.replays_figure(card.get("replays") or [], card.get("random_claim")),
    ),
    "calibration": (
        lambda card: card.get("calibration_curve"),
        lambda card: drawing.calibration_figure(card["calibration_curve"]),
    ),
    "gains": (lambda card: card.get("gains"), lambda card: drawing.gains_figure(card["gains"])),
    "lift": (lambda card: card.get("gains"), lambda card: drawing.lift_figure(card["gains"])),
    "months": (
        lambda card: _maturity(card).get("months"),
        lambda card: drawing.months_figure(_maturity(card)["months"]),
    ),
    "delay": (
        lambda card: _maturity(card).get("delay"),
        lambda card: drawing.delay_figure(_maturity(card)["delay"], card["horizon_days"]),
    ),
    "drivers": (lambda card: card.get("drivers"), lambda card: drawing.drivers_figure(card["drivers"])),
}
