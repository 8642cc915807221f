"""A value in a request is read as the same text in a file is: the light reader equals the SQL."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadscore.model.data.sources import connect
from leadscore.model.data.sources.casting import literal, moment_sql, number_sql
from leadscore.model.values.written import Decimal, moment_of, number_of

few = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return connect()


def answered(connection: duckdb.DuckDBPyConnection, sql: str) -> float | int | None:
    ((value,),) = connection.execute(f"SELECT {sql}").fetchall()
    found: float | int | None = value
    return found


digits = st.integers(0, 10_000_000)
signs = st.sampled_from(["", "-", "+", "−"])
before = st.sampled_from(["", "€ ", "$", "EUR ", "us$", "£"])
after = st.sampled_from(["", " €", " EUR", "%", " %", " kr."])
grouped = st.sampled_from(["{:d}", "{:,}", "{:,}.5", "{:.2f}", "{:e}", "{:d}.", "{:_}"])
garbage = st.text(alphabet="0123456789.,- €%eEx'_", max_size=10)


@few
@given(sign=signs, money=before, number=digits, form=grouped, unit=after, comma=st.booleans())
def test_numbers_are_read_as_in_files(
    connection: duckdb.DuckDBPyConnection, sign: str, money: str, number: int, form: str, unit: str, comma: bool
) -> None:
    text = f"{sign}{money}{form.format(number)}{unit}"
    decimal: Decimal = "," if comma else "."
    text = text.translate(str.maketrans(",.", ".,")) if comma else text
    assert number_of(text, decimal=decimal) == answered(connection, number_sql(literal(text), decimal=decimal))


@few
@given(text=garbage)
def test_so_is_what_is_hardly_a_number(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    found = number_of(text)
    assert found is None or found == answered(connection, number_sql(literal(text), decimal="."))


dates = st.sampled_from(
    ["{y}-{m:02}-{d:02}", "{d:02}.{m:02}.{y}", "{d}.{m}.{y}", "{m}/{d}/{y}", "{d}/{m}/{y}", "{d}-{m}-{y}"]
)
times = st.sampled_from(["", " 13:57", " 13:57:01", "T13:57:01", " 13:57:01.250", ", 13:57", " 13:57:01+02:00"])


@few
@given(
    form=dates, y=st.integers(1971, 2200), m=st.integers(1, 12), d=st.integers(1, 31), time=times, first=st.booleans()
)
def test_dates_are_read_as_in_files(
    connection: duckdb.DuckDBPyConnection, form: str, y: int, m: int, d: int, time: str, first: bool
) -> None:
    text = form.format(y=y, m=m, d=d) + time
    assert moment_of(text, day_first=first) == answered(connection, moment_sql(literal(text), day_first=first))
