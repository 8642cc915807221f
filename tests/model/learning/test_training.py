"""Training end to end on leads whose true probability is known."""

import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from activity import log_of
from english_leftovers import english_in
from golden_card import whole
from sklearn.metrics import roc_auc_score

from leadscore.model.arrays import Floats
from leadscore.model.card import Estimate, card_as_dict, card_from_dict
from leadscore.model.card.training_data import ModelQuestion
from leadscore.model.config import ColumnSettings, Config, parse_config
from leadscore.model.data.tables.snapshots import label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import DataError, NotEnoughDataError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.learning.card import model_question
from leadscore.model.learning.evaluation import Interval
from leadscore.model.learning.learner.hyperparameters import DEFAULT, Hyperparameters
from leadscore.model.learning.promotion.comparison import Candidate
from leadscore.model.learning.search import Found, SearchProblem
from leadscore.model.learning.search.problem import split_for_search
from leadscore.model.learning.search.trials import Trial
from leadscore.model.learning.training import Training, TrainingContext, train
from leadscore.model.report.plots import draw_plots
from leadscore.model.scoring.bundle import load_bundle, write_bundle
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.language import Message, english, wording_in
from leadscore.model.timestamps import DAY, moment

START = moment("2024-01-01")
FITS = ("cut-off 1 of 2", "cut-off 2 of 2", "model")
LOOKED_AT_AGAIN: dict[str, Any] = {
    "snapshots_days": [0, 7, 14, 28, 45],
    "snapshots_every_days": 15,
    "evaluation_share": 0.3,
}
"""Old leads that are open never convert here, so that their age tells much."""

INDUSTRIES = np.array(["Finance", "Health", "Software"], dtype=object)


def config(**learning: Any) -> Config:
    raw: dict[str, object] = {
        "leads": {"path": "leads.csv", "id": "id", "created_at": "created_at"},
        "events": {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "type"},
        "outcomes": {"path": "outcomes.csv", "lead_id": "id", "occurred_at": "at"},
        "learning": {"horizon_days": 30, "snapshots_days": [0, 7], "snapshots_every_days": 1000, **learning},
        "columns": {"budget": {"role": "numeric"}, "industry": {"role": "category", "label": "Industry"}},
    }
    return parse_config(raw, folder=Path())


def funnel(n: int = 1500, *, seed: int = 0, shuffle: bool = False) -> tuple[Tables, Floats]:
    """Leads over a year with a demo or none on their second day, and the true probability to convert in 30 days."""
    rng = np.random.default_rng(seed)
    created = START + np.sort(rng.integers(0, 360 * DAY, n))
    budget, industry, demo = rng.normal(size=n), rng.integers(0, 3, n), rng.random(n) < 0.4
    truth = sigmoid(-1.5 + budget + np.array([0.8, 0.0, -0.8])[industry] + demo)
    won = rng.random(n) < truth
    if shuffle:
        won = rng.permutation(won)
    ended = created[won] + rng.integers(10 * DAY, 30 * DAY, won.sum())
    until = START + 360 * DAY
    seen = ended <= until
    outcomes = pd.DataFrame({"lead": np.flatnonzero(won)[seen], "occurred_at": ended[seen], "outcome": "converted"})
    frame = pd.DataFrame({"lead": np.flatnonzero(demo), "occurred_at": created[demo] + DAY}).assign(
        type="demo", value=np.nan, page=None
    )
    log = replace(log_of(frame, n_leads=n), attributes={})
    leads = LeadTable(tuple(map(str, range(n))), {"budget": budget, "industry": INDUSTRIES[industry]}, created)
    return Tables(leads, log, outcomes, None, pd.DataFrame(), pd.DataFrame(), {}, until), truth


@pytest.fixture(scope="module")
def training() -> Training:
    return train(funnel()[0], config())


def test_the_card_is_plain_json(training: Training) -> None:
    card = training.bundle.card
    assert card_from_dict(json.loads(json.dumps(card_as_dict(card), allow_nan=False))) == card


