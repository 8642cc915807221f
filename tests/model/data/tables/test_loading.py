from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadscore.model.config import Config, parse_config
from leadscore.model.data.tables import read_leads, read_tables
from leadscore.model.data.tables.checking import COLUMNS
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError, DataError
from leadscore.model.timestamps import DAY, NEVER, moment

NOT_AFTER = moment("2026-06-30")

LEADS = """id,created_at,source,budget,met_on,mail
a,2026-01-01,web,10,2026-01-02,a@x.org
b,2026-01-02,fair,,,
c,2026-01-03,web,30,,
"""
EVENTS = """lead,at,kind,amount,page
b,2026-01-04T10:00:00Z,visit,1,/b
a,2026-01-02T10:00:00Z,visit,,/a
a,2026-01-02T09:00:00Z,mail,2,
"""
OUTCOMES = """lead,at,outcome,worth,why
a,2026-02-01,won,100,good
b,2026-02-02,lost,,dear
"""

RAW: dict[str, Any] = {
    "leads": {"path": "leads.csv", "id": "id", "created_at": "created_at", "email": "mail"},
    "events": {
        "path": "events.csv",
        "lead_id": "lead",
        "occurred_at": "at",
        "type": "kind",
        "value": "amount",
        "attributes": ["page"],
    },
    "outcomes": {
        "path": "outcomes.csv",
        "lead_id": "lead",
        "occurred_at": "at",
        "outcome": "outcome",
        "converted": ["won"],
        "amount": "worth",
        "reason": "why",
    },
    "columns": {
        "source": {"role": "category"},
        "budget": {"role": "numeric"},
        "met_on": {"role": "date"},
        "mail": {"role": "email"},
    },
}
FLAT: dict[str, Any] = {
    "leads": {"path": "leads.csv", "target": "won", "positive": ["yes"]},
    "columns": {"budget": {"role": "numeric"}},
}


def read(folder: Path, **files: str) -> Tables:
    config = _written(folder, RAW, {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES} | files)
    return read_tables(config, not_after=NOT_AFTER)


def _written(folder: Path, raw: dict[str, Any], files: dict[str, str]) -> Config:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return parse_config(raw, folder=folder)


def all_failures(tables: Tables) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in tables.rejects[list(COLUMNS)].itertuples(index=False)]


def failures_of(tables: Tables, table: str, row: int) -> list[tuple[str, str, str]]:
    """Rule, column and effect of each failure of a row."""
    return [(rule, column, effect) for *at, rule, column, effect in all_failures(tables) if at == [table, row]]


def test_columns_are_read_by_their_role(tmp_path: Path) -> None:
    tables = read(tmp_path)
    columns = tables.leads.columns
    assert tables.leads.ids == ("a", "b", "c")
    assert columns["source"].tolist() == ["web", "fair", "web"]
    np.testing.assert_array_equal(columns["budget"], [10.0, np.nan, 30.0])
    assert columns["met_on"].tolist() == [moment("2026-01-02"), NEVER, NEVER]
    assert columns["mail"].tolist() == ["a@x.org", None, None]
    assert tables.people.to_dict("list") == {"email": ["a@x.org", None, None]}
    assert len(tables.rejects) == 0
    assert dict(tables.rows_read) == {"leads": 3, "events": 3, "outcomes": 2}


def test_events_are_sorted_by_lead_and_time(tmp_path: Path) -> None:
    events = read(tmp_path).events
    assert events.offsets.tolist() == [0, 2, 3, 3]
    assert events.occurred_at.tolist() == [
        moment("2026-01-02T09:00:00"),
        moment("2026-01-02T10:00:00"),
        moment("2026-01-04T10:00:00"),
    ]
    assert [events.type.levels[code] for code in events.type.codes] == ["mail", "visit", "visit"]
    np.testing.assert_array_equal(events.value, [2.0, np.nan, 1.0])
    assert events.attributes["page"].levels == ("/a", "/b")
    assert events.attributes["page"].codes.tolist() == [-1, 0, 1]


def test_outcomes_have_the_meaning_the_configuration_gives_them(tmp_path: Path) -> None:
    outcomes = read(tmp_path).outcomes
    assert outcomes["lead"].tolist() == [0, 1]
    assert outcomes["outcome"].tolist() == ["converted", "lost"]
    assert outcomes["amount"].tolist()[0] == 100.0
    assert np.isnan(outcomes["amount"].tolist()[1])
    assert outcomes["reason"].tolist() == ["good", "dear"]


