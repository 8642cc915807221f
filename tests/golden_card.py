"""A card with everything in it, kept as a file: of a real training of an earlier release, completed by hand."""

import json
from pathlib import Path
from typing import Any

from leadscore.model.card import Card, card_from_dict

_PATH = Path(__file__).parent / "model" / "report" / "card.json"

ALWAYS = (
    "question",
    "horizon_days",
    "metrics",
    "split",
    "training",
    "evaluation",
    "drivers",
    "calibration_curve",
)
"""Parts that the cards of every release have."""


def golden_json() -> dict[str, Any]:
    """The object in the file, afresh."""
    card: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
    return card


def golden_card() -> Card:
    """The same as it is read."""
    return card_from_dict(golden_json())


def whole(card: Card) -> Any:
    """A card that a training of today made, of which no part is None: where one is, the test that reads it fails."""
    return card
