from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from leadscore.model.data.sources import (
    Remark,
    Source,
    SourceAddress,
    connect,
    missing_column,
    open_source,
    require_columns,
)
from leadscore.model.data.sources.casting import moment_sql, number_sql, quoted
from leadscore.model.errors import ConfigError, DataError, LeadscoreError, SourceError


def test_parquet_is_read_as_text_with_whole_numbers_as_such(tmp_path: Path) -> None:
    table = pa.table(
        {
            "whole": [1, None],
            "gaps": [33.0, None],
            "real": [2.5, float("nan")],
            "big": [1e300, -7.0],
            "flag": [True, None],
            "at": pa.array([datetime(2024, 1, 5, 10, 11, 12, 5, UTC), None], pa.timestamp("us", "Europe/Berlin")),
            "day": pa.array([date(2024, 1, 5), None], pa.date32()),
            "price": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
            "kind": pa.array(["a", None]).dictionary_encode(),
            "file_row_number": [9, 9],
        }
    )
    pq.write_table(table, tmp_path / "leads.parquet")
    connection = connect()
    source = open_source(connection, SourceAddress.parse("leads.parquet"), folder=tmp_path, name="leads")
    assert source.columns == tuple(table.column_names)
    first, second = connection.execute("FROM leads ORDER BY __row").fetchall()
    assert first[:5] == ("1", "33", "2.5", "1e+300", "true")
    assert first[6:11] == ("2024-01-05", "1.50", "a", "9", 1)
    assert second[:11] == (None, None, "nan", "-7", None, None, None, None, None, "9", 2)
    typed = f"SELECT {moment_sql(quoted('at'), day_first=False)}, {number_sql('big', decimal='.')} FROM leads"  # noqa: S608
    assert connection.execute(typed).fetchall() == [(1704449472000005, 1e300), (None, -7.0)]


def test_parquet_columns_of_one_name_get_a_number(tmp_path: Path) -> None:
    pq.write_table(pa.table([[1], [2]], names=["a", "A"]), tmp_path / "leads.parquet")
    source = open_source(connect(), SourceAddress.parse("leads.parquet"), folder=tmp_path, name="leads")
    assert (source.columns, source.remarks) == (("a", "A_2"), (Remark("renamed", {"columns": "`A_2`"}),))


def test_parquet_without_rows_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": pa.array([], pa.string())}), tmp_path / "leads.parquet")
    with pytest.raises(DataError, match="The table has a header but no rows"):
        open_source(connect(), SourceAddress.parse("leads.parquet"), folder=tmp_path, name="leads")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'crm.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text('CREATE TABLE "the leads" (id INTEGER, at DATE, size FLOAT, "b c" BLOB)'))
        rows: list[dict[str, object]] = [
            {"id": 1, "at": "05.03.2024", "size": 12.0, "b": b"x"},
            {"id": 2, "at": None, "size": 2.5, "b": None},
        ]
        connection.execute(sa.text('INSERT INTO "the leads" VALUES (:id, :at, :size, :b)'), rows)
        connection.execute(sa.text('CREATE TABLE "none" (id INTEGER)'))
    engine.dispose()
    return tmp_path


def test_a_database_table_is_copied_as_text_even_where_values_do_not_fit_their_type(database: Path) -> None:
    connection = connect()
    source = open_source(connection, SourceAddress.parse("sqlite:///crm.db::the leads"), folder=database, name="leads")
    assert source == Source("sqlite:///crm.db::the leads", ("id", "at", "size", "b c"), "leads")
    assert connection.execute("FROM leads ORDER BY __row").fetchall() == [
        ("1", "05.03.2024", "12", "x", 1),
        ("2", None, "2.5", None, 2),
    ]


def test_a_large_database_table_arrives_in_chunks_without_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadscore.model.data.sources.copying.CHUNK_ROWS", 7)
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'crm.db'}")
    with engine.begin() as writer:
        writer.execute(sa.text("CREATE TABLE events (id INTEGER)"))
        writer.execute(sa.text("INSERT INTO events VALUES (:id)"), [{"id": number} for number in range(1, 51)])
    engine.dispose()
    connection = connect()
    open_source(connection, SourceAddress.parse("sqlite:///crm.db::events"), folder=tmp_path, name="events")
    assert connection.execute("SELECT count(*), sum(CAST(id AS INT)), sum(__row) FROM events").fetchall() == [
        (50, 1275, 1275)
    ]


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        (
            "sqlite:///crm.db::the lead",
            SourceError,
            "The database has no table `the lead`.*\n.*\n.*did you mean `the leads`",
        ),
        (
            "sqlite:///crm.db::xyz",
            SourceError,
            "no table `xyz`\n  where: .*\n  what to do: the tables are none, the leads",
        ),
        ("sqlite:///crm.db::none", DataError, "The table has a header but no rows"),
        ("sqlite:///cms.db::leads", SourceError, "There is no such database file\n  where: sqlite:///cms.db::leads"),
        (
            "nodialect://me:secret@host/db::leads",
            SourceError,
            r"The database cannot be read\n  where: nodialect://me:\*\*\*@host/db::leads\n  what to do: check",
        ),
        ("not a url::leads", SourceError, "The database cannot be read\n  where: ::leads\n"),
    ],
)
def test_a_database_that_cannot_be_read_is_refused_without_its_password(
    database: Path, path: str, error: type[LeadscoreError], message: str
) -> None:
    with pytest.raises(error, match=message) as raised:
        open_source(connect(), SourceAddress.parse(path), folder=database, name="leads")
    assert "secret" not in str(raised.value)
    assert not (database / "cms.db").exists()


SOURCE = Source("leads.csv", ("lead_id", "Created At", "industry"), "leads")


@pytest.mark.parametrize(
    ("source", "column", "message"),
    [
        (
            SOURCE,
            "created_at",
            "There is no column `created_at`\n  where: leads.csv\n  what to do: did you mean `Created At`",
        ),
        (SOURCE, "industri", "did you mean `industry`"),
        (SOURCE, "zzz", "what to do: the columns are lead_id, Created At, industry"),
        (
            Source("leads.csv", ("a;b",), "leads"),
            "a",
            "what to do: it was read as a single column; separate the columns",
        ),
    ],
)
def test_a_missing_column_is_answered_with_the_nearest(source: Source, column: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        require_columns(source, ["lead_id", column] if source is SOURCE else [column])
    assert isinstance(missing_column(column, source), ConfigError)


def test_columns_that_are_there_are_not_missed() -> None:
    require_columns(SOURCE, ["industry", "lead_id"])
