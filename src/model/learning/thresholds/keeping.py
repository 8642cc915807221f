"""Whether the champion's cuts stay: a grade keeps its meaning until the question, or the way to find it, changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadscore.model.config import Config, PolicySettings
from leadscore.model.learning.card import model_question
from leadscore.model.learning.promotion.candidate import Candidate
from leadscore.model.scoring.decision import Policy
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
        policy: The champion's, whose cuts are kept; None where they are found anew.
        why: Why, as a sentence.
    """

    policy: Policy | None
    why: str


def keeping(champion: Candidate | None, config: Config, wording: Wording, *, reset: bool) -> Keeping:
    """What is kept of the champion's cuts; ``reset`` asks for new ones, whatever there is."""
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
    """The settings that cuts come from, as plain values."""
    names = ("cut_by", "cuts", *_SETTINGS[policy.cut_by])
    settings = {name: getattr(policy, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def edited_thresholds(policy: Policy, config: Config) -> list[str]:
    """The keys by which a configuration asks for other cuts than a policy has."""
    then, now = policy.found.get("settings", {}), threshold_settings(config.policy)
    return [f"`{name}`" for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
