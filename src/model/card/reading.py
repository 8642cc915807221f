"""Cards as JSON, both ways: written in the current version, read from every version."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from leadscore.model.card.card import CARD_VERSION, Card
from leadscore.model.card.figures import CardPart
from leadscore.model.card.upgrading import upgraded
from leadscore.model.errors import BundleError

VERSION_KEY = "card_version"

_READ_AS_IT_IS = (3, CARD_VERSION)
"""Versions in the current layout; version 4 only adds to version 3."""


def card_as_dict(card: Card) -> dict[str, Any]:
    """The card as plain values for JSON, with the number of its version."""
    return {VERSION_KEY: CARD_VERSION, **plain(card)}


def card_from_dict(raw: Mapping[str, Any], *, where: str | Path = "") -> Card:
    """The card of any version, from the object in its file.

    What an earlier release did not write is None or empty; what this one does not know of it is left out.

    Args:
        raw: The object.
        where: The bundle's folder, for errors.

    Raises:
        BundleError: The version is newer than this one, or a key or a value is not what it should be.
    """
    version = raw.get(VERSION_KEY)
    if version is not None and version not in _READ_AS_IT_IS:
        raise BundleError(
            f"The card has version {version}; this version of leadscore knows {CARD_VERSION} at most",
            where=str(where),
            remedy="upgrade leadscore, or train the model with this version",
        )
    try:
        current = upgraded(raw) if version is None else {key: raw[key] for key in raw if key != VERSION_KEY}
        return _adapter().validate_json(json.dumps(current))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BundleError(
            f"card.json does not have the expected contents{_first_of(error)}",
            where=str(Path(where) / "card.json"),
            remedy="fetch the bundle again from the registry, or train anew",
        ) from error


def _first_of(error: Exception) -> str:
    """Which key is wrong, where that is known."""
    if not isinstance(error, ValidationError):
        return ""
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    wrong = {"unexpected_keyword_argument": "is not known", "missing": "is missing"}.get(first["type"], "is wrong")
    return f": `{key}` {wrong}"


def plain(part: CardPart) -> dict[str, Any]:
    """A part of the card as plain values: objects, lists, numbers, texts and None, in the order of its fields."""
    values: dict[str, Any] = json.loads(json.dumps(asdict(part), allow_nan=False))  # type: ignore[call-overload]
    return values


@cache
def _adapter() -> TypeAdapter[Card]:
    return TypeAdapter(Card)
