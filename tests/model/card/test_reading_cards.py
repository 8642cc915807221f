"""Cards of every release are read into one model, and written so that they read back equal."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from golden_card import golden_card

from leadscore.model.card import CARD_VERSION, Card, Estimate, card_as_dict, card_from_dict, filled
from leadscore.model.errors import BundleError
from leadscore.model.report.rendering import render_report
from leadscore.model.scoring.language import english

GOLDEN = [path.name for path in sorted(Path(__file__).parent.glob("card_of_*.json"))]


def read(name: str) -> Card:
    return card_from_dict(json.loads((Path(__file__).parent / name).read_text(encoding="utf-8")))


def current(**changes: Any) -> dict[str, Any]:
    return card_as_dict(golden_card()) | changes


def test_a_card_of_protocol_1_is_read_as_far_as_it_goes() -> None:
    card = read("card_of_protocol_1.json")
    assert (card.horizon_days, card.trained_until) == (30, "2026-01-31T00:00:00Z")
    assert card.metrics["model"].roc_auc == Estimate(0.8)
    assert (card.question, card.leaks, card.verdict, card.grades) == (None, None, None, None)


def test_a_card_of_protocol_2_keeps_what_it_said_under_the_names_of_today() -> None:
    card = read("card_of_protocol_2.json")
    grades, learner = filled(card.grades), filled(card.learner)
    assert grades.thresholds == (70, 60, 50)
    assert (grades.fit_thresholds, grades.interest_thresholds) == ((43, 36, 28), (39, 38, 37))
    assert (grades.found_by, grades.text) == ("points", "They are the configured ones.")
    assert filled(card.verdict).readiness == "ready"
    assert len(card.backtest) == 3
    assert card.backtest[-1].roc_auc == card.metrics["model"].roc_auc
    assert filled(learner.hyperparameters)["num_leaves"] == 7
    assert card.drivers[0].values[0].segment == "less than a day old"
    assert filled(card.twin_sha256).startswith("04f3b0c8")


def test_a_card_without_dates_has_no_ages_and_no_moments() -> None:
    card = read("card_of_protocol_2_undated.json")
    assert (card.trained_until, card.by_age, card.by_month, card.random_claim) == (None, (), (), None)
    assert filled(card.split).kind == "random"
    assert filled(card.verdict).readiness == "not_ready"


@pytest.mark.parametrize("name", GOLDEN)
def test_a_card_that_is_written_reads_back_equal_and_makes_a_report(name: str) -> None:
    card = read(name)
    written = json.loads(json.dumps(card_as_dict(card), allow_nan=False))
    assert written["card_version"] == CARD_VERSION
    assert card_from_dict(written) == card
    assert "How to read it" in render_report(card, english(), figures={})


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"colour": "red"}, "card.json does not have the expected contents: `colour` is not known"),
        ({"training": {"leads": 3}}, "card.json does not have the expected contents: `training.snapshots` is missing"),
        ({"seed": "0"}, "card.json does not have the expected contents: `seed` is wrong"),
        ({"card_version": 99}, f"The card has version 99; this version of leadscore knows {CARD_VERSION} at most"),
    ],
)
def test_a_card_of_today_that_is_not_as_declared_is_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(BundleError, match="^" + re.escape(what)) as refused:
        card_from_dict(current(**changes), where="bundle")
    assert refused.value.where.startswith("bundle")
    assert refused.value.remedy


@pytest.mark.parametrize("damage", [{"verdict": {"headline": "x"}}, {"grades": 3}, {"drivers": 3}, {"twin": "x"}])
def test_a_damaged_card_of_an_earlier_release_is_refused(damage: dict[str, Any]) -> None:
    raw = json.loads((Path(__file__).parent / "card_of_protocol_2.json").read_text(encoding="utf-8"))
    with pytest.raises(BundleError, match=r"^card\.json does not have the expected contents"):
        card_from_dict(raw | damage)


def test_a_part_that_an_older_card_lacks_is_asked_for_in_vain() -> None:
    with pytest.raises(BundleError, match="lacks a part that is needed here"):
        filled(read("card_of_protocol_1.json").learner)
