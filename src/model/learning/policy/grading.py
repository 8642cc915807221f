"""From a fitted model to its policy: cuts found or kept, and what the card tells of grades."""

from dataclasses import dataclass, replace
from typing import Any

from leadscore.model.config import Config
from leadscore.model.learning.cut_offs import CutOff
from leadscore.model.learning.evidence import ExplainedRows
from leadscore.model.learning.ground import Ground
from leadscore.model.learning.policy.evaluated import by_grade
from leadscore.model.learning.policy.finding import find_cuts
from leadscore.model.learning.policy.gate_facts import gate_facts, policy_gates
from leadscore.model.learning.policy.keeping import Keeping, cut_settings
from leadscore.model.learning.policy.looks import all_looks, of_leads, recent, scored
from leadscore.model.learning.policy.quarters import axis_cuts
from leadscore.model.learning.policy.share import Share, drifted, share_of_a
from leadscore.model.moments import iso
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Cuts, Policy


@dataclass(frozen=True)
class PolicyBasis:
    """What a policy is made from, beside the model.

    Attributes:
        ground: The leads.
        evaluation: The twin on judged leads.
        explained: Some training rows with their contributions.
        kept: What is kept of the champion's cuts.
    """

    ground: Ground
    evaluation: CutOff
    explained: ExplainedRows
    kept: Keeping


def with_policy(bundle: Bundle, basis: PolicyBasis) -> Bundle:
    """The bundle with a policy, and with ``gates`` and ``grades`` in its card.

    Gates, money, texts and days are those of the configuration, always; cuts may be kept from the champion.

    Raises:
        ConfigError: A gate that would end every lead.
    """
    ground, kept = basis.ground, basis.kept
    policy = _found(bundle, basis) if kept.policy is None else _kept(bundle, basis, kept.policy)
    now = _share(bundle, ground, policy.cuts)
    if kept.policy is None:
        policy = replace(policy, found={**policy.found, "a_share": now.value, "a_leads": now.leads})
    card = {
        **bundle.card,
        "gates": gate_facts(ground.tables, ground.config),
        "grades": _told(policy, now, bundle, basis),
    }
    return replace(bundle, policy=policy, card=card)


def configured(config: Config, policy: Policy) -> Policy:
    """The policy's cuts with the gates, sums, days and words of a configuration."""
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
    )


def _found(bundle: Bundle, basis: PolicyBasis) -> Policy:
    ground = basis.ground
    made = find_cuts(bundle, ground)
    until = ground.tables.data_until
    found = {
        "by": ground.config.policy.cut_by,
        "told": made.told,
        "settings": cut_settings(ground.config.policy),
        "set_at": None if until is None else iso(until),
    }
    fit, interest = (axis_cuts(bundle, basis.explained, axis) for axis in ("fit", "interest"))
    return configured(ground.config, Policy(made.cuts, fit, interest, found))


def _kept(bundle: Bundle, basis: PolicyBasis, champion: Policy) -> Policy:
    """The champion's cuts; of an axis that only one of the two models has, those of this model."""
    fit, interest = (axis_cuts(bundle, basis.explained, axis) for axis in ("fit", "interest"))
    fit, interest = fit and (champion.fit_cuts or fit), interest and (champion.interest_cuts or interest)
    return configured(basis.ground.config, Policy(champion.cuts, fit, interest, champion.found))


def _share(bundle: Bundle, ground: Ground, cuts: Cuts) -> Share:
    tables = ground.tables
    looks = all_looks(tables, ground.config.learning)
    return share_of_a(scored(bundle, tables, of_leads(looks, recent(tables.leads, looks))), tables, cuts)


def _told(policy: Policy, now: Share, bundle: Bundle, basis: PolicyBasis) -> dict[str, Any]:
    found, seed = policy.found, basis.ground.config.learning.seed
    then = Share(found["a_share"], found["a_leads"])
    return {
        "cuts": _plain(policy.cuts),
        "cells": {"fit": _plain(policy.fit_cuts), "interest": _plain(policy.interest_cuts)},
        "by": found["by"],
        "told": found["told"] + _at_the_ends(now),
        "set_at": found["set_at"],
        "kept": basis.kept.policy is not None,
        "why": basis.kept.why,
        "share_then": then.value,
        "leads_then": then.leads,
        "share_now": now.value,
        "leads_now": now.leads,
        "drifted": drifted(then, now),
        "evaluated": by_grade(basis.evaluation, policy.cuts, reference=bundle.reference, seed=seed),
    }


def _at_the_ends(now: Share) -> str:
    """A grade that every lead has, or none, tells nothing apart."""
    if now.leads and now.value in (0.0, 1.0):
        return f" {'Every one' if now.value else 'None'} of the recent leads is above."
    return ""


def _plain(cuts: Cuts | None) -> list[int] | None:
    return None if cuts is None else [cuts.first, cuts.second, cuts.third]
