"""The decider: from scores, gates, activity and overrides to one decision per lead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leadscore.model.arrays import Floats, Integers, Mask, Moments
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.signals import label_of, name_of_column
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.scoring.contract import Decision, MachineDecision, Overridden
from leadscore.model.scoring.decision.decision import GRADES, Decided, Override, cells, classes, in_force
from leadscore.model.scoring.decision.policy import NONE, Policy, gate_outcome
from leadscore.model.scoring.decision.rules import DecisionInput, RuleOutcome, rule_outcome
from leadscore.model.scoring.decision.texts import DecisionTexts
from leadscore.model.scoring.language import wording_of
from leadscore.model.timestamps import DAY, iso

_SIGNAL = Signal("activity", "Activity", "interest")


@dataclass(frozen=True)
class RecentActivity:
    """Per look.

    Attributes:
        product_use: Events of product use within the policy's days before it.
        silent: Whether the lead is older than the policy's days of silence, and no event lies within them.
    """

    product_use: Integers
    silent: Mask


def recent_activity(
    policy: Policy, spec: FeatureSpec, leads: LeadTable, events: EventLog, looks: Snapshots
) -> RecentActivity:
    """Counted like a model's own features; in a model without dates or events nobody uses anything, or is silent."""
    if not (spec.dated and spec.has_events):
        return RecentActivity(np.zeros(len(looks), dtype=np.int64), np.zeros(len(looks), dtype=bool))
    counts = feature_matrix(_counting(policy), leads, events, looks)
    old = looks.age_days(leads) > policy.silent_days
    return RecentActivity(counts[:, 1:].sum(axis=1).astype(np.int64), old & (counts[:, 0] == 0))


def _counting(policy: Policy) -> FeatureSpec:
    """Events of any kind within the days of silence, then those of each kind of product use."""
    kinds = tuple(sorted(policy.product_use))
    features = [Feature("any", _SIGNAL.name, "count", "", policy.silent_days)]
    features += [Feature(f"use.{kind}", _SIGNAL.name, "count", kind, policy.product_use_days) for kind in kinds]
    return FeatureSpec((), (_SIGNAL,), tuple(features), dated=True, has_events=True, event_types=kinds)


_REENTERED = ("nurture", "re_engage")

Overrides = Mapping[str, Sequence[Override]]
"""All that people set, by the id of the lead."""


@dataclass(frozen=True)
class Scores:
    """What a model says of leads, one entry per lead; scores in whole points."""

    score: Integers
    probability: Floats
    fit: Integers
    interest: Integers


class Decider:
    """Decides by one policy. Safe to share between threads."""

    def __init__(self, policy: Policy, spec: FeatureSpec) -> None:
        self.policy = policy
        self._spec = spec
        self._telling = DecisionTexts(policy, wording_of(spec))
        signals = {signal.name: signal.label for signal in spec.signals}
        self._labels = {
            column.name: signals.get(name_of_column(column.name)) or column.label or label_of(column.name)
            for column in spec.columns
        }

    def decide(
        self, scores: Scores, leads: LeadTable, events: EventLog, as_of: Moments, overrides: Overrides
    ) -> list[Decided]:
        """Decide about every lead of the table as of its moment, in the table's order.

        Whether a lead has ended is not asked: each is decided about like one that is open.

        Args:
            scores: What the model says of these leads.
            leads: The leads.
            events: Their events.
            as_of: The moments.
            overrides: Those made later than a lead's moment do not count, and of the others the latest.

        Raises:
            ConfigError: The leads lack a column that a gate looks at; the gate is named.
        """
        found = self._situations(scores, leads, events, Snapshots(np.arange(len(leads)), as_of), overrides)
        beside = zip(
            found,
            cells(scores.fit, scores.interest, self.policy),
            self._expected_values(scores.probability),
            self._reentries(as_of),
            strict=True,
        )
        return [self._decided(situation, cell, value, reenter_on) for situation, cell, value, reenter_on in beside]

    def _situations(
        self, scores: Scores, leads: LeadTable, events: EventLog, looks: Snapshots, overrides: Overrides
    ) -> Iterator[DecisionInput]:
        gates = gate_outcome(self.policy.gates, self._spec, leads, looks)
        activity = recent_activity(self.policy, self._spec, leads, events, looks)
        columns = (scores.score, classes(scores.score, self.policy.cuts), gates.deciding, activity.product_use)
        rows = zip(*(column.tolist() for column in columns), activity.silent.tolist(), strict=True)
        for row, (score, grade, deciding, product_use, silent) in enumerate(rows):
            yield DecisionInput(
                score=score,
                grade=GRADES[grade],
                gate=None if deciding == NONE else self.policy.gates[deciding],
                missing=tuple(self._labels[name] for name in gates.missing[row]),
                product_use=product_use,
                enough_use=bool(self.policy.product_use) and product_use >= self.policy.product_use_at_least,
                silent=silent,
                override=self._in_force(overrides.get(leads.ids[row], ()), int(looks.as_of[row])),
            )

    def _in_force(self, overrides: Sequence[Override], as_of: int) -> Override | None:
        return in_force(overrides, as_of if self._spec.dated else None) if overrides else None

    def _decided(
        self, situation: DecisionInput, cell: str | None, value: float | None, reenter_on: str | None
    ) -> Decided:
        made = rule_outcome(situation.case)
        return Decided(
            grade=made.grade,
            cell=cell,
            expected_value=value,
            decision=Decision(
                qualification=made.qualification,
                route=made.route,
                rule=self._telling.rule(made.step, situation),
                next_step=self._telling.next_step(made.route),
                reenter_on=reenter_on if made.route in _REENTERED else None,
            ),
            override=self._overridden(situation, made),
            gate=situation.gate,
            missing=situation.missing if made.step == "missing" else (),
        )

    def _overridden(self, situation: DecisionInput, made: RuleOutcome) -> Overridden | None:
        override = situation.override
        if override is None or made.step != "override":
            return None
        machine = rule_outcome(situation.machine)
        return Overridden(
            grade=override.grade,
            route=override.route,
            reason=override.reason,
            by=override.by,
            at=iso(override.at),
            machine=MachineDecision(
                grade=machine.grade,
                qualification=machine.qualification,
                route=machine.route,
                rule=self._telling.rule(machine.step, situation),
            ),
            explains=self._telling.explains(machine.grade, override.by),
        )

    def _expected_values(self, probability: Floats) -> list[float] | list[None]:
        win_value, contact_cost = self.policy.win_value, self.policy.contact_cost
        if win_value is None or contact_cost is None:
            return [None] * len(probability)
        values: list[float] = (probability * win_value - contact_cost).tolist()
        return values

    def _reentries(self, as_of: Moments) -> list[Any]:
        """Per lead the ISO date on which it would be looked at again; None in a model without dates."""
        if not self._spec.dated:
            return [None] * len(as_of)
        days = as_of // DAY + self.policy.nurture_days
        return np.datetime_as_string(days.astype("datetime64[D]")).tolist()  # type: ignore[no-any-return]
