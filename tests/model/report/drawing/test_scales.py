import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadscore.model.report.drawing.scales import Scale, covering, written
from leadscore.model.scoring.language import ENGLISH

NUMBERS = st.floats(min_value=-1e9, max_value=1e9)


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_a_scale_covers_its_values(values: list[float]) -> None:
    scale = covering("", values)
    slack = 1e-5 * (scale.high - scale.low)
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack
    assert scale.low < scale.high


@given(NUMBERS, NUMBERS)
def test_ticks_are_few_increasing_on_the_scale_and_written_differently(one: float, other: float) -> None:
    assume(abs(one - other) > 1e-6 * max(1.0, abs(one), abs(other)))
    low, high = sorted((one, other))
    ticks = Scale("", low, high).ticks()
    values, texts = [value for value, _ in ticks], [text for _, text in ticks]
    assert 2 <= len(ticks) <= 7
    assert values == sorted(values)
    assert all(low - 1e-5 * (high - low) <= value <= high + 1e-5 * (high - low) for value in values)
    assert len(set(texts)) == len(texts)


@given(NUMBERS)
def test_pixels_stay_on_the_scale(value: float) -> None:
    assert 10 <= Scale("", -1, 1, start=10, stop=90)(value) <= 90


@pytest.mark.parametrize(
    ("values", "ends"), [([], (0, 1)), ([math.nan], (0, 1)), ([0.0], (0, 1)), ([3.0], (0, 6)), ([-3.0], (-6, 0))]
)
def test_one_value_or_none_still_makes_a_scale(values: list[float], ends: tuple[float, float]) -> None:
    scale = covering("", values)
    assert (scale.low, scale.high) == ends


@pytest.mark.parametrize(
    ("value", "step", "unit", "text"),
    [
        (0.1, 0.1, "share", "10%"),
        (0.005, 0.005, "share", "0.5%"),
        (-0.04, 0.02, "number", "−0.04"),
        (-0.0, 0.02, "number", "0.00"),
        (12_000, 2_000, "number", "12,000"),
        (2.5, 2.5, "number", "2.5"),
    ],
)
def test_a_tick_has_the_decimals_that_its_step_needs(value: float, step: float, unit: str, text: str) -> None:
    assert written(value, step, "share" if unit == "share" else "number", ENGLISH) == text
