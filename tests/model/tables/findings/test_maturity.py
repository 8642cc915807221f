import math

import numpy as np
import pandas as pd

from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable
from leadscore.model.moments import moment
from leadscore.model.tables.findings.maturity import Month, base_rate, converted_at, converted_leads, maturity_by_month
from leadscore.model.tables.schema import Tables
from leadscore.model.tables.validation.outcome_rows import no_outcomes
from leadscore.model.tables.validation.rejects import no_failures


def tables(created: list[str], ends: dict[int, tuple[str, str]], *, data_until: str) -> Tables:
    moments = np.array([moment(text) for text in created], dtype=np.int64)
    outcomes = pd.DataFrame(
        {
            "lead": np.array(list(ends), dtype=np.int64),
            "occurred_at": np.array([moment(when) for when, _ in ends.values()], dtype=np.int64),
            "outcome": [what for _, what in ends.values()],
        }
    )
    return Tables(
        leads=LeadTable(tuple(map(str, range(len(created)))), {}, moments),
        events=EventLog.empty(len(created)),
        outcomes=outcomes,
        target=None,
        people=pd.DataFrame(),
        rejects=no_failures(),
        rows_read={},
        data_until=moment(data_until),
    )


CREATED = ["2026-01-05", "2026-01-06", "2026-01-20", "2026-02-20"]
ENDS = {
    0: ("2026-01-10", "converted"),
    1: ("2026-03-20", "converted"),
    2: ("2026-01-21", "lost"),
    3: ("2026-02-21", "converted"),
}


def test_a_month_shows_how_much_of_it_is_old_enough_and_the_rate_among_those() -> None:
    january, february = maturity_by_month(tables(CREATED, ENDS, data_until="2026-03-15"), horizon_days=30)
    assert january == Month("2026-01", leads=3, converted=2, matured=1.0, rate=1 / 3)
    assert (february.month, february.leads, february.converted, february.matured) == ("2026-02", 1, 1, 0.0)
    assert math.isnan(february.rate)


def test_the_base_rate_is_that_of_the_leads_old_enough() -> None:
    rate = base_rate(tables(CREATED, ENDS, data_until="2026-03-15"), horizon_days=30)
    assert (rate.leads, rate.converted, rate.matured, rate.rate) == (4, 3, 3, 1 / 3)


def test_a_lead_matures_at_the_very_moment_its_horizon_ends() -> None:
    data = tables(["2026-01-01"], {}, data_until="2026-01-31")
    assert base_rate(data, horizon_days=30).matured == 1
    assert base_rate(data, horizon_days=31).matured == 0


def test_without_any_lead_old_enough_there_is_no_rate() -> None:
    assert math.isnan(base_rate(tables(CREATED, ENDS, data_until="2026-01-10"), horizon_days=30).rate)


def test_a_target_column_without_dates_has_a_rate_and_no_months() -> None:
    flat = Tables(
        leads=LeadTable(("1", "2", "3", "4"), {}),
        events=EventLog.empty(4),
        outcomes=no_outcomes(),
        target=pd.Series([True, False, False, False]),
        people=pd.DataFrame(),
        rejects=no_failures(),
        rows_read={"leads": 4},
        data_until=None,
    )
    assert base_rate(flat, horizon_days=90).rate == 0.25
    assert maturity_by_month(flat, horizon_days=90) == ()
    assert converted_leads(flat).tolist() == [True, False, False, False]


def test_only_a_conversion_has_a_moment_of_conversion() -> None:
    data = tables(CREATED, ENDS, data_until="2026-03-15")
    assert (converted_at(data) > 0).tolist() == [True, True, False, True]
    assert converted_leads(data).tolist() == [True, True, False, True]
