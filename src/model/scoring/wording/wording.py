"""The phrases of one language, and how it writes numbers, shares and spans of time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SHIPPED = ("en", "de")
"""Languages that come with leadscore; another one is a file like theirs."""


@dataclass(frozen=True)
class Wording:
    """Phrases by ``section.name``, as templates with named placeholders."""

    phrases: Mapping[str, Mapping[str, str]]

    def say(self, key: str, **values: object) -> str:
        """A phrase with its placeholders filled in.

        >>> english().say("warnings.rare_value", label="Country")
        'Country: this value is rare or new to the model'
        """
        section, _, name = key.partition(".")
        return self.phrases[section][name].format(**values)


@cache
def shipped(language: str) -> Mapping[str, Any]:
    """The phrases of a language that comes with leadscore, as its file holds them."""
    text = files("leadscore.model.scoring.wording").joinpath(f"languages/{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def english() -> Wording:
    """What is said where nothing else is configured, and by bundles that hold no wording."""
    return Wording(shipped("en"))
