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
from leadscore.model.scoring.decision.decision import GRADES, Decided, Override, cells, classes, disqualified, in_force
from leadscore.model.scoring.decision.policy import NONE, Policy, gate_outcome
from leadscore.model.scoring.decision.rules import DecisionInput, RuleOutcome, rule_outcome
from leadscore.model.scoring.decision.texts import DecisionTexts
from leadscore.model.scoring.language import wording_of
from leadscore.model.timestamps import DAY, iso

_SIGNAL = Signal("activity", "Activity", "interest")


@dataclass(frozen=True)
class RecentActivity:
    """Recent events of each snapshot.

    Attributes:
        product_use: Number of product use events within the policy's days before the snapshot.
        silent: Whether the lead is older than the policy's days of silence and has no event within them.
    """

    product_use: Integers
    silent: Mask


def recent_activity(
    policy: Policy, spec: FeatureSpec, leads: LeadTable, events: EventLog, looks: Snapshots
) -> RecentActivity:
    """The recent activity at each snapshot, counted like features; 0 and False in a model without dates or events."""
    if not (spec.dated and spec.has_events):
        return RecentActivity(np.zeros(len(looks), dtype=np.int64), np.zeros(len(looks), dtype=bool))
    counts = feature_matrix(_counting(policy), leads, events, looks)
    old = looks.age_days(leads) > policy.silent_days
    return RecentActivity(counts[:, 1:].sum(axis=1).astype(np.int64), old & (counts[:, 0] == 0))


def _counting(policy: Policy) -> FeatureSpec:
    """The features to count: all events within the days of silence, then each kind of product use event."""
    kinds = tuple(sorted(policy.product_use))
    features = [Feature("any", _SIGNAL.name, "count", "", policy.silent_days)]
    features += [Feature(f"use.{kind}", _SIGNAL.name, "count", kind, policy.product_use_days) for kind in kinds]
    return FeatureSpec((), (_SIGNAL,), tuple(features), dated=True, has_events=True, event_types=kinds)


_REENTERED = ("nurture", "re_engage")

Overrides = Mapping[str, Sequence[Override]]
"""All that people set, by the id of the lead."""


@dataclass(frozen=True)
class Scores:
    """The scores of leads, one entry per lead, in whole points.

    Attributes:
        little_known: Whether too little is known of a lead to disqualify it by its score; None where of none.
    """

    score: Integers
    probability: Floats
    fit: Integers
    interest: Integers
    little_known: Mask | None = None


class Decider:
    """Decides by one policy. Safe to share between threads."""

    def __init__(self, policy: Policy, spec: FeatureSpec) -> None:
        self.policy = policy
        self._spec = spec
        self._texts = DecisionTexts(policy, wording_of(spec))
        signals = {signal.name: signal.label for signal in spec.signals}
        self._labels = {
            column.name: signals.get(name_of_column(column.name)) or column.label or label_of(column.name)
            for column in spec.columns
        }

    def decide(
        self, scores: Scores, leads: LeadTable, events: EventLog, as_of: Moments, overrides: Overrides
    ) -> list[Decided]:
        """Decide about every lead of the table as of its moment, in the table's order.

        Leads that have an outcome are decided like open ones.

        Args:
            scores: The scores of these leads.
            leads: The leads.
            events: Their events.
            as_of: The moment of each lead.
            overrides: Per lead id; the latest one made by the lead's moment counts.

        Raises:
            ConfigError: The leads lack a column that a gate looks at; the gate is named.
        """
        found = self._inputs(scores, leads, events, Snapshots(np.arange(len(leads)), as_of), overrides)
        beside = zip(
            found,
            cells(scores.fit, scores.interest, self.policy),
            self._expected_values(scores.probability),
            self._reentries(as_of),
            strict=True,
        )
        return [self._decided(decided_on, cell, value, reenter_on) for decided_on, cell, value, reenter_on in beside]

    def _inputs(
        self, scores: Scores, leads: LeadTable, events: EventLog, looks: Snapshots, overrides: Overrides
    ) -> Iterator[DecisionInput]:
        gates = gate_outcome(self.policy.gates, self._spec, leads, looks)
        activity = recent_activity(self.policy, self._spec, leads, events, looks)
        too_low = disqualified(scores.score, self.policy.disqualify_below, scores.little_known)
        columns = (scores.score, classes(scores.score, self.policy.cuts), gates.deciding, activity.product_use)
        truths = (activity.silent.tolist(), too_low.tolist())
        rows = zip(*(column.tolist() for column in columns), *truths, strict=True)
        for row, (score, grade, deciding, product_use, silent, low) in enumerate(rows):
            yield DecisionInput(
                score=score,
                grade=GRADES[grade],
                gate=None if deciding == NONE else self.policy.gates[deciding],
                missing=tuple(self._labels[name] for name in gates.missing[row]),
                doubtful=tuple(self.policy.gates[position].name for position in gates.doubtful[row]),
                product_use=product_use,
                enough_use=bool(self.policy.product_use) and product_use >= self.policy.product_use_at_least,
                silent=silent,
                too_low=low,
                override=self._in_force(overrides.get(leads.ids[row], ()), int(looks.as_of[row])),
            )

    def _in_force(self, overrides: Sequence[Override], as_of: int) -> Override | None:
        return in_force(overrides, as_of if self._spec.dated else None) if overrides else None

    def _decided(
        self, decided_on: DecisionInput, cell: str | None, value: float | None, reenter_on: str | None
    ) -> Decided:
        made = rule_outcome(decided_on.rule_input)
        return Decided(
            grade=made.grade,
            cell=cell,
            expected_value=value,
            decision=Decision(
                qualification=made.qualification,
                route=made.route,
                rule=self._texts.rule(made.step, decided_on),
                next_step=self._texts.next_step(made.route),
                reenter_on=reenter_on if made.route in _REENTERED else None,
            ),
            override=self._overridden(decided_on, made),
            gate=decided_on.gate,
            missing=decided_on.missing if made.step == "missing" else (),
            doubtful=decided_on.doubtful,
            by_score=made.step == "grade",
        )

    def _overridden(self, decided_on: DecisionInput, made: RuleOutcome) -> Overridden | None:
        override = decided_on.override
        if override is None or made.step != "override":
            return None
        machine = rule_outcome(decided_on.machine)
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
                rule=self._texts.rule(machine.step, decided_on),
            ),
            explains=self._texts.explains(machine.grade, override.by),
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
