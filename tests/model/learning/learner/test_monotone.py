"""A score that must not fall, or not rise, with a value never does, whatever the rest says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.estimator import Fitted, fit
from leadscore.model.learning.learner.hyperparameters import Hyperparameters
from leadscore.model.learning.learner.logistic import Restraint, fit_logistic
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.points import whole_points

Floats = Floats

N_NUMBERS = 3
WIDE, SMALL = tuple(f"l{number:02}" for number in range(14)), ("a", "b")
SIGNS = st.tuples(*[st.sampled_from((-1, 0, 1))] * N_NUMBERS)
HYPERPARAMETERS = {
    "default": Hyperparameters(),
    "greedy": Hyperparameters(
        learning_rate=0.3, num_leaves=31, encoded_num_leaves=31, min_data_in_leaf=5, path_smooth=30.0
    ),
    "all thresholds": Hyperparameters(
        learning_rate=0.3, encoded_num_leaves=31, encoded_extra_trees=False, min_data_in_leaf=5
    ),
}


def spec(signs: tuple[int, ...]) -> FeatureSpec:
    numbers = [Feature(f"x{i}", "s", "numeric", f"x{i}", monotone=sign) for i, sign in enumerate(signs)]
    categories = [Feature(name, "s", "category", name, levels=levels) for name, levels in (("w", WIDE), ("k", SMALL))]
    return FeatureSpec((), (Signal("s", "S", "fit"),), (*numbers, *categories), dated=False)


def drawn(seed: int, n: int = 700) -> BoostingRows:
    """Numbers, two of them nearly the same, and categories, with gaps; effects bend and depend on each other."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, N_NUMBERS))
    x[:, 1] = 0.9 * x[:, 0] + 0.3 * x[:, 1]
    wide, small = rng.integers(0, len(WIDE) + 1, n), rng.integers(0, len(SMALL) + 1, n)
    log_odds = x @ rng.normal(size=N_NUMBERS) + 2 * np.sin(2 * x[:, 0]) * (small == 1) + 0.1 * wide - 1
    x[rng.random(x.shape) < 0.15] = np.nan
    matrix = np.column_stack([x, wide, small]).astype(np.float64)
    return BoostingRows(matrix, rng.random(n) < sigmoid(log_odds), rng.uniform(0.2, 1, n), (N_NUMBERS, N_NUMBERS + 1))


def fitted_with(rows: BoostingRows, signs: tuple[int, ...], run: BoostingRun) -> Fitted:
    fold = np.arange(len(rows.converted)) % 3
    return fit(rows, [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(3)], spec(signs), run)


def steepest_wrong_step(model: AdditiveModel, rows: BoostingRows, position: int, sign: int) -> float:
    """The largest step against the sign while one value rises, far beyond the training range at both ends."""
    known = rows.matrix[~np.isnan(rows.matrix[:, position]), position]
    rising = np.unique(np.concatenate([[-1e300, -50.0], known, np.nextafter(known, np.inf), [50.0, 1e300]]))
    others = rows.matrix[:60]
    grid = np.repeat(others, len(rising), axis=0)
    grid[:, position] = np.tile(rising, len(others))
    steps = np.diff(model.log_odds(grid).reshape(len(others), -1), axis=1)
    return float(max((-sign * steps).max(), 0.0))


def wrong_steps_of_the_score(model: AdditiveModel, rows: BoostingRows, position: int, sign: int) -> tuple[int, float]:
    """The largest step against the sign of the whole score, and of the probability, while one value rises."""
    known = rows.matrix[~np.isnan(rows.matrix[:, position]), position]
    rising = np.concatenate([[-1e300], np.quantile(known, np.linspace(0, 1, 60)), [1e300]])
    others = rows.matrix[:12]
    grid = np.repeat(others, len(rising), axis=0)
    grid[:, position] = np.tile(rising, len(others))
    contributions, expected = model.contributions(grid)
    score = whole_points(contributions, expected, reference=-1.0).score.reshape(len(others), -1)
    probability = sigmoid(expected + contributions.sum(axis=1)).reshape(len(others), -1)
    return int((-sign * np.diff(score)).max()), float((-sign * np.diff(probability)).max())


