"""Whether intervals held on later leads is counted group by group, beside what chance alone would leave."""

from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from evidenced import learned, looked_at

from leadscore.model.arrays import Integers
from leadscore.model.card import filled
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.features.leads import Snapshots
from leadscore.model.learning.backtest import BacktestFold
from leadscore.model.learning.evaluation import EvaluationSet
from leadscore.model.learning.reference_rates import coverage, learn_bands
from leadscore.model.learning.reference_rates.rates import MIN_LEADS
from leadscore.model.learning.splitting import Split
from leadscore.model.scoring.contributions.additive import sigmoid


def backtest_fold(held_out: LabelledSnapshots, rows: Integers) -> BacktestFold:
    """The learned model as a twin, evaluated on these rows of its own matrix."""
    told = learned()
    matrix = told.recipe.rows.matrix[rows]
    return BacktestFold(cast(Split, None), told.recipe, None, told.model, told.labelled, held_out, matrix, None)


def later(rows: Integers, *, shift: float = 0.0, seed: int = 0) -> LabelledSnapshots:
    """One look at a lead of its own per row; it converts by its band's true rate, moved on the log-odds.

    That rate is not the learned one, but as far from it as a sample of the training's size leaves it.
    """
    told, rng = learned(), np.random.default_rng(seed)
    bands = learn_bands(told.recipe.fitted.out_of_fold, EvaluationSet.of(told.labelled))
    spread = (np.array(bands.high) - np.array(bands.low)) / (2 * 1.2816)
    rate = np.clip(np.array(bands.rates) + spread * rng.normal(), 1e-3, 1 - 1e-3)
    block = bands.of(told.model.log_odds(told.recipe.rows.matrix[rows]))
    chance = sigmoid(np.log(rate / (1 - rate)) + shift)[block]
    return looked_at(Snapshots(np.arange(len(rows)), np.zeros(len(rows), np.int64)), rng.random(len(rows)) < chance)


MANY = np.random.default_rng(1).integers(0, 1200, 4000)


def test_a_promise_that_holds_is_kept_about_as_often_as_expected() -> None:
    found = [coverage(backtest_fold(later(MANY, seed=seed), MANY)) for seed in range(60)]
    assert np.mean([filled(one.inside) for one in found]) == pytest.approx(
        np.mean([filled(one.expected) for one in found]), abs=0.05
    )
    assert 0.6 < filled(found[0].expected) < 0.8


def test_leads_that_convert_far_more_often_are_outside() -> None:
    found = coverage(backtest_fold(later(MANY, shift=1.5), MANY))
    assert filled(found.inside) < 0.2 < filled(found.expected)


def test_fewer_later_leads_leave_less_to_be_expected() -> None:
    few, many = (coverage(backtest_fold(later(rows), rows)) for rows in (MANY[:400], MANY))
    assert filled(few.expected) < filled(many.expected)


def test_every_band_is_reported_with_its_interval_and_what_was_observed() -> None:
    told, held_out = learned(), later(MANY)
    found = coverage(backtest_fold(held_out, MANY))
    bands = learn_bands(told.recipe.fitted.out_of_fold, EvaluationSet.of(told.labelled))
    block = bands.of(told.model.log_odds(told.recipe.rows.matrix[MANY]))
    shown = {(bands.low[n], bands.high[n], bands.leads[n]): n for n in range(len(bands.rates))}
    spans = []
    assert found.level == 0.8
    for row in found.groups:
        number = shown[row.low, row.high, row.leads]
        spans.append((bands.first[number], bands.last[number]))
        rows = (block >= bands.first[number]) & (block <= bands.last[number])
        assert row.observed_leads == int(rows.sum())
        assert row.observed == pytest.approx(held_out.converted[rows].mean())
        assert row.inside == (row.low <= filled(row.observed) <= row.high)
    assert all(below[1] < above[0] for below, above in pairwise(spans))
    assert spans[-1][1] == len(bands.rates) - 1


def test_of_bands_with_few_later_leads_nothing_is_reported() -> None:
    few = MANY[: MIN_LEADS - 1]
    found = coverage(backtest_fold(later(few), few))
    assert {row.observed for row in found.groups} == {row.inside for row in found.groups} == {None}
    assert (found.inside, found.expected) == (None, None)
