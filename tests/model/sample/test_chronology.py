"""Time in the sample: leads come in seasons, events come before outcomes, and nothing comes after the data ends."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from leadscore.model.sample import AFTER_SALE_COLUMNS, SampleSettings
from leadscore.model.sample.activities import AFTER_SALE
from leadscore.model.sample.blocks import clean_block

SETTINGS = SampleSettings(leads=8_000, seed=3)
AFTER_SALE_TYPES = [activity.type for activity in AFTER_SALE]


@pytest.fixture(scope="module")
def clean() -> Mapping[str, pd.DataFrame]:
    frames = {name: pd.DataFrame(dict(table)) for name, table in clean_block(SETTINGS, 0).items()}
    dated = {"leads": "created_at", "events": "occurred_at", "outcomes": "occurred_at"}
    for name, column in dated.items():
        frames[name]["when"] = pd.to_datetime(frames[name][column])
    return frames


@pytest.fixture(scope="module")
def life(clean: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Events beside the creation and the outcome of their lead."""
    created = clean["leads"].set_index("lead_id")["when"].rename("created")
    ended = clean["outcomes"].set_index("lead_id")[["when", "outcome"]].rename(columns={"when": "ended"})
    return clean["events"].join(created, on="lead_id").join(ended, on="lead_id")


def test_no_event_but_those_after_a_sale_is_at_or_after_the_outcome(life: pd.DataFrame) -> None:
    before = life[~life["type"].isin(AFTER_SALE_TYPES)]
    assert (before["ended"].isna() | (before["when"] < before["ended"])).all()


def test_events_after_a_sale_are_of_converted_leads_and_never_before_it(life: pd.DataFrame) -> None:
    after = life[life["type"].isin(AFTER_SALE_TYPES)]
    assert set(after["type"]) == set(AFTER_SALE_TYPES)
    assert (after["outcome"] == "converted").all()
    assert (after["when"] >= after["ended"]).all()
    assert (after["when"] == after["ended"])[after["type"] == "contract_sent"].all()


def test_events_come_after_the_lead(life: pd.DataFrame) -> None:
    assert (life["when"] > life["created"]).all()


@pytest.mark.parametrize("name", ["leads", "events", "outcomes"])
def test_nothing_is_written_before_or_after_the_period(clean: Mapping[str, pd.DataFrame], name: str) -> None:
    when = clean[name]["when"]
    assert when.min() >= pd.Timestamp(SETTINGS.first_day)
    assert pd.Timestamp(SETTINGS.last_day) < when.max() < pd.Timestamp(SETTINGS.last_day) + pd.Timedelta(days=1)


def test_a_lead_ends_once_and_after_it_came(clean: Mapping[str, pd.DataFrame]) -> None:
    outcomes = clean["outcomes"].merge(clean["leads"], on="lead_id", suffixes=("_outcome", ""))
    assert len(outcomes) == len(clean["outcomes"])
    assert outcomes["lead_id"].is_unique
    assert (outcomes["when_outcome"] > outcomes["when"]).all()


def test_amounts_are_of_sales_and_reasons_of_failures(clean: Mapping[str, pd.DataFrame]) -> None:
    outcomes = clean["outcomes"]
    won = outcomes["outcome"] == "converted"
    assert set(outcomes["outcome"]) == {"converted", "disqualified", "lost"}
    assert (outcomes["amount"].notna() == won).all()
    assert (outcomes["reason"].notna() == ~won).all()


def test_some_leads_stay_silent_and_some_are_still_open_though_they_will_convert(
    clean: Mapping[str, pd.DataFrame],
) -> None:
    ended = set(clean["outcomes"]["lead_id"])
    truth = clean["truth"]
    assert 0.3 < len(ended) / len(truth) < 0.7
    assert (~truth.loc[truth["converts"] == 1, "lead_id"].isin(ended)).sum() > 10


@pytest.mark.parametrize(
    ("column", "level", "from_share"), [("campaign", "spring launch", 0.7), ("source", "partner marketplace", 0.92)]
)
def test_what_starts_late_appears_only_late(
    clean: Mapping[str, pd.DataFrame], column: str, level: str, from_share: float
) -> None:
    leads = clean["leads"]
    first, last = pd.Timestamp(SETTINGS.first_day), pd.Timestamp(SETTINGS.last_day) + pd.Timedelta(days=1)
    starts = first + from_share * (last - first)
    when = leads.loc[leads[column] == level, "when"]
    assert len(when) > 50
    assert starts <= when.min() < starts + pd.Timedelta(days=7)


def test_leads_come_in_order_of_their_ids(clean: Mapping[str, pd.DataFrame]) -> None:
    assert clean["leads"]["when"].is_monotonic_increasing
    assert clean["leads"]["lead_id"].is_monotonic_increasing


def test_volume_follows_week_and_season(clean: Mapping[str, pd.DataFrame]) -> None:
    when = clean["leads"]["when"]
    weekdays = when.dt.day_of_week.value_counts()
    assert weekdays[[5, 6]].max() < 0.4 * weekdays[[0, 1, 2, 3, 4]].min()
    months = when[when.dt.year == 2024].dt.month.value_counts()
    assert months[8] < 0.75 * months[10]
    assert months[12] < 0.75 * months[10]


@pytest.mark.parametrize("column", AFTER_SALE_COLUMNS)
def test_columns_filled_in_after_the_sale_are_filled_for_written_sales_only(
    clean: Mapping[str, pd.DataFrame], column: str
) -> None:
    outcomes = clean["outcomes"]
    won = outcomes.loc[outcomes["outcome"] == "converted", "lead_id"]
    filled = clean["leads"].loc[clean["leads"][column].notna(), "lead_id"]
    assert sorted(filled) == sorted(won)


def test_the_period_can_be_chosen() -> None:
    settings = SampleSettings(leads=200, first_day=date(2020, 2, 1), last_day=date(2020, 6, 30))
    created = pd.to_datetime(pd.Series(clean_block(settings, 0)["leads"]["created_at"]))
    assert pd.Timestamp("2020-02-01") <= created.min() < pd.Timestamp("2020-02-15")
    assert pd.Timestamp("2020-06-15") < created.max() < pd.Timestamp("2020-07-01")