@pytest.mark.parametrize("hyperparameters", HYPERPARAMETERS)
@given(seed=st.integers(0, 10_000), signs=SIGNS)
@settings(max_examples=5, deadline=None)
def test_the_log_odds_never_move_the_wrong_way(hyperparameters: str, seed: int, signs: tuple[int, ...]) -> None:
    rows = drawn(seed)
    fitted = fitted_with(rows, signs, BoostingRun(seed, 1, HYPERPARAMETERS[hyperparameters]))
    wrong = {p: steepest_wrong_step(fitted.model, rows, p, sign) for p, sign in enumerate(signs) if sign}
    assert all(step < 1e-9 for step in wrong.values()), wrong
    held = [position for position, sign in enumerate(signs) if sign]
    assert set(fitted.dropped) <= set(held)


@given(seed=st.integers(0, 10_000), signs=SIGNS.filter(any), hyperparameters=st.sampled_from(sorted(HYPERPARAMETERS)))
@settings(max_examples=3, deadline=None, derandomize=True)
def test_the_whole_score_and_the_probability_never_move_the_wrong_way(
    seed: int, signs: tuple[int, ...], hyperparameters: str
) -> None:
    rows = drawn(seed)
    model = fitted_with(rows, signs, BoostingRun(seed, 1, HYPERPARAMETERS[hyperparameters])).model
    for position, sign in enumerate(signs):
        if sign:
            points, probability = wrong_steps_of_the_score(model, rows, position, sign)
            assert points <= 0
            assert probability < 1e-9


def test_without_the_constraint_the_whole_score_does_move_both_ways() -> None:
    rows = drawn(0)
    model = fitted_with(rows, (0, 0, 0), BoostingRun(0, 1)).model
    assert all(wrong_steps_of_the_score(model, rows, 0, sign)[0] >= 1 for sign in (-1, 1))


def test_without_the_constraint_the_log_odds_do_move_both_ways() -> None:
    rows = drawn(0)
    model = fitted_with(rows, (0, 0, 0), BoostingRun(0, 1)).model
    assert min(steepest_wrong_step(model, rows, 0, sign) for sign in (-1, 1)) > 0.01


def test_a_constraint_that_the_data_follow_changes_the_ranking_little() -> None:
    rows, new = drawn(5, 3_000), drawn(6, 3_000)
    rising = np.random.default_rng(1).random(3_000) < sigmoid(np.nan_to_num(rows.matrix[:, 2]) - 1)
    learned = replace(rows, converted=rising)
    free, held = (
        fitted_with(learned, signs, BoostingRun(0, 1)).model.log_odds(new.matrix) for signs in ((0, 0, 0), (0, 0, 1))
    )
    assert np.corrcoef(free, held)[0, 1] > 0.95


def test_a_slope_of_the_wrong_sign_is_dropped_and_the_gap_still_counts() -> None:
    rows = drawn(1, 2_000)
    gap = np.isnan(rows.matrix[:, 2])
    falling = np.random.default_rng(1).random(2_000) < sigmoid(np.where(gap, 2.0, -rows.matrix[:, 2]) - 1)
    levels = (0, 0, 0, len(WIDE) + 1, len(SMALL) + 1)
    model = fit_logistic(rows.matrix, falling, rows.weights, levels=levels, restraint=Restraint(monotone=(0, 0, 1)))
    term = next(term for term in model.linear.numeric if term.position == 2)
    assert model.dropped == (2,)
    assert term.coefficient == 0
    assert term.missing > 1 > term.known


def test_what_is_left_after_a_drop_is_fitted_again() -> None:
    rows = drawn(2, 2_000)
    rows.matrix[:, :N_NUMBERS] = np.nan_to_num(rows.matrix[:, :N_NUMBERS])
    chance = sigmoid(3 * rows.matrix[:, 0] - 2 * rows.matrix[:, 1])
    converted, levels = np.random.default_rng(1).random(2_000) < chance, (0, 0, 0)
    held = fit_logistic(rows.matrix, converted, rows.weights, levels=levels, restraint=Restraint(monotone=(1, 1)))
    without = rows.matrix * np.array([1, 0, 1, 0, 0])
    alone = fit_logistic(without, converted, rows.weights, levels=levels)
    assert held.dropped == (1,)
    assert held.linear.numeric[0].coefficient > 0
    np.testing.assert_allclose(held.margin(rows.matrix), alone.margin(without), atol=1e-3)


