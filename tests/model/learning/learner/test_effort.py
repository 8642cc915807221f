"""The rule for few leads is one table, and what is fitted follows it."""

from itertools import pairwise

import numpy as np
import pytest

from leadscore.model.errors import NotEnoughDataError
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.learner.boosting import BoostingRows, BoostingRun
from leadscore.model.learning.learner.effort import EFFORTS, MARGINS, effort_for, folds_for
from leadscore.model.learning.learner.estimator import fit
from leadscore.model.scoring.contributions.additive import sigmoid

SPEC = FeatureSpec((), (Signal("x", "X", "fit"),), (Feature("x", "x", "numeric", "x"),), dated=False)


def rows_with(n_converted: int, n: int = 900, *, looks: int = 1) -> BoostingRows:
    """Leads of which so many convert, the likelier the larger their number; with several looks at each."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=n)
    converted = np.zeros(n, dtype=bool)
    converted[np.argsort(-x - rng.logistic(size=n))[:n_converted]] = True
    lead = np.repeat(np.arange(n), looks)
    return BoostingRows(x[lead][:, None], converted[lead], np.ones(n * looks), (), lead)


def test_the_table_goes_from_many_leads_to_few_and_covers_all() -> None:
    assert all(more.from_leads > fewer.from_leads and more.folds >= fewer.folds for more, fewer in pairwise(EFFORTS))
    assert EFFORTS[-1].from_leads == 0
    assert EFFORTS[0].flavours == MARGINS
    assert [effort.few_data for effort in EFFORTS] == [False] + [True] * (len(EFFORTS) - 1)


@pytest.mark.parametrize(("n_smaller_class", "folds"), [(0, 3), (40, 3), (299, 3), (300, 5), (1_000_000, 5)])
def test_few_leads_get_fewer_folds(n_smaller_class: int, folds: int) -> None:
    assert effort_for(n_smaller_class).folds == folds


@pytest.mark.parametrize("looks", [1, 3])
def test_leads_of_the_smaller_class_are_counted_not_rows(looks: int) -> None:
    assert rows_with(250, looks=looks).n_smaller_class == 250
    assert rows_with(650, looks=looks).n_smaller_class == 250


@pytest.mark.parametrize(("n_converted", "few"), [(299, True), (300, False)])
def test_what_was_left_out_for_want_of_leads_is_reported(n_converted: int, few: bool) -> None:
    rows = rows_with(n_converted)
    fitted = fit(rows, folds_for(rows, seed=0), SPEC, BoostingRun(0, 1))
    assert fitted.folds == (3 if few else 5)
    assert fitted.flavours == (("encoded_trees", "logistic") if few else MARGINS)
    assert fitted.few_data == few
    assert len(fitted.line.weights) == len(MARGINS)
    assert fitted.line.weights[0] == 0 or not few
    assert {len(rounds) for rounds in fitted.best_rounds.values()} == {fitted.folds}


def test_forty_leads_give_a_sound_model() -> None:
    rows, new = rows_with(40, 400), rows_with(400, 4_000)
    model = fit(rows, folds_for(rows, seed=0), SPEC, BoostingRun(0, 1)).model
    probability = sigmoid(model.log_odds(new.matrix))
    typical = np.full(len(probability), 0.1)
    assert probability.mean() == pytest.approx(0.1, abs=0.03)
    assert loss(probability, new) < loss(typical, new)


def loss(probability: "np.ndarray[tuple[int], np.dtype[np.float64]]", rows: BoostingRows) -> float:
    return float(-np.log(np.where(rows.converted, probability, 1 - probability)).mean())


def test_too_few_leads_for_folds_are_refused() -> None:
    rows = rows_with(2, 20)
    with pytest.raises(NotEnoughDataError, match=r"^Too few separate groups"):
        folds_for(rows, seed=0)
