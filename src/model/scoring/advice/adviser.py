"""The adviser: makes all advice about scored leads from one bundle."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from leadscore.model.scoring.advice.alternatives import help_of
from leadscore.model.scoring.advice.asking import ask_by_default, ask_exactly, bant_of
from leadscore.model.scoring.advice.basis import Basis
from leadscore.model.scoring.advice.past_leads import PastLeads, similar, summary_of
from leadscore.model.scoring.advice.why_not import Declined, why_not
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import BantFields, Change, Question, Similar, WhyNot
from leadscore.model.scoring.decision import Decided, Policy
from leadscore.model.scoring.decision.decision import grade_of
from leadscore.model.scoring.decision.rules import CALLED
from leadscore.model.scoring.points import Explained, KnownLeads, points_of
from leadscore.model.scoring.reasons import Facts, Phrases
from leadscore.model.timestamps import moment

SIMILAR_SHOWN = 5
"""Past leads shown beside a score."""


@dataclass(frozen=True)
class Advice:
    """The advice about one lead; a part is None if it was not requested, or the bundle lacks what it is made from."""

    bant: BantFields | None = None
    ask: tuple[Question, ...] | None = None
    help: tuple[Change, ...] | None = None
    similar: Similar | None = None
    why_not: WhyNot | None = None


@dataclass(frozen=True)
class ScoredLeads:
    """Leads with their explained scores and their decisions; ``decided`` is empty for a bundle without a policy."""

    known: KnownLeads
    explained: Explained
    decided: Sequence[Decided]

    def __len__(self) -> int:
        return len(self.known)


class Adviser:
    """Makes advice by one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle, self._phrases = bundle, Phrases(bundle.spec)
        self._basis = Basis(bundle.spec, bundle.model, bundle.reference, bundle.evidence, self._phrases.wording)
        self._tagged = any(signal.bant for signal in bundle.spec.signals)

    def advise(self, scored: ScoredLeads, include: Collection[str], *, erased: frozenset[str]) -> list[Advice]:
        """The advice about each lead; ``include`` names the parts made on request, as in ``ScoringOptions``."""
        nothing = [None] * len(scored)
        parts = zip(
            self._bant(scored),
            self._ask(scored, exactly="ask" in include),
            self._help(scored) if "help" in include or "summary" in include else nothing,
            self._similar(scored, erased) if "similar" in include else nothing,
            self._why_not(scored) if "why_not" in include else nothing,
            strict=True,
        )
        return [Advice(*made) for made in parts]

    def _bant(self, scored: ScoredLeads) -> Sequence[BantFields | None]:
        """What is known of budget, authority, need and timeline."""
        if not self._tagged:
            return [None] * len(scored)
        return [self._known(scored, lead) for lead in range(len(scored))]

    def _known(self, scored: ScoredLeads, lead: int) -> BantFields:
        row, points = scored.known.matrix[lead], scored.explained.points.signals[lead]
        facts = Facts(row, scored.known.leads, lead)
        return bant_of(self._bundle.spec, row, points, lambda signal: self._phrases.say(signal, facts)[0])

    def _ask(self, scored: ScoredLeads, *, exactly: bool) -> Sequence[tuple[Question, ...] | None]:
        """The questions worth asking: from averages over training leads, or exactly for each lead."""
        if not self._tagged:
            return [None] * len(scored)
        if exactly:
            return ask_exactly(self._basis, scored.known.matrix)
        return [ask_by_default(self._basis, row) for row in scored.known.matrix]

    def _help(self, scored: ScoredLeads) -> Sequence[tuple[Change, ...]]:
        routes = [decided.decision.route for decided in scored.decided]
        found = help_of(self._basis, scored.known, routes)
        # a higher score would undo neither a gate nor what a person set
        return [() if routes and routes[lead] == "disqualify" else found[lead] for lead in range(len(scored))]

    def _similar(self, scored: ScoredLeads, erased: frozenset[str]) -> Sequence[Similar | None]:
        if (past := self._bundle.past_leads) is None:
            return [None] * len(scored)
        return [self._alike(past, scored, lead, erased) for lead in range(len(scored))]

    def _alike(self, past: PastLeads, scored: ScoredLeads, lead: int, erased: frozenset[str]) -> Similar:
        points = points_of(scored.explained.contributions[lead])
        # a lead is not listed as similar to itself
        hidden = erased | {scored.known.leads.ids[lead]}
        found = similar(past, points, k=SIMILAR_SHOWN, hidden=hidden)
        return Similar(summary_of(found, self._basis.wording), found)

    def _why_not(self, scored: ScoredLeads) -> Sequence[WhyNot | None]:
        if (policy := self._bundle.policy) is None or not scored.decided:
            return [None] * len(scored)
        return [self._letter(policy, scored, lead) for lead in range(len(scored))]

    def _letter(self, policy: Policy, scored: ScoredLeads, lead: int) -> WhyNot | None:
        decided = scored.decided[lead]
        decision, facts = decided.decision, Facts(scored.known.matrix[lead], scored.known.leads, lead)
        if decision.qualification != "not_qualified":
            return None
        points, by_person = scored.explained.points.signals[lead], decided.override is not None
        declined = Declined(
            known=scored.known.one(lead),
            # an override does not depend on the lead's facts, so no change of them would help
            points=np.zeros_like(points) if by_person else points,
            describe=lambda signal: self._phrases.say(signal, facts)[1],
            grade_of=lambda score: grade_of(score, policy.cuts),
            enough=CALLED if decided.by_score else frozenset(),
            route=decision.route,
            gate=decided.gate,
            alternative=policy.alternative,
            again_on=None if decision.reenter_on is None else moment(decision.reenter_on),
        )
        return why_not(self._basis, declined)
