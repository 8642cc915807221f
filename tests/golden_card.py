"""A card with everything in it, kept as a file: of a real training, completed by hand."""

import json
from pathlib import Path
from typing import Any

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
"""Keys that the cards of every version have."""


def golden_card() -> dict[str, Any]:
    """A fresh copy."""
    card: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
    return card
