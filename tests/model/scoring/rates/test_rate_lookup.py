"""Of the reference rates of a lead's value the one that fits its points is shown, or none."""

from dataclasses import replace

import numpy as np
import pytest
from evidenced import learned

from leadscore.model.arrays import Floats
from leadscore.model.scoring.points import points_of
from leadscore.model.scoring.rates import Added, Bins, RateLookup, RateTable, ReferenceRates, SegmentRates, SignalRates
from leadscore.model.scoring.rates.lookup import STRONG_POINTS, as_read

TYPICAL = 0.2
ONE = (Bins(0),)


def log_odds(rate: float) -> float:
    return float(np.log(rate / (1 - rate)))


def looked_up(rates: SignalRates | None, log_odds: float, *, points: int | None = None) -> RateLookup:
    """What is found for one lead to whom the only signal adds so much."""
    reference = ReferenceRates(TYPICAL, (1.0,), (rates,))
    whole = round(float(points_of(np.array(log_odds)))) if points is None else points
    added = Added(np.zeros((1, 1), dtype=np.int64), np.array([[whole]]), np.array([[log_odds]]), {})
    return RateTable(reference).look_up(np.zeros((1, 1)), added)


def of_all(rate: float, expected: float, *, raised: float | None = None, lowered: float | None = None) -> SignalRates:
    """One segment of 100 leads; of 50 each that the signal raises and lowers, where these are given."""
    apart = [
        None if own is None else SegmentRates((own, None), (50, None), (TYPICAL, None)) for own in (raised, lowered)
    ]
    return SignalRates(ONE, (rate, None), (100, None), (0, 1), (expected, None), *apart)


CASES = {
    "both stories agree": (of_all(0.3, 0.19), 0.54, (0.3, None, False)),
    "both agree below": (of_all(0.12, 0.21), -0.6, (0.12, None, False)),
    "the plain rate is of the other sign": (of_all(0.25, 0.33), -0.4, (0.25, 0.33, False)),
    "the plain rate is far too large": (of_all(0.5, 0.42), 0.35, (0.5, 0.42, False)),
    "neither has the sign": (of_all(0.3, 0.25), -0.5, None),
    "both are far too small": (of_all(0.21, 0.205), 1.5, None),
    "a value of both signs that raises": (of_all(0.2, 0.2, raised=0.3, lowered=0.1), 0.5, (0.3, TYPICAL, True)),
    "a value of both signs that lowers": (of_all(0.2, 0.2, raised=0.3, lowered=0.1), -0.7, (0.1, TYPICAL, True)),
    "of both signs, and none fits": (of_all(0.3, 0.2, raised=0.15, lowered=0.4), 0.54, None),
    "strong points beside shares that read alike": (of_all(0.2049, 0.196), 0.28, None),
    "weak points beside shares that read alike": (of_all(0.2049, 0.2), 0.05, (0.2049, None, False)),
    "weak points and a large difference": (of_all(0.1, 0.06), 0.07, (0.1, 0.06, False)),
}


@pytest.mark.parametrize(("rates", "added", "shown"), CASES.values(), ids=CASES.keys())
def test_the_rate_that_is_shown_speaks_of_the_points(
    rates: SignalRates, added: float, shown: tuple[float, float | None, bool] | None
) -> None:
    found = looked_up(rates, added)
    if shown is None:
        assert (found.leads[0, 0], np.isnan(found.rates[0, 0])) == (0, True)
        return
    rate, expected, alike = shown
    assert found.rates[0, 0] == rate
    assert found.leads[0, 0] == (50 if alike else 100)
    assert found.expected[0, 0] == (expected if expected is not None else pytest.approx(np.nan, nan_ok=True))
    assert found.alike[0, 0] == alike


