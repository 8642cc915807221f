"""The analyst's own sentences in ``leadscore.toml``, checked before anything is trained with them."""

from collections.abc import Iterator

from leadscore.model.config import Config
from leadscore.model.errors import ConfigError
from leadscore.model.scoring.wording.templates import Flaw, flaw

ALLOWED: dict[str, dict[str, frozenset[str]]] = {
    "columns": {"text": frozenset({"value"}), "text_missing": frozenset()},
    "event_types": {"text": frozenset({"count", "ago"}), "text_once": frozenset({"ago"}), "text_none": frozenset()},
}
"""The placeholders that each text may hold."""

REQUIRED: dict[str, frozenset[str]] = {"columns.text": frozenset({"value"}), "event_types.text": frozenset({"count"})}
"""Those without which a sentence would say the same of every value."""


def check_texts(config: Config) -> None:
    """Refuse a sentence that cannot be filled in, or that would not tell values apart.

    Raises:
        ConfigError: It lacks a placeholder, holds an unknown one, or anything else in braces; ``where`` is its key.
    """
    for place, (what, remedy) in _flaws(config):
        raise ConfigError(f"The text {what}", where=place, remedy=remedy)


def _flaws(config: Config) -> Iterator[tuple[str, Flaw]]:
    for section, keys in ALLOWED.items():
        for name, settings in getattr(config, section).items():
            for key, allowed in keys.items():
                text = getattr(settings, key)
                required = REQUIRED.get(f"{section}.{key}", frozenset())
                if text is not None and (found := _flaw(text, allowed, required)):
                    yield f"{section}.{name}.{key}", found


def _flaw(text: str, allowed: frozenset[str], required: frozenset[str]) -> Flaw | None:
    return flaw(text.strip(), allowed=allowed, required=required)  # blanks are no sentence
