"""A leak: a column or type of event that seems to know the outcome, the signs for it, and learning without it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from leadscore.model.card.training_data import LeakFinding, LeakSign
from leadscore.model.config import Config

Family = Literal["strength", "certainty", "presence", "date", "order", "name", "time", "event"]
Kind = Literal["column", "event"]
Severity = Literal["high", "medium", "note"]
SignName = Literal[
    "certain_value",
    "same_as_outcome",
    "dated_after_outcome",
    "dated_after_data",
    "dated_after_creation",
    "happens_with_outcome",
    "ordered_id",
    "time_proxy",
    "name",
    "filled_for_one_outcome",
    "presence_follows_outcome",
    "filled_at_end",
    "presence_follows_end",
    "predicts_alone",
]

SEVERITIES: tuple[Severity, ...] = ("high", "medium", "note")
"""From the gravest to what is only reported."""

DATED_AFTER_OUTCOME: SignName = "dated_after_outcome"
FILLED_AT_END: SignName = "filled_at_end"

_PROOFS = (DATED_AFTER_OUTCOME, FILLED_AT_END)
"""The signs that prove a leak by themselves."""

_INDEPENDENT: frozenset[Family] = frozenset({"strength", "certainty", "presence", "date", "order", "name"})
_ENOUGH_FAMILIES = 2


@dataclass(frozen=True)
class Sign:
    """One observation that speaks against a column or a type of event.

    Attributes:
        sign: Its name in data; readers see that of the language file.
        evidence: What was found, as a sentence with its numbers; never a value of one person.
        family: What kind of observation it is; only signs of different families are independent of each other.
    """

    sign: SignName
    evidence: str
    family: Family


@dataclass(frozen=True)
class Leak:
    """A column or type of event that seems to know the outcome.

    Attributes:
        name: The lead column, or the type of the event.
        kind: Which of the two.
        severity: high, a leak; medium, a question to the analyst; note, only reported.
        signs: What was found.
        kept: The configuration keeps the column all the same.
    """

    name: str
    kind: Kind
    severity: Severity
    signs: tuple[Sign, ...]
    kept: bool = False

    @property
    def excluded(self) -> bool:
        """Whether the model does without it."""
        return self.severity == "high" and self.kind == "column" and not self.kept

    def finding(self) -> LeakFinding:
        """The same for the card."""
        signs = tuple(LeakSign(sign.sign, sign.evidence) for sign in self.signs)
        return LeakFinding(self.name, self.kind, self.severity, signs, self.excluded, self.kept)


def severity_of(signs: Sequence[Sign]) -> Severity:
    """How grave the signs against a column are: high by signs of two families, or by one that proves it.

    Time proxies never count towards high: they are honest columns that do not live on.
    """
    families = {sign.family for sign in signs} & _INDEPENDENT
    proven = any(sign.sign in _PROOFS for sign in signs)
    return "high" if proven or len(families) >= _ENOUGH_FAMILIES else "medium"


def without_leaks(config: Config, leaks: Iterable[Leak]) -> Config:
    """The same configuration with every excluded column ignored; the given one stays as it is."""
    excluded = {leak.name for leak in leaks if leak.excluded}
    columns = {
        name: column.model_copy(update={"ignore": True}) if name in excluded else column
        for name, column in config.columns.items()
    }
    return config.model_copy(update={"columns": columns})
