"""Boosting, and the one additive model that the learner returns."""

import warnings

import lightgbm as lgb
import numpy as np
import pytest

from leadscore.model.arrays import Floats, Integers
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.learner import estimator
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun, boost, boost_until_best, scaled_text
from leadscore.model.learning.learner.calibration import Line
from leadscore.model.learning.learner.estimator import Fitted, fit
from leadscore.model.learning.splitting import lead_folds
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.language import Message, english

N = 1500
LEVELS = ("a", "b", "c", "d")
SPEC = FeatureSpec(
    (),
    (Signal("s", "S", "fit"),),
    (
        Feature("x", "s", "numeric", "x"),
        Feature("gaps", "s", "numeric", "gaps"),
        Feature("kind", "s", "category", "kind", levels=LEVELS),
        Feature("noise", "s", "numeric", "noise"),
    ),
    dated=False,
)


def true_log_odds(matrix: Floats) -> Floats:
    kind = np.array([0.8, -0.8, 0.0, 0.4, 0.0])[np.nan_to_num(matrix[:, 2], nan=4).astype(int)]
    log_odds: Floats = -1.2 + matrix[:, 0] + np.where(np.isnan(matrix[:, 1]), -0.5, 0.3) + kind
    return log_odds


def drawn(n: int = N, seed: int = 0) -> tuple[BoostingRows, Floats]:
    """Rows with gaps, and the true log-odds their labels are drawn from."""
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([rng.normal(size=n), rng.normal(size=n), rng.integers(0, 5, n), rng.normal(size=n)])
    matrix[rng.random(n) < 0.3, 1] = np.nan
    matrix[rng.random(n) < 0.1, 2] = np.nan
    truth = true_log_odds(matrix)
    return BoostingRows(matrix, rng.random(n) < sigmoid(truth), rng.uniform(0.5, 1.0, n), (2,)), truth


def folds_of(rows: BoostingRows) -> list[tuple[Integers, Integers]]:
    n = len(rows.converted)
    labelled = LabelledSnapshots(
        Snapshots(np.arange(n), np.zeros(n, np.int64)), rows.converted, np.ones(n, bool), np.zeros(n)
    )
    return lead_folds(labelled, n_folds=3, seed=0)


def fitted_with(*, seed: int = 0, threads: int = 1) -> Fitted:
    rows, _ = drawn()
    return fit(rows, folds_of(rows), SPEC, BoostingRun(seed, threads))


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fitted_with()


def hostile() -> Floats:
    """Rows of numbers that no honest source gives."""
    rows = [
        [np.nan, np.nan, np.nan, np.nan],
        [np.inf, -np.inf, np.inf, np.inf],
        [1e300, -1e300, 1e300, 1e308],
        [0.0, 0.0, 99.0, 0.0],
        [0.0, 0.0, -1.0, 0.0],
        [0.0, 0.0, -np.inf, 5e-324],
        [0.0, 0.0, 2.7, 0.0],
    ]
    return np.array(rows)


def additive_gap(model: AdditiveModel, matrix: Floats) -> float:
    contributions, expected = model.contributions(matrix)
    return float(np.abs(contributions.sum(axis=1) + expected - model.log_odds(matrix)).max())


def test_contributions_and_expectation_sum_to_the_log_odds(fitted: Fitted) -> None:
    assert additive_gap(fitted.model, drawn(seed=1)[0].matrix) < 1e-9


def test_hostile_numbers_give_finite_sums(fitted: Fitted) -> None:
    assert np.isfinite(fitted.model.log_odds(hostile())).all()
    assert np.isfinite(fitted.model.contributions(hostile())[0]).all()
    assert additive_gap(fitted.model, hostile()) < 1e-9


def test_a_row_alone_has_bit_for_bit_the_values_it_has_among_others(fitted: Fitted) -> None:
    matrix = np.vstack([hostile(), drawn(200, seed=1)[0].matrix])
    together, log_odds = fitted.model.contributions(matrix)[0], fitted.model.log_odds(matrix)
    for row in range(len(matrix)):
        assert fitted.model.contributions(matrix[[row]])[0].tobytes() == together[[row]].tobytes()
        assert fitted.model.log_odds(matrix[[row]])[0] == log_odds[row]


def test_the_expectation_is_the_same_for_every_row(fitted: Fitted) -> None:
    assert fitted.model.expected == fitted.model.contributions(drawn(50)[0].matrix)[1]


def test_the_trees_contributions_are_those_of_shap(fitted: Fitted) -> None:
    matrix = drawn(200, seed=1)[0].matrix
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

        booster = lgb.Booster(model_str=fitted.model.booster)
        explainer = shap.TreeExplainer(booster, feature_perturbation="tree_path_dependent")
        expected = np.asarray(explainer.shap_values(matrix))
    trees = fitted.model.contributions(matrix)[0]
    for term in fitted.model.linear.terms:
        trees[:, term.position] -= term.contribution(matrix[:, term.position])
    np.testing.assert_allclose(trees, expected, atol=1e-9)


def test_probabilities_are_calibrated_on_leads_never_seen(fitted: Fitted) -> None:
    rows, truth = drawn(20_000, seed=2)
    probability = sigmoid(fitted.model.log_odds(rows.matrix))
    assert probability.mean() == pytest.approx(sigmoid(truth).mean(), abs=0.02)
    for part in np.array_split(np.argsort(probability), 5):
        assert probability[part].mean() == pytest.approx(rows.converted[part].mean(), abs=0.06)
    assert np.corrcoef(fitted.model.log_odds(rows.matrix), truth)[0, 1] > 0.9


