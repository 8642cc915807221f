"""Renders a card as one self-contained HTML file: no script, no request, no second file."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup, escape

from leadscore.model.card import Card
from leadscore.model.report import drawing
from leadscore.model.report.sections import SECTIONS, present
from leadscore.model.report.texts import METRICS, PREDICTORS, filters
from leadscore.model.scoring.language import UNKNOWN, Wording


def drawings(card: Card, wording: Wording) -> dict[str, Markup]:
    """SVG by the name of the figure, for every figure whose numbers the card holds."""
    drawn = {name: draw(card, wording) for name, draw in _FIGURES.items()}
    return {name: Markup(svg) for name, svg in drawn.items() if svg is not None}  # noqa: S704


def _baselines(card: Card, wording: Wording) -> str | None:
    gaps = {wording.name("card.predictor", baseline): gap for baseline, gap in card.log_loss_difference.items()}
    return drawing.baselines_figure(gaps, wording) if gaps else None


def _backtest(card: Card, wording: Wording) -> str | None:
    claim = None if card.random_claim is None else card.random_claim.roc_auc
    return drawing.backtest_figure(card.backtest, claim, wording) if card.backtest or claim else None


def _calibration(card: Card, wording: Wording) -> str | None:
    return drawing.calibration_figure(card.calibration_curve, wording) if card.calibration_curve else None


def _months(card: Card, wording: Wording) -> str | None:
    months = () if card.maturity is None else card.maturity.months
    return drawing.months_figure(months, wording) if months else None


def _delay(card: Card, wording: Wording) -> str | None:
    delay, days = None if card.maturity is None else card.maturity.delay, card.horizon_days
    return None if delay is None or days is None else drawing.delay_figure(delay, days, wording)


_FIGURES: Mapping[str, Callable[[Card, Wording], str | None]] = {
    "rivals": _baselines,
    "replays": _backtest,
    "calibration": _calibration,
    "gains": lambda card, wording: drawing.gains_figure(card.gains, wording) if card.gains else None,
    "lift": lambda card, wording: drawing.lift_figure(card.gains, wording) if card.gains else None,
    "months": _months,
    "delay": _delay,
    "drivers": lambda card, wording: drawing.drivers_figure(card.drivers, wording) if card.drivers else None,
}

BEESWARM = "beeswarm.png"
_SHOWN = (BEESWARM, "dependence_*.png")


def read_figures(folder: Path) -> dict[str, bytes]:
    """PNG images by file name, those that the report shows; empty where there are none."""
    return {path.name: path.read_bytes() for pattern in _SHOWN for path in sorted(folder.glob(pattern))}


T = TypeVar("T")

_NOTHING: Mapping[str, Any] = {}


def render_report(
    card: Card, wording: Wording, *, figures: Mapping[str, bytes], provenance: Mapping[str, Any] = _NOTHING
) -> str:
    """The report as HTML.

    Args:
        card: The model's card; an older one without some of the parts yields a report without their sections.
        wording: The reader's language.
        figures: PNG images by file name, as ``read_figures`` finds them.
        provenance: What the card does not tell, as far as it is known: ``version`` and ``sha256`` of the registered
            model, ``python`` and ``libraries`` it was made with.
    """
    template = _environment(wording).get_template("report.html")
    card = replace(card, metrics=_in_order(card.metrics), log_loss_difference=_in_order(card.log_loss_difference))
    return template.render(
        card=card,
        metrics=METRICS,
        language=wording.formats.locale.partition("-")[0] or "und",
        provenance=provenance,
        images={name: _data_uri(image) for name, image in sorted(figures.items())},
        drawings=drawings(card, wording),
        sections=[section for section in SECTIONS if present(section, card)],
    )


def _in_order(by_predictor: Mapping[str, T]) -> dict[str, T]:
    """The model first, then the baselines from the simplest on; a card read from a file has lost that order."""
    known = [name for name in PREDICTORS if name in by_predictor]
    return {name: by_predictor[name] for name in (*known, *(by_predictor.keys() - set(known)))}


def _environment(wording: Wording) -> Environment:
    """Everything is escaped; what an older card does not tell is empty."""
    environment = Environment(
        loader=PackageLoader("leadscore.model.report"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters(wording))
    environment.globals.update(say=partial(_said, wording), name=wording.name)
    return environment


_CODE = re.compile("`([^`]+)`")


def _said(wording: Wording, key: str, /, **values: object) -> Markup:
    """A text of the section ``report`` as HTML: what stands between backticks is code, and values are escaped."""
    phrase = wording.phrase(f"report.{key}")
    marked = {form: _marked(text) for form, text in phrase.items()} if isinstance(phrase, Mapping) else _marked(phrase)
    known = {name: UNKNOWN if value is None else value for name, value in values.items()}
    return Markup(wording.fill(marked, **known))  # noqa: S704 - filled in by Markup, which escapes


def _marked(text: str) -> Markup:
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704


def _data_uri(image: bytes) -> str:
    return f"data:image/png;base64,{b64encode(image).decode('ascii')}"
