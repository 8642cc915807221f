"""Figures by age, by month and by the values of columns; small groups are marked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

from leadscore.model.arrays import Floats, Integers
from leadscore.model.card import Estimate, filled, plain
from leadscore.model.card.evaluation import SliceFigures
from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables.snapshots import LabelledSnapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.features.events import EventLog
from leadscore.model.features.leads import LeadTable, Snapshots
from leadscore.model.learning.evaluation import EvaluationSet, by_age, by_month, by_slice, slicings
from leadscore.model.learning.evaluation.evaluation_set import Interval, mean_interval, rate_interval
from leadscore.model.timestamps import DAY, NEVER, moment

N = 1000
START = moment("2024-01-01")
UNASKED = {"lead_source": "category", "Land": "category", "budget": "numeric", "industry": "category"}


def people_and_columns() -> tuple[dict[str, NDArray[Any]], pd.DataFrame]:
    place = np.arange(N)
    columns: dict[str, NDArray[Any]] = {
        "lead_source": np.array([f"source {n}" for n in range(20)], dtype=object)[np.minimum(place % 40, 19)],
        "Land": np.array(["Österreich", None] * (N // 2), dtype=object),
        "budget": np.where(place % 10 == 0, np.nan, place.astype(float)),
        "employees": (place % 3).astype(float),
        "demo_on": np.where(place < 500, moment("2024-03-09"), NEVER),
        "industry": np.array(["rare" if n < 5 else "common" for n in place], dtype=object),
        "email": np.array([f"person{n}@{'gmail.com' if n % 4 else 'acme.io'}" for n in place], dtype=object),
    }
    owners = np.array(["Ann", "Bob"], dtype=object)[(place >= 700).astype(int)]
    return columns, pd.DataFrame({"owner": owners, "name": [f"Person {n}" for n in place]}, dtype=object)


def config(*slices: str) -> Config:
    roles = UNASKED | {"employees": "numeric", "demo_on": "date", "email": "email"}
    raw: dict[str, Any] = {
        "leads": {"path": "leads.csv", "target": "won", "positive": ["1"], "owner": "sales_rep", "name": "full_name"},
        "columns": {name: {"role": role} for name, role in roles.items()},
    }
    raw["columns"]["Land"]["label"] = "Home country"
    return parse_config(raw | ({"report": {"slices": list(slices)}} if slices else {}), folder=Path())


def tables() -> Tables:
    columns, people = people_and_columns()
    created = START + np.arange(N) * DAY // 10
    leads = LeadTable(tuple(map(str, range(N))), columns, created)
    target = pd.Series(np.arange(N) % 5 == 0)
    return Tables(leads, EventLog.empty(N), pd.DataFrame(), target, people, pd.DataFrame(), {}, None)


def looked_at(leads: Integers, *, age_days: float = 0.0) -> tuple[LabelledSnapshots, EvaluationSet, Floats]:
    """One look at each of these leads, every fifth of which converts, and predictions that say something."""
    converted = leads % 5 == 0
    ages = np.full(len(leads), age_days)
    labelled = LabelledSnapshots(Snapshots(leads, START + leads * DAY), converted, np.ones(len(leads), bool), ages)
    probability = np.clip(0.15 + 0.1 * converted + np.random.default_rng(0).normal(0, 0.1, len(leads)), 0.01, 0.99)
    return labelled, EvaluationSet.of(labelled), probability


def sliced(*slices: str, leads: Integers | None = None) -> tuple[SliceFigures, ...]:
    parts = looked_at(np.arange(N) if leads is None else leads)
    return by_slice(slicings(tables(), config(*slices)), *parts)


def test_unasked_the_owner_and_what_is_named_like_a_source_or_country_are_shown() -> None:
    rows = sliced()
    assert list(dict.fromkeys((row.column, row.label) for row in rows)) == [
        ("sales_rep", "Sales rep"),
        ("lead_source", "Lead source"),
        ("Land", "Home country"),
    ]


def test_the_figures_of_a_large_slice_are_those_of_its_leads() -> None:
    _, evaluation_set, p = looked_at(np.arange(N))
    ann, bob = sliced("sales_rep")
    assert (ann.value, ann.leads, ann.snapshots, ann.converted_leads) == ("Ann", 700, 700, 140)
    assert ann.typical == pytest.approx(0.2)
    assert ann.mean_prediction == pytest.approx(p[:700].mean())
    assert not ann.small
    assert filled(ann.roc_auc).value == pytest.approx(roc_auc_score(evaluation_set.converted[:700], p[:700]))
    assert filled(bob.log_loss).value == pytest.approx(log_loss(evaluation_set.converted[700:], p[700:]))


def test_the_largest_values_are_shown_and_the_rest_summed_up_and_counted() -> None:
    rows = sliced("lead_source")
    assert len(rows) == 11
    assert (rows[0].value, rows[0].leads) == ("source 19", 525)
    assert (rows[-1].value, rows[-1].leads) == ("(10 other values)", 250)
    assert sum(row.leads for row in rows) == N


def test_missing_values_are_a_slice_of_their_own() -> None:
    assert [(row.value, row.leads) for row in sliced("Land")] == [("Österreich", 500), ("(no value)", 500)]


def test_what_few_leads_share_is_not_named() -> None:
    assert [(row.value, row.leads) for row in sliced("industry")] == [("common", 995), ("(1 other value)", 5)]
    assert [row.value for row in sliced("full_name")] == ["(1000 other values)"]


def test_addresses_are_shown_by_their_kind_only() -> None:
    assert [(row.value, row.leads) for row in sliced("email")] == [("free", 750), ("company", 250)]


def test_numbers_are_cut_into_fifths_in_their_order() -> None:
    rows = sliced("budget")
    assert [(row.value, row.leads) for row in rows] == [
        ("under 199", 179),
        ("199 to under 399", 180),
        ("399 to under 599", 180),
        ("599 to under 799", 180),
        ("799 and more", 181),
        ("(no value)", 100),
    ]


def test_few_different_numbers_are_shown_as_they_are() -> None:
    assert [row.value for row in sliced("employees")] == ["0", "1", "2"]


def test_dates_are_shown_by_month() -> None:
    assert [(row.value, row.leads) for row in sliced("demo_on")] == [("2024-03", 500), ("(no value)", 500)]


LOST = np.flatnonzero(np.arange(N) % 5 > 0)


@pytest.mark.parametrize(
    ("leads", "small", "rate_is_known"),
    [
        pytest.param(np.arange(100), False, True, id="100 leads, 20 conversions"),
        pytest.param(np.arange(1, 100), True, False, id="99 leads"),
        pytest.param(LOST[:300], True, True, id="no conversion"),
        pytest.param(np.r_[np.arange(0, 95, 5), LOST[:300]], True, True, id="19 conversions"),
        pytest.param(np.arange(0, N, 5), True, True, id="nothing but conversions"),
    ],
)
def test_small_groups_are_marked_and_have_no_figures_that_mislead(
    leads: Integers, small: bool, rate_is_known: bool
) -> None:
    labelled, evaluation_set, p = looked_at(np.sort(leads))
    (row,) = by_month(labelled, LeadTable((), {}, np.full(N, START)), evaluation_set, p)
    assert row.leads == len(leads)
    assert row.small == small
    assert (row.roc_auc is None) == (row.log_loss is None) == small
    assert (row.typical is not None) == rate_is_known
    assert row.mean_prediction > 0


def test_a_column_that_was_not_read_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"`report.slices` names columns that are not read\n  where: columns planet"):
        slicings(tables(), config("planet", "Land"))


def test_slices_and_months_are_plain_json() -> None:
    labelled, evaluation_set, p = looked_at(np.arange(N))
    rows = [plain(row) for row in (*sliced(), *by_month(labelled, tables().leads, evaluation_set, p))]
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


def test_months_are_those_of_creation() -> None:
    labelled, evaluation_set, p = looked_at(np.arange(N))
    rows = by_month(labelled, tables().leads, evaluation_set, p)
    assert [row.month for row in rows] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert [row.leads for row in rows] == [310, 290, 310, 90]
    assert [row.small for row in rows] == [False, False, False, True]
    assert filled(rows[1].roc_auc).value == pytest.approx(roc_auc_score(evaluation_set.converted[310:600], p[310:600]))
    assert (rows[3].roc_auc, rows[3].typical) == (None, None)


def test_without_dates_there_are_no_months_and_no_ages() -> None:
    labelled, evaluation_set, p = looked_at(np.arange(N), age_days=np.nan)
    assert by_month(labelled, LeadTable(tuple(map(str, range(N))), {}), evaluation_set, p) == ()
    assert by_age(labelled, evaluation_set, p, seed=0) == ()


def test_ages_are_bands_and_one_without_both_outcomes_has_no_figures() -> None:
    young, old = looked_at(np.arange(500)), looked_at(np.arange(501, 505), age_days=95)
    labelled = LabelledSnapshots(
        Snapshots(
            *(np.concatenate([getattr(part[0].snapshots, name) for part in (young, old)]) for name in ("lead", "as_of"))
        ),
        *(
            np.concatenate([getattr(part[0], name) for part in (young, old)])
            for name in ("converted", "matured", "age_days")
        ),
    )
    rows = by_age(labelled, EvaluationSet.of(labelled), np.concatenate([young[2], old[2]]), seed=0)
    assert [(row.from_days, row.until_days, row.leads) for row in rows] == [(0, 1, 500), (90, None, 4)]
    value, low, high = filled(rows[0].roc_auc.known)
    assert low < value < high
    assert rows[1].lift_at_10 == Estimate()


def rows_of(converted: list[bool], lead: list[int]) -> EvaluationSet:
    return EvaluationSet(np.array(converted), np.ones(len(lead)), np.array(lead))


@pytest.mark.parametrize("converted", [[True], [False], [True, True]])
def test_a_group_of_one_lead_has_a_rate_and_no_interval(converted: list[bool]) -> None:
    found = rate_interval(rows_of(converted, [7] * len(converted)), seed=0)
    assert found.value == float(converted[0])
    assert found.estimate() == Estimate(float(converted[0]))


@pytest.mark.parametrize(("n", "least"), [(2, 0.333), (3, 0.464), (20, 0.883)])
def test_leads_that_all_ended_alike_have_an_interval_as_wide_as_their_number_makes_it(n: int, least: float) -> None:
    won = rate_interval(rows_of([True] * n, list(range(n))), seed=0)
    lost = rate_interval(rows_of([False] * n, list(range(n))), seed=0)
    assert won.low == pytest.approx(least, abs=0.001)
    assert lost.high == pytest.approx(1 - won.low)
    assert (won.value, won.high, lost.value, lost.low) == (1.0, 1.0, 0.0, 0.0)


def test_where_leads_ended_differently_the_rates_interval_is_the_bootstraps() -> None:
    mixed = rows_of([True, False] * 50, list(range(100)))
    assert rate_interval(mixed, seed=0) == mean_interval(mixed, mixed.converted.astype(float), seed=0)
    assert isinstance(rate_interval(mixed, seed=0), Interval)
