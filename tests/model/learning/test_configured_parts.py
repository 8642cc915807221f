"""What the configuration asks for is in the card: costs, own rules, slices; and threads change nothing."""

import json
from pathlib import Path

import numpy as np
import pytest
from awkward_files import NOT_AFTER, configured, dated
from card_shape import shape
from golden_card import whole

from leadscore.model.card import CARD_VERSION, card_as_dict, card_from_dict
from leadscore.model.config import PointRule
from leadscore.model.data.tables import read_tables
from leadscore.model.expressions.parsing import parse
from leadscore.model.learning.training import Training, train
from leadscore.model.report.rendering import render_report
from leadscore.model.scoring.bundle import write_bundle
from leadscore.model.scoring.language import english

N = 900
RULES = (PointRule(points=10, when=parse("budget > 0")), PointRule(points=5, when=parse('industry = "Finance"')))


def asked(folder: Path, *, threads: int = 1) -> Training:
    folder.mkdir()
    frame, outcomes = dated(N)
    config = configured(
        folder,
        frame.assign(team=np.where(np.arange(N) % 30 == 0, "south", "north")),
        outcomes,
        columns={"team": {"role": "category"}},
        policy={"win_value": 1000.0, "contact_cost": 150.0},
        report={"slices": ["team"]},
        learning={"threads": threads, "backtest_folds": 1, "snapshots_days": [0, 5]},
    ).model_copy(update={"point_rules": RULES})
    return train(read_tables(config, not_after=NOT_AFTER), config)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Training:
    return asked(tmp_path_factory.mktemp("asked") / "for")


def test_the_profit_follows_from_the_costs_of_the_configuration(answered: Training) -> None:
    profit = whole(answered.bundle.card).profit
    assert (profit.win_value, profit.contact_cost, profit.threshold) == (1000.0, 150.0, 0.15)
    assert 0 < profit.contacted_share < 1
    assert profit.per_lead.value > profit.everyone_per_lead.value


def test_the_analysts_own_rules_are_a_baseline_on_the_same_rows(answered: Training) -> None:
    figures, gaps = whole(answered.bundle.card).metrics, whole(answered.bundle.card).log_loss_difference
    assert list(figures)[:4] == ["model", "base_rate", "age_rate", "point_rules"]
    assert 0.6 < figures["point_rules"].roc_auc.value < figures["model"].roc_auc.value + 0.05
    assert gaps.keys() == figures.keys() - {"model"}
    (told,) = [rule.text for rule in whole(answered.bundle.card).verdict.rules if rule.rule == "free_rivals"]
    assert "your own point rules" in told


def test_the_columns_asked_for_are_shown_and_small_slices_marked(answered: Training) -> None:
    slices = {row.value: row.small for row in whole(answered.bundle.card).slices}
    assert {row.column for row in whole(answered.bundle.card).slices} == {"team"}
    assert slices["north"] is False
    assert all(small for value, small in slices.items() if value != "north")


def test_the_report_shows_what_was_asked_for(answered: Training) -> None:
    html = render_report(whole(answered.bundle.card), english(), figures={})
    for said in (
        "With 1,000.00 for a conversion",
        "your point rules",
        "rate at its age",
        "By Team",
        "Among leads of one",
    ):
        assert said in html


GOLDEN = Path(__file__).parents[1] / "card" / "card_of_version_4.json"


def test_the_card_has_the_shape_of_the_golden_one(answered: Training, tmp_path: Path) -> None:
    written = tmp_path / "card.json"
    written.write_text(json.dumps(card_as_dict(answered.bundle.card), indent=1, sort_keys=True) + "\n")
    golden, trained = (json.loads(path.read_text(encoding="utf-8")) for path in (GOLDEN, written))
    assert trained["card_version"] == CARD_VERSION
    assert shape(trained) == shape(golden), f"if that is meant: a new CARD_VERSION, an upgrade, and {written} as golden"
    assert card_from_dict(trained) == answered.bundle.card


@pytest.mark.slow
def test_the_number_of_threads_changes_no_byte(answered: Training, tmp_path: Path) -> None:
    again = asked(tmp_path / "again", threads=2)
    one, two = (
        (write_bundle(made.bundle, tmp_path / name, provenance={}),
         write_bundle(made.twin, tmp_path / f"{name} twin", provenance={}))
        for name, made in (("one", answered), ("two", again))
    )  # fmt: skip
    assert one == two
