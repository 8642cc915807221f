"""What disqualifying leads below a score would have cost: wins turned away, and contacts saved."""

from dataclasses import replace

import numpy as np

from leadscore.model.arrays import Floats, Mask
from leadscore.model.card.figures import Estimate
from leadscore.model.card.grades import DisqualificationFacts
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.evaluation.evaluation_set import mean_interval, rate_interval
from leadscore.model.learning.thresholds.capacity import whole_scores
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Policy, disqualified
from leadscore.model.scoring.language import UNKNOWN, Wording
from leadscore.model.scoring.warnings import THIN_SHARE, unknown_share


def disqualification(
    policy: Policy, bundle: Bundle, evaluation: BacktestFold, wording: Wording, *, seed: int
) -> DisqualificationFacts | None:
    """What it would have cost on the evaluated leads, by the twin's scores; None where it is not configured.

    Little is known of a lead where the columns without a value have much of the shipped model's weight.
    """
    if policy.disqualify_below is None:
        return None
    score = whole_scores(evaluation.model.log_odds(evaluation.matrix), bundle.reference)
    low = disqualified(score, policy.disqualify_below, _little_known(bundle, evaluation))
    evaluated, won = evaluation.evaluation_set, evaluation.evaluation_set.converted
    facts = DisqualificationFacts(
        below=policy.disqualify_below,
        leads=len(np.unique(evaluated.lead[low])),
        converted_leads=len(np.unique(evaluated.lead[low & won])),
        saved=_share(low, evaluated, seed),
        wins_lost=_share(low[won], evaluated.take(won), seed),
        per_lead=_per_lead(low, evaluated, policy, seed),
        text="",
    )
    return replace(facts, text=_text(facts, wording))


def _little_known(bundle: Bundle, evaluation: BacktestFold) -> Mask | None:
    if bundle.evidence is None:
        return None
    spec, known = evaluation.recipe.spec, bundle.spec.signals
    share = dict(zip((signal.name for signal in known), bundle.evidence.shares, strict=True))
    shares = [share.get(signal.name, 0.0) for signal in spec.signals]
    little: Mask = unknown_share(spec, evaluation.matrix, shares) >= THIN_SHARE
    return little


def _share(low: Mask, rows: EvaluationSet, seed: int) -> Estimate:
    return rate_interval(EvaluationSet(low, rows.weights, rows.lead, rows.group), seed=seed).estimate()


def _per_lead(low: Mask, rows: EvaluationSet, policy: Policy, seed: int) -> Estimate | None:
    if policy.win_value is None or policy.contact_cost is None:
        return None
    worth: Floats = np.where(low, policy.contact_cost - policy.win_value * rows.converted, 0.0)
    return mean_interval(rows, worth, seed=seed).estimate()


def _text(facts: DisqualificationFacts, wording: Wording) -> str:
    saved, lost = (_with_ends(share, wording) for share in (facts.saved, facts.wins_lost))
    text = wording.say(
        "thresholds.disqualified",
        cut=facts.below,
        saved=saved,
        lost=lost,
        wins=facts.converted_leads,
        leads=facts.leads,
    )
    if facts.per_lead is None or facts.per_lead.value is None:
        return text
    written = [UNKNOWN if end is None else wording.formats.number(end, 2, signed=True) for end in _ends(facts.per_lead)]
    return f"{text} " + wording.say("thresholds.disqualified_worth", value=written[0], low=written[1], high=written[2])


def _ends(figure: Estimate) -> tuple[float | None, float | None, float | None]:
    return figure.value, figure.low, figure.high


def _with_ends(share: Estimate, wording: Wording) -> str:
    value, low, high = (UNKNOWN if end is None else wording.share(end) for end in _ends(share))
    return wording.say("thresholds.share_within", value=value, low=low, high=high)
