"""Categories as rates and counts: how they are learned, without the lead itself, and which pairs are encoded."""

from dataclasses import replace
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from leadscore.model.arrays import Floats
from leadscore.model.card import Card
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.errors import BundleError
from leadscore.model.features.leads import Snapshots
from leadscore.model.features.levels import Levels, rare_code
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun, boost, merged_text, scaled_text
from leadscore.model.learning.learner.effort import MARGINS
from leadscore.model.learning.learner.encoding import Plan, cross_fitted, learn_encodings, plan_encodings
from leadscore.model.learning.learner.estimator import Fitted, fit
from leadscore.model.learning.splitting import lead_folds
from leadscore.model.scoring.bundle import Bundle, load_bundle, write_bundle
from leadscore.model.scoring.contributions.additive import Encoding, joint_codes, sigmoid

N = 3000
WIDE_LEVELS = tuple(f"l{number:02}" for number in range(30))
SMALL_LEVELS = ("a", "b", "c")
SPEC = FeatureSpec(
    tuple(InputColumn(name, "category") for name in ("wide", "left", "right")),
    tuple(Signal(name, name.title(), "fit") for name in ("wide", "left", "right", "x")),
    (
        Feature("wide", "wide", "category", "wide", levels=WIDE_LEVELS),
        Feature("left", "left", "category", "left", levels=SMALL_LEVELS),
        Feature("right", "right", "category", "right", levels=SMALL_LEVELS),
        Feature("x", "x", "numeric", "x"),
    ),
    dated=False,
)
SIZES = tuple(SPEC.code_counts)


def drawn(*, together: bool, seed: int = 0) -> BoostingRows:
    """Rows whose labels follow the wide category, and the small ones together only or not at all."""
    rng = np.random.default_rng(seed)
    wide, left, right = rng.integers(0, 30, N), rng.integers(0, 3, N), rng.integers(0, 3, N)
    effect = np.where(left == right, 1.2, -0.6) if together else 0.0
    log_odds = np.asarray(-1.0 + 0.08 * (wide - 15) + effect, dtype=np.float64)
    matrix = np.column_stack([wide, left, right, rng.normal(size=N)]).astype(float)
    return BoostingRows(matrix, rng.random(N) < sigmoid(log_odds), np.ones(N), (0, 1, 2))


def fitted_on(rows: BoostingRows) -> Fitted:
    snapshots = Snapshots(np.arange(N), np.zeros(N, np.int64))
    labelled = LabelledSnapshots(snapshots, rows.converted, np.ones(N, bool), np.zeros(N))
    return fit(rows, lead_folds(labelled, n_folds=3, seed=0), SPEC, BoostingRun(0, 1))


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fitted_on(drawn(together=True))


def test_a_value_is_looked_up_and_anything_else_gets_the_default() -> None:
    encoding = Encoding((1,), (3,), (0, 2, 3), (0.1, 0.3, 0.9), 0.5)
    column = np.array([0.0, 1.0, 2.0, np.nan, np.inf, -7.0, 2.7])
    matrix = np.column_stack([np.zeros(7), column])
    assert encoding.column(matrix).tolist() == [0.1, 0.5, 0.3, 0.9, 0.3, 0.1, 0.3]


def test_joint_codes_tell_every_combination_apart_missing_included() -> None:
    values = np.array([0.0, 1.0, np.nan])
    matrix = np.array([[left, right] for left in values for right in values])
    assert len(set(joint_codes(matrix, (0, 1), (2, 2)).tolist())) == 9


def test_many_levels_are_encoded_and_few_are_left_to_the_trees() -> None:
    assert plan_encodings(drawn(together=False), SIZES, seed=0).groups == ((0,),)


def test_a_pair_that_speaks_only_together_is_found() -> None:
    assert (1, 2) in plan_encodings(drawn(together=True), SIZES, seed=0).groups


def test_a_leads_own_label_never_enters_its_cross_fitted_rate() -> None:
    rows = drawn(together=True)
    plan = Plan(((0,), (1, 2)), SIZES)
    flipped = rows.converted.copy()
    flipped[7] = ~flipped[7]
    before = cross_fitted(rows, plan, seed=0)
    after = cross_fitted(BoostingRows(rows.matrix, flipped, rows.weights, rows.categorical), plan, seed=0)
    assert (before[7] == after[7]).all()
    assert (before != after).any()


