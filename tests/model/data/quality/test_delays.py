from collections.abc import Sequence

import numpy as np
import pytest
from flat_leads import dated
from hypothesis import given
from hypothesis import strategies as st

from leadscore.model.data.quality.conversions import Watched, watched
from leadscore.model.data.quality.delays import DAYS, converted_by, days_to_share, delay_curve, watched_to_days
from leadscore.model.timestamps import DAY, NEVER

START = 20_000 * DAY


def leads(ages_days: Sequence[float], delays_days: Sequence[float | None]) -> Watched:
    """Leads of these ages at the end of the data, that convert after so many days."""
    until = START + 2_000 * DAY
    created = until - np.array([int(age * DAY) for age in ages_days], dtype=np.int64)
    won = [NEVER if delay is None else int(at + delay * DAY) for at, delay in zip(created, delays_days, strict=True)]
    return Watched.of(created, np.array(won, dtype=np.int64), until=until)


def exponential(n: int, *, rate: float, mean_days: float, span_days: float, seed: int) -> Watched:
    """Leads that come over a span; a share of them converts, after exponential delays."""
    random = np.random.default_rng(seed)
    ages, delays = random.uniform(0, span_days, n), random.exponential(mean_days, n)
    return leads(list(ages), [delay if random.random() < rate else None for delay in delays])


def test_young_leads_count_for_as_long_as_they_were_watched() -> None:
    by_day = converted_by(leads([100, 100, 100, 100, 10, 10], [5, 20, None, None, 5, None]))
    assert by_day.evaluate([4, 5, 19]) == pytest.approx([0, 2 / 6, 2 / 6])
    assert by_day.evaluate([20, 90]) == pytest.approx([1 - 4 / 6 * 2 / 3] * 2)  # three of the four are left at day 20


@given(st.lists(st.none() | st.integers(1, 200), min_size=1, max_size=60), st.integers(1, 200))
def test_the_curve_is_the_plain_share_where_all_leads_were_watched_for_longer(
    delays: list[float | None], day: int
) -> None:
    share = np.mean([delay is not None and delay <= day for delay in delays])
    assert float(converted_by(leads([300] * len(delays), delays)).evaluate(day)) == pytest.approx(share)


def test_a_lost_lead_is_watched_on_like_an_open_one() -> None:
    data = exponential(400, rate=0.3, mean_days=20, span_days=300, seed=0)
    lost = np.flatnonzero(data.won_at == NEVER)[::2]
    seen = watched(dated(data, lost=list(lost)))
    assert seen is not None
    assert delay_curve(seen) == delay_curve(data)


@pytest.mark.parametrize("seed", range(5))
def test_the_intervals_hold_the_truth_though_half_of_the_leads_are_young(seed: int) -> None:
    curve = delay_curve(exponential(4_000, rate=0.2, mean_days=30, span_days=120, seed=seed))
    assert curve is not None
    assert curve.days == (1, 3, 7, 14, 30, 45, 60, 90)
    truth = 0.2 * (1 - np.exp(-np.array(curve.days) / 30))
    held = (np.array(curve.low) <= truth) & (truth <= np.array(curve.high))
    assert held.mean() >= 7 / 8


def test_the_curve_is_read_as_far_as_a_twentieth_of_the_leads_was_watched() -> None:
    data = leads([400] * 60 + [100] * 940, [5] * 100 + [None] * 900)
    assert watched_to_days(data) == 400
    assert watched_to_days(leads([400] * 40 + [100] * 960, [None] * 1_000)) == 100
    assert watched_to_days(leads([400] * 40, [None] * 40)) == 0
    curve = delay_curve(data)
    assert curve is not None
    assert curve.days == tuple(day for day in DAYS if day <= 400)


def test_before_the_first_conversion_the_interval_is_that_of_none_in_so_many() -> None:
    curve = delay_curve(leads([50] * 300, [20] * 30 + [None] * 270))
    assert curve is not None
    assert (curve.converted[0], curve.low[0]) == (0, 0)
    assert curve.high[0] == pytest.approx(1 - 0.025 ** (1 / 300))


def test_the_interval_is_a_number_where_every_lead_converted() -> None:
    curve = delay_curve(leads([50] * 60, [2] * 60))
    assert curve is not None
    assert (curve.days[1], curve.converted[1], curve.low[1], curve.high[1]) == (3, 1, 1, 1)


@pytest.mark.parametrize(("ages", "wins"), [([50] * 300, 19), ([0.5] * 300, 0), ([50] * 30, 30)])
def test_few_conversions_or_short_watches_make_no_curve(ages: list[float], wins: int) -> None:
    assert delay_curve(leads(ages, [0.1] * wins + [None] * (len(ages) - wins))) is None


def test_the_days_to_a_share_are_those_of_the_conversions_that_can_be_seen() -> None:
    data = leads([100] * 100, [*map(float, range(1, 51)), *[None] * 50])
    assert days_to_share(data, 0.8) == 40
    assert days_to_share(data, 1.0) == 50


def test_leads_and_conversions_after_the_end_of_the_data_are_not_seen() -> None:
    created, won = np.array([1, 5, 20]) * DAY, np.array([3, 12, 25]) * DAY
    seen = Watched.of(created, won, until=10 * DAY)
    assert seen.created_at.tolist() == [DAY, 5 * DAY]
    assert seen.converted.tolist() == [True, False]
