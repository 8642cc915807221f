"""Whether the champion's thresholds stay, and what gates would have said of past leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from leadscore.model.card.grades import GateResult
from leadscore.model.config import Config, PolicySettings
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.features.spec_learning import with_facts, with_gate_columns
from leadscore.model.learning.card import model_question
from leadscore.model.learning.promotion.comparison import Candidate
from leadscore.model.learning.thresholds.capacity import all_looks, last_looks
from leadscore.model.scoring.decision import Gate, Policy
from leadscore.model.scoring.decision.policy import evaluated
from leadscore.model.scoring.language import Wording

_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "points": (),
    "capacity": ("capacity_per_week", "capacity_weeks"),
    "money": ("win_value", "contact_cost"),
}


@dataclass(frozen=True)
class Keeping:
    """What is kept.

    Attributes:
        policy: The champion's, whose thresholds are kept; None where they are found anew.
        why: Why, as a sentence.
    """

    policy: Policy | None
    why: str


def keeping(champion: Candidate | None, config: Config, wording: Wording, *, reset: bool) -> Keeping:
    """What is kept of the champion's thresholds; ``reset`` asks for new ones, whatever there is."""
    if champion is None:
        return Keeping(None, wording.say("thresholds.no_champion"))
    if reset:
        return Keeping(None, wording.say("thresholds.reset"))
    if champion.card.question != model_question(config):
        return Keeping(None, wording.say("thresholds.other_question"))
    policy = champion.shipped.policy
    if policy is None:
        return Keeping(None, wording.say("thresholds.no_grades"))
    if edited := edited_thresholds(policy, config):
        return Keeping(None, wording.say("thresholds.edited", settings=", ".join(edited)))
    return Keeping(policy, wording.say("thresholds.kept"))


def threshold_settings(policy: PolicySettings) -> dict[str, Any]:
    """The settings that thresholds come from, as plain values."""
    names = ("cut_by", "cuts", *_SETTINGS[policy.cut_by])
    settings = {name: getattr(policy, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def edited_thresholds(policy: Policy, config: Config) -> list[str]:
    """The keys by which a configuration asks for other thresholds than a policy has."""
    then, now = policy.found.get("settings", {}), threshold_settings(config.policy)
    return [f"`{name}`" for name in sorted({*then, *now}) if then.get(name) != now.get(name)]


def policy_gates(config: Config) -> tuple[Gate, ...]:
    """The gates of a configuration, as a policy has them."""
    return tuple(Gate(gate.name, gate.kind, gate.condition, gate.say, gate.alternative) for gate in config.gates)


def gate_results(tables: Tables, config: Config, wording: Wording) -> tuple[GateResult, ...]:
    """Per gate, for how many of the leads it holds and for how many a column of it is missing, at their last look.

    Nothing has to be learned to know that.

    Raises:
        ConfigError: A gate that would end every lead.
    """
    if not config.gates:
        return ()
    looks = last_looks(all_looks(tables, config.learning))
    spec = with_facts(with_gate_columns(FeatureSpec((), (), (), dated=config.dated), config), tables.leads, config)
    results = []
    for gate in policy_gates(config):
        found = evaluated(gate, spec, tables.leads, looks)
        some_missing = int(np.any([*found.missing.values()], axis=0).sum())
        results.append(_gate_result(gate, int(found.holds.sum()), some_missing, len(looks), wording))
    return tuple(results)


def _gate_result(gate: Gate, holds: int, missing: int, leads: int, wording: Wording) -> GateResult:
    if leads and holds == (0 if gate.kind == "must" else leads):
        effect = "holds for none" if gate.kind == "must" else "holds for all"
        raise ConfigError(
            f'The gate "{gate.name}" would end every lead: it {effect} of the {leads:,} leads, '
            f"and a column of it is missing for {missing:,}",
            where=f"{gate.kind} = {gate.condition}",
            remedy="check how the values are spelled in the file, or remove the gate",
        )
    note = None
    if gate.kind == "never" and not holds:
        note = wording.say("thresholds.gate_holds_for_none", leads=leads)
    elif gate.kind == "must" and holds == leads:
        note = wording.say("thresholds.gate_holds_for_all", leads=leads)
    return GateResult(gate.name, gate.kind, str(gate.condition), holds, missing, leads, note)
