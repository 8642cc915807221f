"""Which signals are taken out, which stay, and which may be reasons."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from leadscore.model.arrays import Floats, Mask
from leadscore.model.config import ColumnSettings, parse_config
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.hyperparameters import Hyperparameters
from leadscore.model.learning.slopes import PrunedFit, fit_pruned, kept_signals
from leadscore.model.learning.slopes.pruning import prune, with_reasons
from leadscore.model.scoring.contributions.additive import sigmoid

N = 3_000
NAMES = ("true", "noise", "wide", "silent")
QUICK = Hyperparameters(learning_rate=0.2)


def contributions_of(seed: int = 0) -> tuple[Floats, Floats, EvaluationSet]:
    """Two signals, of which the first is worth its points and the second says nothing."""
    rng = np.random.default_rng(seed)
    contributions = rng.normal(scale=(0.8, 0.4), size=(N, 2))
    converted = rng.random(N) < sigmoid(-1.0 + contributions[:, 0])
    return contributions, contributions.sum(axis=1) - 1.0, EvaluationSet(converted, np.ones(N), np.arange(N))


def test_a_signal_that_says_nothing_is_taken_out_and_one_that_holds_stays() -> None:
    pruning = prune(*contributions_of())
    assert pruning.left_out.tolist() == [False, True]
    assert not pruning.all_say_nothing


def test_a_kept_signal_stays_whatever_it_says() -> None:
    assert not prune(*contributions_of(), kept=np.array([False, True])).left_out.any()


def test_a_signal_without_points_is_taken_out() -> None:
    contributions, log_odds, evaluation_set = contributions_of()
    contributions[:, 1] = 0.0
    assert prune(contributions, log_odds, evaluation_set).left_out.tolist() == [False, True]


def test_where_all_say_nothing_none_is_taken_out() -> None:
    contributions, log_odds, evaluation_set = contributions_of()
    shuffled = np.random.default_rng(7).permutation(evaluation_set.converted)
    pruning = prune(contributions, log_odds, replace(evaluation_set, converted=shuffled))
    assert pruning.all_say_nothing
    assert not pruning.left_out.any()


def test_signals_that_share_what_they_say_do_not_all_go() -> None:
    rng = np.random.default_rng(1)
    shared = rng.normal(size=N)
    parts = shared[:, None] * 0.05 + rng.normal(scale=0.3, size=(N, 20)) - rng.normal(scale=0.3, size=(N, 20)).mean()
    parts -= parts.mean(axis=1, keepdims=True) - shared[:, None] * 0.05  # their noise cancels in the sum
    converted = rng.random(N) < sigmoid(-1.0 + shared)
    evaluation_set = EvaluationSet(converted, np.ones(N), np.arange(N))
    assert not prune(parts, parts.sum(axis=1) - 1.0, evaluation_set).left_out.all()


def drawn(seed: int = 0, n: int = N) -> tuple[BoostingRows, FeatureSpec]:
    """A number that matters, one that does not, a category of many levels that does not, and an almost constant one."""
    rng = np.random.default_rng(seed)
    matrix = np.column_stack([rng.normal(size=(n, 2)), rng.integers(0, 40, n), rng.random(n) < 0.001])
    converted = rng.random(n) < sigmoid(-1.5 + matrix[:, 0])
    levels = tuple(f"l{i:02}" for i in range(40))
    features = tuple(
        Feature(f"f.{name}", f"column.{name}", "category" if name == "wide" else "numeric", name) for name in NAMES
    )
    features = tuple(replace(f, levels=levels) if f.source == "wide" else f for f in features)
    spec = FeatureSpec((), tuple(Signal(f"column.{name}", name, "fit") for name in NAMES), features, dated=False)
    return BoostingRows(matrix, converted, np.ones(n), (2,)), spec


def fitted(seed: int = 1, kept: Mask | None = None) -> PrunedFit:
    rows, spec = drawn(seed)
    evaluation_set = EvaluationSet(rows.converted, rows.weights, np.arange(N))
    return fit_pruned(rows, spec, BoostingRun(0, 1, QUICK), evaluation_set, kept=kept)


def test_the_recipe_is_fitted_once_more_without_what_says_nothing() -> None:
    made = fitted()
    names = [signal.name for signal in made.spec.signals]
    assert "column.true" in names
    assert "column.wide" in [signal.name for signal in made.checked.left_out]
    assert made.rows.matrix.shape[1] == len(made.spec.features) == made.fitted.contributions.shape[1]
    assert made.fitted.model.n_features == len(made.spec.features)
    assert len(made.checked.slopes.value) == len(names)
    assert len(made.checked.slopes_left_out.value) == len(made.checked.left_out)


def test_what_is_kept_is_still_read() -> None:
    made = fitted(kept=np.array([name == "wide" for name in NAMES]))
    assert "column.wide" in [signal.name for signal in made.spec.signals]


def test_a_signal_that_is_not_surely_above_zero_is_no_reason() -> None:
    _, spec = drawn()
    pair = replace(spec, signals=spec.signals[:2], features=spec.features[:2])
    slopes = prune(*contributions_of()).slopes
    assert [signal.reason for signal in with_reasons(pair, slopes).signals] == [True, False]


def test_where_nothing_is_sure_every_signal_may_be_a_reason() -> None:
    _, spec = drawn()
    pair = replace(spec, signals=spec.signals[:2], features=spec.features[:2])
    contributions, log_odds, evaluation_set = contributions_of()
    nobody = replace(evaluation_set, converted=np.zeros(N, dtype=bool))
    slopes = prune(contributions, log_odds, nobody).slopes
    assert all(signal.reason for signal in with_reasons(pair, slopes).signals)


@pytest.mark.parametrize(("keep", "expected"), [(True, [False, True, False, False]), (False, [False] * 4)])
def test_the_configuration_keeps_a_column(keep: bool, expected: list[bool]) -> None:
    config = parse_config({"leads": {"path": "x.csv", "target": "y", "positive": ["1"]}}, folder=Path())
    config = config.model_copy(update={"columns": {"noise": ColumnSettings(role="numeric", keep=keep)}})
    assert kept_signals(drawn()[1], config).tolist() == expected
