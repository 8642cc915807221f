"""Whether the champion's cuts stay: a grade keeps its meaning until the question, or the way to find it, changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadscore.model.config import Config, PolicySettings
from leadscore.model.learning.card import model_question
from leadscore.model.learning.promotion.candidate import Candidate
from leadscore.model.scoring.decision import Policy

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


def keeping(champion: Candidate | None, config: Config, *, reset: bool) -> Keeping:
    """What is kept of the champion's cuts; ``reset`` asks for new ones, whatever there is."""
    if champion is None:
        return Keeping(None, "There is no champion whose cuts could be kept.")
    if reset:
        return Keeping(None, "New cuts were asked for.")
    if champion.card.question != model_question(config):
        return Keeping(None, "The champion answers another question, so that its scores mean something else.")
    policy = champion.shipped.policy
    if policy is None:
        return Keeping(None, "The champion was made before there were grades.")
    if edited := edited_thresholds(policy, config):
        return Keeping(None, f"Other settings than those of the champion's cuts: {', '.join(edited)}.")
    return Keeping(policy, "The champion's cuts are kept, so that a grade means what it meant.")


def threshold_settings(policy: PolicySettings) -> dict[str, Any]:
    """The settings that cuts come from, as plain values."""
    names = ("cut_by", "cuts", *_SETTINGS[policy.cut_by])
    settings = {name: getattr(policy, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def edited_thresholds(policy: Policy, config: Config) -> list[str]:
    """The keys by which a configuration asks for other cuts than a policy has."""
    then, now = policy.found.get("settings", {}), threshold_settings(config.policy)
    return [f"`{name}`" for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