def test_rows_of_one_lead_share_an_inner_fold() -> None:
    rows = drawn(together=True)
    paired = BoostingRows(rows.matrix, rows.converted, rows.weights, rows.categorical, np.arange(N) // 2)
    flipped = rows.converted.copy()
    flipped[6] = ~flipped[6]
    plan = Plan(((0,),), SIZES)
    before = cross_fitted(paired, plan, seed=0)
    after = cross_fitted(BoostingRows(rows.matrix, flipped, rows.weights, rows.categorical, paired.lead), plan, seed=0)
    assert (before[[6, 7]] == after[[6, 7]]).all()


def test_rates_are_drawn_towards_the_overall_rate_by_ten_leads() -> None:
    matrix = np.array([[0.0]] * 30 + [[1.0]] * 10)
    converted = np.array([True] * 15 + [False] * 15 + [True] * 5 + [False] * 5)
    rate, count = learn_encodings(BoostingRows(matrix, converted, np.ones(40), (0,)), Plan(((0,),), (2,)))
    assert rate.values == pytest.approx((0.5, 0.5))
    assert count.values == (30.0, 10.0)
    all_won = BoostingRows(matrix, np.array([False] * 30 + [True] * 10), np.ones(40), (0,))
    assert learn_encodings(all_won, Plan(((0,),), (2,)))[0].values == pytest.approx((2.5 / 40, 12.5 / 20))


def test_merged_boosters_give_the_sum_of_their_log_odds() -> None:
    rows = drawn(together=False)
    texts = [scaled_text(boost(rows, BoostingRun(seed, 1), rounds=20), 0.5) for seed in (0, 1)]
    merged = lgb.Booster(model_str=merged_text(texts))
    single = [_raw(lgb.Booster(model_str=text), rows.matrix) for text in texts]
    np.testing.assert_allclose(_raw(merged, rows.matrix), single[0] + single[1], atol=1e-12)


def _raw(booster: lgb.Booster, matrix: Floats) -> Floats:
    return np.asarray(booster.predict(matrix, raw_score=True, num_threads=1))


def test_contributions_of_encoded_categories_are_exact_and_belong_to_their_features(fitted: Fitted) -> None:
    matrix = drawn(together=True, seed=1).matrix
    contributions, expected = fitted.model.contributions(matrix)
    assert contributions.shape == matrix.shape
    np.testing.assert_allclose(contributions.sum(axis=1) + expected, fitted.model.log_odds(matrix), atol=1e-9)
    strength = np.abs(contributions).mean(axis=0)
    assert strength[:3].min() > strength[3]


def test_a_pair_lifts_the_ranking_that_neither_gives_alone(fitted: Fitted) -> None:
    new = drawn(together=True, seed=2)
    probability = sigmoid(fitted.model.log_odds(new.matrix))
    same = new.matrix[:, 1] == new.matrix[:, 2]
    assert probability[same].mean() > probability[~same].mean() + 0.15
    assert abs(probability.mean() - new.converted.mean()) < 0.03
    assert dict(zip(MARGINS, fitted.line.weights, strict=True))["encoded_trees"] > 0


def test_a_bundle_keeps_the_encodings(fitted: Fitted, tmp_path: Path) -> None:
    bundle = Bundle(SPEC, fitted.model, -1.0, {}, Card())
    write_bundle(bundle, tmp_path / "bundle", provenance={})
    matrix = drawn(together=True, seed=3).matrix
    loaded = load_bundle(tmp_path / "bundle")
    assert (loaded.model.log_odds(matrix) == fitted.model.log_odds(matrix)).all()


def test_a_bundle_whose_encodings_read_other_columns_is_refused(fitted: Fitted, tmp_path: Path) -> None:
    spec = FeatureSpec(SPEC.columns, SPEC.signals, tuple(reversed(SPEC.features)), dated=False)
    write_bundle(Bundle(spec, fitted.model, -1.0, {}, Card()), tmp_path / "bundle", provenance={})
    with pytest.raises(BundleError, match=r"do not fit together\n.*\n.*what to do: fetch the bundle again"):
        load_bundle(tmp_path / "bundle")


def test_the_same_seed_gives_the_same_bytes(fitted: Fitted) -> None:
    again = fitted_on(drawn(together=True))
    assert again.model.booster == fitted.model.booster
    assert again.model.encodings == fitted.model.encodings


RARE = Levels((), tuple(f"{number:016x}" for number in range(150)), "ab" * 16)
PAIRED = FeatureSpec(
    SPEC.columns[:2],
    SPEC.signals[:2],
    (
        Feature("wide", "wide", "category", "wide").of_levels(RARE),
        Feature("left", "left", "category", "left", levels=("a", "b")),
    ),
    dated=False,
)


def paired(seed: int) -> BoostingRows:
    """Rows of 150 rare levels and two frequent ones, which say nothing alone and everything together."""
    rng = np.random.default_rng(seed)
    wide, left = rng.integers(0, 150, N), rng.integers(0, 2, N)
    matrix = np.column_stack([[rare_code(0, int(number) + 1) for number in wide], left])
    likely = np.where(wide % 2 == left, 0.8, 0.2)
    return BoostingRows(matrix, rng.random(N) < likely, np.ones(N), (0, 1))


def test_rare_levels_speak_through_encodings_and_leave_everything_else_alone(tmp_path: Path) -> None:
    rows, new = paired(0), paired(1)
    snapshots = Snapshots(np.arange(N), np.zeros(N, np.int64))
    labelled = LabelledSnapshots(snapshots, rows.converted, np.ones(N, bool), np.zeros(N))
    fitted = fit(rows, lead_folds(labelled, n_folds=3, seed=0), PAIRED, BoostingRun(0, 1))
    log_odds = fitted.model.log_odds(new.matrix)
    assert (0, 1) in fitted.encoded
    assert roc_auc_score(new.converted, log_odds) > 0.75
    blurred = np.floor(new.matrix)
    assert abs(roc_auc_score(new.converted, fitted.model.log_odds(blurred)) - 0.5) < 0.03
    assert (fitted.model.linear.margin(blurred) == fitted.model.linear.margin(new.matrix)).all()
    contributions, expected = fitted.model.contributions(new.matrix)
    np.testing.assert_allclose(contributions.sum(axis=1) + expected, log_odds, atol=1e-9)
    write_bundle(Bundle(PAIRED, fitted.model, -1.0, {}, Card()), tmp_path / "bundle", provenance={})
    loaded = load_bundle(tmp_path / "bundle")
    assert (loaded.model.log_odds(new.matrix) == log_odds).all()
    one_less = replace(PAIRED.features[0], rare=RARE.rare[1:])
    other = replace(PAIRED, features=(one_less, PAIRED.features[1]))
    write_bundle(Bundle(other, fitted.model, -1.0, {}, Card()), tmp_path / "other", provenance={})
    with pytest.raises(BundleError, match="do not fit together"):
        load_bundle(tmp_path / "other")
