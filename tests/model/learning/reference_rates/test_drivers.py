"""The model's own view: weight, direction, and rates by value in the words of the model's language."""

import json
from dataclasses import replace

import numpy as np
import pytest
from evidenced import learned

from leadscore.model.card import filled, plain
from leadscore.model.features.spec import Feature, FeatureSpec, Signal
from leadscore.model.learning.reference_rates import ExplainedRows, driver_values, drivers
from leadscore.model.learning.reference_rates.rates import MIN_LEADS
from leadscore.model.scoring.language import english, wording_in
from leadscore.model.scoring.rates import Bins, SignalRates

WEIGHTS = np.ones(200)


def test_the_strongest_signal_comes_first_and_the_shares_are_the_whole() -> None:
    rows = drivers(learned().recipe.spec, learned().evidence, learned().explained)
    strength = [row.log_odds for row in rows]
    assert strength == sorted(strength, reverse=True)
    shares = [filled(row.share) for row in rows]
    assert sum(shares) == pytest.approx(1)
    assert [share / shares[0] for share in shares] == pytest.approx([s / strength[0] for s in strength])
    assert all(json.loads(json.dumps(plain(row), allow_nan=False)) for row in rows)


def test_every_value_reported_has_leads_enough() -> None:
    rows = drivers(learned().recipe.spec, learned().evidence, learned().explained)
    values = [value for row in rows for value in row.values]
    assert len(values) > 40
    assert all(value.leads >= MIN_LEADS and 0 <= value.rate <= 1 for value in values)


def test_values_of_a_category_come_by_their_rate_and_those_of_a_number_in_order() -> None:
    rows = {row.signal: row for row in drivers(learned().recipe.spec, learned().evidence, learned().explained)}
    rates = [value.rate for value in rows["Industry"].values]
    assert rates == sorted(rates, reverse=True)
    by_size = SignalRates((Bins(0, (5.0, 9.0)),), (0.1, 0.3, 0.2, None), (50, 60, 70, None))
    spec = FeatureSpec((), (Signal("s", "S", "fit"),), (Feature("f", "s", "numeric", "x"),), dated=True)
    assert [value.segment for value in driver_values(by_size, spec, english())] == ["below 5", "5 to 9", "9 or more"]


def test_only_what_has_an_order_has_a_direction() -> None:
    rows = {row.signal: row for row in drivers(learned().recipe.spec, learned().evidence, learned().explained)}
    assert rows["Industry"].direction is None
    assert rows["Budget"].direction is not None


def test_they_are_reported_in_the_model_s_language() -> None:
    spec = replace(learned().recipe.spec, wording=wording_in("de").kept())
    rows = {row.signal: row for row in drivers(spec, learned().evidence, learned().explained)}
    assert rows["Budget"].values[-1].segment == "nicht bekannt"


@pytest.mark.parametrize(
    ("contributions", "direction"),
    [
        (np.linspace(-1, 1, 200) ** 3, "rises"),
        (-np.exp(np.linspace(0, 5, 200)), "falls"),
        (np.abs(np.linspace(-1, 1, 200)), "mixed"),
        (np.ones(200), None),
    ],
)
def test_the_direction_is_that_of_the_ranks(contributions: np.ndarray, direction: str | None) -> None:
    values = np.linspace(0, 9, 200)
    values[50] = np.nan
    assert ExplainedRows(values[:, None], contributions[:, None], WEIGHTS).direction(values, contributions) == direction


def test_rows_without_weight_do_not_turn_a_direction() -> None:
    values = np.arange(200.0)
    contributions = np.where(values < 100, values, -values)
    weights = np.where(values < 100, 1.0, 1e-9)
    assert ExplainedRows(values[:, None], contributions[:, None], weights).direction(values, contributions) == "rises"
