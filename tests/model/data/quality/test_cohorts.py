import math

import numpy as np
import pytest
from flat_leads import dated, flat

from leadscore.model.config import LearningSettings
from leadscore.model.data.quality.cohorts import Month, base_rate, by_month
from leadscore.model.data.quality.conversions import Watched, converted_at, converted_leads, watched
from leadscore.model.data.tables.tables import Tables
from leadscore.model.timestamps import NEVER, moment

CREATED = np.array([moment(day) for day in ("2026-01-05", "2026-01-06", "2026-01-20", "2026-02-20")])
WON = np.array([moment("2026-01-10"), moment("2026-03-20"), NEVER, moment("2026-02-21")])


def tables(until: str) -> Tables:
    return dated(Watched(CREATED, WON, moment(until)), lost=[2])


def horizon(days: int, *, data_from: str | None = None) -> LearningSettings:
    return LearningSettings(horizon_days=days, data_from=data_from)


def test_a_month_shows_how_much_of_it_is_old_enough_and_the_rate_among_those() -> None:
    january, february = by_month(tables("2026-03-15"), horizon(30))
    assert january == Month("2026-01", leads=3, converted=2, matured=1.0, rate=1 / 3)
    assert (february.month, february.leads, february.converted, february.matured) == ("2026-02", 1, 1, 0.0)
    assert math.isnan(february.rate)


def test_the_base_rate_is_that_of_the_leads_old_enough() -> None:
    rate = base_rate(tables("2026-03-15"), horizon(30))
    assert (rate.leads, rate.converted, rate.matured, rate.immature, rate.rate) == (4, 3, 3, 1, 1 / 3)


def test_leads_from_before_the_first_day_are_counted_as_left_out_and_in_no_rate() -> None:
    learning = horizon(30, data_from="2026-01-06")
    rate = base_rate(tables("2026-03-25"), learning)
    assert (rate.leads, rate.converted, rate.matured, rate.rate, rate.too_early) == (3, 2, 3, 1 / 3, 1)
    january, _ = by_month(tables("2026-03-25"), learning)
    assert january == Month("2026-01", leads=2, converted=1, matured=1.0, rate=0.0, left_out=1)


def test_a_month_left_out_as_a_whole_is_still_shown() -> None:
    january, _ = by_month(tables("2026-03-25"), horizon(30, data_from="2026-02-01"))
    assert (january.leads, january.converted, january.left_out) == (0, 0, 3)
    assert math.isnan(january.matured)
    assert math.isnan(january.rate)


def test_leads_created_after_the_end_of_the_data_are_counted_as_left_out() -> None:
    rate = base_rate(tables("2026-02-10"), horizon(20))
    assert (rate.leads, rate.converted, rate.matured, rate.too_late) == (3, 2, 3, 1)
    assert by_month(tables("2026-02-10"), horizon(20))[-1].left_out == 1


def test_a_lead_matures_at_the_very_moment_its_horizon_ends() -> None:
    assert base_rate(tables("2026-02-05"), horizon(30)).matured == 2
    assert base_rate(tables("2026-02-04"), horizon(30)).matured == 1


def test_without_any_lead_old_enough_there_is_no_rate() -> None:
    assert math.isnan(base_rate(tables("2026-01-10"), horizon(30)).rate)


@pytest.mark.parametrize("created_at", [None, CREATED])
def test_a_target_column_has_a_rate_and_no_moments_of_conversion(created_at: np.ndarray | None) -> None:
    data = flat({}, [True, False, False, False], created_at=created_at)
    assert base_rate(data, horizon(1)).rate == pytest.approx(0.25 if created_at is None else 1 / 3)
    assert len(by_month(data, horizon(1))) == (0 if created_at is None else 2)
    assert converted_leads(data).tolist() == [True, False, False, False]
    assert watched(data) is None


def test_only_a_conversion_has_a_moment_of_conversion() -> None:
    data = tables("2026-03-15")
    assert (converted_at(data) > 0).tolist() == [True, True, False, True]
    assert converted_leads(data).tolist() == [True, True, False, True]
