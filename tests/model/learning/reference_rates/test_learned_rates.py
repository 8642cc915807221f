"""The reference rates that a training keeps, recomputed in SQL where it is a count."""

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest
from evidenced import learned

from leadscore.model.learning.reference_rates import ExplainedRows, learn_reference_rates
from leadscore.model.learning.reference_rates.past_looks import PastLooks
from leadscore.model.learning.reference_rates.rates import MIN_LEADS, PRIOR_LEADS
from leadscore.model.scoring.rates import Bins, SignalRates
from leadscore.model.scoring.rates.bins import bins_of


def case(part: Bins, number: int) -> str:
    """Which values a bin holds, in SQL."""
    column = f"f{part.position}"
    if number == part.size - 1:
        return f"{column} is null"
    if part.codes:
        return f"{column} = {number}"
    low = f"{column} >= {part.edges[number - 1]!r}" if number else f"{column} is not null"
    return low + (f" and {column} < {part.edges[number]!r}" if number < len(part.edges) else "")


def recomputed(rates: SignalRates, segment: int, typical: float) -> tuple[float | None, float | None, int | None]:
    told = learned()
    frame = pd.DataFrame(told.recipe.rows.matrix).rename(columns=lambda position: f"f{position}")
    looks = PastLooks.of(told.recipe, told.labelled)
    own = told.evidence.rates.index(rates)
    added = looks.added_by([p for p, of in enumerate(told.recipe.spec.signal_positions) if of == own])
    frame = frame.assign(
        lead=told.labelled.snapshots.lead,
        won=told.labelled.converted.astype(int),
        weight=told.labelled.weights,
        z=told.recipe.fitted.out_of_fold - added,
    )
    with duckdb.connect() as connection:
        connection.register("looks", frame.astype(object).where(frame.notna(), None).infer_objects())
        cells = [bins_of(rates.bins, cell) for cell in rates.cells_in(segment)]
        where = " or ".join(
            "(" + " and ".join(case(p, n) for p, n in zip(rates.bins, numbers, strict=True)) + ")" for numbers in cells
        )
        sums = "count(distinct lead), sum(weight * won), sum(weight / (1 + exp(-z))), sum(weight)"
        leads, won, chance, weight = connection.execute(f"select {sums} from looks where {where}").fetchall()[0]  # noqa: S608
    if leads < MIN_LEADS:
        return None, None, None
    prior = PRIOR_LEADS * typical
    return (won + prior) / (weight + PRIOR_LEADS), (chance + prior) / (weight + PRIOR_LEADS), leads


@pytest.mark.parametrize("signal", ["column.budget", "column.industry", "activity", "event.demo", "event.last.type"])
def test_rates_are_those_that_sql_counts(signal: str) -> None:
    names = [own.name for own in learned().recipe.spec.signals]
    rates, typical = learned().evidence.rates[names.index(signal)], learned().evidence.typical
    assert rates is not None
    for segment, found in enumerate(zip(rates.rates, rates.expected, rates.leads, strict=True)):
        expected = recomputed(rates, segment, typical)
        assert found == tuple(None if value is None else pytest.approx(value) for value in expected)


def test_typical_is_the_weighted_rate_over_all() -> None:
    labelled = learned().labelled
    expected = float((labelled.weights * labelled.converted).sum() / labelled.weights.sum())
    assert learned().evidence.typical == pytest.approx(expected)


def test_events_are_distinguished_by_the_widest_count_and_the_last_one() -> None:
    spec = learned().recipe.spec
    for signal, rates in zip(spec.signals, learned().evidence.rates, strict=True):
        if signal.name in ("activity", "event.demo", "event.call"):
            assert rates is not None
            looked_at = [spec.features[part.position] for part in rates.bins]
            assert [(f.kind, f.window_days) for f in looked_at] == [("count", None), ("recency", None)]


def test_ranges_are_those_of_the_values_that_the_model_saw() -> None:
    told, ranges = learned(), learned().evidence.ranges
    assert set(ranges) == {"budget", "rating"}
    budget = told.recipe.rows.matrix[:, [f.source for f in told.recipe.spec.features].index("budget")]
    assert ranges["budget"] == (np.nanmin(budget), np.nanmax(budget))


def test_shares_are_those_of_the_mean_absolute_contributions() -> None:
    told = learned()
    shares = np.array(told.evidence.shares)
    assert shares.sum() == pytest.approx(1)
    position = told.recipe.spec.signal_positions
    per_signal = [
        np.average(
            np.abs(told.explained.contributions[:, [p == s for p in position]].sum(axis=1)),
            weights=told.explained.weights,
        )
        for s in range(len(shares))
    ]
    np.testing.assert_allclose(shares, np.array(per_signal) / sum(per_signal))


def test_a_model_that_weighs_nothing_has_equal_shares() -> None:
    told = learned()
    nothing = ExplainedRows(told.explained.matrix, np.zeros_like(told.explained.contributions), told.explained.weights)
    shares = learn_reference_rates(told.recipe, told.model, told.labelled, nothing).shares
    assert shares == pytest.approx([1 / len(shares)] * len(shares))


def test_a_moved_intercept_moves_the_bands_and_nothing_else() -> None:
    told = learned()
    moved = learn_reference_rates(
        told.recipe, replace(told.model, intercept=told.model.intercept + 0.5), told.labelled, told.explained
    )
    before, after = told.evidence.bands, moved.bands
    assert before is not None
    assert after is not None
    np.testing.assert_allclose(after.edges, np.array(before.edges) + 0.5)
    assert (np.array(after.rates) > np.array(before.rates)).all()
    assert replace(moved, bands=None) == replace(told.evidence, bands=None)
