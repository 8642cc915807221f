from datetime import UTC, datetime

import duckdb
import pytest

from leadscore.model.data.sources import connect
from leadscore.model.data.sources.casting import Decimal, literal, moment_sql, number_sql, quoted, text_sql
from leadscore.model.timestamps import of_datetime


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


def evaluate(connection: duckdb.DuckDBPyConnection, expression: str, text: str | None) -> object:
    ((value,),) = connection.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS cell)", [text]).fetchall()  # noqa: S608
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  web ", "web"),
        ("\u00a0web\t", "web"),
        ("33.0", "33.0"),
        ("TRUE", "true"),
        ("False", "false"),
        ("Truely", "Truely"),
        ("", None),
        (" \u202f", None),
        ("NULL", None),
        ("NaN", None),
        ("n/a", None),
        (r"\N", None),
        ("NA", "NA"),  # Namibia, or North America
        ("None", "None"),
        (None, None),
    ],
)
def test_text_is_trimmed_and_words_for_missing_values_are_null(
    connection: duckdb.DuckDBPyConnection, text: str | None, expected: str | None
) -> None:
    assert evaluate(connection, text_sql("cell"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024-3-5", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024/03/05 10:11", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("2024-03-05T10:11:12Z", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("2024-03-05T10:11:12.1234567Z", datetime(2024, 3, 5, 10, 11, 12, 123456, tzinfo=UTC)),
        ("2024-03-05 10:11:12,5", datetime(2024, 3, 5, 10, 11, 12, 500000, tzinfo=UTC)),
        ("2024-03-05T10:11:12+02:00", datetime(2024, 3, 5, 8, 11, 12, tzinfo=UTC)),
        ("2024-03-05 10:11:12 -0530", datetime(2024, 3, 5, 15, 41, 12, tzinfo=UTC)),
        ("2024-03-05 1:11 PM", datetime(2024, 3, 5, 13, 11, tzinfo=UTC)),
        ("05.03.2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("5.3.24", datetime(2024, 3, 5, tzinfo=UTC)),
        ("05.03.1987", datetime(1987, 3, 5, tzinfo=UTC)),
        ("05.03.2024, 10:11", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("05.03.2024 10:11:12", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("Mar 5, 2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("march 5, 2024 10:11", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("5 Mar 2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("5-Mar-2024", datetime(2024, 3, 5, tzinfo=UTC)),
        (" 2024-03-05 ", datetime(2024, 3, 5, tzinfo=UTC)),
        ("20240305", datetime(2024, 3, 5, tzinfo=UTC)),
        ("20240305101112", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("20240305T101112Z", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("1709633472", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("1709633472.5", datetime(2024, 3, 5, 10, 11, 12, 500000, tzinfo=UTC)),
        ("1709633472123", datetime(2024, 3, 5, 10, 11, 12, 123000, tzinfo=UTC)),
        ("1709633472123456", datetime(2024, 3, 5, 10, 11, 12, 123456, tzinfo=UTC)),
        ("45356", datetime(2024, 3, 5, tzinfo=UTC)),
        ("45356.42444", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("05-Mar-24", datetime(2024, 3, 5, tzinfo=UTC)),
        ("5-mar-2024 10:11", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("Mar 05, 2024, 05:55 PM", datetime(2024, 3, 5, 17, 55, tzinfo=UTC)),
        ("March 5th, 2024 at 5:55 p.m.", datetime(2024, 3, 5, 17, 55, tzinfo=UTC)),
        ("Tue Mar 05 2024 10:11:12 GMT+0200 (EET)", datetime(2024, 3, 5, 8, 11, 12, tzinfo=UTC)),
        ("Tue, 05 Mar 2024 10:11:12 +0200", datetime(2024, 3, 5, 8, 11, 12, tzinfo=UTC)),
        ("Tue, 05 Mar 2024 10:11:12 GMT", datetime(2024, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("2024-03-05 10:11 UTC", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("2024-Mar-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("5. März 2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("Di., 5. Mär. 2024 10:11 Uhr", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("5 de marzo de 2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("5 mars 2024 à 10:11", datetime(2024, 3, 5, 10, 11, tzinfo=UTC)),
        ("5 août 2024", datetime(2024, 8, 5, tzinfo=UTC)),
        ("5 de março de 2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("5 maggio 2024", datetime(2024, 5, 5, tzinfo=UTC)),
        ("5 mrt 2024", datetime(2024, 3, 5, tzinfo=UTC)),
        ("1900-01-01", datetime(1900, 1, 1, tzinfo=UTC)),
        ("1969-12-31T23:59:59Z", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("day_first", [True, False])
def test_dates_whose_order_is_clear_are_read_alike(
    connection: duckdb.DuckDBPyConnection, text: str, expected: datetime, day_first: bool
) -> None:
    assert evaluate(connection, moment_sql("cell", day_first=day_first), text) == of_datetime(expected)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("03/04/2026", True, datetime(2026, 4, 3, tzinfo=UTC)),
        ("03/04/2026", False, datetime(2026, 3, 4, tzinfo=UTC)),
        ("3/4/26 10:11", True, datetime(2026, 4, 3, 10, 11, tzinfo=UTC)),
        ("3/4/26 1:11 pm", False, datetime(2026, 3, 4, 13, 11, tzinfo=UTC)),
        ("03-04-2026", True, datetime(2026, 4, 3, tzinfo=UTC)),
        ("31/01/2026", True, datetime(2026, 1, 31, tzinfo=UTC)),
        ("01/07/2025 08:52am", False, datetime(2025, 1, 7, 8, 52, tzinfo=UTC)),
        ("01/07/2025 12:05:09PM", True, datetime(2025, 7, 1, 12, 5, 9, tzinfo=UTC)),
    ],
)
def test_dates_with_slashes_are_read_in_the_configured_order(
    connection: duckdb.DuckDBPyConnection, text: str, day_first: bool, expected: datetime
) -> None:
    assert evaluate(connection, moment_sql("cell", day_first=day_first), text) == of_datetime(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("epoch", "infinity", "33", "33.5", "20240399", "12:30", "1.2.3", "10.11.12.13", "hello", "", "NaN"),
        *("2024-02-30", "31.02.2024", "0001-01-01", "1899-12-31", "2262-01-01", "9999-12-31", "2024-03-05 (BC)"),
        None,
    ],
)
@pytest.mark.parametrize("day_first", [True, False])
def test_what_is_no_date_or_no_believable_one_is_null(
    connection: duckdb.DuckDBPyConnection, text: str | None, day_first: bool
) -> None:
    assert evaluate(connection, moment_sql("cell", day_first=day_first), text) is None


def test_a_date_that_needs_the_day_first_is_null_with_the_month_first(connection: duckdb.DuckDBPyConnection) -> None:
    assert evaluate(connection, moment_sql("cell", day_first=False), "31/01/2026") is None


@pytest.mark.parametrize(
    ("text", "with_point", "with_comma"),
    [
        ("1", 1.0, 1.0),
        ("-1.5", -1.5, None),
        ("1,5", None, 1.5),
        (".5", 0.5, None),
        ("1e3", 1000.0, 1000.0),
        ("1.234", 1.234, 1234.0),
        ("1.234,56", None, 1234.56),
        ("1,234.56", 1234.56, None),
        ("1.234.567", None, 1234567.0),
        ("1'234'567", 1234567.0, 1234567.0),
        ("1\u00a0234,5", None, 1234.5),
        ("12 34", None, None),
        ("€ 1.234,50", None, 1234.5),
        ("1234.50 EUR", 1234.5, None),
        ("-$5", -5.0, -5.0),
        ("$-5", -5.0, -5.0),
        ("US$ 12", 12.0, 12.0),
        ("12 %", 12.0, 12.0),
        ("\u22123", -3.0, -3.0),
        ("(3,324.52)", -3324.52, None),
        ("(3.324,52 €)", None, -3324.52),
        ("3,324.52-", -3324.52, None),
        ("6,50,707", 650707.0, None),
        ("₹ 12,34,56,789.5", 123456789.5, None),
        ("1.2K", 1200.0, None),
        ("$650.7K", 650700.0, None),
        ("1,5M EUR", None, 1500000.0),
        ("3B", 3e9, 3e9),
        ("5 m", None, None),
        ("(5", None, None),
        ("(-5)", None, None),
        ("9" * 40, 1e40, 1e40),
        ("1e400", None, None),
        ("NaN", None, None),
        ("-inf", None, None),
        ("1_000", None, None),
        ("0x1A", None, None),
        ("1.2.3", None, None),
        ("12EUR34", None, None),
        ("€", None, None),
        ("-", None, None),
        (".", None, None),
        ("true", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_numbers_are_read_as_people_write_them(
    connection: duckdb.DuckDBPyConnection, text: str | None, with_point: float | None, with_comma: float | None
) -> None:
    marks: tuple[Decimal, ...] = (".", ",")
    assert [evaluate(connection, number_sql("cell", decimal=mark), text) for mark in marks] == [with_point, with_comma]


def test_odd_names_and_texts_survive_quoting(connection: duckdb.DuckDBPyConnection) -> None:
    name = 'a "b" c\'d'
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT {literal(name)} AS {quoted(name)}")
    assert connection.table(quoted(name)).columns == [name]
    assert connection.execute(f"FROM {quoted(name)}").fetchall() == [(name,)]
