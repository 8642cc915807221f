"""What a reason speaks of, and what it says."""

from collections.abc import Callable
from dataclasses import dataclass

from leadscore.model.arrays import Floats
from leadscore.model.features.leads import LeadTable
from leadscore.model.features.spec import Feature, Signal
from leadscore.model.scoring.contract import Value
from leadscore.model.scoring.language import Wording

Described = tuple[Value, str]
"""A signal's value, None where nobody knows it, and a sentence about it."""


@dataclass(frozen=True)
class Facts:
    """What the model saw of one lead.

    Attributes:
        row: The lead's row of the feature matrix.
        leads: The leads' columns, for values as they were given.
        position: The lead's position among them.
    """

    row: Floats
    leads: LeadTable
    position: int

    def given(self, column: str) -> Value:
        """The value as the lead's source gave it."""
        value: Value = self.leads.columns[column][self.position]
        return value


@dataclass(frozen=True)
class Subject:
    """What sentences are about, one lead after the other.

    Attributes:
        signal: With its label and the analyst's own sentences.
        features: Those of its features that the model has; never none.
        wording: The phrases of the readers' language.
    """

    signal: Signal
    features: tuple[Feature, ...]
    wording: Wording

    def known(self, value: str, *, key: str = "reasons.value") -> str:
        """The sentence about a known value: the analyst's own, else the phrase ``key``."""
        own = self.signal.texts.get("known")
        return own.format(value=value) if own else self.wording.say(key, label=self.signal.label, value=value)

    def missing(self, *, key: str = "reasons.missing") -> str:
        """The sentence about a value that nobody knows."""
        return self.signal.texts.get("missing") or self.wording.say(key, label=self.signal.label)


Describe = Callable[[list[float], Facts], Described]
"""Tells of one lead, from the values of the subject's features in their order."""
