"""From a card to one HTML file that needs nothing else: no script, no request, no second file."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader

from leadscore.model.report.drawings import drawings
from leadscore.model.report.names import NAMES
from leadscore.model.report.sections import SECTIONS, present
from leadscore.model.report.wording import FILTERS

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