def test_the_card_says_what_the_model_learnt_from(training: Training) -> None:
    card = whole(training.bundle.card)
    assert card.question == ModelQuestion(30, None, "*")
    assert card.trained_until == "2024-12-26T00:00:00Z"
    assert card.training.snapshots > card.training.leads > 1300
    assert card.immature_snapshots > 100
    assert card.split.kind == "time"
    assert not card.split.optimistic
    assert card.split.training.leads + card.evaluation.leads < card.training.leads
    assert card.data.rows == {
        "leads": 1500,
        "events": len(funnel()[0].events),
        "outcomes": len(funnel()[0].outcomes),
    }
    assert {len(rounds) for rounds in card.learner.best_rounds.values()} == {5}


def test_the_figures_are_those_the_truth_allows(training: Training) -> None:
    card = whole(training.bundle.card)
    model, logistic, base = (card.metrics[name] for name in ("model", "logistic", "base_rate"))
    assert 0.68 < model.roc_auc.low < model.roc_auc.value < 0.9
    assert model.roc_auc.value == pytest.approx(logistic.roc_auc.value, abs=0.04)
    assert base.roc_auc.value == 0.5
    assert base.calibration_slope == Estimate()
    assert model.log_loss.value < base.log_loss.value
    assert card.log_loss_difference["base_rate"].high < 0
    assert 0.6 < model.calibration_slope.value < 1.5
    assert card.evaluation.mean_prediction == pytest.approx(card.evaluation.typical, abs=0.08)
    assert [(band.from_days, band.until_days) for band in card.by_age] == [(0, 1), (7, 30)]


def test_the_curve_of_ten_bins_rises(training: Training) -> None:
    curve = whole(training.bundle.card).calibration_curve
    assert len(curve) == 10
    assert [point.predicted for point in curve] == sorted(point.predicted for point in curve)
    assert curve[-1].observed > 3 * curve[0].observed


def test_what_decides_is_named_by_its_label(training: Training) -> None:
    drivers = whole(training.bundle.card).drivers
    strongest = [(row.signal, row.axis) for row in drivers[:3]]
    assert strongest[0] == ("Budget", "fit")
    assert {"Industry", "Budget"} <= {signal for signal, _ in strongest}
    assert {row.axis for row in drivers} == {"fit", "interest", "context"}


def test_the_bundle_keeps_how_leads_converted_and_the_card_tells_it(training: Training) -> None:
    evidence, card = training.bundle.evidence, whole(training.bundle.card)
    assert evidence is not None
    assert evidence.typical == pytest.approx(card.training.typical)
    industry = next(row for row in card.drivers if row.signal == "Industry")
    assert [value.segment for value in industry.values] == ["Finance", "Health", "Software"]
    assert sum(value.leads for value in industry.values) == card.training.leads
    assert evidence.bands is not None
    assert evidence.groups is None
    inside = [group.inside for group in card.interval.groups]  # None where too few later leads came
    assert {True, False} & {*inside}
    assert {*inside} <= {True, False, None}
    assert training.twin.evidence is None


def test_predictions_for_new_leads_are_near_their_true_probability(training: Training) -> None:
    tables, truth = funnel(3000, seed=9)
    assert tables.leads.created_at is not None
    snapshots = Snapshots(np.arange(3000), tables.leads.created_at + 7 * DAY)
    matrix = feature_matrix(training.bundle.spec, tables.leads, tables.events, snapshots)
    probability = sigmoid(training.bundle.model.log_odds(matrix))
    assert np.corrcoef(probability, truth)[0, 1] > 0.85
    assert probability.mean() == pytest.approx(truth.mean(), abs=0.05)


def test_fifty_points_are_the_conversion_rate_of_the_first_model_and_stay_so(training: Training) -> None:
    typical = whole(training.bundle.card).training.typical
    assert training.bundle.reference == pytest.approx(np.log(typical / (1 - typical)))
    kept = train(funnel(500)[0], config(backtest_folds=0), training_context=TrainingContext(reference=-0.7))
    assert kept.bundle.reference == kept.twin.reference == -0.7


def test_a_trained_bundle_is_read_back_equal(training: Training, tmp_path: Path) -> None:
    write_bundle(training.bundle, tmp_path / "bundle", provenance={})
    again = load_bundle(tmp_path / "bundle")
    assert replace(again, sha256="") == training.bundle


def test_the_same_data_and_seed_give_the_same_bytes(training: Training, tmp_path: Path) -> None:
    again = train(funnel()[0], config())
    shas = [write_bundle(made.bundle, tmp_path / str(i), provenance={}) for i, made in enumerate((training, again))]
    assert shas[0] == shas[1]