def test_where_every_term_is_dropped_the_base_rate_is_left() -> None:
    x = np.linspace(-1, 1, 200)[:, None]
    model = fit_logistic(x, x[:, 0] < -0.5, np.ones(200), levels=(0,), restraint=Restraint(monotone=(1,)))
    assert model.dropped == (0,)
    np.testing.assert_allclose(sigmoid(model.margin(x)), 0.25)


def test_a_sign_that_holds_anyway_drops_nothing() -> None:
    rows = drawn(3, 2_000)
    rising = np.random.default_rng(1).random(2_000) < sigmoid(np.nan_to_num(rows.matrix[:, 2]))
    levels = (0, 0, 0, len(WIDE) + 1, len(SMALL) + 1)
    free = fit_logistic(rows.matrix, rising, rows.weights, levels=levels)
    held = fit_logistic(rows.matrix, rising, rows.weights, levels=levels, restraint=Restraint(monotone=(0, 0, 1)))
    assert held == free


RANKS, MOST_EVENTS = ("none", "later", "now"), 12
HELD = FeatureSpec(
    (),
    (Signal("s", "S", "fit"),),
    (
        Feature("timeline", "s", "category", "timeline", levels=RANKS, monotone=1, ordered=True),
        Feature("demo.count.7d", "s", "count", "demo", 7, monotone=1),
        Feature("demo.count.ever", "s", "count", "demo", monotone=1),
        Feature("demo.recency", "s", "recency", "demo"),
        Feature("k", "s", "category", "k", levels=SMALL),
    ),
    dated=True,
)


def drawn_in_order(seed: int, n: int = 900) -> BoostingRows:
    """Ranks and counts whose effects turn with a third column, so that a free model goes both ways."""
    rng = np.random.default_rng(seed)
    rank, small = rng.integers(0, 3, n).astype(np.float64), rng.integers(0, len(SMALL), n)
    recent = rng.integers(0, 4, n)
    ever = recent + rng.integers(0, 4, n)
    days = np.where(ever > 0, rng.uniform(0, 30, n), np.nan)
    turned = np.where(small == 1, -1.0, 1.0)
    log_odds = turned * (rank - 1) + 0.5 * turned * np.sin(recent) + 0.2 * ever - 1.5
    rank[rng.random(n) < 0.1] = np.nan
    matrix = np.column_stack([rank, recent, ever, days, small]).astype(np.float64)
    return BoostingRows(matrix, rng.random(n) < sigmoid(log_odds), np.ones(n), tuple(HELD.categorical))


def fall_of_the_log_odds(model: AdditiveModel, rows: BoostingRows) -> float:
    """The largest fall while the rank rises, and while there is one event more in both windows."""
    ranks = np.repeat(rows.matrix[:150], len(RANKS), axis=0)
    ranks[:, 0] = np.tile(np.arange(len(RANKS)), 150)
    events = np.repeat(rows.matrix[:150], MOST_EVENTS, axis=0)
    events[:, 1:3] += np.tile(np.arange(MOST_EVENTS), 150)[:, None]
    steps = (np.diff(model.log_odds(grid).reshape(150, -1), axis=1) for grid in (ranks, events))
    return float(max((-step).max() for step in steps))


def fitted_in_order(spec: FeatureSpec, rows: BoostingRows, run: BoostingRun) -> AdditiveModel:
    fold = np.arange(len(rows.converted)) % 3
    return fit(rows, [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(3)], spec, run).model


@given(seed=st.integers(0, 10_000), hyperparameters=st.sampled_from(sorted(HYPERPARAMETERS)))
@settings(max_examples=4, deadline=None)
def test_signs_hold_for_ordered_categories_and_for_counts_of_events(seed: int, hyperparameters: str) -> None:
    rows = drawn_in_order(seed)
    model = fitted_in_order(HELD, rows, BoostingRun(seed, 1, HYPERPARAMETERS[hyperparameters]))
    assert fall_of_the_log_odds(model, rows) < 1e-9


def test_without_signs_ranks_and_counts_do_move_both_ways() -> None:
    free = replace(HELD, features=tuple(replace(feature, monotone=0) for feature in HELD.features))
    rows = drawn_in_order(0, 3_000)
    assert fall_of_the_log_odds(fitted_in_order(free, rows, BoostingRun(0, 1)), rows) > 0.01
