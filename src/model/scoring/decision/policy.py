"""The policy stored with a model: thresholds, gates and costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from leadscore.model.config import GateKind, Route
from leadscore.model.expressions import Expression, expression_as_dict, expression_from_dict

StoredCondition = Annotated[Expression, PlainValidator(expression_from_dict), PlainSerializer(expression_as_dict)]
"""An expression that is stored as plain values."""


@dataclass(frozen=True)
class Thresholds:
    """Points from which the first three of four classes begin: A, B and C, or 1, 2 and 3; descending."""

    first: int
    second: int
    third: int


@dataclass(frozen=True)
class Gate:
    """A rule that excludes leads whatever their score: ``never`` if its condition holds, ``must`` if it does not."""

    name: str
    kind: GateKind
    condition: StoredCondition
    say: str | None = None
    alternative: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns in its condition, in order of their names."""
        return sorted(self.condition.columns)


@dataclass(frozen=True)
class Policy:
    """How leads are graded and routed.

    Attributes:
        cuts: Thresholds of the score.
        fit_cuts, interest_cuts: Thresholds of these two axes, for the cell; None where no signal has the axis.
        found: How the thresholds were chosen, for reports: method, settings, date, share of grade A.
        gates: In the order of the configuration.
        product_use: Kinds of events that count as product use.
        product_use_at_least, product_use_days: How many of them, within how many days, qualify a lead.
        disqualify_below: Score below which a lead is disqualified, unless little is known of it; None for never.
        silent_days: Days without an event after which an open lead counts as silent.
        nurture_days: Days until a nurtured lead is looked at again.
        win_value, contact_cost: Money; None where not configured.
        next_steps: The analyst's own words, by route.
        alternative: The offer to a lead that does not qualify.
    """

    cuts: Thresholds
    fit_cuts: Thresholds | None = None
    interest_cuts: Thresholds | None = None
    found: Mapping[str, Any] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()
    product_use: tuple[str, ...] = ()
    product_use_at_least: int = 3
    product_use_days: int = 14
    silent_days: int = 30
    nurture_days: int = 30
    win_value: float | None = None
    contact_cost: float | None = None
    next_steps: Mapping[Route, str] = field(default_factory=dict)
    alternative: str | None = None
    disqualify_below: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return dict(_POLICY.dump_python(self))


def policy_from_dict(raw: Mapping[str, Any]) -> Policy:
    """The policy that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of a policy.
    """
    return _POLICY.validate_python(raw)


_POLICY = TypeAdapter(Policy)
