"""Rates by segment: of distinct leads, drawn towards the typical rate, hidden where leads are few."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from past_looks import looks

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.learning.reference_rates.rates import MIN_LEADS, PRIOR_LEADS, signal_rates
from leadscore.model.scoring.contributions.additive import sigmoid
from leadscore.model.scoring.rates import Bins, SignalRates

BY_CODE = (Bins(0, codes=3),)
EACH = np.arange(4)


def rates_of(
    codes: Floats, converted: Mask, *, added: Floats | None = None, lead: Integers | None = None
) -> SignalRates:
    own = np.zeros(len(codes)) if added is None else added
    return signal_rates(BY_CODE, EACH, own, looks(codes[:, None], converted, added=own, lead=lead))


@pytest.mark.parametrize(("leads", "told"), [(MIN_LEADS, True), (MIN_LEADS - 1, False), (0, False)])
def test_a_segment_of_few_leads_is_hidden_whole(leads: int, told: bool) -> None:
    codes = np.repeat([0.0, 1.0], [leads, 200])
    rates = rates_of(codes, np.zeros(len(codes), dtype=bool))
    assert (rates.rates[0] is not None, rates.leads[0]) == (told, leads if told else None)
    assert (rates.expected[0] is not None) == told


def test_many_looks_at_few_leads_are_still_few_leads() -> None:
    lead = np.repeat(np.arange(MIN_LEADS - 1), 50)
    rates = rates_of(np.zeros(len(lead)), lead % 2 == 0, lead=lead)
    assert rates.leads == rates.rates == rates.expected == (None,) * 4


def test_a_rate_of_few_leads_lies_between_theirs_and_the_typical_one() -> None:
    codes = np.repeat([0.0, 1.0, np.nan], [25, 2000, 50])
    converted = np.concatenate([np.ones(25), np.zeros(2000), np.ones(50)]).astype(bool)
    rates, typical = rates_of(codes, converted), converted.mean()
    assert rates.rates[0] == pytest.approx((25 + PRIOR_LEADS * typical) / (25 + PRIOR_LEADS))
    assert rates.rates[3] == pytest.approx((50 + PRIOR_LEADS * typical) / (50 + PRIOR_LEADS))
    assert rates.leads == (25, 2000, None, 50)


def test_segments_join_the_cells_that_say_the_same() -> None:
    codes = np.repeat([0.0, 1.0, 2.0], [40, 60, 100])
    seen = looks(codes[:, None], np.zeros(200, dtype=bool))
    rates = signal_rates(BY_CODE, np.array([0, 1, 0, 2]), np.zeros(200), seen)
    assert rates.leads == (140, 60, None)
    assert rates.segments == (0, 1, 0, 2)


def test_expected_is_the_mean_chance_without_what_the_signal_adds_drawn_alike() -> None:
    generator = np.random.default_rng(0)
    added = np.repeat([0.8, -0.4], 300)
    converted = generator.random(600) < 0.3
    others = generator.normal(-1, 1, 600)
    seen = replace(looks(np.repeat([0.0, 1.0], 300)[:, None], converted), log_odds=others + added)
    rates = signal_rates(BY_CODE, EACH, added, seen)
    total = sigmoid(others[:300]).sum() + PRIOR_LEADS * converted.mean()
    assert rates.expected[0] == pytest.approx(total / (300 + PRIOR_LEADS))


def test_leads_that_a_value_raises_and_lowers_are_counted_apart() -> None:
    added = np.tile([0.5, -0.5], 100)
    converted = added > 0
    rates = rates_of(np.zeros(200), converted, added=added)
    assert rates.raised is not None
    assert rates.lowered is not None
    assert (rates.leads[0], rates.raised.leads[0], rates.lowered.leads[0]) == (200, 100, 100)
    assert rates.raised.rates[0] == pytest.approx(105 / 110)
    assert rates.lowered.rates[0] == pytest.approx(5 / 110)


@pytest.mark.parametrize("few", [MIN_LEADS - 1, 1, 0])
def test_no_rate_of_fewer_leads_follows_from_that_of_the_others(few: int) -> None:
    added = np.concatenate([np.full(200, 0.5), np.full(few, -0.5)])
    rates = rates_of(np.zeros(len(added)), added > 1, added=added)
    assert rates.leads[0] == 200 + few
    assert rates.raised is not None
    assert rates.lowered is not None
    assert rates.raised.leads[0] is None
    assert rates.lowered.leads[0] is None


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_no_rate_is_beyond_what_was_seen_and_typical(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lead = np.sort(rng.integers(0, 150, 400))
    _, lead = np.unique(lead, return_inverse=True)
    converted = rng.random(400) < rng.random()
    weights = rng.uniform(0.1, 1, 400)
    seen = looks(rng.integers(0, 3, (400, 1)).astype(float), converted, lead=lead, weights=weights)
    for code, rate in enumerate(signal_rates(BY_CODE, EACH, np.zeros(400), seen).rates[:3]):
        rows = seen.matrix[:, 0] == code
        own = np.average(converted[rows], weights=weights[rows])
        assert rate is not None
        assert min(own, seen.typical) - 1e-9 <= rate <= max(own, seen.typical) + 1e-9
