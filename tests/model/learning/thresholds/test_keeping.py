"""The champion's thresholds stay while the question and how to find them are the same, and each refusal says why."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flat_leads import config_of
from tiny_bundle import write_tiny_bundle

from leadscore.model.card import Card
from leadscore.model.card.training_data import ModelQuestion
from leadscore.model.config import Config
from leadscore.model.learning.card import model_question
from leadscore.model.learning.promotion.comparison import Candidate
from leadscore.model.learning.thresholds import keeping
from leadscore.model.learning.thresholds.keeping import threshold_settings
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Policy, Thresholds, policy_from_dict
from leadscore.model.scoring.language import english, wording_in

MONEY = {"cut_by": "money", "win_value": 900.0, "contact_cost": 30.0}


def config(**policy: Any) -> Config:
    return config_of({"policy": policy})


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_tiny_bundle(tmp_path_factory.mktemp("tiny") / "bundle", dated=False)


def champion(bundle: Bundle, settings: Config, *, asked: ModelQuestion | None = None) -> Candidate:
    """A champion whose cuts came from this configuration, as it is read back from its files."""
    policy = Policy(Thresholds(64, 54, 44), found={"settings": threshold_settings(settings.policy)})
    read = policy_from_dict(json.loads(json.dumps(policy.as_dict())))
    card = replace(bundle.card, question=asked or model_question(settings))
    return Candidate("1", replace(bundle, policy=read, card=card))


KEPT: list[dict[str, Any]] = [{}, MONEY, {"cuts": [80, 60, 40]}, {"win_value": 5.0}]


@pytest.mark.parametrize("policy", KEPT)
def test_the_same_question_and_settings_keep_the_cuts(bundle: Bundle, policy: dict[str, Any]) -> None:
    kept = keeping(champion(bundle, config(**policy)), config(**policy), english(), reset=False)
    assert kept.policy is not None
    assert kept.policy.cuts == Thresholds(64, 54, 44)
    assert kept.why.startswith("The champion's cuts are kept")


@pytest.mark.parametrize("edited", [{"silent_days": 9}, {"win_value": 5.0}, {"next_steps": {"sales": "Ring"}}])
def test_what_no_cut_comes_from_may_be_edited(bundle: Bundle, edited: dict[str, Any]) -> None:
    assert keeping(champion(bundle, config()), config(**edited), english(), reset=False).policy is not None


@pytest.mark.parametrize(
    ("then", "now", "named"),
    [
        ({}, {"cuts": [70, 60, 40]}, "`cuts`"),
        (MONEY, MONEY | {"contact_cost": 31.0}, "`contact_cost`"),
        ({}, MONEY, "`contact_cost`, `cut_by`, `win_value`"),
    ],
)
def test_edited_settings_find_new_cuts_and_are_named(bundle: Bundle, then: Any, now: Any, named: str) -> None:
    kept = keeping(champion(bundle, config(**then)), config(**now), english(), reset=False)
    assert (kept.policy, kept.why) == (None, f"Other settings than those of the champion's cuts: {named}.")


def test_without_anything_to_keep_the_reason_says_so(bundle: Bundle) -> None:
    old = Candidate("1", replace(bundle, card=Card(question=model_question(config()))))
    other = champion(bundle, config(), asked=ModelQuestion(7, None, "*"))
    reasons = {
        keeping(None, config(), english(), reset=False).why: "no champion",
        keeping(old, config(), english(), reset=False).why: "before there were grades",
        keeping(other, config(), english(), reset=False).why: "answers another question",
        keeping(champion(bundle, config()), config(), english(), reset=True).why: "New cuts were asked for",
    }
    assert len(reasons) == 4
    assert [told for why, told in reasons.items() if told not in why] == []


def test_why_cuts_are_kept_or_not_is_said_in_the_language_of_the_configuration(bundle: Bundle) -> None:
    german = wording_in("de")
    old = Candidate("1", replace(bundle, card=Card(question=model_question(config()))))
    other = champion(bundle, config(), asked=ModelQuestion(7, None, "*"))
    now = champion(bundle, config())
    assert [
        keeping(None, config(), german, reset=False).why,
        keeping(old, config(), german, reset=False).why,
        keeping(other, config(), german, reset=False).why,
        keeping(now, config(), german, reset=True).why,
        keeping(now, config(cuts=[70, 60, 40]), german, reset=False).why,
        keeping(now, config(), german, reset=False).why,
    ] == [
        "Es gibt keinen Champion, dessen Schwellen behalten werden könnten.",
        "Der Champion entstand, bevor es Noten gab.",
        "Der Champion beantwortet eine andere Frage, sodass seine Scores etwas anderes bedeuten.",
        "Neue Schwellen waren verlangt.",
        "Andere Einstellungen als die der Schwellen des Champions: `cuts`.",
        "Die Schwellen des Champions bleiben, sodass eine Note bedeutet, was sie bedeutet hat.",
    ]
