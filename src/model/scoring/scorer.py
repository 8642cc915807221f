"""The scorer: scores, reasons, decisions and advice from one bundle, for batches and for the service."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from leadscore.model.arrays import Floats, Integers, Moments
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.scoring.advice.adviser import Advice, Adviser, ScoredLeads
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import REASONS_SHOWN, RateInterval, Scoring, SignalPoints
from leadscore.model.scoring.decision import Decided, Decider, Overrides, Scores
from leadscore.model.scoring.intervals import outside_text, rate_intervals
from leadscore.model.scoring.points import AXES, Explained, Explainer, KnownLeads
from leadscore.model.scoring.reasons import Facts
from leadscore.model.scoring.reasons.reasoner import Reasoner
from leadscore.model.scoring.summary import Answer, Beside, below_headline, headline
from leadscore.model.scoring.warnings import THIN_SHARE, unknown_share, warnings_of

Include = Literal["ask", "help", "similar", "why_not", "summary"]
"""What is made only on request, because it costs more than a look-up."""

INCLUDES: tuple[Include, ...] = get_args(Include)


@dataclass(frozen=True)
class ScoringOptions:
    """Options of scoring.

    Attributes:
        include: The parts that are made only on request.
        overrides: Overrides set by people, by lead id.
        erased: Ids of leads that are never shown as past ones.
    """

    include: frozenset[Include] = frozenset()
    overrides: Overrides = field(default_factory=dict)
    erased: frozenset[str] = frozenset()


DEFAULT_OPTIONS = ScoringOptions()


class Scorer:
    """Scores leads with one bundle; safe to share between threads."""

    def __init__(self, bundle: Bundle, *, threads: int = 1) -> None:
        self.bundle = bundle
        self._explainer = Explainer(bundle, threads)
        self._reasoner, self._adviser = Reasoner(bundle), Adviser(bundle)
        self._decider = None if bundle.policy is None else Decider(bundle.policy, bundle.spec)

    def score(
        self, leads: LeadTable, events: EventLog, as_of: Moments, *, options: ScoringOptions = DEFAULT_OPTIONS
    ) -> list[Scoring]:
        """Score every lead of the table as of its moment, in the table's order."""
        matrix = feature_matrix(self.bundle.spec, leads, events, Snapshots(np.arange(len(leads)), as_of))
        known, explained = KnownLeads(leads, events, as_of, matrix, self._unknown(matrix)), self.explain(matrix)
        scored = ScoredLeads(known, explained, self._decided(known, explained, options))
        advice = self._adviser.advise(scored, options.include, erased=options.erased)
        return list(self._scorings(scored, advice, options))

    def explain(self, matrix: Floats) -> Explained:
        """The explanation of rows of the feature matrix in numbers, without texts."""
        return self._explainer.explain(matrix, most=REASONS_SHOWN)

    def _unknown(self, matrix: Floats) -> Floats | None:
        evidence = self.bundle.evidence
        return None if evidence is None else unknown_share(self.bundle.spec, matrix, evidence.shares)

    def _decided(self, known: KnownLeads, explained: Explained, options: ScoringOptions) -> list[Decided]:
        if self._decider is None:
            return []
        axes = dict(zip(AXES, explained.axes.T, strict=True))
        thin = None if known.unknown is None else known.unknown >= THIN_SHARE
        scores = Scores(explained.points.score, explained.probability, axes["fit"], axes["interest"], thin)
        return self._decider.decide(scores, known.leads, known.events, known.as_of, options.overrides)

    def _scorings(self, scored: ScoredLeads, advice: Sequence[Advice], options: ScoringOptions) -> Iterator[Scoring]:
        """Per lead the scoring, put together from numbers, reasons, decision and advice."""
        spec, known, explained = self.bundle.spec, scored.known, scored.explained
        probability, points = explained.probability.tolist(), explained.points
        past = self._reasoner.past_rates(known.matrix, explained)
        axes = self._axes(explained)
        sure = rate_intervals(
            self.bundle.evidence, explained.log_odds, explained.probability, reference=self.bundle.reference
        )
        warnings = self._warnings(scored, probability, sure)
        for lead, beside in enumerate(advice):
            row, shown = points.signals[lead], explained.strongest[lead]
            ruled = scored.decided[lead] if scored.decided else None
            facts = Facts(known.matrix[lead], known.leads, lead)
            reasons = self._reasoner.reasons(facts, explained, past)
            answer = Answer(int(points.score[lead]), probability[lead], reasons, ruled)
            first = headline(answer, self._reasoner.wording)
            yield Scoring(
                lead_id=known.leads.ids[lead],
                as_of=int(known.as_of[lead]) if spec.dated else None,
                score=int(points.score[lead]),
                probability=probability[lead],
                interval=sure[lead],
                headline=first,
                **axes[lead],
                start=points.start,
                reasons=reasons,
                other_points=int(row.sum() - row[shown].sum()),
                beyond_scale=int(points.beyond_scale[lead]),
                signals=self._signals(row),
                warnings=warnings[lead],
                grade=ruled.grade if ruled else None,
                cell=ruled.cell if ruled else None,
                expected_value=ruled.expected_value if ruled else None,
                decision=ruled.decision if ruled else None,
                override=ruled.override if ruled else None,
                bant=beside.bant,
                ask=beside.ask,
                help=beside.help if "help" in options.include else None,
                similar=beside.similar,
                why_not=beside.why_not,
                summary="\n".join((first, *self._below(answer, beside, facts, explained, warnings[lead])))
                if "summary" in options.include
                else None,
            )

    def _axes(self, explained: Explained) -> list[dict[str, int]]:
        """Per lead the score of each axis that some signal has."""
        spoken_of = {signal.axis for signal in self.bundle.spec.signals}
        shown = [position for position, axis in enumerate(AXES) if axis in spoken_of]
        names = [AXES[position] for position in shown]
        return [dict(zip(names, row, strict=True)) for row in explained.axes[:, shown].tolist()]

    def _below(
        self, answer: Answer, advice: Advice, facts: Facts, explained: Explained, warnings: Sequence[str]
    ) -> list[str]:
        sentences = self._reasoner.sentences(facts, explained)
        beside = Beside(sentences, advice.ask or (), advice.help or (), warnings)
        return below_headline(answer, beside, self._reasoner.wording)

    def _warnings(
        self, scored: ScoredLeads, probability: Sequence[float], sure: Sequence[RateInterval | None]
    ) -> list[tuple[str, ...]]:
        """Per lead warnings about gates and the input, and one where the probability lies outside its interval."""
        evidence, wording = self.bundle.evidence, self._reasoner.wording
        warnings = warnings_of(self.bundle.spec, scored.known, evidence)
        for lead, decided in enumerate(scored.decided):
            gates = (wording.say("warnings.doubtful_gate", name=name) for name in decided.doubtful)
            warnings[lead] = (*gates, *warnings[lead])
        if evidence is None or evidence.bands is None:  # intervals of earlier bundles hold every probability
            return warnings
        rows = zip(warnings, probability, sure, strict=True)
        beyond = [(found, outside_text(p, i, evidence.typical, wording)) for found, p, i in rows]
        return [found if text is None else (*found, text) for found, text in beyond]

    def _signals(self, row: Integers) -> tuple[SignalPoints, ...]:
        labels = self.bundle.spec.signals
        order = np.argsort(-np.abs(row), kind="stable")[: np.count_nonzero(row)]
        return tuple(SignalPoints(labels[signal].label, int(row[signal])) for signal in order)
