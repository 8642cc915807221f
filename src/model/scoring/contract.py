"""A scoring: one lead's score, why it is what it is, how sure it is, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadscore.model.timestamps import iso

Plain = Mapping[str, Any]
"""Plain values, as JSON holds them."""

Value = str | float | int | None
"""What a signal says of a lead; None where nobody knows."""


@dataclass(frozen=True)
class Reason:
    """Why a lead scores as it does: one signal.

    Attributes:
        points: What it adds to the score.
        value: Of the lead; None where nobody knows.
        text: A sentence a person would say.
        evidence: ``rate`` of such leads that converted, ``n`` of them, the ``typical`` rate, and ``such``: which leads
            these are. None where too few were seen.
        together: Whether the points contradict that rate, so that it speaks only together with other facts.
    """

    signal: str
    axis: str
    points: int
    value: Value
    text: str
    evidence: Plain | None = None
    together: bool = False


@dataclass(frozen=True)
class Scoring:
    """One lead's score; ``start + sum of points + other_points + beyond_scale == score``.

    What a model cannot tell, or nobody asked for, is None.

    Attributes:
        as_of: The moment it was scored for; None in a model without dates.
        score: 0 to 100; 50 is the reference conversion rate, +10 doubles the odds.
        probability: Calibrated probability to convert within the horizon.
        fit, interest, context: ``start`` plus the points of that axis.
        other_points: Points of all signals not among the reasons.
        beyond_scale: What clamping to 0..100 took away or added.
        signals: ``signal`` and ``points`` of every signal that has any, the strongest first.
        warnings: What the reader should know about the input, as sentences.
        interval: ``low`` and ``high``: the conversion rate of past leads scored like this one, at ``level``, widened to
            contain the probability.
        grade: A to D, as it counts: an override's where there is one.
        cell: Letter by fit and number by interest, A1 to D4.
        expected_value: What contacting the lead is worth on average, in the currency of the configuration.
        decision: ``qualification``, ``route``, ``rule``, ``next_step`` and ``reenter_on``.
        override: What a person set, who, when and why; and what the machine said.
        bant: What is known and unknown of budget, authority, need and timeline.
        ask: What to ask, the most telling first.
        help: What would raise the score.
        similar: Past leads that scored alike.
        why_not: ``text`` and ``html`` to send to a lead that does not qualify.
    """

    lead_id: str
    as_of: int | None
    score: int
    probability: float
    fit: int
    interest: int
    context: int
    start: int
    reasons: tuple[Reason, ...]
    other_points: int
    beyond_scale: int
    signals: tuple[Plain, ...] = ()
    warnings: tuple[str, ...] = ()
    interval: Plain | None = None
    grade: str | None = None
    cell: str | None = None
    expected_value: float | None = None
    decision: Plain | None = None
    override: Plain | None = None
    bant: Plain | None = None
    ask: tuple[Plain, ...] | None = None
    help: tuple[Plain, ...] | None = None
    similar: Plain | None = None
    why_not: Plain | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; ``as_of`` as ISO 8601 text."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in self.__dict__.items()}
        reasons = [dict(reason.__dict__) for reason in self.reasons]
        return plain | {"as_of": None if self.as_of is None else iso(self.as_of), "reasons": reasons}
