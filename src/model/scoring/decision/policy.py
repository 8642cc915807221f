"""What becomes of a lead with a score: cuts, gates and routes, frozen with the model."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from leadscore.model.config import Route


@dataclass(frozen=True)
class Cuts:
    """Points from which the first three of four classes begin: A, B and C, or 1, 2 and 3; descending."""

    first: int
    second: int
    third: int


@dataclass(frozen=True)
class Gate:
    """A rule beside the score; the fields are those of the configuration, ``expression`` in its canonical form."""

    name: str
    kind: Literal["never", "must"]
    expression: str
    say: str | None = None
    alternative: str | None = None


@dataclass(frozen=True)
class Policy:
    """How leads are graded and routed.

    Attributes:
        cuts: Of the score.
        fit_cuts, interest_cuts: Of these two, for the cell; None where the model has no signal of that axis.
        found: How the cuts came about, for people to read: by what, from which settings, since when, share of A.
        gates: In the order of the configuration.
        product_use: Kinds of events that are use of the product.
        product_use_at_least, product_use_days: How many of them, within how many days, qualify a lead.
        silent_days: Open and without an event for so long means silent.
        nurture_days: Days until a nurtured lead is looked at again.
        win_value, contact_cost: Money; None where not configured.
        next_steps: The analyst's own words, by route.
        alternative: What a lead that does not qualify is offered.
    """

    cuts: Cuts
    fit_cuts: Cuts | None = None
    interest_cuts: Cuts | None = None
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

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def policy_from_dict(raw: Mapping[str, Any]) -> Policy:
    """The policy that ``as_dict`` wrote.

    Raises:
        ValueError: The values are not those of a policy.
    """
    return _POLICY.validate_python(raw)


_POLICY = TypeAdapter(Policy)
