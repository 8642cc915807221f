"""Rates by value: of distinct leads, drawn towards the typical rate, and hidden where leads are few."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.arrays import Floats, Integers, Mask
from leadscore.model.learning.reference_rates.binning import TrainingLooks
from leadscore.model.learning.reference_rates.rates import MIN_LEADS, PRIOR_LEADS, signal_rates
from leadscore.model.scoring.rates import Bins

BY_CODE = (Bins(0, codes=3),)


def looks(codes: Floats, converted: Mask, lead: Integers | None = None) -> TrainingLooks:
    own = np.arange(len(codes)) if lead is None else lead
    return TrainingLooks(codes[:, None], converted, np.ones(len(codes)), own)


@pytest.mark.parametrize(("leads", "told"), [(MIN_LEADS, True), (MIN_LEADS - 1, False), (0, False)])
def test_a_cell_of_few_leads_is_hidden_whole(leads: int, told: bool) -> None:
    codes = np.repeat([0.0, 1.0], [leads, 200])
    rates = signal_rates(BY_CODE, looks(codes, np.zeros(len(codes), dtype=bool)))
    assert (rates.rates[0] is not None, rates.leads[0]) == (told, leads if told else None)


def test_many_looks_at_few_leads_are_still_few_leads() -> None:
    lead = np.repeat(np.arange(MIN_LEADS - 1), 50)
    rates = signal_rates(BY_CODE, looks(np.zeros(len(lead)), lead % 2 == 0, lead))
    assert rates.leads == (None,) * 4
    assert rates.rates == (None,) * 4


def test_a_rate_of_few_leads_lies_between_theirs_and_the_typical_one() -> None:
    codes = np.repeat([0.0, 1.0, np.nan], [25, 2000, 50])
    converted = np.concatenate([np.ones(25), np.zeros(2000), np.ones(50)]).astype(bool)
    seen = looks(codes, converted)
    rates = signal_rates(BY_CODE, seen)
    expected = (25 + PRIOR_LEADS * seen.typical) / (25 + PRIOR_LEADS)
    assert rates.rates[0] == pytest.approx(expected)
    assert rates.rates[3] == pytest.approx((50 + PRIOR_LEADS * seen.typical) / (50 + PRIOR_LEADS))
    assert rates.leads == (25, 2000, None, 50)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_no_rate_is_beyond_what_was_seen_and_typical(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lead = np.sort(rng.integers(0, 150, 400))
    _, lead = np.unique(lead, return_inverse=True)
    converted = rng.random(400) < rng.random()
    seen = TrainingLooks(rng.integers(0, 3, (400, 1)).astype(float), converted, rng.uniform(0.1, 1, 400), lead)
    for code, rate in enumerate(signal_rates(BY_CODE, seen).rates[:3]):
        rows = seen.matrix[:, 0] == code
        own = np.average(converted[rows], weights=seen.weights[rows])
        assert rate is not None
        assert min(own, seen.typical) - 1e-9 <= rate <= max(own, seen.typical) + 1e-9
