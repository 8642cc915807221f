"""What holds for every baseline, and what each of them predicts."""

from dataclasses import replace

import lightgbm as lgb
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from leadscore.model.arrays import Floats
from leadscore.model.features.spec import Feature, FeatureSpec, InputColumn, Signal
from leadscore.model.learning.baselines import BASELINES, predictions
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun

KINDS = ("a", "b", "c")
SPEC = FeatureSpec(
    (InputColumn("size", "numeric"), InputColumn("kind", "category", KINDS)),
    (Signal("size", "Size", "fit"), Signal("kind", "Kind", "fit")),
    (Feature("size", "size", "numeric", "size"), Feature("kind", "kind", "category", "kind", levels=KINDS)),
    dated=False,
)
RUN = BoostingRun(seed=0, threads=1)


def drawn(n: int = 2000, *, seed: int = 0) -> BoostingRows:
    """Leads of which both columns say something; sizes and kinds are missing now and then."""
    rng = np.random.default_rng(seed)
    size, kind = rng.normal(size=n), rng.integers(0, 3, n)
    converted = rng.random(n) < 1 / (1 + np.exp(1.5 - size - kind))
    matrix = np.column_stack([size, kind.astype(float)])
    matrix[rng.random((n, 2)) < 0.1] = np.nan
    return BoostingRows(matrix, converted, rng.uniform(0.2, 1, n), (1,))


def test_every_baseline_predicts_every_row_in_the_cards_order() -> None:
    found = predictions(drawn(), SPEC, drawn(seed=1).matrix, RUN)
    assert list(found) == ["base_rate", "naive_bayes", "logistic", "lightgbm"]
    for probability in found.values():
        assert probability.shape == (2000,)
        assert probability.dtype == np.float64
        assert ((probability > 0) & (probability < 1)).all()


@pytest.mark.parametrize("name", [name for name in BASELINES if name != "base_rate"])
def test_a_baseline_that_looks_at_columns_ranks_what_they_tell(name: str) -> None:
    new = drawn(seed=1)
    probability = BASELINES[name](drawn(), SPEC, new.matrix, RUN)
    assert roc_auc_score(new.converted, probability) > 0.7
    assert probability.mean() == pytest.approx(new.converted.mean(), abs=0.05)


def test_the_base_rate_is_that_of_the_weighted_training_rows() -> None:
    rows = drawn()
    found = BASELINES["base_rate"](rows, SPEC, drawn(n=3).matrix, RUN)
    assert found.tolist() == pytest.approx([np.average(rows.converted, weights=rows.weights)] * 3)


@pytest.mark.parametrize("name", ["base_rate", "logistic"])
def test_a_whole_weight_counts_like_so_many_rows(name: str) -> None:
    rows, new = drawn(300), drawn(seed=1).matrix
    times = np.random.default_rng(2).integers(1, 4, 300)
    weighed = replace(rows, weights=times.astype(float))
    repeated = replace(rows.take(np.repeat(np.arange(300), times)), weights=np.ones(times.sum()))
    one, other = (BASELINES[name](made, SPEC, new, RUN) for made in (weighed, repeated))
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_lightgbm_is_run_with_nothing_set() -> None:
    rows, new = drawn(), drawn(seed=1).matrix
    data = lgb.Dataset(rows.matrix, rows.converted.astype(float), weight=rows.weights, categorical_feature=[1])
    reference = lgb.train({"objective": "binary", "verbose": -1, "num_threads": 1}, data).predict(new)
    np.testing.assert_allclose(BASELINES["lightgbm"](rows, SPEC, new, RUN), np.asarray(reference))


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = (predictions(drawn(), SPEC, drawn(seed=1).matrix, RUN) for _ in range(2))
    assert {name: p.tobytes() for name, p in once.items()} == {name: p.tobytes() for name, p in again.items()}


@pytest.mark.parametrize("odd", [np.nan, 1e300, -1e300, 0.0])
def test_columns_of_odd_values_leave_every_baseline_standing(odd: float) -> None:
    rows = drawn()
    half: Floats = np.where(np.arange(2000) % 2 == 0, odd, rows.matrix[:, 0])
    for column in (half, np.full(2000, odd), np.where(np.arange(2000) % 2 == 0, 1e300, -1e300)):
        made = replace(rows, matrix=np.column_stack([column, rows.matrix[:, 1]]))
        for name, probability in predictions(made, SPEC, made.matrix, RUN).items():
            assert np.isfinite(probability).all(), name
