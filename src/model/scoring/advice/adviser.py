"""The adviser: everything beside the score itself that a bundle can say about leads, by a look-up or on request."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leadscore.model.features.spec import Signal
from leadscore.model.scoring.advice.alternatives import help_of
from leadscore.model.scoring.advice.asking import ask_by_default, ask_exactly, bant_of
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.advice.past_leads import similar, summary_of
from leadscore.model.scoring.advice.why_not import Declined, why_not
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Value
from leadscore.model.scoring.decision import Decided
from leadscore.model.scoring.decision.decision import grade_of
from leadscore.model.scoring.decision.rules import QUALIFYING
from leadscore.model.scoring.explaining import Explained, KnownLeads
from leadscore.model.scoring.points import points_of
from leadscore.model.scoring.reasons import Facts, Phrases
from leadscore.model.timestamps import moment

SIMILAR_SHOWN = 5
"""Past leads shown beside a score."""

Advice = dict[str, Any]
"""Fields of a scoring by name; what is not there was not asked for, or cannot be told."""


@dataclass(frozen=True)
class ScoredLeads:
    """Leads with their explained scores, and what was decided about them; nothing by a bundle without a policy."""

    known: KnownLeads
    explained: Explained
    decided: Sequence[Decided]

    def __len__(self) -> int:
        return len(self.known)


class Adviser:
    """Advises with one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle, self._phrases = bundle, Phrases(bundle.spec)
        self._basis = Basis(bundle.spec, bundle.model, bundle.reference, bundle.evidence, self._phrases.wording)
        self._tagged = any(signal.bant for signal in bundle.spec.signals)

    def advise(self, scored: ScoredLeads, include: Collection[str], *, erased: frozenset[str]) -> list[Advice]:
        """What can be said of each lead; ``include`` names what is made on request, as in ``Extras``."""
        advice: list[Advice] = [self._bant(scored, lead) for lead in range(len(scored))]
        for name, told in self._requested(scored, include, erased).items():
            for lead, value in enumerate(told):
                if value is not None:
                    advice[lead][name] = value
        return advice

    def _requested(self, scored: ScoredLeads, include: Collection[str], erased: frozenset[str]) -> dict[str, list[Any]]:
        requested: dict[str, list[Any]] = {}
        if "ask" in include and self._tagged:
            requested["ask"] = [_plain(asked) for asked in ask_exactly(self._basis, scored.known.matrix)]
        if "help" in include:
            ended = [decided.gate is not None for decided in scored.decided] or [False] * len(scored)
            found = help_of(self._basis, scored.known)
            # a higher score would not undo a gate
            requested["help"] = [() if gate else _plain(changes) for gate, changes in zip(ended, found, strict=True)]
        if "similar" in include and self._bundle.past_leads is not None:
            requested["similar"] = [self._similar(scored, lead, erased) for lead in range(len(scored))]
        if "why_not" in include and scored.decided:
            requested["why_not"] = [self._why_not(scored, lead) for lead in range(len(scored))]
        return requested

    def _bant(self, scored: ScoredLeads, lead: int) -> Advice:
        """What is known of budget, authority, need and timeline, and what is worth asking on average."""
        if not self._tagged:
            return {}
        row, points = scored.known.matrix[lead], scored.explained.points.signals[lead]
        facts = Facts(row, scored.known.leads, lead)

        def value_of(signal: Signal) -> Value:
            return self._phrases.say(signal, facts)[0]

        known = bant_of(self._bundle.spec, row, points, value_of)
        return {
            "bant": {part: list(_plain(fields)) for part, fields in known.items()},
            "ask": _plain(ask_by_default(self._basis, row)),
        }

    def _similar(self, scored: ScoredLeads, lead: int, erased: frozenset[str]) -> Any:
        if self._bundle.past_leads is None:
            return None
        points = points_of(scored.explained.contributions[lead])
        # no lead is like itself
        hidden = erased | {scored.known.leads.ids[lead]}
        found = similar(self._bundle.past_leads, points, k=SIMILAR_SHOWN, hidden=hidden)
        return {"text": summary_of(found, self._basis.wording), "leads": list(_plain(found))}

    def _why_not(self, scored: ScoredLeads, lead: int) -> Any:
        decided, policy = scored.decided[lead], self._bundle.policy
        decision, facts = decided.decision, Facts(scored.known.matrix[lead], scored.known.leads, lead)
        if policy is None or decision.qualification != "not_qualified":
            return None
        points, by_person = scored.explained.points.signals[lead], decided.override is not None
        declined = Declined(
            known=scored.known.one(lead),
            # what a person decided follows from none of the facts, and would not change with them
            points=np.zeros_like(points) if by_person else points,
            tell=lambda signal: self._phrases.say(signal, facts)[1],
            grade_of=lambda score: grade_of(score, policy.cuts),
            qualifying=frozenset() if by_person else QUALIFYING,
            gate=decided.gate,
            alternative=policy.alternative,
            again_on=None if decision.reenter_on is None else moment(decision.reenter_on),
        )
        return why_not(self._basis, declined).as_dict()


def _plain(told: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(part.as_dict() for part in told)