@pytest.mark.parametrize(
    ("points", "rate", "shown"),
    [
        (5, 0.1, False),
        (5, 0.3, True),
        (-5, 0.3, False),
        (-5, 0.1, True),
        (5, 0.2, True),
        (-5, 0.2, True),
        (0, 0.1, True),
    ],
)
def test_a_bundle_of_an_earlier_release_keeps_its_rate_where_it_has_the_sign_of_the_points(
    points: int, rate: float, shown: bool
) -> None:
    found = looked_up(SignalRates(ONE, (rate, None), (100, None)), points / 14.4, points=points)
    assert (found.leads[0, 0] == 100) == shown
    assert np.isnan(found.expected[0, 0])


def test_a_value_of_too_few_leads_and_a_signal_without_rates_show_nothing() -> None:
    few = SignalRates(ONE, (None, None), (None, None), (0, 1), (None, None))
    for rates in (few, None):
        found = looked_up(rates, 0.5)
        assert np.isnan(found.rates[0, 0])
        assert found.leads[0, 0] == 0


def test_one_set_of_leads_is_told_once_with_the_strongest_signal() -> None:
    first, other = of_all(0.3, 0.2), of_all(0.3, 0.21)
    different = replace(of_all(0.31, 0.2), leads=(99, None))
    reference = ReferenceRates(TYPICAL, (0.4, 0.3, 0.3), (first, other, different))
    signals, log_odds = np.array([[0, 1, 2]]), np.array([[0.6, 0.5, 0.5]])
    found = RateTable(reference).look_up(np.zeros((1, 1)), Added(signals, np.array([[9, 7, 7]]), log_odds, {}))
    assert found.leads.tolist() == [[100, 0, 99]]


def test_the_part_of_a_date_that_carries_the_points_is_looked_up() -> None:
    hour, weekday = of_all(0.3, 0.2), SignalRates((Bins(1),), (0.1, None), (70, None), (0, 1), (0.2, None))
    reference = ReferenceRates(TYPICAL, (1.0,), (hour,), parts=((hour, weekday),))
    added = Added(
        np.zeros((2, 1), dtype=np.int64), np.array([[8], [-10]]), np.array([[0.55], [-0.7]]), {0: np.array([0, 1])}
    )
    assert RateTable(reference).look_up(np.zeros((2, 2)), added).leads.tolist() == [[100], [70]]


def explained(rows: Floats) -> Added:
    contributions = learned().model.contributions(rows)[0]
    per_signal = np.zeros((len(rows), len(learned().recipe.spec.signals)))
    np.add.at(per_signal.T, learned().recipe.spec.signal_positions, contributions.T)
    order = np.argsort(-np.abs(per_signal), axis=1)[:, :6]
    own = np.take_along_axis(per_signal, order, axis=1)
    parts = {
        signal: np.full(len(rows), parts[0].bins[0].position)
        for signal, parts in enumerate(learned().evidence.parts)
        if parts
    }
    return Added(order, np.rint(points_of(own)).astype(np.int64), own, parts)


def test_no_strong_reason_has_a_rate_that_contradicts_it() -> None:
    rows = learned().recipe.rows.matrix[:400]
    added = explained(rows)
    found = RateTable(learned().evidence).look_up(rows, added)
    beside = np.where(np.isnan(found.expected), learned().evidence.typical, found.expected)
    shown = ~np.isnan(found.rates) & (np.abs(added.points) >= STRONG_POINTS)
    assert shown.any()
    assert (np.sign(found.rates - beside)[shown] == np.sign(added.points)[shown]).all()
    assert (as_read(found.rates) != as_read(beside))[shown].all()
    assert (found.leads[~np.isnan(found.rates)] >= 20).all()


def test_a_lead_has_the_same_rates_alone_as_among_others() -> None:
    rows = learned().recipe.rows.matrix[:20]
    table, together = RateTable(learned().evidence), explained(rows)
    found = table.look_up(rows, together)
    for row in range(len(rows)):
        alone = table.look_up(rows[[row]], explained(rows[[row]]))
        np.testing.assert_array_equal(alone.rates[0], found.rates[row])
        np.testing.assert_array_equal(alone.places[0], found.places[row])


def test_no_leads_have_no_rates() -> None:
    rows = learned().recipe.rows.matrix[:0]
    assert RateTable(learned().evidence).look_up(rows, explained(rows)).rates.shape == (0, 6)
