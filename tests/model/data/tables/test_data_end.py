"""Where the data end, with strays apart, whichever files are looked at."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_leads, read_tables
from leadscore.model.data.tables.data_end import DatedDays, find_data_end
from leadscore.model.data.tables.to_score import LeadSources, select_leads
from leadscore.model.errors import DataError
from leadscore.model.timestamps import DAY, moment

NOT_AFTER = moment("2026-06-30")


def table(*days: int, each: int = 1, name: str = "events") -> DatedDays:
    found = np.array(days, dtype=np.int64)
    return DatedDays(name, f"{name}.csv", found, np.full(len(days), each), found * DAY + 1)


CASES = {
    "one date half a year late": (table(*range(300), 480), 299, 1),
    "two of them far apart": (table(*range(300), 480, 700), 299, 2),
    "a week without anything": (table(*range(300), 308), 308, 0),
    "a third of the data after a pause": (table(*range(100), *range(160, 210)), 209, 0),
    "sparse data with long pauses": (table(*range(0, 6000, 40)), 5960, 0),
    "a few leads only": (table(0, 1, 2, 90), 90, 0),
    "a default long before everything": (table(-9000, *range(300), 480), 299, 1),
    "too many dates to be mistakes": (table(*range(300), *range(480, 540)), 539, 0),
}


@pytest.mark.parametrize(("dates", "last", "strays"), CASES.values(), ids=CASES)
def test_only_a_few_dates_far_after_all_others_are_strays(dates: DatedDays, last: int, strays: int) -> None:
    end = find_data_end([dates])
    assert end is not None
    assert end.moment == last * DAY + 1
    assert sum(stray.count for stray in end.strays) == strays


def test_all_tables_have_one_end_and_every_stray_is_named_by_its_table() -> None:
    end = find_data_end([table(*range(200), name="leads"), table(*range(210), 500, name="events")])
    assert end is not None
    assert (end.path, end.moment) == ("events.csv", 209 * DAY + 1)
    assert [(stray.table, stray.count, stray.latest) for stray in end.strays] == [("events", 1, 500 * DAY + 1)]
    assert find_data_end([table()]) is None


RAW: dict[str, Any] = {
    "leads": {"path": "leads.csv", "id": "id", "created_at": "created"},
    "events": {"path": "events.csv", "lead_id": "id", "occurred_at": "at", "type": "kind"},
    "outcomes": {
        "path": "outcomes.csv", "lead_id": "id", "occurred_at": "at", "outcome": "how", "converted": ["won"],
        "open": ["talk"],
    },
}  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Config:
    days = [f"2025-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 9, 17, 25)]
    leads = "".join(f"L{n},{day}\n" for n, day in enumerate(days))
    events = "".join(f"L{n},{day}T{hour}:00:00,visit\n" for hour in (8, 9, 10) for n, day in enumerate(days))
    (tmp_path / "leads.csv").write_text("id,created\n" + leads)
    (tmp_path / "events.csv").write_text("id,at,kind\n" + events + "L1,2026-06-12T10:00:00,visit\n")
    (tmp_path / "outcomes.csv").write_text("id,at,how\nL1,2025-05-01,won\nL2,2026-09-01,talk\n")
    return parse_config(RAW, folder=tmp_path)


END = moment("2025-12-25T10:00:00")


def test_a_stray_is_named_counted_and_does_not_end_the_data(config: Config) -> None:
    tables = read_tables(config, not_after=NOT_AFTER)
    assert tables.data_until == END
    assert tables.end is not None
    assert [stray.count for stray in tables.end.strays] == [1]
    told = tables.rejects[tables.rejects["rule"] == "date_in_future"]
    assert told[["table", "row"]].values.tolist() == [["events", 145]]


def test_a_few_stale_leads_are_scored_as_of_the_same_moment_as_all(config: Config) -> None:
    (config.folder / "some.csv").write_text("id,created\nL3,2025-01-25\nL4,2025-02-01\n")
    (config.folder / "theirs.csv").write_text("id,at,kind\nL3,2025-02-25,visit\n")
    everything = select_leads(config, LeadSources(), not_after=NOT_AFTER)
    named = LeadSources.parse("some.csv", "theirs.csv", folder=config.folder)
    some = select_leads(config, named, not_after=NOT_AFTER)
    assert some.as_of == everything.as_of == END + 1
    assert some.tables.leads.ids == ("L3", "L4")


def test_leads_that_came_since_move_the_end_on(config: Config) -> None:
    (config.folder / "fresh.csv").write_text("id,created\nN1,2026-01-08\n")
    fresh = select_leads(config, LeadSources.parse("fresh.csv", None, folder=config.folder), not_after=NOT_AFTER)
    assert fresh.as_of == moment("2026-01-08") + 1


def test_a_configured_table_that_is_gone_is_named(config: Config) -> None:
    (config.folder / "fresh.csv").write_text("id,created\nN1,2025-03-08\n")
    (config.folder / "leads.csv").unlink()
    tables = read_leads(config, "fresh.csv", None, not_after=NOT_AFTER)
    assert tables.end is not None
    assert (tables.end.unread, tables.data_until) == (("leads.csv",), END)


@pytest.mark.parametrize("ahead_s", [0, 25, 3600])
def test_the_clock_does_not_decide_while_it_lies_near_the_data(config: Config, ahead_s: int) -> None:
    tables = read_tables(config, not_after=END + DAY - ahead_s * 1_000_000)
    assert (tables.data_until, len(tables.rejects)) == (END, 1)


def test_leads_after_the_end_that_the_configuration_sets_are_refused_with_their_number(config: Config) -> None:
    ended = parse_config(RAW | {"learning": {"data_until": "2025-06-30"}}, folder=config.folder)
    with pytest.raises(DataError, match="24 leads were created after the end of the data, 2025-06-30"):
        select_leads(ended, LeadSources(), not_after=NOT_AFTER)
    assert len(select_leads(ended, LeadSources(), as_of="2025-07-01", not_after=NOT_AFTER).positions()) == 24
