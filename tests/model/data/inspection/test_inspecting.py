from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from leadscore.model.config import ColumnSettings
from leadscore.model.data.inspection import Inspection, inspect
from leadscore.model.data.sources import ROW, Source, SourceAddress, connect, open_source
from leadscore.model.errors import ConfigError, DataError, LeadscoreError
from leadscore.model.scoring.language import english

START = datetime(2024, 1, 1, tzinfo=UTC)
N = 600
Columns = Mapping[str, Sequence[str | None]]


def looked_at(target: str | None = None, **tables: Columns) -> Inspection:
    connection = connect()
    sources = {}
    for name, columns in tables.items():
        rows = len(next(iter(columns.values())))
        arrays = {column: pa.array(values, pa.string()) for column, values in columns.items()}
        connection.register(name, pa.table(arrays | {ROW: range(1, rows + 1)}))
        sources[name] = Source(f"{name}.csv", tuple(columns), name)
    return inspect(connection, sources, english(), target=target)


def day(number: float) -> str:
    return (START + timedelta(days=number)).isoformat()


IDS = [f"L{n:04}" for n in range(N)]
WINNERS = range(0, N, 6)
LEADS: Columns = {
    "Kontakt-ID": IDS,
    "Last update": [day(n + 400) for n in range(N)],
    "Erstellt am": [day(n) for n in range(N)],
    "Branche": [("Handel", "Industrie", "Verwaltung")[n % 3] for n in range(N)],
}
OUTCOMES: Columns = {
    "kunde": [IDS[n] for n in range(N) if n % 2 == 0],
    "Datum": [day(n + 20) for n in range(N) if n % 2 == 0],
    "Ergebnis": ["gewonnen" if n in WINNERS else "verloren" for n in range(N) if n % 2 == 0],
    "Betrag": ["1.500,50" if n in WINNERS else None for n in range(N) if n % 2 == 0],
    "Grund": [None if n in WINNERS else "zu teuer" for n in range(N) if n % 2 == 0],
}
EVENTS: Columns = {
    "nr": [str(10_000 + n) for n in range(2 * N)],
    "lead": [IDS[n // 2] for n in range(2 * N)],
    "zeit": [day(n / 2 + 1) for n in range(2 * N)],
    "art": [("besuch", "anruf")[n % 2] for n in range(2 * N)],
    "dauer": [str(n % 97) for n in range(2 * N)],
    "kampagne": [("a", "b", "c")[n % 3] for n in range(2 * N)],
    "notiz": [f"hat um {n} Uhr lange mit uns gesprochen" for n in range(2 * N)],
}


def roles(inspection: Inspection, table: str) -> dict[str, str]:
    return {finding.column: finding.role for finding in inspection.findings[table]}


@pytest.fixture(scope="module")
def german() -> Inspection:
    return looked_at(leads=LEADS, outcomes=OUTCOMES, events=EVENTS)


def test_leads_are_tied_to_outcomes_and_events_by_the_ids_they_share(german: Inspection) -> None:
    assert german.config.leads.id == "Kontakt-ID"
    assert german.config.events is not None
    assert german.config.outcomes is not None
    assert (german.config.events.lead_id, german.config.outcomes.lead_id) == ("lead", "kunde")
    assert german.reasons["leads.id"] == "100% of the outcomes refer to it"


def test_every_column_of_the_leads_has_a_role_in_the_order_of_the_file(german: Inspection) -> None:
    assert roles(german, "leads") == {
        "Kontakt-ID": "id",
        "Last update": "date",
        "Erstellt am": "created_at",
        "Branche": "category",
    }
    assert german.config.leads.created_at == "Erstellt am"


def test_every_column_of_the_outcomes_has_a_role(german: Inspection) -> None:
    assert roles(german, "outcomes") == {
        "kunde": "lead_id",
        "Datum": "occurred_at",
        "Ergebnis": "outcome",
        "Betrag": "amount",
        "Grund": "reason",
    }
    assert german.config.outcomes is not None
    assert german.config.outcomes.converted == ("gewonnen",)
    assert german.config.outcomes.lost == ("verloren",)
    assert german.reasons["outcomes.converted"] == "by their names"


def test_every_column_of_the_events_has_a_role(german: Inspection) -> None:
    assert roles(german, "events") == {
        "nr": "event_id",
        "lead": "lead_id",
        "zeit": "occurred_at",
        "art": "type",
        "dauer": "value",
        "kampagne": "attribute",
        "notiz": "not used",
    }
    assert german.config.events is not None
    assert german.config.events.attributes == ("kampagne",)


def test_the_horizon_follows_from_the_delays_and_is_explained(german: Inspection) -> None:
    assert (german.config.learning.horizon_days, german.config.learning.split) == (30, "time")
    assert german.reasons["learning.horizon_days"] == "80% of the conversions come within 20 days of creation"


def test_a_horizon_leaves_room_for_leads_whose_label_is_known() -> None:
    late = dict(OUTCOMES) | {"Datum": [day(n + 300) for n in range(N) if n % 2 == 0]}
    few = {column: values[:120] for column, values in LEADS.items()}
    ended = {column: values[:60] for column, values in late.items()}
    inspection = looked_at(leads=few, outcomes=ended)
    assert inspection.config.learning.horizon_days == 30
    assert inspection.reasons["learning.horizon_days"].endswith("but the leads span 117 days only")


@pytest.mark.parametrize(
    ("span_days", "horizon_days", "why"),
    [(60, 14, "span 59 days only"), (150, 45, "span 147 days only"), (400, 90, "room for the usual horizon")],
)
def test_without_dates_of_conversions_the_horizon_follows_from_the_span_and_is_explained(
    span_days: int, horizon_days: int, why: str
) -> None:
    flat = {
        "Created": [day(n * span_days / N) for n in range(N)],
        "won": [("yes", "no", "no")[n % 3] for n in range(N)],
        "source": [("web", "fair")[n % 2] for n in range(N)],
    }
    inspection = looked_at(leads=flat)
    assert inspection.config.learning.horizon_days == horizon_days
    assert why in inspection.reasons["learning.horizon_days"]


def test_leads_from_before_conversions_were_recorded_are_left_out() -> None:
    kept = [number for number, row in enumerate(OUTCOMES["Datum"]) if row is not None and row > day(320)]
    ended = {column: [values[number] for number in kept] for column, values in OUTCOMES.items()}
    inspection = looked_at(leads=LEADS, outcomes=ended)
    assert inspection.config.learning.data_from == "2024-12-01"
    assert "hardly a conversion is recorded before" in inspection.reasons["learning.data_from"]


def test_without_a_column_of_outcomes_every_row_is_a_win() -> None:
    deals = {"kunde": [IDS[n] for n in WINNERS], "Datum": [day(n + 20) for n in WINNERS]}
    inspection = looked_at(leads=LEADS, outcomes=deals)
    assert inspection.config.outcomes is not None
    assert (inspection.config.outcomes.outcome, inspection.config.outcomes.converted) == (None, "*")
    assert inspection.reasons["outcomes.converted"] == "no column says how leads ended, so every row is a win"


ENDED = len(OUTCOMES["kunde"])


@pytest.mark.parametrize(
    ("name", "values", "unclear"),
    [
        ("Ergebnis", ("rot", "blau"), ("blau", "rot")),
        ("статус", ("реализовано", "не реализовано"), ("не реализовано", "реализовано")),
        ("Ergebnis", ("gewonnen", "vielleicht"), ("vielleicht",)),
    ],
)
def test_values_that_no_list_knows_are_asked_about(
    name: str, values: tuple[str, ...], unclear: tuple[str, ...]
) -> None:
    kept = {column: OUTCOMES[column] for column in ("kunde", "Datum")}
    inspection = looked_at(leads=LEADS, outcomes=kept | {name: [values[n % 2] for n in range(ENDED)]})
    assert inspection.config.outcomes is not None
    assert (inspection.config.outcomes.outcome, sorted(inspection.config.outcomes.unclear)) == (name, sorted(unclear))
    assert "no word list says" in inspection.reasons["outcomes.unclear"]


def test_an_open_deal_ends_nothing() -> None:
    stages = [("Closed Won", "Closed Lost", "Proposal")[n % 3] for n in range(ENDED)]
    kept = {column: OUTCOMES[column] for column in ("kunde", "Datum")}
    outcomes = looked_at(leads=LEADS, outcomes=kept | {"StageName": stages}).config.outcomes
    assert outcomes is not None
    assert (outcomes.converted, outcomes.lost, outcomes.open) == (("Closed Won",), ("Closed Lost",), ("Proposal",))


DEALS: Columns = {
    "Deal ID": IDS,
    "Created": [day(n) for n in range(N)],
    "Source": [("Web", "Fair")[n % 2] for n in range(N)],
    "Status": [("Won", "Lost", "Open")[n % 3] for n in range(N)],
    "Stage": [("Demo Scheduled", "Proposal Made")[n % 2] for n in range(N)],
    "Close date": [day(n + 20) for n in range(N)],
    "Amount": [str(100 + n) for n in range(N)],
    "Lost reason": ["price" if n % 3 == 1 else None for n in range(N)],
}


def test_one_flat_file_says_how_and_when_its_leads_ended() -> None:
    inspection = looked_at(leads=DEALS)
    outcomes, leads = inspection.config.outcomes, inspection.config.leads
    assert outcomes is not None
    assert (outcomes.path, outcomes.lead_id, leads.target) == (leads.path, "Deal ID", None)
    assert (outcomes.outcome, outcomes.occurred_at, outcomes.amount) == ("Status", "Close date", "Amount")
    assert (outcomes.reason, outcomes.converted, outcomes.open) == ("Lost reason", ("Won",), ("Open",))
    assert list(inspection.config.feature_columns) == ["Source"]
    assert inspection.config.columns["Stage"].ignore, "how far a lead has come by now"


@pytest.mark.parametrize("expected", ["Expected close date", "Est. Close Date"])
def test_the_date_that_is_only_expected_is_none_of_an_end(expected: str) -> None:
    undated = {expected if name == "Close date" else name: values for name, values in DEALS.items()}
    inspection = looked_at(leads=undated)
    assert inspection.config.outcomes is None
    assert (inspection.config.leads.target, inspection.config.leads.open) == ("Status", ("Open",))


def test_a_date_that_only_ended_leads_have_is_that_of_their_end_whatever_its_name() -> None:
    dates = [None if n % 3 == 2 else day(n + 20) for n in range(N)]
    named = {name: values for name, values in DEALS.items() if name != "Close date"} | {"Booked": dates}
    outcomes = looked_at(leads=named).config.outcomes
    assert outcomes is not None
    assert outcomes.occurred_at == "Booked"


def test_a_plain_no_beside_the_date_of_a_conversion_means_not_yet() -> None:
    flat = {name: DEALS[name] for name in ("Deal ID", "Created", "Source")}
    flat |= {"IsConverted": [("true", "false")[n % 2] for n in range(N)]}
    flat |= {"ConvertedDate": [day(n + 20) if n % 2 == 0 else None for n in range(N)]}
    outcomes = looked_at(leads=flat).config.outcomes
    assert outcomes is not None
    assert (outcomes.converted, outcomes.lost, outcomes.open) == (("true",), (), ("false",))


def test_a_large_table_is_looked_at_in_rows_spread_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadscore.model.data.inspection.profiles.MOST_ROWS", 100)
    inspection = looked_at(leads=LEADS, outcomes=OUTCOMES, events=EVENTS)
    assert roles(inspection, "leads")["Kontakt-ID"] == "id"
    assert inspection.findings["leads"][3].why == "3 different values"
    assert inspection.findings["events"][0].why == "its name and its values say so"


FLAT: Columns = {
    "age": [str(20 + n % 50) for n in range(N)],
    "converted": ["yes" if n in WINNERS else "no" for n in range(N)],
}


def test_a_flat_file_without_ids_and_dates_is_split_at_random() -> None:
    inspection = looked_at(leads=FLAT)
    leads = inspection.config.leads
    assert (leads.id, leads.created_at, leads.target, leads.positive) == (None, None, "converted", ("yes",))
    assert inspection.config.learning.split == "random"
    assert 'choose "file_order" if the rows are in order of time' in inspection.reasons["learning.split"]


def test_what_people_read_is_kept_from_the_model_but_the_kind_of_an_address_is_not() -> None:
    people = {
        "Company": [f"Firm{n}" for n in range(N)],
        "Full name": [f"Ann Example{n}" for n in range(N)],
        "Phone": [f"+49 30 {555000 + n}" for n in range(N)],
        "E-Mail": [f"p{n}@firm{n}.example" for n in range(N)],
        "Owner": [("kim", "lee")[n % 2] for n in range(N)],
        "contact": [("cellular", "telephone")[n % 2] for n in range(N)],
    }
    config = looked_at(leads=people | dict(FLAT)).config
    shown = (config.leads.company, config.leads.name, config.leads.phone, config.leads.email, config.leads.owner)
    assert shown == ("Company", "Full name", "Phone", "E-Mail", "Owner")
    assert list(config.feature_columns) == ["E-Mail", "contact", "age"]


def test_no_column_is_ignored_for_what_it_says_about_the_outcome() -> None:
    after: Columns = {
        "contract_no": ["x" if n in WINNERS else None for n in range(N)],
        "duration": [str(n) for n in range(N)],
    }
    config = looked_at(leads=dict(FLAT) | dict(after)).config
    assert not any(column.ignore for column in config.columns.values())


NO_TARGET: Columns = {"id": IDS, "age": FLAT["age"]}


@pytest.mark.parametrize(
    ("tables", "target", "error", "message"),
    [
        ({"leads": NO_TARGET}, None, DataError, "Nothing says which leads converted\n  where: leads.csv\n.*--target"),
        ({"leads": FLAT}, "convertd", ConfigError, "There is no column `convertd`\n.*\n.*did you mean `converted`"),
        (
            {"leads": LEADS, "outcomes": OUTCOMES},
            "Branche",
            ConfigError,
            "Both the column `Branche` and a table of outcomes say which leads converted\n.*--target or --outcomes",
        ),
        (
            {"leads": {"a;b": IDS}},
            None,
            DataError,
            "The table was read as a single column\n  where: leads.csv\n.*comma",
        ),
        (
            {"leads": LEADS, "outcomes": dict(OUTCOMES) | {"kunde": OUTCOMES["Grund"]}},
            None,
            DataError,
            "No column holds the ids of the leads\n  where: outcomes.csv\n  what to do: add a column with the",
        ),
        (
            {"leads": {"id": IDS, "x": FLAT["age"]}, "outcomes": {"id": IDS, "date": LEADS["Erstellt am"]}},
            None,
            DataError,
            "No column of the leads says when they were created\n  where: leads.csv\n  what to do: export it",
        ),
        (
            {"leads": LEADS, "outcomes": {"kunde": IDS, "Grund": ["x", "y"] * (N // 2)}},
            None,
            DataError,
            "No column holds the moment of an outcome\n  where: outcomes.csv",
        ),
        (
            {"leads": dict(LEADS) | dict(FLAT), "events": {"lead": IDS, "zeit": LEADS["Erstellt am"]}},
            None,
            DataError,
            "No column says what an event is\n  where: events.csv",
        ),
    ],
)
def test_an_export_that_does_not_say_enough_is_refused(
    tables: Mapping[str, Columns], target: str | None, error: type[LeadscoreError], message: str
) -> None:
    with pytest.raises(error, match=message):
        looked_at(target, **tables)


def real(folder: Path, target: str | None = None, **files: str) -> Inspection:
    connection = connect(2)
    sources = {
        name: open_source(connection, SourceAddress.parse(file), folder=folder, name=name)
        for name, file in files.items()
    }
    return inspect(connection, sources, english(), target=target)


def test_the_bank_campaign_is_understood(real_data: Path) -> None:
    config = real(real_data / "bank", leads="bank-additional-full.csv.gz").config
    assert (config.leads.target, config.leads.positive, config.leads.id) == ("y", ("yes",), None)
    assert [name for name, column in config.columns.items() if column.ignore] == []
    numeric = [name for name, column in config.columns.items() if column.role == "numeric"]
    assert numeric == [
        *("age", "duration", "campaign", "pdays", "previous"),
        *("emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed"),
    ]
    assert {column.role for name, column in config.columns.items() if name not in numeric} == {"category"}
    assert {column.decimal for column in config.columns.values()} == {"."}


def test_the_insurance_customers_are_understood(real_data: Path) -> None:
    config = real(real_data / "coil2000", leads="train.csv.gz").config
    assert (config.leads.target, config.leads.positive) == ("bought", ("1",))
    assert [name for name, column in config.columns.items() if column.role == "category"] == ["v01", "v05"]
    assert len(config.feature_columns) == 85


def test_the_marketplace_sellers_are_understood(real_data: Path) -> None:
    config = real(real_data / "olist", leads="leads.csv.gz", outcomes="deals.csv.gz").config
    assert (config.leads.id, config.leads.created_at) == ("mql_id", "first_contact_date")
    assert list(config.feature_columns) == ["landing_page_id", "origin"]
    assert config.outcomes is not None
    assert config.outcomes.model_dump(exclude_defaults=True) == {
        "path": "deals.csv.gz",
        "lead_id": "mql_id",
        "occurred_at": "won_date",
    }
    assert (config.learning.split, config.learning.horizon_days) == ("time", 45)
    assert config.learning.data_from == "2018-01-01"


@pytest.mark.slow
def test_the_loan_applications_are_understood(real_data: Path) -> None:
    files = {"leads": "leads.csv.gz", "events": "events.csv.gz", "outcomes": "outcomes.csv.gz"}
    config = real(real_data / "bpic2012", **files).config
    assert (config.leads.id, config.leads.created_at, config.learning.horizon_days) == ("lead_id", "created_at", 30)
    asked_for = ColumnSettings(role="numeric", bant="budget", shareable=True)
    assert config.feature_columns == {"amount_requested": asked_for}
    assert config.events is not None
    assert (config.events.type, config.events.attributes) == ("event_type", ("lifecycle", "resource"))
    assert config.outcomes is not None
    assert (config.outcomes.outcome, config.outcomes.converted) == ("outcome", ("approved",))


@pytest.mark.parametrize("name", ["lead_id", "created_at"])
def test_a_column_with_the_name_of_a_field_of_ours_is_not_learned_from(name: str) -> None:
    leads = {"Record ID": IDS, "Create Date": [day(n) for n in range(N)], name: [("x", "y")[n % 2] for n in range(N)]}
    outcomes = {"Record ID": IDS[::3], "Closed": [day(n + 20) for n in range(0, N, 3)]}
    found = looked_at(leads=leads, outcomes=outcomes)
    assert found.config.columns[name].ignore
    assert "has the name of one of our own fields" in found.reasons[f"columns.{name}"]
    assert (found.config.leads.id, found.config.leads.created_at) == ("Record ID", "Create Date")
