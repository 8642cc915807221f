"""From a fitted model to its policy: thresholds found or kept, and what the card says of grades."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from leadscore.model.arrays import Mask
from leadscore.model.card.grades import GradeFacts, GradeRate, GradeThresholds
from leadscore.model.config import Config
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.evaluation import counts
from leadscore.model.learning.evaluation.evaluation_set import rate_interval
from leadscore.model.learning.recipe import TrainingData
from leadscore.model.learning.reference_rates import ExplainedRows
from leadscore.model.learning.thresholds.capacity import (
    Share,
    all_looks,
    drifted,
    of_leads,
    recent,
    scored,
    share_of_a,
    whole_scores,
)
from leadscore.model.learning.thresholds.disqualification import disqualification
from leadscore.model.learning.thresholds.finding import axis_thresholds, find_thresholds, how_found
from leadscore.model.learning.thresholds.keeping import Keeping, gate_results, policy_gates, threshold_settings
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Policy, Thresholds
from leadscore.model.scoring.decision.decision import GRADES, classes
from leadscore.model.scoring.language import Wording
from leadscore.model.timestamps import iso


def by_grade(evaluation: BacktestFold, thresholds: Thresholds, *, reference: float, seed: int) -> tuple[GradeRate, ...]:
    """Per grade the leads that had it at an evaluated look, and the rate at those looks, by the twin's scores.

    A lead whose score changed from one look to the next counts in several grades. A grade that no lead had has no rate.
    """
    score = whole_scores(evaluation.model.log_odds(evaluation.matrix), reference)
    position = classes(score, thresholds)
    return tuple(_grade_rate(grade, position == number, evaluation, seed) for number, grade in enumerate(GRADES))


def _grade_rate(grade: str, rows: Mask, evaluation: BacktestFold, seed: int) -> GradeRate:
    if not rows.any():
        return GradeRate(grade, leads=0, converted_leads=0, rate=None)
    found, evaluation_set = counts(evaluation.held_out.take(rows)), evaluation.evaluation_set.take(rows)
    rate = rate_interval(evaluation_set, seed=seed).estimate()
    return GradeRate(grade, found.leads, found.converted_leads, rate)


@dataclass(frozen=True)
class PolicyBasis:
    """What a policy is made from, beside the model.

    Attributes:
        training_data: The leads and how they are split.
        evaluation: The twin on the evaluated leads.
        explained: Some training rows with their contributions.
        kept: What is kept of the champion's thresholds.
        wording: What thresholds and gates are described in.
    """

    training_data: TrainingData
    evaluation: BacktestFold
    explained: ExplainedRows
    kept: Keeping
    wording: Wording


def with_policy(bundle: Bundle, basis: PolicyBasis) -> Bundle:
    """The bundle with a policy, and with ``gates`` and ``grades`` in its card.

    Gates, money, texts and days are those of the configuration, always; thresholds may be kept from the champion.

    Raises:
        ConfigError: A gate that would end every lead.
    """
    training_data, kept = basis.training_data, basis.kept
    policy = _found(bundle, basis) if kept.policy is None else _kept(bundle, basis, kept.policy)
    now = _share(bundle, training_data, policy.cuts)
    if kept.policy is None:
        policy = replace(policy, found={**policy.found, "a_share": now.value, "a_leads": now.leads})
    card = replace(
        bundle.card,
        gates=gate_results(training_data.tables, training_data.config, basis.wording),
        grades=_grade_facts(policy, now, bundle, basis),
    )
    return replace(bundle, policy=policy, card=card)


def configured(config: Config, policy: Policy) -> Policy:
    """The policy's thresholds with the gates, sums, days and words of a configuration."""
    settings = config.policy
    return replace(
        policy,
        gates=policy_gates(config),
        product_use=tuple(name for name, kind in config.event_types.items() if kind.product_use),
        product_use_at_least=settings.product_use_at_least,
        product_use_days=settings.product_use_days,
        silent_days=settings.silent_days,
        nurture_days=settings.nurture_days,
        win_value=settings.win_value,
        contact_cost=settings.contact_cost,
        next_steps=dict(settings.next_steps),
        alternative=settings.alternative,
        # found thresholds are known only now; a lead of grade C is never disqualified by its score
        disqualify_below=None
        if settings.disqualify_below is None
        else min(settings.disqualify_below, policy.cuts.third),
    )


def _found(bundle: Bundle, basis: PolicyBasis) -> Policy:
    training_data = basis.training_data
    made = find_thresholds(bundle, training_data)
    by, until = training_data.config.policy.cut_by, training_data.tables.data_until
    found = {
        "by": by,
        "told": how_found(by, made.figures, basis.wording),
        "figures": dict(made.figures),
        "settings": threshold_settings(training_data.config.policy),
        "set_at": None if until is None else iso(until),
    }
    fit, interest = (axis_thresholds(bundle, basis.explained, axis) for axis in ("fit", "interest"))
    return configured(training_data.config, Policy(made.thresholds, fit, interest, found))


def _kept(bundle: Bundle, basis: PolicyBasis, champion: Policy) -> Policy:
    """The champion's thresholds; of an axis that only one of the two models has, those of this model."""
    fit, interest = (axis_thresholds(bundle, basis.explained, axis) for axis in ("fit", "interest"))
    fit, interest = fit and (champion.fit_cuts or fit), interest and (champion.interest_cuts or interest)
    return configured(basis.training_data.config, Policy(champion.cuts, fit, interest, champion.found))


def _share(bundle: Bundle, training_data: TrainingData, thresholds: Thresholds) -> Share:
    tables = training_data.tables
    looks = all_looks(tables, training_data.config.learning)
    return share_of_a(scored(bundle, tables, of_leads(looks, recent(tables.leads, looks))), tables, thresholds)


def _grade_facts(policy: Policy, now: Share, bundle: Bundle, basis: PolicyBasis) -> GradeFacts:
    found, seed = policy.found, basis.training_data.config.learning.seed
    then = Share(found["a_share"], found["a_leads"])
    return GradeFacts(
        thresholds=_points(policy.cuts),
        fit_thresholds=None if policy.fit_cuts is None else _points(policy.fit_cuts),
        interest_thresholds=None if policy.interest_cuts is None else _points(policy.interest_cuts),
        found_by=found["by"],
        text=_how_found(found, basis.wording) + _at_the_ends(now, basis.wording),
        set_at=found["set_at"],
        kept=basis.kept.policy is not None,
        why=basis.kept.why,
        share_then=then.value,
        leads_then=then.leads,
        share_now=now.value,
        leads_now=now.leads,
        drifted=drifted(then, now),
        evaluated=by_grade(basis.evaluation, policy.cuts, reference=bundle.reference, seed=seed),
        disqualification=disqualification(policy, bundle, basis.evaluation, basis.wording, seed=seed),
    )


def _how_found(found: Mapping[str, Any], wording: Wording) -> str:
    """How the thresholds were found; of a champion that kept no figures, the sentence that it was given then."""
    if found["by"] != "points" and "figures" not in found:
        return str(found["told"])
    return how_found(found["by"], found.get("figures", {}), wording)


def _at_the_ends(now: Share, wording: Wording) -> str:
    """A grade that every lead has, or none, does not separate leads."""
    if now.leads and now.value in (0.0, 1.0):
        return " " + wording.say(f"thresholds.{'all' if now.value else 'none'}_above")
    return ""


def _points(thresholds: Thresholds) -> GradeThresholds:
    return thresholds.first, thresholds.second, thresholds.third