def test_explained_rows_sum_to_their_log_odds(training: Training) -> None:
    matrix, contributions = training.explained
    model = training.bundle.model
    np.testing.assert_allclose(contributions.sum(axis=1) + model.expected, model.log_odds(matrix), atol=1e-9)


def test_contributions_are_centred_on_the_weighted_training_rows(training: Training) -> None:
    matrix, contributions = training.explained
    matured = label_snapshots(funnel()[0], config().learning)
    weights = matured.take(matured.matured).weights
    assert len(weights) == len(matrix)
    np.testing.assert_allclose(np.average(contributions, axis=0, weights=weights), 0.0, atol=1e-9)
    model = training.bundle.model
    assert model.expected == pytest.approx(np.average(model.log_odds(matrix), weights=weights), abs=1e-9)


@pytest.fixture(scope="module")
def steps() -> list[Message]:
    """The steps that a training reports."""
    reported: list[Message] = []
    train(funnel(900)[0], config(backtest_folds=1), progress=reported.append)
    return reported


def test_progress_tells_every_step(steps: list[Message]) -> None:
    told = [step.said(english()) for step in steps]
    assert told[0] == "leaks"
    assert told[-1] == "evaluation"
    fits = {name: [step.partition(": ")[2] for step in told if step.startswith(name)] for name in FITS}
    assert sum(map(len, fits.values())) == len(told) - 2
    for steps_of_one in fits.values():
        of_one = [step for step in steps_of_one if step != english().say("training.pruned")]
        n_folds = len(of_one) - 2
        assert n_folds >= 3
        assert of_one == ["features", *(f"fold {n} of {n_folds}" for n in range(1, n_folds + 1)), "refit"]


def test_steps_are_said_in_german(steps: list[Message]) -> None:
    german = wording_in("de")
    told = [step.said(german) for step in steps]
    assert (told[0], told[1], told[-1]) == ("Suche nach Lecks", "Stichtag 1 von 2: Merkmale", "Auswertung")
    assert "Modell: Anpassung an alle Leads" in told
    assert english_in("\n".join(told), german, "training") == set()


def test_each_backtest_fold_learns_only_from_what_was_known_then(training: Training) -> None:
    backtest_folds = whole(training.bundle.card).backtest
    assert len(backtest_folds) == 3
    assert [row.test_from for row in backtest_folds] == sorted(row.test_from for row in backtest_folds)
    leads = [row.training.leads for row in backtest_folds]
    assert leads == sorted(set(leads))
    assert all(row.train_until <= row.test_from for row in backtest_folds)
    evaluation = whole(training.bundle.card).metrics["model"]
    assert {name: getattr(backtest_folds[-1], name) for name in ("roc_auc", "log_loss")} == {
        name: getattr(evaluation, name) for name in ("roc_auc", "log_loss")
    }


def test_a_random_split_is_evaluated_on_the_same_rows(training: Training) -> None:
    claim = whole(training.bundle.card).random_claim
    assert None not in vars(claim).values()
    assert claim.roc_auc.value == pytest.approx(whole(training.bundle.card).metrics["model"].roc_auc.value, abs=0.05)


def test_a_conversion_rate_that_rose_moves_the_intercept_and_is_reported() -> None:
    tables, truth = funnel(4000, seed=3)
    assert tables.leads.created_at is not None
    late = tables.leads.created_at > START + 270 * DAY
    won = np.random.default_rng(1).random(4000) < np.where(late, 1 - (1 - truth) ** 2.5, truth / 2)
    ended = tables.leads.created_at + 15 * DAY
    until = START + 360 * DAY
    kept = won & (ended <= until)
    outcomes = pd.DataFrame({"lead": np.flatnonzero(kept), "occurred_at": ended[kept], "outcome": "converted"})
    trained = train(replace(tables, outcomes=outcomes), config(backtest_folds=0))
    drift = whole(trained.bundle.card).learner.drift
    assert drift.fired
    assert drift.z > 3
    assert drift.shift > 0.3
    assert drift.observed > drift.predicted
    line = whole(trained.bundle.card).learner.intercept
    assert whole(trained.twin.card).split.kind == "time"
    assert line != trained.bundle.model.intercept
    verdict = whole(trained.bundle.card).verdict
    assert {rule.rule: rule.level for rule in verdict.rules}["drift"] == "care"


