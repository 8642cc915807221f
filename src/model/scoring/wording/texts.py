"""The analyst's own sentences in ``leadscore.toml``, checked before anything is trained with them."""

from collections.abc import Iterator

from leadscore.model.config import Config
from leadscore.model.errors import ConfigError
from leadscore.model.scoring.wording.templates import Flaw, flaw

_ALLOWED = {
    "columns": {"text": {"value"}, "text_missing": set[str]()},
    "event_types": {"text": {"count", "ago"}, "text_once": {"ago"}, "text_none": set[str]()},
}
_REQUIRED = {"columns.text": {"value"}, "event_types.text": {"count"}}
"""Without these, a sentence would say the same of every value."""


def check_texts(config: Config) -> None:
    """Refuse a sentence that cannot be filled in, or that would not tell values apart.

    Raises:
        ConfigError: It lacks a placeholder, holds an unknown one, or anything else in braces; ``where`` is its key.
    """
    for place, (what, remedy) in _flaws(config):
        raise ConfigError(f"The text {what}", where=place, remedy=remedy)


def _flaws(config: Config) -> Iterator[tuple[str, Flaw]]:
    for section, keys in _ALLOWED.items():
        for name, settings in getattr(config, section).items():
            for key, allowed in keys.items():
                text = getattr(settings, key)
                required = frozenset(_REQUIRED.get(f"{section}.{key}", ()))
                if text is not None and (found := _flaw(text, frozenset(allowed), required)):
                    yield f"{section}.{name}.{key}", found


def _flaw(text: str, allowed: frozenset[str], required: frozenset[str]) -> Flaw | None:
    return flaw(text.strip(), allowed=allowed, required=required)  # blanks are no sentence