def test_out_of_fold_predictions_are_calibrated_as_a_whole(fitted: Fitted) -> None:
    rows, _ = drawn()
    predicted = np.average(sigmoid(fitted.out_of_fold), weights=rows.weights)
    assert predicted == pytest.approx(np.average(rows.converted, weights=rows.weights), abs=1e-4)


def test_both_parts_have_a_weight_that_is_not_negative(fitted: Fitted) -> None:
    assert all(weight >= 0 for weight in fitted.line.weights)
    assert {len(rounds) for rounds in fitted.best_rounds.values()} == {3}


def test_what_gets_no_weight_is_not_carried_along(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _ = drawn()
    whole = fit(rows, folds_of(rows), SPEC, BoostingRun(0, 1))
    n_trees = {name: round(1.1 * float(np.mean(best))) for name, best in whole.best_rounds.items()}
    for weights, trees, has_linear in (
        ((0.5, 0.0, 0.5), n_trees["trees"], True),
        ((0.0, 0.5, 0.0), n_trees["encoded_trees"], False),
        ((0.0, 0.0, 1.0), 1, True),
        ((0.0, 0.0, 0.0), 1, False),
    ):
        monkeypatch.setattr(estimator, "fit_line", lambda *args, weights=weights, **more: Line(-1.0, weights))
        model = fit(rows, folds_of(rows), SPEC, BoostingRun(0, 1)).model
        # a tree that finds no split is left out by LightGBM
        assert lgb.Booster(model_str=model.booster).num_trees() == pytest.approx(trees, abs=3)
        assert bool(model.linear.terms) == has_linear
        assert additive_gap(model, rows.matrix) < 1e-9
    assert set(model.log_odds(rows.matrix)) == {-1.0}


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_seed_gives_the_same_bytes(fitted: Fitted, threads: int) -> None:
    again = fitted_with(threads=threads)
    assert again.model.booster.encode() == fitted.model.booster.encode()
    assert again.model.linear == fitted.model.linear
    assert again.model.intercept == fitted.model.intercept


def test_another_seed_gives_other_trees(fitted: Fitted) -> None:
    assert fitted_with(seed=1).model.booster != fitted.model.booster


def test_progress_is_reported_fold_by_fold() -> None:
    rows, _ = drawn(300)
    steps: list[Message] = []
    fit(rows, folds_of(rows), SPEC, BoostingRun(0, 1), progress=steps.append)
    assert [step.said(english()) for step in steps] == ["fold 1 of 3", "fold 2 of 3", "fold 3 of 3", "refit"]


@pytest.mark.parametrize("factor", [0.0, 0.1, 1.0, 1.7])
def test_a_scaled_booster_predicts_scaled_values(factor: float) -> None:
    rows, _ = drawn(500)
    booster = boost(rows, BoostingRun(0, 1), rounds=30)
    raw = np.asarray(booster.predict(rows.matrix, raw_score=True, num_threads=1))
    scaled = lgb.Booster(model_str=scaled_text(booster, factor))
    np.testing.assert_allclose(scaled.predict(rows.matrix, raw_score=True, num_threads=1), factor * raw, atol=1e-12)


def test_a_booster_s_text_tells_nothing_of_the_run_that_made_it() -> None:
    rows, _ = drawn(500)
    one, two = (scaled_text(boost(rows, BoostingRun(0, threads), rounds=5), 1.0) for threads in (1, 2))
    assert "num_threads" not in one
    assert "parameters" not in one
    assert one == two


def test_boosting_stops_once_held_out_rows_are_not_predicted_better() -> None:
    rows, _ = drawn()
    booster = boost_until_best(rows.take(np.arange(0, N, 2)), rows.take(np.arange(1, N, 2)), BoostingRun(0, 1))
    assert 5 < booster.best_iteration < 500


def test_labels_without_any_signal_still_give_a_sound_model() -> None:
    rows, _ = drawn(600)
    shuffled = np.random.default_rng(3).permutation(rows.converted)
    noise = BoostingRows(rows.matrix, shuffled, rows.weights, rows.categorical)
    model = fit(noise, folds_of(noise), SPEC, BoostingRun(0, 1)).model
    assert additive_gap(model, np.vstack([rows.matrix, hostile()])) < 1e-9
    assert np.ptp(sigmoid(model.log_odds(rows.matrix))) < 0.5


def test_contributions_out_of_fold_sum_from_what_each_fold_expects() -> None:
    rows, _ = drawn()
    folds = folds_of(rows)
    fitted = fit(rows, folds, SPEC, BoostingRun(0, 1))
    assert fitted.contributions.shape == rows.matrix.shape
    for _, held_out in folds:
        assert np.ptp(fitted.expected[held_out]) < 1e-5
    assert len(np.unique(fitted.expected.round(4))) == len(folds)


def test_contributions_out_of_fold_are_near_those_of_the_final_model(fitted: Fitted) -> None:
    rows, _ = drawn()
    final = fitted.model.contributions(rows.matrix)[0]
    for column in (0, 2):
        assert np.corrcoef(fitted.contributions[:, column], final[:, column])[0, 1] > 0.9
