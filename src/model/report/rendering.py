"""From a card to one HTML file that needs nothing else: no script, no request, no second file."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from leadscore.model.report import drawing
from leadscore.model.report.sections import SECTIONS, present
from leadscore.model.report.texts import FILTERS, NAMES

Card = Mapping[str, Any]


def drawings(card: Card) -> dict[str, Markup]:
    """SVG by the name of the figure, for every figure whose numbers the card holds."""
    return {name: Markup(draw(card)) for name, (held, draw) in _FIGURES.items() if held(card)}  # noqa: S704


def _maturity(card: Card) -> Card:
    return card.get("maturity") or {}


def _baselines(card: Card) -> str:
    called = NAMES["predictors"]
    return drawing.baselines_figure(
        {called.get(baseline, baseline): gap for baseline, gap in card["log_loss_difference"].items()}
    )


_FIGURES: dict[str, tuple[Callable[[Card], Any], Callable[[Card], str]]] = {
    "rivals": (lambda card: card.get("log_loss_difference"), _baselines),
    "replays": (
        lambda card: card.get("replays") or card.get("random_claim"),
        lambda card: drawing.backtest_figure(card.get("replays") or [], card.get("random_claim")),
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

BEESWARM = "beeswarm.png"
_SHOWN = (BEESWARM, "dependence_*.png")


def read_figures(folder: Path) -> dict[str, bytes]:
    """PNG images by file name, those that the report shows; empty where there are none."""
    return {path.name: path.read_bytes() for pattern in _SHOWN for path in sorted(folder.glob(pattern))}


_NOTHING: Mapping[str, Any] = {}
_BY_PREDICTOR = ("metrics", "log_loss_difference")


def render_report(
    card: Mapping[str, Any], *, figures: Mapping[str, bytes], provenance: Mapping[str, Any] = _NOTHING
) -> str:
    """The report as HTML.

    Args:
        card: The model's card; an older one without some of the keys yields a report without their sections.
        figures: PNG images by file name, as ``read_figures`` finds them.
        provenance: What the card does not tell, as far as it is known: ``version`` and ``sha256`` of the registered
            model, ``python`` and ``libraries`` it was made with.
    """
    template = _environment().get_template("report.html")
    card = {**card, **{key: _in_order(card[key]) for key in _BY_PREDICTOR if card.get(key)}}
    return template.render(
        card=card,
        names=NAMES,
        provenance=provenance,
        images={name: _data_uri(image) for name, image in sorted(figures.items())},
        drawings=drawings(card),
        sections=[section for section in SECTIONS if present(section, card)],
    )


def _in_order(by_predictor: Mapping[str, Any]) -> dict[str, Any]:
    """The model first, then its rivals from the cheapest on; a card that was read from a file has lost that order."""
    known = [name for name in NAMES["predictors"] if name in by_predictor]
    return {name: by_predictor[name] for name in (*known, *(by_predictor.keys() - set(known)))}


def _environment() -> Environment:
    """Everything is escaped; what an older card does not tell is empty."""
    environment = Environment(
        loader=PackageLoader("leadscore.model.report"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment


def _data_uri(image: bytes) -> str:
    return f"data:image/png;base64,{b64encode(image).decode('ascii')}"
