"""The true probability is what conversions are drawn from, and the hidden intent is what events are drawn from."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from leadscore.model.sample import HORIZON_DAYS, NOISE_COLUMNS, SampleSettings
from leadscore.model.sample.blocks import clean_block
from leadscore.model.sample.traits import BASE_LOG_ODDS, TRAITS

SETTINGS = SampleSettings(leads=20_000)


@pytest.fixture(scope="module")
def clean() -> Mapping[str, pd.DataFrame]:
    block = clean_block(SETTINGS, 0)
    return {name: pd.DataFrame(dict(table)).infer_objects() for name, table in block.items()}


def test_as_many_leads_convert_as_the_truth_says(clean: Mapping[str, pd.DataFrame]) -> None:
    truth = clean["truth"]
    assert _errors_off(truth["probability"], truth["converts"]) < 3


def test_as_many_leads_convert_as_the_truth_says_in_every_tenth_of_it(clean: Mapping[str, pd.DataFrame]) -> None:
    truth = clean["truth"]
    tenths = pd.qcut(truth["probability"], 10, labels=False)
    off = [_errors_off(rows["probability"], rows["converts"]) for _, rows in truth.groupby(tenths)]
    assert len(off) == 10
    assert max(off) < 3


def _errors_off(probability: "pd.Series[float]", converts: "pd.Series[int]") -> float:
    spread = np.sqrt((probability * (1 - probability)).sum())
    return abs(float((converts.sum() - probability.sum()) / spread))


def test_the_parts_of_the_truth_add_up(clean: Mapping[str, pd.DataFrame]) -> None:
    truth = clean["truth"]
    total = BASE_LOG_ODDS + truth["fit"] + truth["interest"] + truth["context"]
    np.testing.assert_allclose(truth["log_odds"], total, atol=1e-9)
    np.testing.assert_allclose(truth["probability"], 1 / (1 + np.exp(-truth["log_odds"])), atol=1e-6)


def test_the_truth_ranks_as_well_as_a_good_score_in_practice(clean: Mapping[str, pd.DataFrame]) -> None:
    truth = clean["truth"]
    assert 0.10 < truth["converts"].mean() < 0.15
    assert 0.80 < roc_auc_score(truth["converts"], truth["probability"]) < 0.85


@pytest.mark.parametrize("axis", ["fit", "interest", "context"])
def test_every_axis_carries_part_of_the_truth(clean: Mapping[str, pd.DataFrame], axis: str) -> None:
    assert roc_auc_score(clean["truth"]["converts"], clean["truth"][axis]) > 0.58


def test_conversions_in_the_export_are_those_of_the_truth_once_matured(clean: Mapping[str, pd.DataFrame]) -> None:
    outcomes = clean["outcomes"]
    won = outcomes[outcomes["outcome"] == "converted"].set_index("lead_id")["occurred_at"]
    created = pd.to_datetime(clean["leads"].set_index("lead_id")["created_at"])
    delay = pd.to_datetime(won) - created
    horizon = pd.Timedelta(days=HORIZON_DAYS)
    matured = created + horizon < pd.Timestamp(SETTINGS.last_day)
    converts = clean["truth"].set_index("lead_id")["converts"] == 1
    assert (((delay > pd.Timedelta(0)) & (delay <= horizon)) == converts)[matured].all()
    assert 21 <= delay[converts].dt.days.median() <= 28


@pytest.mark.parametrize(
    "kind", ["page_view", "pricing_visit", "email_open", "email_reply", "webinar", "trial_use", "demo_request", "call"]
)
def test_leads_that_want_to_buy_do_more(clean: Mapping[str, pd.DataFrame], kind: str) -> None:
    events = clean["events"]
    done = events[events["type"] == kind].groupby("lead_id").size()
    truth = clean["truth"].set_index("lead_id")
    keen = truth["interest"] > truth["interest"].median()
    many = done.reindex(truth.index, fill_value=0)
    assert many[keen].mean() > 1.2 * many[~keen].mean()


@pytest.mark.parametrize("column", NOISE_COLUMNS)
def test_noise_says_nothing_about_converting(clean: Mapping[str, pd.DataFrame], column: str) -> None:
    groups = clean["leads"][column].astype(str).str[:1]
    expected = clean["truth"].groupby(groups)["probability"].agg(["mean", "sem"])
    assert (abs(expected["mean"] - clean["truth"]["probability"].mean()) < 4 * expected["sem"]).all()


@pytest.mark.parametrize("trait", sorted(TRAITS.keys() - {"email_kind"}))
def test_every_level_of_a_trait_occurs(clean: Mapping[str, pd.DataFrame], trait: str) -> None:
    texts = {level.text for level in TRAITS[trait].levels}
    assert {None if pd.isna(value) else value for value in clean["leads"][trait].unique()} == texts
