"""Whatever was configured and whatever drifted, a fitted model stays one exact sum, and its points add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.drift import Drift, shifted
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.effort import folds_for
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.scoring.contributions.additive import AdditiveModel, sigmoid
from leadscore.model.scoring.points import score_of, whole_points

Floats = Floats

WIDE, SMALL = tuple(f"l{number:02}" for number in range(30)), ("a", "b")
N_NUMBERS = 3
HOSTILE = np.array([np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0, 5e-324, -1.0, 99.0])


def spec(signs: tuple[int, ...]) -> FeatureSpec:
    numbers = [Feature(f"x{i}", f"x{i}", "numeric", f"x{i}", monotone=sign) for i, sign in enumerate(signs)]
    categories = [Feature(name, name, "category", name, levels=levels) for name, levels in (("w", WIDE), ("k", SMALL))]
    features = (*numbers, *categories)
    signals = tuple(Signal(feature.name, feature.name, "fit") for feature in features)
    return FeatureSpec((), signals, features, dated=False)


def drawn(seed: int, n: int = 600) -> BoostingRows:
    """Numbers with gaps, a category of many levels and one of few that matter together."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, N_NUMBERS))
    wide, small = rng.integers(0, len(WIDE) + 1, n), rng.integers(0, len(SMALL) + 1, n)
    log_odds = x @ rng.normal(size=N_NUMBERS) + np.where((wide % 2) == (small == 1), 1.5, -1.5) - 0.5
    x[rng.random(x.shape) < 0.15] = np.nan
    matrix = np.column_stack([x, wide, small]).astype(np.float64)
    return BoostingRows(matrix, rng.random(n) < sigmoid(log_odds), rng.uniform(0.2, 1, n), (N_NUMBERS, N_NUMBERS + 1))


def learned(seed: int, signs: tuple[int, ...], shift: float) -> AdditiveModel:
    rows = drawn(seed)
    model = fit(rows, folds_for(rows, seed=seed), spec(signs), BoostingRun(seed, 1)).model
    return shifted(model, Drift(4.0, shift, 0.2, 0.1, 100))


@given(
    st.integers(0, 10_000),
    st.tuples(*[st.sampled_from((-1, 0, 1))] * N_NUMBERS),
    st.floats(-8, 8),
    st.floats(-4, 4),
)
@settings(max_examples=6, deadline=None)
def test_contributions_are_exact_and_whole_points_add_up(
    seed: int, signs: tuple[int, ...], shift: float, reference: float
) -> None:
    model = learned(seed, signs, shift)
    strange = np.random.default_rng(seed).choice(HOSTILE, (50, N_NUMBERS + 2))
    matrix = np.vstack([drawn(seed + 1, 200).matrix, strange])
    log_odds, (contributions, expected) = model.log_odds(matrix), model.contributions(matrix)
    np.testing.assert_allclose(contributions.sum(axis=1) + expected, log_odds, atol=1e-9, rtol=0)
    points = whole_points(contributions, expected, reference)
    np.testing.assert_array_equal(points.start + points.signals.sum(axis=1) + points.beyond_scale, points.score)
    np.testing.assert_allclose(points.score, np.clip(score_of(log_odds, reference), 0, 100), atol=0.5 + 1e-6)


def test_contributions_out_of_fold_are_as_exact() -> None:
    rows = drawn(5)
    folds = folds_for(rows, seed=5)
    fitted = fit(rows, folds, spec((1, 0, -1)), BoostingRun(5, 1))
    assert any(len(group) == 2 for group in fitted.encoded)
    for _, held_out in folds:
        assert np.ptp(fitted.expected[held_out]) < 1e-5


def test_centring_moves_the_start_and_no_score() -> None:
    rows, plain = drawn(5), learned(5, (1, 0, -1), 0.4)
    before, start = plain.contributions(rows.matrix)
    centred = plain.centred(before, rows.weights)
    after, later_start = centred.contributions(rows.matrix)
    np.testing.assert_allclose(np.average(after, axis=0, weights=rows.weights), 0.0, atol=1e-12)
    assert later_start - start == pytest.approx(float(np.average(before, axis=0, weights=rows.weights).sum()))
    assert later_start == pytest.approx(float(np.average(plain.log_odds(rows.matrix), weights=rows.weights)))
    np.testing.assert_array_equal(centred.log_odds(rows.matrix), plain.log_odds(rows.matrix))
    np.testing.assert_allclose(after.sum(axis=1) + later_start, plain.log_odds(rows.matrix), atol=1e-9, rtol=0)
    assert centred.expected == later_start
    assert centred.contributions(rows.matrix[:0])[1] == later_start
    again = centred.centred(after, rows.weights)
    np.testing.assert_allclose(again.centre, centred.centre, atol=1e-12)


def test_weights_that_are_all_equal_centre_on_the_plain_mean() -> None:
    rows, plain = drawn(6), learned(6, (0, 0, 0), 0.0)
    contributions = plain.contributions(rows.matrix)[0]
    centred = plain.centred(contributions, np.full(len(contributions), 0.5))
    np.testing.assert_allclose(centred.centre, contributions.mean(axis=0))


def test_a_shift_moves_the_start_and_no_contribution() -> None:
    still, moved = (learned(3, (1, 0, -1), shift) for shift in (0.0, 1.25))
    matrix = drawn(4, 100).matrix
    (before, start), (after, later_start) = still.contributions(matrix), moved.contributions(matrix)
    np.testing.assert_array_equal(before, after)
    assert later_start - start == pytest.approx(1.25)