def test_the_data_end_at_their_latest_valid_moment(tmp_path: Path) -> None:
    outcomes = OUTCOMES + "c,2031-01-01,won,,\n"
    assert read(tmp_path, outcomes=outcomes).data_until == moment("2026-02-02")


def test_the_configured_end_of_the_data_wins(tmp_path: Path) -> None:
    files = {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}
    config = _written(tmp_path, RAW | {"learning": {"data_until": "2026-03-01"}}, files)
    assert read_tables(config, not_after=NOT_AFTER).data_until == moment("2026-03-01")


LEAD_FAILURES = {
    "an id is missing": (",2026-01-04,web,1,,", "missing_id", "id", "row rejected"),
    "an id occurs twice": ("a,2026-01-04,web,1,,", "duplicate_lead", "id", "row rejected"),
    "a date is not a date": ("d,soon,web,1,,", "unreadable_date", "created_at", "row rejected"),
    "a date is missing": ("d,,web,1,,", "missing_date", "created_at", "row rejected"),
    "a date lies ahead": ("d,2026-07-01,web,1,,", "date_in_future", "created_at", "row rejected"),
    "a date lies before 1970": ("d,1901-01-01,web,1,,", "date_before_1970", "created_at", "row rejected"),
    "a number is no number": ("emptied 1,2026-01-04,web,many,,", "unreadable_number", "budget", "cell emptied"),
    "a number is infinite": ("emptied 2,2026-01-04,web,inf,,", "unreadable_number", "budget", "cell emptied"),
    "a further date is not a date": ("emptied 3,2026-01-04,web,1,soon,", "unreadable_date", "met_on", "cell emptied"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Tables in which, after the good rows, each further one breaks a rule."""
    rows = {"leads": LEAD_FAILURES, "events": EVENT_FAILURES, "outcomes": OUTCOME_FAILURES}
    good = {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}
    files = {name: good[name] + "".join(f"{row}\n" for row, *_ in cases.values()) for name, cases in rows.items()}
    return read(tmp_path_factory.mktemp("broken"), **files)


@pytest.mark.parametrize("case", LEAD_FAILURES)
def test_a_lead_is_a_failure_where(case: str, broken: Tables) -> None:
    row = 4 + list(LEAD_FAILURES).index(case)
    assert failures_of(broken, "leads", row) == [LEAD_FAILURES[case][1:]]


def test_only_leads_with_a_rejected_row_are_lost(broken: Tables) -> None:
    assert broken.leads.ids == ("a", "b", "c", "emptied 1", "emptied 2", "emptied 3")
    assert broken.rows_read["leads"] == 12


def test_an_emptied_cell_is_missing(tmp_path: Path) -> None:
    columns = read(tmp_path, leads=LEADS + "d,2026-01-04,web,many,soon,\n").leads.columns
    assert np.isnan(columns["budget"][3])
    assert columns["met_on"][3] == NEVER


def test_the_first_valid_row_of_an_id_is_kept(tmp_path: Path) -> None:
    tables = read(tmp_path, leads=LEADS + "d,soon,web,1,,\nd,2026-01-04,web,2,,\nd,2026-01-05,web,3,,\n")
    assert [(row, rule) for _, row, rule, *_ in all_failures(tables)] == [(4, "unreadable_date"), (6, "duplicate_lead")]
    assert tables.leads.columns["budget"][3] == 2


def test_a_further_date_may_lie_ahead(tmp_path: Path) -> None:
    tables = read(tmp_path, leads=LEADS + "d,2026-01-04,web,1,2031-01-01,\n")
    assert len(tables.rejects) == 0


EVENT_FAILURES = {
    "its lead is unknown": ("z,2026-01-05,visit,1,", "unknown_lead", "lead", "row rejected"),
    "it says no lead": (",2026-01-05,visit,1,", "missing_id", "lead", "row rejected"),
    "its date is not a date": ("a,soon,visit,1,", "unreadable_date", "at", "row rejected"),
    "its date is missing": ("a,,visit,1,", "missing_date", "at", "row rejected"),
    "its date lies ahead": ("a,2027-01-01,visit,1,", "date_in_future", "at", "row rejected"),
    "its value is no number": ("a,2026-01-05,visit,much,", "unreadable_number", "amount", "cell emptied"),
    "it was read before": ("b,2026-01-04T10:00:00Z,visit,1,/b", "repeated_event", "at", "counted once"),
}


@pytest.mark.parametrize("case", EVENT_FAILURES)
def test_an_event_is_a_failure_where(case: str, broken: Tables) -> None:
    row = 4 + list(EVENT_FAILURES).index(case)
    assert failures_of(broken, "events", row) == [EVENT_FAILURES[case][1:]]


def test_an_event_with_an_emptied_value_stays(broken: Tables) -> None:
    assert len(broken.events) == 4
    assert np.isnan(broken.events.value).tolist() == [False, True, True, False]


def test_a_type_that_only_rejected_events_have_leaves_no_trace(tmp_path: Path) -> None:
    events = read(tmp_path, events=EVENTS + "z,2026-01-05,aaa,1,/0\n").events
    assert events.type.levels == ("mail", "visit")
    assert events.attributes["page"].levels == ("/a", "/b")
    assert events.attributes["page"].codes.tolist() == [-1, 0, 1]


def test_events_without_any_type_are_read(tmp_path: Path) -> None:
    events = read(tmp_path, events="lead,at,kind,amount,page\na,2026-01-05,,1,\n").events
    assert events.type.levels == ()
    assert events.type.codes.tolist() == [-1]


def test_a_repeated_event_id_counts_once_and_a_missing_one_each_time(tmp_path: Path) -> None:
    raw = RAW | {"events": {"path": "events.csv", "lead_id": "l", "occurred_at": "at", "type": "k", "event_id": "e"}}
    events = "l,at,k,e\na,2026-01-05,x,7\na,2026-01-06,x,7\nb,2026-01-06,x,7\na,2026-01-07,x,\na,2026-01-07,x,\n"
    config = _written(tmp_path, raw, {"leads": LEADS, "outcomes": OUTCOMES, "events": events})
    tables = read_tables(config, not_after=NOT_AFTER)
    assert all_failures(tables) == [("events", 2, "repeated_event", "e", "counted once")]
    assert len(tables.events) == 4


def test_an_event_before_its_leads_creation_is_kept_and_counted(tmp_path: Path) -> None:
    tables = read(tmp_path, events=EVENTS + "a,2025-12-01,visit,1,\n")
    rows = len(EVENTS.splitlines())
    assert all_failures(tables) == [("events", rows, "event_before_creation", "at", "row kept")]
    assert tables.events.occurred_at[0] == moment("2025-12-01")


OUTCOME_FAILURES = {
    "its lead is unknown": ("z,2026-02-03,won,1,", "unknown_lead", "lead", "row rejected"),
    "it comes before the lead": ("c,2026-01-02,won,1,", "outcome_before_creation", "at", "row rejected"),
    "the lead has an earlier one": ("a,2026-02-05,lost,1,", "duplicate_outcome", "lead", "row rejected"),
    "its date lies ahead": ("c,2026-07-02,won,1,", "date_in_future", "at", "row rejected"),
    "its kind is missing": ("c,2026-02-02,,1,", "missing_outcome", "outcome", "row rejected"),
    "its amount is no number": ("c,2026-02-02,won,much,", "unreadable_number", "worth", "cell emptied"),
}


@pytest.mark.parametrize("case", OUTCOME_FAILURES)
def test_an_outcome_is_a_failure_where(case: str, broken: Tables) -> None:
    row = 3 + list(OUTCOME_FAILURES).index(case)
    assert failures_of(broken, "outcomes", row) == [OUTCOME_FAILURES[case][1:]]


def test_an_outcome_with_an_emptied_amount_stays(broken: Tables) -> None:
    assert broken.outcomes["lead"].tolist() == [0, 1, 2]
    assert np.isnan(broken.outcomes["amount"].tolist()[2])


def test_the_first_outcome_by_time_is_kept_whatever_its_place(tmp_path: Path) -> None:
    tables = read(tmp_path, outcomes=OUTCOMES + "b,2026-01-20,won,5,\n")
    assert tables.outcomes["outcome"].tolist() == ["converted", "converted"]
    assert all_failures(tables) == [("outcomes", 2, "duplicate_outcome", "lead", "row rejected")]


@pytest.mark.parametrize("created", ["2026-01-05T14:00:00Z", "2026-01-05"])
def test_an_outcome_dated_with_the_day_of_creation_comes_after_it(tmp_path: Path, created: str) -> None:
    tables = read(tmp_path, leads=LEADS + f"d,{created},web,1,,\n", outcomes=OUTCOMES + "d,2026-01-05,won,1,\n")
    assert tables.outcomes["occurred_at"].tolist()[-1] == moment(created) + 1
    assert len(tables.rejects) == 0


def test_numbers_with_currency_signs_and_decimal_commas_are_read(tmp_path: Path) -> None:
    raw = FLAT | {"columns": {"budget": {"role": "numeric", "decimal": ","}}}
    rows = 'budget;won\n"1.234,50 €";yes\n"EUR 7,5";no\n12;no\n'
    tables = read_tables(_written(tmp_path, raw, {"leads": rows}), not_after=NOT_AFTER)
    assert tables.leads.columns["budget"].tolist() == [1234.5, 7.5, 12.0]


@pytest.mark.parametrize("day_first", [True, False])
@pytest.mark.parametrize("place", ["leads", "events", "outcomes", "columns"])
def test_the_order_of_day_and_month_is_set_for_each_table_and_column(
    tmp_path: Path, place: str, day_first: bool
) -> None:
    raw = deepcopy(RAW)
    (raw["columns"]["met_on"] if place == "columns" else raw[place])["day_first"] = day_first
    leads = f"d,{'03/04/2026' if place == 'leads' else '2026-01-04'},web,1,{'03/04/2026' * (place == 'columns')},\n"
    slashed = {"events": "c,03/04/2026,visit,1,\n", "outcomes": "c,03/04/2026,won,1,\n"}
    files = {"leads": LEADS + leads, "events": EVENTS, "outcomes": OUTCOMES}
    if place in slashed:
        files[place] += slashed[place]
    tables = read_tables(_written(tmp_path, raw, files), not_after=NOT_AFTER)
    found: dict[str, Any] = {
        "leads": tables.leads.created_at,
        "events": tables.events.occurred_at,
        "outcomes": tables.outcomes["occurred_at"],
        "columns": tables.leads.columns["met_on"],
    }
    assert found[place].tolist()[-1] == moment("2026-04-03" if day_first else "2026-03-04")


def test_a_flat_file_has_a_target_and_row_numbers_for_ids(tmp_path: Path) -> None:
    config = _written(tmp_path, FLAT, {"leads": "budget,won\n1,yes\n2,\n3,no\n"})
    tables = read_tables(config, not_after=NOT_AFTER)
    assert tables.target is not None
    assert tables.target.tolist() == [True, False]
    assert tables.leads.ids == ("1", "3")
    assert tables.leads.created_at is None
    assert tables.data_until is None
    assert len(tables.outcomes) == len(tables.events) == 0
    assert all_failures(tables) == [("leads", 2, "missing_target", "won", "row rejected")]


def test_a_date_that_another_column_is_known_from_is_read_though_it_is_no_feature(tmp_path: Path) -> None:
    columns = {"source": {"role": "category", "known_after": "met_on"}}
    files = {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}
    tables = read_tables(_written(tmp_path, RAW | {"columns": columns}, files), not_after=NOT_AFTER)
    assert tables.leads.columns["met_on"].tolist() == [moment("2026-01-02"), NEVER, NEVER]


def test_known_after_refuses_a_column_of_another_role(tmp_path: Path) -> None:
    columns = RAW["columns"] | {"source": {"role": "category", "known_after": "budget"}}
    files = {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}
    config = _written(tmp_path, RAW | {"columns": columns}, files)
    with pytest.raises(ConfigError, match=r"not a date\n.*`budget`\n.*role = \"date\""):
        read_tables(config, not_after=NOT_AFTER)


def test_the_order_of_the_rows_changes_nothing_but_the_leads_places(tmp_path: Path) -> None:
    def turned(text: str) -> str:
        header, *rows = text.splitlines()
        return "\n".join([header, *reversed(rows)]) + "\n"

    one, other = read(tmp_path), read(tmp_path, events=turned(EVENTS), outcomes=turned(OUTCOMES))
    assert one.events.occurred_at.tolist() == other.events.occurred_at.tolist()
    assert one.events.attributes["page"].codes.tolist() == other.events.attributes["page"].codes.tolist()
    assert one.outcomes.to_dict("list")["lead"] == other.outcomes.to_dict("list")["lead"]


UNUSABLE = {
    "no lead has a date": (
        {"leads": "id,created_at,source,budget,met_on,mail\na,soon,,,,\nb,later,,,,\n"},
        r"Not one of the 2 rows of leads can be used\n.*leads\.csv; unreadable_date in 2 \(rows 1, 2\)\n.*day_first",
    ),
    "all outcomes lie ahead": (
        {"outcomes": "lead,at,outcome,worth,why\na,2027-01-01,won,,\nb,2027-01-02,won,,\n"},
        r"Not one of the 2 rows of outcomes can be used\n.*date_in_future in 2 \(rows 1, 2\)\n.*correct the date",
    ),
    "no event has a known lead": (
        {"events": "lead,at,kind,amount,page\nx,2026-01-05,visit,1,\n"},
        r"Not one of the 1 rows of events can be used\n.*unknown_lead in 1 \(rows 1\)\n.*check the id columns",
    ),
    "no outcome is a win": (
        {"outcomes": "lead,at,outcome,worth,why\na,2026-02-01,lost,,\nb,2026-02-01,gone,,\n"},
        r"No lead converted: no value of the column `outcome` is one of `outcomes\.converted`\n"
        r'.*found there: "gone", "lost"\n.*set `outcomes\.converted`',
    ),
}


@pytest.mark.parametrize(("files", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_tables_without_anything_to_learn_are_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, **files)


def test_target_values_that_match_nothing_are_named(tmp_path: Path) -> None:
    config = _written(tmp_path, FLAT, {"leads": "budget,won\n1,Y\n2,N\n"})
    with pytest.raises(DataError, match=r'column `won` is one of `leads\.positive`\n.*found there: "N", "Y"\n'):
        read_tables(config, not_after=NOT_AFTER)


def test_of_many_target_values_five_are_named(tmp_path: Path) -> None:
    rows = "".join(f"1,v{i}\n" for i in range(8))
    config = _written(tmp_path, FLAT, {"leads": "budget,won\n" + rows})
    with pytest.raises(DataError, match=r'"v0", "v1", "v2", "v3", "v4" and 3 more\n'):
        read_tables(config, not_after=NOT_AFTER)


def test_target_values_too_many_to_be_kinds_are_counted_and_not_reported(tmp_path: Path) -> None:
    rows = "".join(f"1,lead{i}@example.com\n" for i in range(30))
    config = _written(tmp_path, FLAT, {"leads": "budget,won\n" + rows})
    with pytest.raises(DataError, match="found there: 30 different values\n") as refused:
        read_tables(config, not_after=NOT_AFTER)
    assert "@" not in str(refused.value)


MISSING_COLUMNS = {
    "a feature": ({"columns": {"sorce": {"role": "category"}}}, r"did you mean `source`\?"),
    "an id": ({"leads": RAW["leads"] | {"id": "idd"}}, r"did you mean `id`\?"),
    "a person": ({"leads": RAW["leads"] | {"email": "mial"}}, r"did you mean `mail`\?"),
    "an event's lead": ({"events": RAW["events"] | {"lead_id": "leads"}}, r"did you mean `lead`\?"),
    "an attribute": ({"events": RAW["events"] | {"attributes": ["pag"]}}, r"did you mean `page`\?"),
    "an outcome": ({"outcomes": RAW["outcomes"] | {"outcome": "outcom"}}, r"did you mean `outcome`\?"),
}


@pytest.mark.parametrize(("change", "message"), MISSING_COLUMNS.values(), ids=MISSING_COLUMNS)
def test_a_configured_column_that_is_missing_names_the_nearest(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    config = _written(tmp_path, RAW | change, {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES})
    with pytest.raises(ConfigError, match=message):
        read_tables(config, not_after=NOT_AFTER)


def test_leads_to_score_need_neither_outcomes_nor_columns_for_people(tmp_path: Path) -> None:
    raw = RAW | {"columns": {"source": {"role": "category"}}}
    config = _written(tmp_path, raw, {"new": "id,created_at,source,extra\nn,2026-05-01,web,1\n"})
    tables = read_leads(config, "new.csv", None, not_after=NOT_AFTER)
    assert tables.leads.ids == ("n",)
    assert list(tables.leads.columns) == ["source"]
    assert tables.people["email"].tolist() == [None]
    assert len(tables.events) == len(tables.outcomes) == 0
    assert tables.target is None
    assert tables.data_until == moment("2026-05-01")


def test_leads_to_score_come_with_their_events(tmp_path: Path) -> None:
    config = _written(tmp_path, RAW, {"new": LEADS, "acts": EVENTS})
    tables = read_leads(config, "new.csv", "acts.csv", not_after=NOT_AFTER)
    assert tables.events.offsets.tolist() == [0, 2, 3, 3]


def test_flat_leads_to_score_need_no_target(tmp_path: Path) -> None:
    config = _written(tmp_path, FLAT, {"new": "budget\n1\n2\n"})
    tables = read_leads(config, "new.csv", None, not_after=NOT_AFTER)
    assert tables.leads.ids == ("1", "2")


def test_leads_to_score_without_a_feature_column_are_refused(tmp_path: Path) -> None:
    config = _written(tmp_path, FLAT, {"new": "budgets\n1\n"})
    with pytest.raises(ConfigError, match=r"There is no column `budget`\n.*new\.csv\n"):
        read_leads(config, "new.csv", None, not_after=NOT_AFTER)


def test_events_that_the_configuration_does_not_know_are_refused(tmp_path: Path) -> None:
    config = _written(tmp_path, FLAT, {"new": "budget\n1\n", "acts": EVENTS})
    with pytest.raises(ConfigError, match="says nothing about events"):
        read_leads(config, "new.csv", "acts.csv", not_after=NOT_AFTER)


def test_a_day_at_the_border_is_believable(tmp_path: Path) -> None:
    config = _written(tmp_path, RAW, {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES})
    assert len(read_tables(config, not_after=moment("2026-02-02")).rejects) == 0
    assert len(read_tables(config, not_after=moment("2026-02-02") - DAY).rejects) == 1


def with_firms(folder: Path, firms: list[str], *, people: bool = False) -> Tables:
    """Leads a, b, c, ... of these firms, a column to group by that is none to learn from."""
    raw = deepcopy(RAW)
    raw["columns"]["firm"] = {"role": "category", "ignore": True, "group": True}
    if people:
        raw["leads"]["company"] = "firm"
    header, *_ = LEADS.splitlines()
    rows = [f"{lead},2026-01-01,web,1,,,{firm}" for lead, firm in zip("abcdef", firms, strict=False)]
    files = {"leads": "\n".join([f"{header},firm", *rows]), "events": EVENTS, "outcomes": OUTCOMES}
    return read_tables(_written(folder, raw, files), not_after=NOT_AFTER)


def groups(tables: Tables) -> list[int]:
    assert tables.lead_group is not None
    return [int(group) for group in tables.lead_group]


@pytest.mark.parametrize("people", [False, True])
def test_a_column_to_group_by_is_read_though_it_is_no_feature(tmp_path: Path, people: bool) -> None:
    tables = with_firms(tmp_path, ["Acme", "Bolt", "Acme"], people=people)
    one, other, again = groups(tables)
    assert one == again != other
    assert "firm" not in tables.leads.columns


def test_leads_without_a_value_to_group_by_stand_for_themselves(tmp_path: Path) -> None:
    assert groups(with_firms(tmp_path, ["", " ", "Acme", ""]))[:2] == [0, 1]
    assert groups(with_firms(tmp_path, ["", "", "", "Acme"]))[:3] == [0, 1, 2]


def test_the_number_of_a_group_is_the_same_in_every_table_and_no_position(tmp_path: Path) -> None:
    first, *_ = groups(with_firms(tmp_path, ["Acme", "Bolt", "Core"]))
    *_, last = groups(with_firms(tmp_path, ["Dent", "", "Acme"]))
    assert first == last < 0


def test_a_column_to_group_by_may_be_one_to_learn_from(tmp_path: Path) -> None:
    raw = deepcopy(RAW)
    raw["columns"]["source"]["group"] = True
    files = {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES}
    tables = read_tables(_written(tmp_path, raw, files), not_after=NOT_AFTER)
    web, fair, web_again = groups(tables)
    assert web == web_again != fair
    assert tables.leads.columns["source"].tolist() == ["web", "fair", "web"]


def test_without_a_column_to_group_by_there_are_no_groups(tmp_path: Path) -> None:
    assert read(tmp_path).lead_group is None


def test_leads_to_score_need_no_column_to_group_by(tmp_path: Path) -> None:
    raw = deepcopy(RAW)
    raw["columns"]["firm"] = {"role": "category", "ignore": True, "group": True}
    config = _written(tmp_path, raw, {"new": LEADS})
    assert read_leads(config, "new.csv", None, not_after=NOT_AFTER).lead_group is None


def test_a_column_to_group_by_that_the_file_lacks_is_refused(tmp_path: Path) -> None:
    raw = deepcopy(RAW)
    raw["columns"]["firm"] = {"role": "category", "ignore": True, "group": True}
    config = _written(tmp_path, raw, {"leads": LEADS, "events": EVENTS, "outcomes": OUTCOMES})
    with pytest.raises(ConfigError, match="firm"):
        read_tables(config, not_after=NOT_AFTER)