def test_the_evaluated_twin_never_saw_the_evaluated_leads(training: Training) -> None:
    told = whole(training.twin.card)
    assert told.split == whole(training.bundle.card).split
    assert told.metrics["model"] == whole(training.bundle.card).metrics["model"]
    assert training.twin.spec != training.bundle.spec or training.twin.model != training.bundle.model


def test_a_model_trained_again_on_the_same_leads_is_compared_by_their_twins(training: Training) -> None:
    champion = Candidate("1", training.bundle, training.twin)
    context = TrainingContext(champion=champion)
    again = whole(train(funnel()[0], config(backtest_folds=0), training_context=context).bundle.card).champion
    assert (again.version, again.basis) == ("1", "twin")
    assert again.difference.value == pytest.approx(0.0, abs=0.01)
    assert again.better == (again.difference.high <= again.margin)


def test_hyperparameters_that_a_search_found_are_those_of_model_and_twin() -> None:
    hyperparameters = Hyperparameters(learning_rate=0.15)

    def searched(problem: SearchProblem) -> Found:
        parts = split_for_search(problem.labelled, problem.tables.leads, problem.config.learning)
        return Found(2, Trial(hyperparameters, 0.5), Trial(DEFAULT, 0.6), Interval(-0.1, -0.15, -0.05), parts)

    trained = train(funnel(1200)[0], config(backtest_folds=0), training_context=TrainingContext(search=searched))
    assert whole(trained.bundle.card).learner.search.replaced
    assert (
        trained.bundle.calibration["hyperparameters"]
        == trained.twin.calibration["hyperparameters"]
        == hyperparameters.as_dict()
    )


def test_labels_that_nothing_tells_are_not_ready() -> None:
    card = whole(train(funnel(shuffle=True)[0], config(backtest_folds=0)).bundle.card)
    area = card.metrics["model"].roc_auc
    assert area.low < 0.52
    assert area.value == pytest.approx(0.5, abs=0.1)
    assert card.verdict.readiness == "not_ready"
    assert card.verdict.headline.startswith("not ready: these columns do not predict this outcome")


def test_a_column_written_after_the_sale_is_left_out_and_reported() -> None:
    tables, _ = funnel(800)
    won = np.isin(np.arange(800), tables.outcomes["lead"])
    filled = won & (np.random.default_rng(0).random(800) < 0.95)  # a column without exception is learned from for long
    contract = np.array(["signed" if signed else None for signed in filled], dtype=object)
    leads = replace(tables.leads, columns={**tables.leads.columns, "contract_status": contract})
    settings = config(backtest_folds=0)
    columns = {**settings.columns, "contract_status": ColumnSettings(role="category")}
    trained = train(replace(tables, leads=leads), settings.model_copy(update={"columns": columns}))
    (leak,) = [leak for leak in whole(trained.bundle.card).leaks if leak.name == "contract_status"]
    assert (leak.severity, leak.excluded) == ("high", True)
    assert "contract_status" not in {feature.source for feature in trained.bundle.spec.features}
    kept = {**columns, "contract_status": ColumnSettings(role="category", keep=True)}
    flattered = whole(train(replace(tables, leads=leads), settings.model_copy(update={"columns": kept})).bundle.card)
    assert flattered.metrics["model"].roc_auc.value > 0.95
    assert flattered.verdict.alarms
    assert flattered.verdict.readiness != "ready"


def test_what_happens_after_the_snapshots_is_not_learnt() -> None:
    tables, _ = funnel(800)
    ended = tables.outcomes
    leak = pd.DataFrame({"lead": ended["lead"], "occurred_at": ended["occurred_at"]}).assign(
        type="contract", value=1.0, page=None
    )
    log = replace(log_of(leak, n_leads=800), attributes={})
    card = train(replace(tables, events=log), config()).bundle
    assert "contract" not in card.spec.event_types
    assert whole(card.card).metrics["model"].roc_auc.value < 0.9


