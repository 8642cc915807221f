"""A score that is too low disqualifies a lead only where enough is known of it; the letter follows the same rules."""

from dataclasses import replace

import numpy as np
from advised import asked, learned

from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.decision import Policy, Thresholds
from leadscore.model.scoring.scorer import Include, Scorer, ScoringOptions

LIMIT = 98
POLICY = Policy(Thresholds(100, 99, LIMIT), disqualify_below=LIMIT)


def columns_only() -> Bundle:
    """The learned model, as if nothing but columns had a weight, so that a missing one matters."""
    bundle = learned().bundle
    assert bundle.evidence is not None
    weighs = {bundle.spec.signal_positions[position] for position in bundle.spec.column_positions}
    shares = tuple(float(signal in weighs) / len(weighs) for signal in range(len(bundle.spec.signals)))
    return replace(bundle, evidence=replace(bundle.evidence, shares=shares))


def scored(seed: int, *include: Include) -> list[Scoring]:
    """Made-up leads, by a policy that disqualifies nearly all of them."""
    drawn = asked(seed)
    moment = np.full(len(drawn.leads), int(drawn.log.occurred_at.max()) + 1)
    options = ScoringOptions(include=frozenset(include))
    return Scorer(replace(columns_only(), policy=POLICY)).score(drawn.leads, drawn.log, moment, options=options)


def ended(scoring: Scoring) -> bool:
    return scoring.decision is not None and scoring.decision.route == "disqualify"


def test_only_leads_of_which_enough_is_known_are_disqualified() -> None:
    found = [scoring for seed in range(8) for scoring in scored(seed)]
    thin = [any(warning.startswith("Thin evidence") for warning in scoring.warnings) for scoring in found]
    assert any(thin)
    assert any(map(ended, found))
    low = [scoring.score < LIMIT for scoring in found]
    assert [*map(ended, found)] == [below and not little for below, little in zip(low, thin, strict=True)]


def test_the_rule_names_its_figures_and_the_letter_does_not() -> None:
    found = [scoring for seed in range(3) for scoring in scored(seed, "why_not") if ended(scoring)]
    assert found
    for scoring in found:
        assert scoring.decision is not None
        assert scoring.decision.rule == f"Disqualified by its score: {scoring.score} is below {LIMIT}"
        assert (scoring.decision.qualification, scoring.decision.reenter_on) == ("not_qualified", None)
        assert scoring.why_not is None or "score" not in scoring.why_not.text.lower()