def test_a_file_without_dates_is_split_at_random_and_says_so() -> None:
    tables, truth = funnel(800)
    assert tables.leads.created_at is not None
    target = pd.Series(np.random.default_rng(0).random(800) < truth)
    flat = replace(
        tables,
        leads=replace(tables.leads, created_at=None),
        events=EventLog.empty(800),
        outcomes=tables.outcomes.head(0),
        target=target,
        data_until=None,
    )
    raw: dict[str, Any] = {
        "leads": {"path": "leads.csv", "target": "won", "positive": ["yes"]},
        "columns": {"budget": {"role": "numeric"}, "industry": {"role": "category"}},
    }
    trained = train(flat, parse_config(raw, folder=Path()))
    card = whole(trained.bundle.card)
    assert (card.split.kind, card.split.test_from, card.trained_until) == ("random", None, None)
    assert card.by_age == ()
    assert card.question == ModelQuestion(90, "won", ("yes",))
    assert not trained.bundle.spec.dated
    json.dumps(card_as_dict(card), allow_nan=False)
    matrix = feature_matrix(trained.bundle.spec, flat.leads, flat.events, Snapshots(np.arange(800), np.zeros(800, int)))
    assert roc_auc_score(target, trained.bundle.model.log_odds(matrix)) > 0.7


def test_another_target_is_another_question() -> None:
    one, other = (
        parse_config({"leads": {"path": "a", "target": target, "positive": ["yes"]}}, folder=Path())
        for target in ("won", "called")
    )
    assert model_question(one) != model_question(other)


def test_too_few_conversions_are_refused_before_anything_is_learnt() -> None:
    tables, _ = funnel(800)
    steps: list[Message] = []
    with pytest.raises(NotEnoughDataError, match=r"^20 leads converted within the horizon and \d+ did not; training"):
        train(replace(tables, outcomes=tables.outcomes.head(20)), config(), progress=steps.append)
    assert steps == []


def test_leads_that_are_all_alike_are_refused() -> None:
    tables, _ = funnel(800)
    created = np.full(800, START)
    columns = {"budget": np.ones(800), "industry": np.full(800, "Finance", dtype=object)}
    leads = LeadTable(tables.leads.ids, columns, created)
    alike = replace(tables, leads=leads, events=EventLog.empty(800))
    ended = tables.outcomes.assign(occurred_at=START + 15 * DAY)
    settings = config(split="random", snapshots_days=[0])
    with pytest.raises(DataError, match=r"^No column and no event varies over the training leads\n") as refused:
        train(replace(alike, outcomes=ended), settings)
    assert refused.value.where == "[columns]"
    assert refused.value.remedy == "give more columns a role, or remove `ignore` where it is not needed"


def test_the_plots_are_drawn(training: Training, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's own
        draw_plots(training.bundle.spec, training.explained, tmp_path, english(), seed=0)
    assert "beeswarm.png" in {path.name for path in tmp_path.iterdir()}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())


def test_columns_that_tell_nothing_are_not_credited_with_what_age_tells() -> None:
    card = whole(train(funnel(900, shuffle=True)[0], config(backtest_folds=1, **LOOKED_AT_AGAIN)).bundle.card)
    assert card.metrics["age_rate"].roc_auc.low > 0.55
    assert card.metrics["model"].roc_auc.low > 0.5
    assert card.log_loss_difference["base_rate"].high < 0
    within = card.within_age.roc_auc
    assert within.low < 0.5 < within.high
    assert card.verdict.headline.startswith("not ready: these columns do not predict this outcome")


def test_columns_that_tell_something_are_credited_with_it_beside_age() -> None:
    card = whole(train(funnel(900)[0], config(backtest_folds=1, **LOOKED_AT_AGAIN)).bundle.card)
    assert card.within_age.roc_auc.low > 0.6
    assert card.within_age.log_loss_difference.high < 0
    assert {rule.rule: rule.level for rule in card.verdict.rules}["signal"] == "pass"
    assert all(backtest_fold.within_age.roc_auc.value > 0.6 for backtest_fold in card.backtest)


@pytest.mark.slow
@pytest.mark.parametrize("learning", [{}, LOOKED_AT_AGAIN], ids=["two looks", "many looks"])
def test_shuffled_outcomes_are_never_found_ready(learning: dict[str, Any]) -> None:
    decided = [
        whole(
            train(funnel(900, seed=seed, shuffle=True)[0], config(backtest_folds=1, seed=seed, **learning)).bundle.card
        ).verdict
        for seed in range(20)
    ]
    assert "ready" not in {verdict.readiness for verdict in decided}
    no_signal = "not ready: these columns do not predict this outcome"
    told = sum(verdict.headline.startswith(no_signal) for verdict in decided)
    assert told >= 18  # an interval of 95 % is wrong once in twenty times
